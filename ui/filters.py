"""What a reader chooses, kept in the URL as codes, so that a link opens the same picture."""

from collections.abc import Mapping

import streamlit as st

from domain.access import Scope
from domain.errors import DomainError, OutsideScope
from domain.quoted import quoted
from ui import language, reference
from ui.language import t
from ui.reference import Area, Round

CAMPAIGN, AREA = "dot", "ma"


def campaign() -> Round:
    """The round to read; the latest unless the URL or the reader says otherwise."""
    rounds = {one.code: one for one in reference.rounds()}
    code = choose(t("filter.campaign"), CAMPAIGN, {c: one.name for c, one in rounds.items()})
    return rounds[code]


def choose(label: str, parameter: str, options: Mapping[str, str], default: str = "") -> str:
    """
    One code of `options` (code → what the reader reads), taken from and written to the URL.

    A code that is not among the options falls back to the default, else to the first.
    """
    asked = st.query_params.get(parameter, "")
    codes = list(options)
    chosen = asked if asked in options else default or codes[0]
    picked: str = st.selectbox(
        label,
        codes,
        index=codes.index(chosen),
        format_func=lambda code: options[code],
        key=f"filter-{parameter}-{chosen}",
    )
    if picked != chosen:
        st.query_params[parameter] = picked
        st.rerun()
    return picked


def province(scope: Scope) -> str:
    """
    The province asked for in the URL, or chosen from all.

    Raises:
        UnitEnded: the URL asks for a province that is no longer; it says what it became.
        OutsideScope: the URL asks for anything else. Smaller areas are for those who answer for
            them: their totals beside the public ones would give small communes away.
    """
    asked = st.query_params.get(AREA)
    names = reference.province_names(scope)
    if asked is not None and asked not in names:
        reference.refuse_ended_province(asked)
        raise OutsideScope(area=quoted(asked, 12))
    return choose(t("filter.province"), AREA, names)


def own_area_or_stop(scope: Scope) -> Area:
    """The area to read, as `own_area`; a refusal is said and the page ends."""
    try:
        return own_area(scope)
    except DomainError as error:
        st.error(t(error.key, **error.details))
        st.stop()


def own_area(scope: Scope) -> Area:
    """
    The area to read: the one of the URL if the scope names it, else the first of the scope.

    Raises:
        OutsideScope: the URL asks for anything else; also for a part of an area of the scope, since
            somebody who reads all the parts could subtract them from each other.
    """
    own = reference.own_areas(scope, language.current())
    asked = st.query_params.get(AREA)
    if asked is not None and asked not in own:
        raise OutsideScope(area=quoted(asked, 12))
    if not own:
        raise OutsideScope(area="")
    code = next(iter(own)) if len(own) == 1 else choose(t("filter.area"), AREA, own)
    return reference.area(scope, code, language.current())
