"""A class of twenty on one screen: typed by keyboard, checked by the server, saved whole."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from sqlmodel import Session

from db.collection_points import points_within
from db.commands.batches import SavedBatch
from domain.access import Scope
from domain.collection import (
    AGREED,
    ANSWER_FIELDS,
    KEYED_MODES,
    MOST_IN_A_ROSTER,
    BatchKind,
    EnteredPerson,
    Fault,
    check_rows,
)
from domain.errors import DomainError, NoRows
from domain.people import ADULTS, Audience, Gender
from domain.questionnaire import Wording
from ui import clock, collecting, language
from ui.database import engine
from ui.language import t

_DONE, _SAVED, _FAULTS, _ROUND = "roster_done", "roster_saved", "roster_faults", "roster_round"
_NAME = re.compile("[0-9a-f]{32}")
_HERE = Path(__file__).parent
_grid = st.components.v2.component(
    "roster_grid",
    html="<div data-roster></div>",
    css=(_HERE / "roster_grid.css").read_text(encoding="utf-8"),
    js=(_HERE / "roster_grid.js").read_text(encoding="utf-8"),
)
_CHOICES = {
    "audience": [one.value for one in Audience],
    "age_band": [one.value for one in ADULTS],
    "gender": [one.value for one in Gender],
    "mode": [one.value for one in KEYED_MODES],
}


@dataclass(frozen=True)
class Typed:
    """A class as the browser sends it: its name of 32 digits, and "row.field" → what was typed."""

    key: str
    cells: Mapping[str, str]


def draw(scope: Scope) -> None:
    """Where, who, and what was saved last."""
    communes = collecting.communes(scope)
    left, right = st.columns(2)
    with left:
        commune = st.selectbox(
            t("roster.commune"),
            list(communes),
            format_func=lambda code: communes[code],
            key="roster-commune",
        )
    with right:
        point = _choose_point(scope, commune)
    if _SAVED in st.session_state:
        _draw_saved(st.session_state[_SAVED])
        return
    st.markdown(t("roster.key"))
    faults: list[Fault] = st.session_state.get(_FAULTS, [])
    if faults:
        collecting.draw_faults(faults, "roster.row")
    typed = typed_grid(_data(faults))
    if typed is not None:
        _take(scope, commune, point, typed)


def typed_grid(data: Mapping[str, object]) -> Typed | None:
    """What was typed, in the run in which it was sent."""
    result = _grid(key="roster-grid", data=dict(data), on_typed_change=lambda: None)
    sent: object = result.typed
    if not isinstance(sent, dict) or not isinstance(sent.get("cells"), dict):
        return None  # nothing was sent, or not by our grid
    return Typed(str(sent.get("key", "")), sent["cells"])


def rows_of(typed: Typed, commune: str) -> list[tuple[int, str, str, dict[str, str]]]:
    """The rows in which anything was typed, as `domain.collection.check_rows` takes them."""
    rows: dict[int, dict[str, str]] = {}
    for name, value in typed.cells.items():
        number, _, field = str(name).partition(".")
        if number.isdecimal() and 1 <= int(number) <= MOST_IN_A_ROSTER:
            rows.setdefault(int(number), {})[field] = str(value)
    return [(row, f"{typed.key}-{row:02}", commune, rows[row]) for row in sorted(rows)]


def _choose_point(scope: Scope, commune: str) -> str | None:
    """An open point of this commune, for its counter; or none."""
    with Session(engine()) as session:
        listed = points_within(session, scope, today=clock.today())
    names = {
        one.point.token: one.point.name
        for one in listed
        if not one.revoked and one.point.commune_code == commune
    }
    if not names:
        return None
    return st.selectbox(
        t("roster.point"),
        [None, *names],
        format_func=lambda token: names[token] if token else t("roster.no_point"),
        key="roster-point",
    )


def _take(scope: Scope, commune: str, point: str | None, typed: Typed) -> None:
    rows = rows_of(typed, commune)
    people, faults = check_rows(rows, frozenset(collecting.communes(scope)))
    st.session_state[_FAULTS] = faults
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    if not faults:
        try:
            st.session_state[_SAVED] = _save(people, typed.key, point)
            st.session_state[_DONE] = typed.key
        except DomainError as refusal:
            st.error(t(refusal.key, **refusal.details))
            return
    st.rerun()


def _save(people: list[EnteredPerson], key: str, point: str | None) -> SavedBatch:
    if not people or not _NAME.fullmatch(key):
        raise NoRows
    return collecting.save(people, BatchKind.ROSTER, key, point)


def _draw_saved(saved: SavedBatch) -> None:
    """The codes stand on the screen once: on paper slips they belong to the people."""
    st.success(t("roster.saved", people=len(saved.codes)))
    st.write(t("roster.codes"))
    lines = [f"{row}. **{code[:3]} {code[3:]}**" for row, code in sorted(saved.codes.items())]
    st.markdown("\n".join(lines))
    st.button(t("roster.next"), key="roster-next", type="primary", on_click=_begin_anew)


def _begin_anew() -> None:
    for name in (_SAVED, _FAULTS):
        st.session_state.pop(name, None)


def _data(faults: list[Fault]) -> dict[str, object]:
    return {
        "done": st.session_state.get(_DONE),
        "lang": language.current(),
        "rows": MOST_IN_A_ROSTER,
        "agreed": AGREED,
        "round": str(st.session_state.get(_ROUND, 0)),
        "fields": [*_choice_fields(), _tick_field(), *_answer_fields()],
        "faults": [
            [f"{fault.row}.{fault.field}", collecting.fault_sentence(fault, "roster.row")]
            for fault in faults
        ],
        "words": {"row": t("roster.number"), "send": t("roster.send")},
    }


def _choice_fields() -> list[dict[str, object]]:
    return [
        {
            "name": name,
            "short": t(f"field.{name}"),
            "label": t(f"field.{name}"),
            "options": [[value, _label(name, value)] for value in values],
        }
        for name, values in _CHOICES.items()
    ]


def _label(name: str, value: str) -> str:
    """Short ones: a drop-down of the grid shows a dozen letters."""
    if name == "age_band" and "-" in value:
        return value.replace("-", "–")
    return t(f"mode_name.{value}") if name == "mode" else t(f"{name}.{value}")


def _tick_field() -> dict[str, object]:
    label = t("field.consent")
    return {"name": "consent", "short": label, "label": label, "tick": True}


def _answer_fields() -> list[dict[str, object]]:
    core = collecting.newest_questionnaire().core
    sentences = [question.sentence(language.current(), Wording.SIMPLE) for question in core]
    return [
        {"name": name, "short": str(number), "label": f"{number}. {sentence}"}
        for number, (name, sentence) in enumerate(
            zip(ANSWER_FIELDS, sentences, strict=True), start=1
        )
    ]
