"""Every sentence is a key, in every language, with the same placeholders."""

import re
import string
from pathlib import Path

import pytest

from db.batches import Known
from db.unit_plans import Change
from domain.access import Role
from domain.checking import Seen
from domain.collection import KEYED_MODES, BatchKind, FaultKind, PointKind
from domain.consent import OF_MINORS, PURPOSES, Disability, Ethnicity
from domain.helping import HelpLanguage, PassKind, Relation
from domain.minors import UNDER_7, ConsentBy
from domain.pace import PaceState, Unknown
from domain.people import AgeBand, Audience, Gender, Mode
from domain.questionnaire import GROUPS, Answer
from domain.rights import ExtensionReason, RequestKind
from domain.rights import Outcome as RequestOutcome
from domain.rights import State as RequestState
from domain.scoring import GroupLevel
from domain.targets import EVERYONE, Confidence, UnitOfMeasure
from stats.checked import Measure
from stats.disclosure import Status
from stats.ranking import Board, Standing
from text import FOLDER, LANGUAGES, catalogue
from ui.pages import PAGES

PROJECT = Path(__file__).resolve().parent.parent
_USED = re.compile(r"""\bt\(\s*"([a-z_]+\.[a-z0-9_.+-]+)\"""")


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_all_languages_have_the_same_keys():
    keys = {language: set(catalogue(language)) for language in LANGUAGES}

    assert keys["vi"] == keys["en"]


def test_no_key_stands_twice_in_a_file():
    for language in LANGUAGES:
        ids = re.findall(r'^msgid "(.+)"$', (FOLDER / f"{language}.po").read_text("utf-8"), re.M)

        assert sorted(ids) == sorted(set(ids))


def test_a_sentence_has_no_placeholder_the_vietnamese_one_lacks():
    vietnamese = catalogue("vi")

    extra = [
        key
        for key, sentence in catalogue("en").items()
        if not placeholders(sentence) <= placeholders(vietnamese[key])
    ]

    assert extra == []


def test_no_sentence_is_empty():
    empty = [key for lang in LANGUAGES for key, text in catalogue(lang).items() if not text.strip()]

    assert empty == []


def test_every_key_used_in_the_code_exists():
    keys = set(catalogue("vi"))
    used = {
        (key, path.name)
        for folder in ("app.py", "ui", "pages", "charts", "exports")
        for path in [PROJECT / folder, *(PROJECT / folder).rglob("*.py")]
        if path.is_file()
        for key in _USED.findall(path.read_text(encoding="utf-8"))
    }

    assert {(key, name) for key, name in used if key not in keys} == set()
    assert used


FAMILIES = {
    "batches": list(BatchKind),
    "fault": list(FaultKind),
    "field": ["key", "commune", "audience", "age_band", "gender", "mode", "consent"],
    "import": list(Known),
    "paper": ["age_band", "gender", "audience", "mode", *(f"short_{digit}" for digit in range(5))],
    "paper_mode": list(KEYED_MODES),
    "point_kind": list(PointKind),
    "points": ["poster-a4", "poster-a3", "paper"],
    "workbook": ["data", "read_first", "lists"],
    "age_band": ["under-16", UNDER_7, *AgeBand],
    "consent_by": list(ConsentBy),
    "minor": [f"{part}_{purpose}" for part in ("for", "consent") for purpose in OF_MINORS],
    "pass_kind": list(PassKind),
    "answer": [str(answer.value) for answer in Answer],
    "area_kind": ["nation", "province", "former_district", "commune", "custom"],
    "audience": [*Audience, EVERYONE],
    "board": list(Board),
    "board_about": list(Board),
    "board_value": list(Board),
    "chart": [Status.AT_MOST, Status.AT_LEAST],
    "check": ["offer_questions", "offer_tasks", "why_questions", "why_tasks"],
    "check_figure": list(Measure),
    "checked_mode": [Mode.SELF, Mode.ASSISTED],
    "confidence": list(Confidence),
    "device": ["0", "1", "2", "question_normal", "question_simple"],
    "gender": list(Gender),
    "help_language": list(HelpLanguage),
    "help_relation": list(Relation),
    "group": [str(group) for group in range(7)],
    "languages": [
        "language",
        "written",
        "spoken",
        "review",
        "name_vi",
        "name_en",
        "reviewed",
        "not_reviewed",
    ],
    "level": [level.name.lower() for level in GroupLevel],
    "light": ["size_nho", "size_vua", "size_to"],
    "mode": list(Mode),
    "mode_name": list(Mode),
    "next_step": [
        *(f"group_{group}" for group in GROUPS),
        *("ai", "teach", "lessons", "person", "borrow", "class"),
    ],
    "operator": [">=", ">"],
    "page": [entry.name for entry in PAGES],
    "disability": list(Disability),
    "ethnicity": list(Ethnicity),
    "extension_reason": list(ExtensionReason),
    "purpose": [*PURPOSES, *OF_MINORS],
    "resource": ["language_vi"],
    "result": ["print_a5", "print_80mm"],
    "request_kind": list(RequestKind),
    "request_outcome": list(RequestOutcome),
    "request_state": list(RequestState),
    "role": [role for role in Role if role is not Role.PUBLIC],
    "pace": [state for state in PaceState if state is not PaceState.UNKNOWN],
    "pace_unknown": list(Unknown),
    "pack_audience": list(Audience),
    "review": ["without_none", "without_buttons"],
    "seen": [seen.name.lower() for seen in Seen],
    "standing": [standing for standing in Standing if standing is not Standing.RANKED],
    "status": list(Status),
    "place_search": ["no_trace", "district", "divided", "renamed", "province", "whole"],
    "units": list(Change),
    "unit": [*UnitOfMeasure, "teams", "visits", "venues", "dong"],
}


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_value_that_is_put_into_a_key_has_its_sentence(family):
    missing = [value for value in FAMILIES[family] if f"{family}.{value}" not in catalogue("vi")]

    assert missing == []


def test_every_sentence_a_citizen_meets_is_listed_in_both_languages(capsys):
    from text.__main__ import main

    assert main(["sentences"]) == 0

    printed = capsys.readouterr().out
    for known in ("consent.agree", "start.age_band", "answer.9", "light.unsent", "result.next"):
        assert f"\n{known}\n  vi  {catalogue('vi')[known]}\n  en  " in printed
    assert "  en  Can you make a video call to your family?" in printed
    assert "accounts.title" not in printed
