"""The helper's pass of this visit: the bar that says so, and the way to the next person."""

from urllib.parse import urlencode

import streamlit as st

from db.assessments import Draft
from db.helper_passes import OpenPass, open_pass
from domain.calendar_day import VIETNAM
from domain.errors import DomainError, UnknownHelperPass
from domain.helping import PassKind
from ui import clock, form, kiosk, language, point_link
from ui.database import engine
from ui.language import t
from ui.limits import count_wrong_pass, refuse_guessing_passes

PASS_PARAMETER, PLACE_PARAMETER = "the", "noi"
_TOKEN, _HELD, _TURN = "helper_pass", "helper_pass_held", "turn"
# What outlives a person on this device: whose turn it is, the language, the count of guesses.
_KEPT = (_TOKEN, _HELD, _TURN, kiosk.KEY, "language", "look", "visit")


def held() -> OpenPass | None:
    """The pass of this visit as the last full run found it; `start` asks again."""
    found: OpenPass | None = st.session_state.get(_HELD)
    return found


def token() -> str | None:
    """What proves the pass to `start`."""
    return st.session_state.get(_TOKEN) if held() is not None else None


def draw(draft: Draft | None) -> None:
    """Above every step of the form: nothing without a pass."""
    _take_up()
    found = held()
    if found is not None:
        _bar(found, draft)
    kiosk.watch(
        with_pass=found is not None,
        has_draft=draft is not None,
        turn=st.session_state.get(_TURN, 0),
        start=f"?{urlencode(_kept_in_address())}",
        wipe=next_person,
    )


def drop() -> None:
    """Go on without the pass; what was chosen and answered stays."""
    for key in (_TOKEN, _HELD):
        st.session_state.pop(key, None)
    st.query_params.pop(PASS_PARAMETER, None)


def next_person() -> None:
    """Begin anew: of who was here only the commune stays, and the pass; their draft has its code"""
    form.leave()
    for key in [str(key) for key in st.session_state]:
        if key not in _KEPT:
            del st.session_state[key]
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _take_up() -> None:
    """The pass of the link or of this visit, looked up now; one that does not hold is dropped."""
    given = st.query_params.get(PASS_PARAMETER) or st.session_state.get(_TOKEN)
    if given is None:
        return
    try:
        st.session_state[_HELD] = _opened(given)
    except DomainError as refusal:
        drop()
        st.warning(t(refusal.key, **refusal.details))
        return
    st.session_state[_TOKEN] = given
    if PASS_PARAMETER not in st.query_params:  # a reload would lose it
        st.query_params[PASS_PARAMETER] = given


def _opened(given: str) -> OpenPass:
    if given != st.session_state.get(_TOKEN):
        refuse_guessing_passes()
    try:
        return open_pass(engine(), given, now=clock.now())
    except UnknownHelperPass:
        count_wrong_pass()
        raise


def _bar(found: OpenPass, draft: Draft | None) -> None:
    ends = found.expires_at.astimezone(VIETNAM)
    with st.container(key="helper-bar", horizontal=True):
        st.markdown(
            t(
                "helper.bar" if found.kind is PassKind.VOLUNTEER else "helper.bar_teacher",
                number=f"{found.number:02}",
                area=found.area_name,
                hour=f"{ends:%H}",
                helped=found.helped,
            )
        )
        if draft is not None and draft.score is None:
            _leave_unfinished(draft)


def _leave_unfinished(draft: Draft) -> None:
    """Whoever cannot stay takes the code along; asked first, since one tap must lose nothing."""
    with st.popover(t("result.next_person"), key="helper-next"):
        st.markdown(t("helper.unfinished", code=f"{draft.code[:3]} {draft.code[3:]}"))
        st.button(t("helper.wipe"), key="wipe", on_click=next_person, width="stretch")


def _kept_in_address() -> dict[str, str]:
    wanted = (PASS_PARAMETER, PLACE_PARAMETER, point_link.PARAMETER, language.PARAMETER)
    return {name: st.query_params[name] for name in wanted if name in st.query_params}
