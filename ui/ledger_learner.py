"""One learner: where they stand, the next step as one button, and everything else folded away."""

import streamlit as st

from db.commands.ledger import close_by_check, part_pair, take_step
from db.commands.ledger_leaving import delete_learner
from db.commands.ledger_names import make_ambassador
from db.ledger_names import ListedLearner
from domain.access import Permission
from domain.errors import CheckNotFound
from domain.ledger import BackReason, LearnerState
from text import formats
from ui import auth, clock, language, limits
from ui.attempt import attempt
from ui.database import engine
from ui.language import t
from ui.ledger_circles import name_of

_CHECKED = "ledger-checked"
_ORDER = tuple(LearnerState)


def draw(learner: ListedLearner) -> None:
    """A learner in a circle, or one whose circle closed."""
    head(learner)
    if st.session_state.pop(f"{_CHECKED}-{learner.id}", None) == LearnerState.CHECKED:
        st.warning(t("ledger.showed_nothing"))
    match learner.state:
        case LearnerState.INVITED:
            _step_button(learner, LearnerState.LEARNING)
        case LearnerState.LEARNING | LearnerState.CHECKED:
            _check_form(learner)
        case LearnerState.CAN_DO:
            _step_button(learner, LearnerState.HELPS)
        case LearnerState.HELPS:
            if st.button(t("ledger.promote"), key=f"promote-{learner.id}", width="stretch"):
                attempt(lambda: _promote(learner.id))
    draw_other(learner)


def head(learner: ListedLearner) -> None:
    """Who, how far, since when."""
    st.markdown(f"**{name_of(learner)}** · {learner.hamlet or t('ledger.hamlet_unknown')}")
    day = formats.day(learner.state_on, language.current())
    st.write(t("ledger.state_since", state=t(f"learner_state.{learner.state}"), day=day))
    if learner.naming is not None and learner.naming.contact:
        st.write(t("ledger.contact_is", contact=learner.naming.contact))


def draw_other(learner: ListedLearner) -> None:
    """What is seldom done: a step back, another ambassador, the name gone."""
    with st.expander(t("ledger.other")):
        earlier = _ORDER[: _ORDER.index(learner.state)]
        if earlier:
            _back_form(learner, earlier)
        if learner.pair_id is not None and st.button(t("ledger.part_pair"), key=f"p-{learner.id}"):
            attempt(lambda: _part(learner.id))
        st.write(t("ledger.delete_about"))
        sure = st.checkbox(t("ledger.sure"), key=f"sure-{learner.id}")
        if st.button(t("ledger.delete"), key=f"delete-{learner.id}", disabled=not sure):
            attempt(lambda: _delete(learner.id))


def _step_button(learner: ListedLearner, state: LearnerState) -> None:
    words = t(f"ledger.to_{state}")
    if st.button(words, key=f"step-{learner.id}", type="primary", width="stretch"):
        attempt(lambda: _step(learner.id, state, None))


def _check_form(learner: ListedLearner) -> None:
    with st.form(f"check-{learner.id}"):
        st.write(t("ledger.check_about"))
        code = st.text_input(t("ledger.check_code"), max_chars=12, placeholder="H7K 2PQ")
        sent = st.form_submit_button(t("ledger.check"), type="primary", width="stretch")
    if sent:
        attempt(lambda: _check(learner.id, code))


def _back_form(learner: ListedLearner, earlier: tuple[LearnerState, ...]) -> None:
    with st.form(f"back-{learner.id}"):
        state = st.selectbox(
            t("ledger.back_to"),
            [one.value for one in reversed(earlier)],
            format_func=lambda one: t(f"learner_state.{one}"),
        )
        reason = st.selectbox(
            t("ledger.why"),
            [one.value for one in BackReason],
            index=None,
            format_func=lambda one: t(f"back_reason.{one}"),
            placeholder=t("ledger.choose_why"),
        )
        sent = st.form_submit_button(t("ledger.step_back"))
    if sent:
        why = None if reason is None else BackReason(reason)
        attempt(lambda: _step(learner.id, LearnerState(state), why))


def _step(learner_id: int, state: LearnerState, reason: BackReason | None) -> None:
    by = auth.writer(Permission.KEEP_LEDGER)
    take_step(
        engine(), learner_id=learner_id, state=state, day=clock.today(), by=by, now=clock.now(),
        today=clock.today(), reason=reason,
    )  # fmt: skip


def _check(learner_id: int, code: str) -> None:
    """A leader who guesses codes stops where every guesser does."""
    by = auth.writer(Permission.KEEP_LEDGER)
    limits.refuse_guessing(code=code)
    try:
        state = close_by_check(
            engine(), learner_id=learner_id, code=code, by=by, now=clock.now(), today=clock.today()
        )
    except CheckNotFound:
        limits.count_wrong_code()
        raise
    st.session_state[f"{_CHECKED}-{learner_id}"] = state


def _part(learner_id: int) -> None:
    by = auth.writer(Permission.KEEP_LEDGER)
    part_pair(engine(), learner_id=learner_id, by=by, now=clock.now(), today=clock.today())


def _promote(learner_id: int) -> None:
    by = auth.writer(Permission.KEEP_LEDGER)
    make_ambassador(engine(), learner_id=learner_id, by=by, now=clock.now(), today=clock.today())


def _delete(learner_id: int) -> None:
    by = auth.writer(Permission.KEEP_LEDGER)
    delete_learner(engine(), learner_id=learner_id, by=by, now=clock.now(), today=clock.today())
