"""Ambassadors with their circles, and who waits for one: every action is one tap."""

from collections.abc import Iterable, Sequence

import streamlit as st

from db.commands.ledger import pair
from db.commands.ledger_leaving import ambassador_left, delete_ambassador
from db.ledger_names import ListedAmbassador, ListedLearner
from domain.access import Permission
from domain.errors import UnknownAmbassador
from domain.places import search_key
from ui import auth, clock, ledger_learner
from ui.attempt import attempt
from ui.database import engine
from ui.language import t
from ui.ledger_circles import circles_svg, in_words, name_of
from ui.ledger_page import Opened, search

_AMBASSADOR = "dai-su"
_MOST = 30  # on a phone's screen; the search finds the others
_CIRCLES_WIDTH = 420
_A_ROW = 2  # side by side where the screen is wide


def draw_circles(opened: Opened) -> None:
    """Everybody's circles; or those of the one ambassador the URL names, with what to do."""
    asked = st.query_params.get(_AMBASSADOR)
    if asked is not None:
        _draw_one(opened, asked)
        return
    sought = search()
    found = [one for one in opened.ledger.ambassadors if _is_found(sought, one, *one.learners)]
    if not found:
        st.info(t("ledger.no_ambassador"))
    listed = sorted(found, key=lambda one: -one.empty)[:_MOST]
    for first in range(0, len(listed), _A_ROW):
        row = listed[first : first + _A_ROW]
        for column, ambassador in zip(st.columns(_A_ROW), row, strict=False):
            with column, st.container(border=True):
                _card(ambassador)
    _more(len(found))


def draw_waiting(opened: Opened) -> None:
    """Who waits, each with the ambassadors who have an empty circle, the nearest first."""
    sought = search()
    waiting = [one for one in opened.ledger.waiting if _is_found(sought, one)]
    if not waiting:
        st.info(t("ledger.nobody_waits"))
    for learner in waiting[:_MOST]:
        with st.container(border=True):
            ledger_learner.head(learner)
            _suggest(opened, learner)
            ledger_learner.draw_other(learner)
    _more(len(waiting))
    done = [one for one in opened.ledger.done if _is_found(sought, one)]
    if done:
        st.subheader(t("ledger.done"), anchor=False)
    for learner in done[:_MOST]:
        with st.container(border=True):
            ledger_learner.draw(learner)


def _suggest(opened: Opened, learner: ListedLearner) -> None:
    near = {one.id: one for one in opened.ledger.near(learner)}
    if not near:
        st.caption(t("ledger.no_empty_circle"))
        return
    chosen = st.selectbox(
        t("ledger.suggested"),
        list(near),
        format_func=lambda id_: _offer(near[id_]),
        key=f"near-{learner.id}",
    )
    name = name_of(near[chosen])
    if st.button(t("ledger.pair", name=name), key=f"pair-{learner.id}", width="stretch"):
        attempt(lambda: _pair(chosen, learner.id))


def _offer(ambassador: ListedAmbassador) -> str:
    place = ambassador.hamlet or t("ledger.hamlet_unknown")
    return t("ledger.offer", name=name_of(ambassador), place=place, empty=ambassador.empty)


def _card(ambassador: ListedAmbassador) -> None:
    _head(ambassador)
    st.button(
        t("ledger.open", name=name_of(ambassador)),
        key=f"open-{ambassador.id}",
        width="stretch",
        on_click=_open,
        args=(ambassador.id,),
    )


def _draw_one(opened: Opened, asked: str) -> None:
    st.button(t("ledger.back"), key="all-ambassadors", on_click=_close, type="tertiary")
    found = {str(one.id): one for one in opened.ledger.ambassadors}.get(asked)
    if found is None:
        st.error(t(UnknownAmbassador.key))
        return
    _head(found, contact=True)
    for learner in found.learners:
        with st.container(border=True):
            ledger_learner.draw(learner)
    if found.empty:
        near = [one for one in opened.ledger.waiting if one.commune_id == found.commune_id]
        _fill(found, near)
    _leaving(found)


def _head(ambassador: ListedAmbassador, *, contact: bool = False) -> None:
    st.markdown(f"**{name_of(ambassador)}** · {ambassador.hamlet or t('ledger.hamlet_unknown')}")
    if contact and ambassador.naming is not None and ambassador.naming.contact:
        st.write(t("ledger.contact_is", contact=ambassador.naming.contact))
    st.image(circles_svg(ambassador), width=_CIRCLES_WIDTH, alt=in_words(ambassador))


def _fill(ambassador: ListedAmbassador, waiting: Sequence[ListedLearner]) -> None:
    if not waiting:
        st.caption(t("ledger.nobody_waits"))
        return
    by_id = {one.id: one for one in waiting}
    chosen = st.selectbox(
        t("ledger.fill"), list(by_id), format_func=lambda id_: name_of(by_id[id_]), key="fill-with"
    )
    if st.button(t("ledger.fill_now"), key="fill-now", width="stretch"):
        attempt(lambda: _pair(ambassador.id, chosen))


def _leaving(ambassador: ListedAmbassador) -> None:
    """An ambassador who stops, or who wants the name gone; nothing of the learners is lost."""
    with st.expander(t("ledger.leaves")):
        st.write(t("ledger.leaves_about"))
        sure = st.checkbox(t("ledger.sure"), key=f"sure-left-{ambassador.id}")
        if st.button(t("ledger.left"), key=f"left-{ambassador.id}", disabled=not sure):
            attempt(lambda: _leave(ambassador.id))
        st.write(t("ledger.delete_about"))
        if st.button(t("ledger.delete"), key=f"delete-a-{ambassador.id}", disabled=not sure):
            attempt(lambda: _delete(ambassador.id))


def _is_found(sought: str, *people: ListedAmbassador | ListedLearner) -> bool:
    wanted = search_key(sought)
    return not wanted or any(wanted in search_key(name) for name in _names(people))


def _names(people: Iterable[ListedAmbassador | ListedLearner]) -> list[str]:
    return [name_of(one) for one in people]


def _more(found: int) -> None:
    if found > _MOST:
        st.caption(t("ledger.more", people=found - _MOST))


def _open(ambassador_id: int) -> None:
    st.query_params[_AMBASSADOR] = str(ambassador_id)


def _close() -> None:
    st.query_params.pop(_AMBASSADOR, None)


def _pair(ambassador_id: int, learner_id: int) -> None:
    by = auth.writer(Permission.KEEP_LEDGER)
    pair(
        engine(), ambassador_id=ambassador_id, learner_id=learner_id, began_on=clock.today(),
        by=by, now=clock.now(), today=clock.today(),
    )  # fmt: skip


def _leave(ambassador_id: int) -> None:
    by = auth.writer(Permission.KEEP_LEDGER)
    ambassador_left(
        engine(), ambassador_id=ambassador_id, left_on=clock.today(), by=by, now=clock.now(),
        today=clock.today(),
    )  # fmt: skip
    _close()


def _delete(ambassador_id: int) -> None:
    by = auth.writer(Permission.KEEP_LEDGER)
    delete_ambassador(
        engine(), ambassador_id=ambassador_id, by=by, now=clock.now(), today=clock.today()
    )
    _close()
