"""The page of the ledger 1-kèm-5: one commune, opened with a line in the audit, in three parts."""

from dataclasses import dataclass
from enum import StrEnum

import streamlit as st
from sqlmodel import Session

from db.collection_points import communes_of_scope
from db.commands.ledger_names import open_names
from db.ledger import candidates
from db.ledger_names import Ledger
from db.sealed import Keyring, keyring
from db.settings import settings
from domain.access import Permission, Scope
from domain.errors import DomainError, OutsideScope
from domain.ledger import CIRCLES
from domain.quoted import quoted
from ui import auth, clock, filters, show
from ui.database import engine
from ui.language import t

_COMMUNE = "xa"


class Part(StrEnum):
    """What the page is for at the moment."""

    CIRCLES = "circles"
    WAITING = "waiting"
    ADD = "add"


@dataclass(frozen=True)
class Opened:
    """The ledger of a commune as it was opened on this run."""

    commune_code: str
    commune_name: str
    ledger: Ledger
    ring: Keyring


def commune_or_stop(scope: Scope) -> tuple[str, str]:
    """
    Code and name of the commune of the URL, else the first of the scope.

    A commune of elsewhere is refused like one that is not there, and the page ends.
    """
    with Session(engine()) as session:
        names = communes_of_scope(session, scope, on=clock.today())
    asked = st.query_params.get(_COMMUNE)
    if not names or (asked is not None and asked not in names):
        st.error(t(OutsideScope.key, area=quoted(asked or "", 12)))
        st.stop()
    code = next(iter(names)) if len(names) == 1 else _choose(names)
    return code, names[code]


def opened_or_stop(commune: tuple[str, str]) -> Opened:
    """The ledger by name, for who signed in as themselves; else the page ends with the reason."""
    if auth.viewing() is not None:
        st.info(t("ledger.not_in_a_view"))
        st.stop()
    code, name = commune
    try:
        ring = keyring()
        by = auth.writer(Permission.KEEP_LEDGER)
        now, today = clock.now(), clock.today()
        read = open_names(engine(), ring, commune_code=code, by=by, now=now, today=today)
    except DomainError as refusal:
        st.error(t(refusal.key, **refusal.details))
        st.stop()
    return Opened(code, name, read, ring)


def counts(opened: Opened) -> None:
    """One line: how many there are, and how many circles are empty."""
    ambassadors = opened.ledger.ambassadors
    st.write(
        t(
            "ledger.counts",
            ambassadors=show.number(len(ambassadors)),
            circles=show.number(CIRCLES * len(ambassadors)),
            empty=show.number(sum(one.empty for one in ambassadors)),
            waiting=show.number(len(opened.ledger.waiting)),
        )
    )


def part() -> Part:
    """Which part of the page is open."""
    chosen = st.segmented_control(
        t("ledger.part"),
        [one.value for one in Part],
        default=Part.CIRCLES.value,
        required=True,
        format_func=lambda one: t(f"ledger_part.{one}"),
        key="ledger-part",
        label_visibility="collapsed",
    )
    return Part(chosen)


def search() -> str:
    """What names are looked for, within this commune, in the memory of this run."""
    return st.text_input(t("ledger.search"), key="ledger-search", max_chars=40)


def draw_candidates(scope: Scope, opened: Opened) -> None:
    """About how many of this commune could be asked; never who."""
    with Session(engine()) as session:
        people = candidates(
            session, scope, commune_code=opened.commune_code,
            minimum=settings().minimum_group, on=clock.today(),
        )  # fmt: skip
    if people is None:
        st.caption(t("ledger.candidates_few", minimum=settings().minimum_group))
    else:
        st.info(t("ledger.candidates", people=show.number(people)))


def _choose(names: dict[str, str]) -> str:
    return filters.choose(t("ledger.commune"), _COMMUNE, names)
