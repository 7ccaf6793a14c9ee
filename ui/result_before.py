"""What changed since the time before, and how a person says that there was one."""

import streamlit as st

from db.assessments import Draft
from db.commands.repeats import join_earlier
from db.repeats import earlier_of
from domain import resume_code
from domain.change import changes, risen
from domain.errors import DomainError, UnknownResumeCode
from domain.people import is_child
from domain.scoring import Score
from text import formats
from ui import clock, point_link
from ui.database import engine
from ui.language import current, t
from ui.limits import count_wrong_code, refuse_guessing

_ERROR, _TYPED = "before_error", "before_typed"


def draw(draft: Draft, score: Score) -> None:
    """Then and now, group by group; nothing where no earlier time is known."""
    earlier = earlier_of(engine(), draft.code, clock.now())
    if earlier is None or earlier.score is None or earlier.submitted_on is None:
        return
    found = changes(earlier.score, score)
    day = formats.day(earlier.submitted_on, current())
    st.subheader(t("before.title", day=day), anchor=False)
    key = "before.risen" if risen(found) else "before.same"
    st.write(t(key, count=risen(found)))
    for one in found:
        then, now = (t(f"level.{level.name.lower()}") for level in (one.before, one.now))
        st.markdown(f"- {t(f'group.{one.group}')}: {then} → **{now}**")


def offer(draft: Draft) -> None:
    """Ask for the code of the time before; only who asks is compared, and only with themselves."""
    if is_child(draft.age_band) or earlier_of(engine(), draft.code, clock.now()) is not None:
        return
    with st.expander(t("before.offer")), st.form("before", border=False):
        st.markdown(t("before.how"))
        st.text_input(t("before.code"), key=_TYPED, placeholder="H7K 2PQ", max_chars=12)
        st.form_submit_button(t("before.compare"), width="stretch", on_click=_join, args=(draft,))
    if sentence := st.session_state.pop(_ERROR, None):
        st.error(sentence)


def _join(draft: Draft) -> None:
    typed = st.session_state.get(_TYPED, "")
    try:
        refuse_guessing(code=typed, point=point_link.token())
        earlier = resume_code.normalise(typed)
        join_earlier(engine(), code=draft.code, earlier_code=earlier, now=clock.now())
    except DomainError as error:
        if isinstance(error, UnknownResumeCode):
            count_wrong_code(point=point_link.token())
        st.session_state[_ERROR] = t(error.key, **error.details)
