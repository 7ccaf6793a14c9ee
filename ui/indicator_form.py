"""One figure of one unit and period: typed, checked, stored as a new version; its history below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NoReturn

import pandas as pd
import streamlit as st
from sqlmodel import Session

from db.commands.indicators import report_figures
from db.indicator_facts import Facts, Place, facts
from db.indicator_history import Version, history
from db.settings import settings
from domain.access import Permission, Scope
from domain.errors import DomainError, ReportedMeanwhile, ReportRefused
from domain.indicator_checks import LONGEST_TEXT, check_all, is_overtaken
from domain.indicators import (
    NOTICES,
    QUALIFIERS,
    Counted,
    Entry,
    EntryFault,
    Figure,
    Indicator,
    is_small,
)
from ui import auth, clock, indicator_choice, indicator_words, way_back
from ui.database import engine
from ui.language import t

_BEGAN, _DONE = "indicator-began", "indicator-done"
_MEANWHILE, _ROUND = "indicator-meanwhile", "indicator-round"
_TOLD = (Counted.PEOPLE, Counted.VISITS)  # what is most often taken for the other


@dataclass(frozen=True)
class Began:
    """What stood in the form, and which version was the newest, when somebody began to type."""

    place: Place
    version: int
    typed: Mapping[str, str]


def draw(scope: Scope, names: dict[str, str], indicator: Indicator) -> None:
    """Choose unit and period, type the figure, read what it replaces."""
    code = indicator_choice.unit(names)
    period = indicator_choice.period(indicator)
    place = code, indicator.code, period.code
    with Session(engine()) as session:
        known = facts(session, scope, [code], on=clock.today())
        versions = history(
            session, scope, area_code=code, indicator_code=indicator.code, period=period.code
        )
    _tell_what_happened(place)
    began = _began(indicator, place, versions)
    if versions:
        st.info(_newest_sentence(indicator, versions[0]))
    typed = _form(indicator, began)
    if typed is not None:
        _take(typed, known, indicator)
    _draw_history(indicator, versions)


def _began(indicator: Indicator, place: Place, versions: Sequence[Version]) -> Began:
    """What its typist saw when they began to type: what came since is not overwritten."""
    kept: Began | None = st.session_state.get(_BEGAN)
    if kept is None or kept.place != place:
        newest = versions[0].version if versions else 0
        kept = Began(place, newest, _beginning(_shown(indicator, versions)))
    elif st.session_state.pop(_MEANWHILE, None) == place:
        st.error(t("error.reported_meanwhile"))
        kept = replace(kept, version=versions[0].version if versions else 0)
    st.session_state[_BEGAN] = kept
    return kept


def _shown(indicator: Indicator, versions: Sequence[Version]) -> Figure | None:
    """What a correction begins with; few people are not shown again, not even here."""
    if not versions or versions[0].withdrawn:
        return None
    figure = versions[0].figure
    return None if is_small(indicator.counted, figure, settings().minimum_group) else figure


def _form(indicator: Indicator, began: Began) -> Entry | None:
    """The figure as typed, in the run in which it was sent. Nothing typed is cleared by a fault."""
    key = "-".join((*began.place, str(st.session_state.get(_ROUND, 0))))
    begin = began.typed
    with st.form(f"indicator-{key}"):
        numerator = st.text_input(
            indicator.numerator, begin["numerator"], key=f"numerator-{key}", max_chars=20
        )
        denominator = ""
        if indicator.is_ratio:
            denominator = st.text_input(
                indicator.denominator, begin["denominator"], key=f"denominator-{key}", max_chars=20
            )
        counted = _counted(indicator, key, known=bool(begin["numerator"]))
        qualifier = st.selectbox(
            t("indicator_field.qualifier"),
            QUALIFIERS,
            index=QUALIFIERS.index(begin["qualifier"]),
            format_func=lambda one: one or t("indicators.exact"),
            key=f"qualifier-{key}",
        )
        source = st.text_input(
            t("indicator_field.source"),
            begin["source"],
            key=f"source-{key}",
            max_chars=LONGEST_TEXT,
            placeholder=t("indicators.source_example"),
        )
        reason = st.text_input(t("indicators.reason"), key=f"reason-{key}", max_chars=LONGEST_TEXT)
        st.caption(t("indicators.no_names"))
        sent = st.form_submit_button(t("indicators.save"), type="primary")
    if not sent:
        return None
    typed = (numerator, denominator, counted, qualifier, source, reason)
    return Entry(0, *began.place, *typed, based_on=began.version)


def _beginning(stored: Figure | None) -> dict[str, str]:
    if stored is None:
        return dict.fromkeys(("numerator", "denominator", "qualifier", "source"), "")
    some = stored.value if stored.numerator is None else stored.numerator
    whole = "" if stored.denominator is None else f"{stored.denominator:.0f}"
    return {
        "numerator": f"{some:.0f}",
        "denominator": whole,
        "qualifier": stored.qualifier,
        "source": stored.source,
    }


def _counted(indicator: Indicator, key: str, *, known: bool) -> str:
    """Asked where people and visits are mixed up; anything else counts what it says."""
    if indicator.counted not in _TOLD:
        return indicator.counted.value
    chosen = st.radio(
        t("indicators.counted"),
        [one.value for one in _TOLD],
        index=_TOLD.index(indicator.counted) if known else None,
        format_func=lambda one: t(f"indicators.counts_{one}"),
        key=f"counted-{key}",
    )
    return chosen or ""


def _take(entry: Entry, known: Facts, indicator: Indicator) -> None:
    of_place = known.known(entry.place) if entry.area_code in known.units else None
    if of_place is not None and is_overtaken(entry, indicator, of_place):
        _tell_overtaken(entry)
    figures, faults = check_all(
        [entry], {indicator.code: indicator}, lambda _: of_place, today=clock.today()
    )
    if not figures:
        indicator_words.draw_faults([one for one in faults if one.kind not in NOTICES])
        return
    try:
        by = auth.writer(Permission.REPORT_INDICATORS)
        report_figures(engine(), [entry], by=by, now=clock.now(), today=clock.today())
    except ReportedMeanwhile:
        _tell_overtaken(entry)
    except ReportRefused as refusal:
        indicator_words.draw_faults(refusal.details["faults"])  # type: ignore[arg-type]
    except DomainError as refusal:
        st.error(t(refusal.key, **refusal.details))
    else:
        _begin_anew(entry, faults)


def _tell_overtaken(entry: Entry) -> NoReturn:
    """The page anew: what stands by now on top, what was typed still in the form."""
    st.session_state[_MEANWHILE] = entry.place
    st.rerun()


def _begin_anew(entry: Entry, notices: list[EntryFault]) -> None:
    st.session_state.pop(_BEGAN, None)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state[_DONE] = entry.place, notices
    st.rerun()


def _tell_what_happened(place: Place) -> None:
    done = st.session_state.pop(_DONE, None)
    if done is not None and done[0] == place:
        st.success(t("indicators.saved"))
        for notice in done[1]:
            st.warning(indicator_words.fault_sentence(notice))


def _newest_sentence(indicator: Indicator, newest: Version) -> str:
    who, when = newest.by_name, way_back.when(newest.reported_at)
    if newest.withdrawn:
        return t("indicators.withdrawn", who=who, when=when)
    said = indicator_words.figure(indicator, newest.figure)
    return t("indicators.stored", figure=said, who=who, when=when)


def _draw_history(indicator: Indicator, versions: Sequence[Version]) -> None:
    if not versions:
        return
    rows = [
        {
            t("history.version"): str(one.version),
            t("history.figure"): t("history.taken_back") if one.withdrawn
            else indicator_words.figure(indicator, one.figure),
            t("history.source"): one.figure.source,
            t("history.reason"): one.figure.reason,
            t("history.who"): one.by_name,
            t("history.when"): way_back.when(one.reported_at),
        }
        for one in versions
    ]  # fmt: skip
    with st.expander(t("history.title", versions=len(versions))):
        st.table(pd.DataFrame(rows).set_index(t("history.version")))
