"""A workbook: the template, a dry run with one sentence for each fault, and then the saving."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st
from sqlmodel import Session

from db.batches import Known, compare
from db.collection_points import points_within
from db.commands.batches import SavedBatch
from domain.access import Permission, Scope
from domain.collection import BatchKind, EnteredPerson, Fault, check_rows
from domain.errors import DomainError
from domain.questionnaire import Wording
from ui import auth, clock, collecting, language, received_files
from ui.database import engine
from ui.language import t
from ui.received_files import FileKind

_HANDLE, _SAVED = "import_handle", "import_saved"
_MOST_COMMUNES = 300  # in one workbook; a province has fewer
# The file goes straight to our own route: Streamlit's keeps uploads of anybody for ever.
_SCRIPT = """
export default function ({ data, parentElement, setTriggerValue }) {
  const find = (tag) => parentElement.querySelector(tag);
  const [label, input, line] = [find("label"), find("input"), find("p")];
  label.firstChild.textContent = data.label;
  find("b").textContent = data.button;
  input.accept = data.accept;
  input.onchange = () => {
    const file = input.files[0];
    if (!file) return;
    if (file.size > data.most) { line.textContent = data.large; input.value = ""; return; }
    line.textContent = data.sending;
    fetch(data.path, { method: "POST", body: file, credentials: "same-origin" })
      .then((answer) => { if (!answer.ok) throw new Error(answer.status); return answer.json(); })
      .then((answer) => { line.textContent = ""; setTriggerValue("handle", answer.handle); })
      .catch(() => { line.textContent = data.failed; })
      .finally(() => { input.value = ""; });
  };
}
"""
_HTML = """
<label><span></span><input type="file"><b aria-hidden="true"></b></label><p role="status"></p>
"""
# The browser's own button speaks the language of the browser, not that of the page.
_CSS = """
label { display: block; position: relative; font-weight: 600; }
input {
  position: absolute; inset: auto auto 0 0; width: 12rem; height: 2.75rem; opacity: 0;
  cursor: pointer;
}
b {
  display: block; width: fit-content; margin-top: .5rem; padding: .6rem 1rem; color: #1f1a17;
  border: 1px solid #8a7d72; border-radius: .5rem; background: #fff;
}
input:hover + b { border-color: #9b2c1c; color: #9b2c1c; }
input:focus-visible + b { outline: 3px solid #0b5394; outline-offset: 2px; }
"""
_drop = st.components.v2.component("import_file", html=_HTML, css=_CSS, js=_SCRIPT)


def draw_template(scope: Scope) -> None:
    """The workbook to type into, with the communes of the scope."""
    communes = collecting.communes(scope)
    if len(communes) > _MOST_COMMUNES:
        st.info(t("import.too_many_communes"))
        return
    st.download_button(
        t("import.template"),
        lambda: _template(communes),
        file_name="phieu-binh-dan-so.xlsx",
        key="import-template",
        on_click="ignore",
    )


def draw_file(scope: Scope) -> None:
    """Take a file, say what it would do, and do it when told to."""
    if _SAVED in st.session_state:
        _draw_saved(st.session_state[_SAVED])
        return
    handle = chosen_file()
    if handle is not None:
        st.session_state[_HANDLE] = handle
    if _HANDLE in st.session_state:
        _dry_run(scope, st.session_state[_HANDLE])


def chosen_file(kind: FileKind = FileKind.PEOPLE) -> str | None:
    """The name our own route gave a file, in the run in which it arrived."""
    words = {
        "button": t("import.button"),
        "label": t("kit.choose" if kind is FileKind.KIT else "import.choose"),
        "accept": ".txt,.jsonl,text/plain" if kind is FileKind.KIT else ".xlsx",
        "sending": t("import.sending"),
        "failed": t("import.failed"),
        "large": t("error.file_too_large", megabytes=received_files.MOST_MEGABYTES),
    }
    data = {"path": kind.path, "most": received_files.MOST_BYTES, **words}
    result = _drop(key=f"import-file-{kind}", data=data, on_handle_change=lambda: None)
    handle: object = result.handle
    return handle if isinstance(handle, str) else None


def _template(communes: dict[str, str]) -> bytes:
    from exports.excel_template import template

    asked = collecting.newest_questionnaire()
    sentences = [question.sentence(language.current(), Wording.SIMPLE) for question in asked.core]
    return template(communes, sentences, version=asked.version, t=t)


def _dry_run(scope: Scope, handle: str) -> None:
    """Nothing is stored before the button below."""
    try:
        by = auth.writer(Permission.COLLECT)
        rows = received_files.rows_of(handle, account_id=by, now=clock.now())
        if rows is None:
            st.info(t("import.gone"))
            return
        people, faults = check_rows(rows, frozenset(collecting.communes(scope)))
    except DomainError as refusal:
        st.error(t(refusal.key, **refusal.details))
        return
    if faults:
        _draw_faults(faults, len(rows))
        return
    _draw_differences(scope, people, handle)


def _draw_faults(faults: list[Fault], rows: int) -> None:
    st.write(t("import.read", rows=rows))
    collecting.draw_faults(faults, "import.row")
    st.info(t("import.mend"))


def _draw_differences(scope: Scope, people: Sequence[EnteredPerson], handle: str) -> None:
    asked = collecting.newest_questionnaire()
    with Session(engine()) as session:
        known = compare(session, scope, people, asked)
    numbers = Counter(known.values())
    for state in Known:
        if numbers[state]:
            st.write(t(f"import.{state}", number=numbers[state]))
    changed = [str(row) for row, state in known.items() if state is Known.CHANGED]
    if changed:
        st.warning(t("import.changed_rows", rows=", ".join(changed)))
    if not numbers[Known.NEW]:
        st.info(t("import.nothing_new"))
        return
    point = _choose_point(scope, {person.commune_code for person in people})
    if st.button(t("import.save", number=numbers[Known.NEW]), key="import-save", type="primary"):
        _save(people, handle, point)


def _choose_point(scope: Scope, commune_codes: set[str]) -> str | None:
    """Where a file of one commune comes from: the point counts it, and so does its hamlet."""
    with Session(engine()) as session:
        points = points_within(session, scope, today=clock.today())
    names = {
        one.point.token: one.point.name
        for one in points
        if not one.revoked and commune_codes == {one.point.commune_code}
    }
    if not names:
        return None
    return st.selectbox(
        t("roster.point"),
        [None, *names],
        format_func=lambda token: names[token] if token else t("roster.no_point"),
        key="import-point",
    )


def _save(people: Sequence[EnteredPerson], handle: str, point: str | None) -> None:
    try:
        saved = collecting.save(people, BatchKind.FILE, handle, point)
    except DomainError as refusal:
        st.error(t(refusal.key, **refusal.details))
        return
    received_files.forget(handle)
    st.session_state.pop(_HANDLE, None)
    st.session_state[_SAVED] = saved
    st.rerun()


def _draw_saved(saved: SavedBatch) -> None:
    """The codes stand on the screen once."""
    st.success(t("import.saved", people=len(saved.codes)))
    with st.expander(t("import.codes")):
        lines = [f"- {t('import.row', number=row)}: **{code[:3]} {code[3:]}**"
                 for row, code in sorted(saved.codes.items())]  # fmt: skip
        st.markdown("\n".join(lines))
    st.button(t("import.next"), key="import-next", on_click=_begin_anew)


def _begin_anew() -> None:
    for name in (_HANDLE, _SAVED):
        st.session_state.pop(name, None)
