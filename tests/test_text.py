"""Every sentence is a key, in every language, with the same placeholders."""

import re
import string
from pathlib import Path

import pytest

from db.unit_plans import Change
from domain.access import Role
from domain.pace import PaceState, Unknown
from domain.people import AgeBand, Audience, Gender, Mode
from domain.questionnaire import GROUPS, Answer
from domain.scoring import GroupLevel
from domain.targets import EVERYONE, Confidence, UnitOfMeasure
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
    "age_band": ["under-16", *AgeBand],
    "answer": [str(answer.value) for answer in Answer],
    "area_kind": ["nation", "province", "former_district", "commune", "custom"],
    "audience": [*Audience, EVERYONE],
    "board": list(Board),
    "board_about": list(Board),
    "board_value": list(Board),
    "chart": [Status.AT_MOST, Status.AT_LEAST],
    "confidence": list(Confidence),
    "gender": list(Gender),
    "group": [str(group) for group in range(7)],
    "level": [level.name.lower() for level in GroupLevel],
    "mode": list(Mode),
    "mode_name": list(Mode),
    "next_step": [*(f"group_{group}" for group in GROUPS), "ai", "teach", "lessons"],
    "operator": [">=", ">"],
    "page": [entry.name for entry in PAGES],
    "role": [role for role in Role if role is not Role.PUBLIC],
    "pace": [state for state in PaceState if state is not PaceState.UNKNOWN],
    "pace_unknown": list(Unknown),
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
