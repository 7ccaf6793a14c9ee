"""Every sentence is a key, in every language, with the same placeholders."""

import re
import string
from pathlib import Path

import pytest

from db.batches import Known
from db.open_work import LONG_IN
from db.unit_plans import Change
from domain import account_sheet, indicators
from domain.access import Role
from domain.account_sheet import SheetFault
from domain.checking import Seen
from domain.classes import ClassKind, ClassPlace, Teacher
from domain.collection import KEYED_MODES, BatchKind, FaultKind, PointKind
from domain.consent import OF_MINORS, PURPOSES, Disability, Ethnicity
from domain.hamlet_sheet import HamletFault
from domain.helping import HelpLanguage, PassKind, Relation
from domain.households import Part as HouseholdPart
from domain.indicator_board import Timeliness
from domain.indicator_periods import PeriodKind
from domain.indicators import Counted
from domain.kit_check import LineFault
from domain.ledger import BackReason, LearnerState
from domain.left_over import Left
from domain.minors import UNDER_7, ConsentBy
from domain.pace import PaceState, Unknown
from domain.people import AgeBand, Audience, Gender, Mode
from domain.questionnaire import GROUPS, Answer
from domain.reached import HamletGroup
from domain.rights import ExtensionReason, RequestKind
from domain.rights import Outcome as RequestOutcome
from domain.rights import State as RequestState
from domain.scoring import GroupLevel
from domain.targets import EVERYONE, Confidence, UnitOfMeasure
from domain.team_doubts import Verdict
from domain.teams import MemberRole, TeamKind, Work
from domain.todo import Todo
from domain.weeks import COUNTED, OddKind, OddReason, Said
from exports import indicator_template, offline_kit, reported_csv
from exports.workbook import ABOUT
from exports.workbook_tables import COLUMNS
from meeting.asked import METHOD
from meeting.deck import SlideKind
from stats.change import Verdict as Moved
from stats.checked import Measure
from stats.disclosure import Status
from stats.measures import POINTS, Refusal
from stats.measures import Measure as Shown
from stats.ranking import Board, Standing
from text import FOLDER, LANGUAGES, catalogue
from ui import chart_pictures
from ui.drawings import CIRCLES, OUTLINES, SQUARES
from ui.file_maker import FileKind
from ui.indicator_choice import Part
from ui.ledger_add import Kind as LedgerKind
from ui.ledger_file import COLUMNS as LEDGER_COLUMNS
from ui.ledger_page import Part as LedgerPart
from ui.monday_parts import Part as MondayPart
from ui.pages import PAGES, Group

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
        for folder in ("app.py", "ui", "pages", "charts", "meeting", "exports")
        for path in [PROJECT / folder, *(PROJECT / folder).rglob("*.py")]
        if path.is_file()
        for key in _USED.findall(path.read_text(encoding="utf-8"))
    }

    assert {(key, name) for key, name in used if key not in keys} == set()
    assert used


FAMILIES = {
    "ledger": ["to_learning", "to_helps"],
    "ledger_consent": list(LedgerKind),
    "ledger_csv": list(LEDGER_COLUMNS),
    "ledger_kind": list(LedgerKind),
    "ledger_part": list(LedgerPart),
    "learner_state": list(LearnerState),
    "back_reason": list(BackReason),
    "left_kind": list(Left),
    "class_kind": list(ClassKind),
    "class_place": list(ClassPlace),
    "class_teacher": list(Teacher),
    "class_sheet": ["step_1", "step_2", "step_3", "here_step", "answer_step"],
    "classes": ["kind", "place_kind", "teacher", "audience"],
    "class_outcome": [Status.AT_MOST, Status.AT_LEAST],
    "day_part": ["morning", "afternoon", "evening"],
    "weekday": [str(day) for day in range(7)],
    "household_part": list(HouseholdPart),
    "batches": list(BatchKind),
    "fault": list(FaultKind),
    "files": list(FileKind),
    "offline": [
        *("asked", "table", "notes", "move", "previous", "next", "all"),
        *("keys", "help", "close"),
    ],
    "kit": [*offline_kit.WORDS, *(f"ask_{field}" for field in offline_kit.FIELDS)],
    "kit_fault": list(LineFault),
    "sheet_fault": list(SheetFault),
    "account_field": list(account_sheet.FIELDS),
    "field": ["key", "commune", "audience", "age_band", "gender", "mode", "consent"],
    "import": list(Known),
    "paper": ["age_band", "gender", "audience", "mode", *(f"short_{digit}" for digit in range(5))],
    "paper_mode": list(KEYED_MODES),
    "point_kind": list(PointKind),
    "hamlet_group": list(HamletGroup),
    "hamlet_fault": list(HamletFault),
    "monday_part": list(MondayPart),
    "monday_count": list(COUNTED),
    "monday_moved": list(Moved),
    "monday_months": list(Moved),
    "monday_stuck": [*LONG_IN, "teams", "pace", "points"],
    "todo": list(Todo),
    "todo_why": list(Todo),
    "todo_go": list(Todo),
    "odd_line": list(OddKind),
    "odd_kind": list(OddKind),
    "odd_go": ["passes", "points", "hamlets", "teams"],
    "odd_reason": list(OddReason),
    "weekly_heading": list(Said),
    "weekly_said": [one for one in Said if one is not Said.NOTE],
    "weekly_none": [one for one in Said if one is not Said.NOTE],
    "reached": ["line", "line_no_number", "line_uncounted", "line_no_number_uncounted"],
    "points": ["poster-a4", "poster-a3", "paper"],
    "workbook": [
        *("data", "read_first", "lists"),
        *(f"{part}_{name}" for part in ("column", "means") for name in COLUMNS),
        *(f"label_{name}" for name in ABOUT),
    ],
    "pptx": ["conclusion_task", "conclusion_who", "conclusion_due"],
    "report": [
        *(f"{form}.{part}" for form in ("state", "union") for part in ("number", "receivers_list")),
    ],
    "class_change": [str(place) for place in range(5)],
    "class_gap": [str(place) for place in range(5)],
    "class_reported": ["0"],
    "class_target": [str(place) for place in range(5)],
    "map": [
        *(f"open_{level}" for level in ("province", "district", "commune")),
        *(
            f"{part}_{case}"
            for part in ("hidden", "empty", "unplaced")
            for case in ("none", "some", "why")
        ),
    ],
    "map_kind": [OUTLINES, SQUARES, CIRCLES],
    "measure": list(Shown),
    "picture": list(chart_pictures.NAMES),
    "menu": [group for group in Group if group is not Group.PUBLIC],
    "measure_finding": [*POINTS, Shown.REPORTED],
    "measure_refusal": list(Refusal),
    "age_band": [UNDER_7, *AgeBand],
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
    "member_role": list(MemberRole),
    "team_amount": list(Work),
    "team_doubts": [f"why_{one}" for one in (Verdict.TWICE, Verdict.OTHER_TEAM)],
    "team_kind": list(TeamKind),
    "team_work": list(Work),
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
    "pace": [
        *(state for state in PaceState if state is not PaceState.UNKNOWN),
        *(f"points_{case}" for case in ("within", "beyond", "today", "overdue", "none")),
        "today",
    ],
    "pace_short": [f"points_{case}" for case in ("within", "beyond", "today", "overdue", "none")],
    "pace_unknown": list(Unknown),
    "pack_audience": list(Audience),
    "review": ["without_none", "without_buttons"],
    "seen": [seen.name.lower() for seen in Seen],
    "standing": [standing for standing in Standing if standing is not Standing.RANKED],
    "status": list(Status),
    "place_search": ["no_trace", "district", "divided", "renamed", "province", "whole"],
    "units": list(Change),
    "unit": [*UnitOfMeasure, *Counted, "venues", "dong"],
    "indicator_fault": list(indicators.FaultKind),
    "indicator_field": list(indicator_template.FIELDS),
    "indicator_part": list(Part),
    "indicators": [
        *("numerator", "denominator", "owner", "due", "source", "note"),
        *("counts_people", "counts_visits"),
    ],
    "api": [
        *("path", "method", "too_often", "sign_in", "no_area", "unknown_area", "unknown_province"),
        *("ended", "nothing_there", "no_round", "parameter", "boundaries", "today_only"),
        *(f"bad_{name}" for name in ("language", "round", "mode", "audience", "measure", "detail")),
    ],
    "wall": [
        *("few", "more_than", "here_province", "here_site", "unlisted", "whole"),
    ],
    "reported_csv": list(reported_csv.COLUMNS),
    "period_form": list(PeriodKind),
    "timeliness": list(Timeliness),
    "board_csv": [
        *("code", "unit", "indicator", "period", "due", "state", "first_on", "versions"),
    ],
    "slide": [
        *(f"{part}_{kind}" for part in ("heading", "notes") for kind in SlideKind),
        *(
            f"subject_{kind}"
            for kind in (
                *("numbers", "map", "ranked", "groups", "audiences", "change", "trend", "coverage"),
                "checked",
            )
        ),
        *(
            f"{kind}_{case}"
            for kind in ("groups", "audiences")
            for case in ("lowest", "two", "same", "one", "bounds")
        ),
        *(f"first_{kind}" for kind in ("groups", "audiences", "trend")),
        *(f"standing_{one}" for one in ("above", "between", "below")),
        *(f"named_{one}" for one in ("above", "below")),
        *(f"numbers_{case}" for case in ("within", "reached", "today")),
        *(
            f"{part}_points_{case}"
            for part in ("number", "numbers")
            for case in ("within", "beyond", "today", "none")
        ),
        *(f"state_{one}" for one in ("seen", "withheld", "no_data")),
        *(f"trend_{one}" for one in ("up", "down", "none")),
        *(f"decided_{one}" for one in ("task", "who", "due", "state")),
        *(f"method_{one}{end}" for one in METHOD for end in ("", "_is")),
        *("cut", "ranked_same", "ranked_apart", "ranked_all_apart", "ranked_range"),
        *("ranked_bounds", "checked_same", "checked_less", "checked_both"),
    ],
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
