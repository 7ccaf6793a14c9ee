"""What a person sees and does with what is stored about them, by their code."""

import streamlit as st

from db.commands import assessments
from db.engine import fold_log
from db.rights import MyData, my_data
from db.settings import settings
from domain import resume_code
from domain.errors import DomainError, UnknownResumeCode
from ui import clock, draft_link, form, language, my_data_changes, my_data_files, point_link
from ui.database import engine, is_simulated
from ui.language import t
from ui.limits import count_wrong_code, refuse_guessing
from ui.my_data_words import answers, code_until, extra_answers, facts

_CODE, _SURE = "my_data_code", "my_data_sure"


def opened() -> MyData | None:
    """The data of this visit's code; None without one, or when it is refused, and why."""
    my_data_changes.say_what_was_done()
    code = st.session_state.get(_CODE) or form.draft_code()
    if code is None:
        return None
    try:
        return _open(code)
    except DomainError as error:
        close()
        st.error(t(error.key, **error.details))
        return None


def close() -> None:
    """Forget the code in this visit, so that the next person sees nothing of it."""
    for key in (_CODE, _SURE):
        st.session_state.pop(key, None)
    form.leave()


def draw_door() -> None:
    """The one field of the page: the code."""
    st.write(t("my_data.lead"))
    with st.form("my-data", border=False):
        st.text_input(t("my_data.code"), key="my_data_typed", placeholder="H7K 2PQ", max_chars=12)
        st.form_submit_button(t("my_data.open"), on_click=_enter, width="stretch", type="primary")


def draw(data: MyData) -> None:
    """Everything that is stored, and everything a person may do with it."""
    code = data.draft.code
    st.write(t("my_data.of_code", code=f"{code[:3]} {code[3:]}"))
    st.button(t("my_data.close"), key="my-data-close", on_click=close)
    _stored(data)
    my_data_changes.draw_correct(data)
    my_data_changes.draw_consents(data)
    _downloads(data)
    _delete(data)


def _open(typed: str) -> MyData:
    code = resume_code.normalise(typed)
    if code != st.session_state.get(_CODE) and not draft_link.is_sealed(code):
        refuse_guessing(code=code, point=point_link.token())
    try:
        data = my_data(engine(), code, clock.now())
    except UnknownResumeCode:
        count_wrong_code(point=point_link.token())
        raise
    st.session_state[_CODE] = code
    return data


def _enter() -> None:
    close()
    typed = st.session_state["my_data_typed"]
    my_data_changes.do(lambda: _open(typed), done=None)


def _stored(data: MyData) -> None:
    st.subheader(t("my_data.stored"), anchor=False)
    st.markdown("\n".join(f"- {name}: **{value}**" for name, value in _facts(data)))
    if until := code_until(data, t, language.current()):
        st.caption(until)
    extra = extra_answers(data, t, language.current())
    given = [*answers(data, t, language.current()), *extra]
    with st.expander(t("my_data.answers", count=len(data.draft.answers) + len(extra))):
        st.markdown("\n".join(f"{n}. {q} **{a}**" for n, (q, a) in enumerate(given, start=1)))
    with st.expander(t("my_data.raw")):
        st.caption(t("my_data.raw_note"))
        st.code(my_data_files.as_stored(data), language=None, wrap_lines=True)


def _facts(data: MyData) -> list[tuple[str, str]]:
    return facts(data, t, language.current())


def _downloads(data: MyData) -> None:
    """Made at the click: a file nobody asked for is kept nowhere."""
    known, code = settings(), language.current()
    head = my_data_files.about(
        controller=(known.controller_name, known.controller_contact),
        simulated=is_simulated(),
        today=clock.today(),
        t=t,
    )
    today = clock.today()
    files = {
        "my_data.download_json": ("json", lambda: my_data_files.as_json(data, about=head)),
        "my_data.download_csv": (
            "csv",
            lambda: my_data_files.as_csv(data, about=head, t=t, language=code),
        ),
        "my_data.receipt": (
            "txt",
            lambda: my_data_files.receipt(data, today=today, t=t, language=code),
        ),
    }
    st.subheader(t("my_data.download"), anchor=False)
    for key, (kind, make) in files.items():
        st.download_button(
            t(key),
            make,
            f"{t('my_data.file_name')}.{kind}",
            key=key.replace(".", "-"),
            on_click="ignore",
            width="stretch",
        )


def _delete(data: MyData) -> None:
    st.subheader(t("my_data.delete"), anchor=False)
    if not st.session_state.get(_SURE):
        st.write(t("my_data.delete_help"))
        st.button(t("my_data.delete_ask"), key="delete-ask", width="stretch", on_click=_be_sure)
        return
    st.warning(t("my_data.delete_sure"))
    st.button(
        t("my_data.delete_yes"),
        key="delete-yes",
        type="primary",
        width="stretch",
        on_click=_withdraw,
        args=(data.draft.code,),
    )
    st.button(t("my_data.delete_no"), key="delete-no", width="stretch", on_click=_not_sure)


def _be_sure() -> None:
    st.session_state[_SURE] = True


def _not_sure() -> None:
    st.session_state.pop(_SURE, None)


def _withdraw(code: str) -> None:
    def withdraw() -> None:
        assessments.withdraw(engine(), code=code, now=clock.now(), today=clock.today())
        fold_log(engine())
        close()

    my_data_changes.do(withdraw, done="my_data.deleted")
