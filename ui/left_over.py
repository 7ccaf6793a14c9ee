"""What a split commune left: each thing with the one button by which a commune takes it."""

import streamlit as st
from sqlmodel import Session

from db.commands.settling import settle
from db.ledger_names import ListedAmbassador, ListedLearner
from db.unsettled import left_over
from domain.access import Permission, Scope
from domain.left_over import Left, LeftOver
from ui import auth, clock
from ui.attempt import attempt
from ui.database import engine
from ui.language import t
from ui.ledger_circles import name_of
from ui.ledger_page import Opened


def draw(scope: Scope, commune_code: str) -> None:
    """Hamlets, teams, points and coming classes; nothing where nothing was left."""
    with Session(engine()) as session:
        found = left_over(session, scope, commune_code=commune_code, on=clock.today())
    _draw(found, commune_code)


def draw_people(opened: Opened) -> None:
    """Ambassadors, who bring their circles, and learners who are in none."""
    ledger = opened.ledger
    ambassadors = [
        LeftOver(Left.AMBASSADOR, str(one.id), _called(one), one.old_commune)
        for one in ledger.ambassadors
    ]
    learners = [
        LeftOver(Left.LEARNER, str(one.id), _called(one), one.old_commune)
        for one in (*ledger.waiting, *ledger.done)
    ]
    _draw([one for one in (*ambassadors, *learners) if one.old_commune], opened.commune_code)


def _called(one: ListedAmbassador | ListedLearner) -> str:
    """By name and hamlet: who lies in a hamlet is better taken with it."""
    return f"{name_of(one)}, {one.hamlet}" if one.hamlet else name_of(one)


def _draw(found: list[LeftOver], commune_code: str) -> None:
    if not found:
        return
    st.subheader(t("left_over.title", number=len(found)), anchor=False)
    st.write(t("left_over.about"))
    for one in found:
        with st.container(border=True):
            said = t(f"left_kind.{one.kind}")
            st.markdown(t("left_over.one", kind=said, name=one.name, old=one.old_commune))
            if st.button(t("left_over.take", name=one.name), key=f"take-{one.kind}-{one.key}"):
                attempt(lambda one=one: _take(one, commune_code))  # type: ignore[misc]


def _take(one: LeftOver, commune_code: str) -> None:
    by = auth.writer(Permission.MANAGE_HAMLETS)
    settle(
        engine(), kind=one.kind, key=one.key, commune_code=commune_code, by=by,
        now=clock.now(), today=clock.today(),
    )  # fmt: skip
