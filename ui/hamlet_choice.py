"""A hamlet chosen from those that were entered: for points, classes and the ledger."""

import streamlit as st
from sqlmodel import Session

from db.hamlets import hamlets_within
from domain.access import Scope
from ui import clock
from ui.database import engine
from ui.language import t


def draw(
    scope: Scope, label: str, commune_code: str | None, key: str, *, chosen: str | None = None
) -> str | None:
    """
    The code of an open hamlet of a commune, or of the whole scope; None when none is chosen.

    Where none was entered nothing can be chosen, and a sentence says where they are entered.
    """
    names = _names(scope, commune_code)
    if not names:
        st.caption(t("hamlet_choice.none"))
        return None
    offered = [None, *names]
    return st.selectbox(
        label,
        offered,
        index=offered.index(chosen) if chosen in names else 0,
        format_func=lambda code: names[code] if code else t("hamlet_choice.unsaid"),
        key=f"{key}-hamlet",
    )


def _names(scope: Scope, commune_code: str | None) -> dict[str, str]:
    """Code → name, with its commune where there are several."""
    with Session(engine()) as session:
        found = hamlets_within(session, scope, on=clock.today())
    if commune_code is not None:
        found = [one for one in found if one.commune_code == commune_code]
    if len({one.commune_code for one in found}) == 1:
        return {one.code: one.called for one in found}
    return {one.code: f"{one.called} · {one.commune_name}" for one in found}
