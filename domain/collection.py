"""Where people answer together, and what somebody else types in for them: points and paper rows."""

import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.device import Device
from domain.errors import BadPointName, UnknownPoint
from domain.people import ADULTS, AgeBand, Audience, Gender, Mode, is_child
from domain.questionnaire import Answer
from domain.quoted import quoted
from domain.resume_code import ALPHABET

TOKEN_LENGTH = 5  # 2^25: said aloud, typed from a wall; it opens nothing but the form
CORE_QUESTIONS = 12
MOST_IN_A_ROSTER = 20
MOST_IN_A_FILE = 1000
_LONGEST_NAME = 60
_KEY = re.compile("[0-9A-Za-z]{5,32}-[0-9]{2,4}")  # of the template, or of a roster
_NAME_MARKS = " -'’,/"

# On paper and in every grid the refusal is the fifth digit: 9 would be read as "best".
PAPER_ANSWERS: Mapping[str, Answer] = {
    "0": Answer.CANNOT,
    "1": Answer.WITH_HELP,
    "2": Answer.ALONE,
    "3": Answer.CAN_TEACH,
    "4": Answer.REFUSED,
}
# The text on the paper form; its sentences lie in `text/consents` under this name.
PAPER_CONSENT_VERSION = "2026-11-22.paper"
KEYED_MODES = (Mode.ASSISTED, Mode.PROXY)  # who types for others did not let them answer alone
ANSWER_FIELDS = tuple(f"q{number:02}" for number in range(1, CORE_QUESTIONS + 1))
FIELDS = ("audience", "age_band", "gender", "mode", "consent", *ANSWER_FIELDS)
AGREED = "yes"


class PointKind(StrEnum):
    """What kind of place people come together at."""

    HAMLET = "hamlet"
    CLASS = "class"
    MARKET = "market"
    VIDEO_LINK = "video_link"  # điểm cầu
    CULTURE_HOUSE = "culture_house"
    OTHER = "other"


class BatchKind(StrEnum):
    """How people were typed in."""

    ROSTER = "roster"
    FILE = "file"


class FaultKind(StrEnum):
    """What can be wrong with one cell or one row."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    CHILD = "child"
    NOT_A_DIGIT = "not_a_digit"
    NOT_AGREED = "not_agreed"
    NOT_OURS = "not_ours"
    ELSEWHERE = "elsewhere"
    TWICE = "twice"


@dataclass(frozen=True)
class Fault:
    """One thing to mend: `row` as the person who typed counts it, `field` one of ours."""

    row: int
    field: str
    kind: FaultKind
    value: str = ""


@dataclass(frozen=True)
class TakenOffline:
    """
    What a device noted that no paper does: the day, how long, the phone, the questions about AI.

    `ai` maps slots to answers; `skipped` marks the slots that took more than the device.
    """

    on: date
    seconds: int | None
    device: Device
    ai: Mapping[int, Answer | None]
    skipped: int
    consent_version: str


@dataclass(frozen=True)
class EnteredPerson:
    """One person as typed in by somebody else; `key` tells this sheet of paper from all others."""

    row: int
    key: str
    commune_code: str
    audience: Audience
    age_band: AgeBand
    gender: Gender
    mode: Mode
    answers: tuple[Answer, ...]
    taken: TakenOffline | None = None  # from an offline kit, in which people press the buttons


_CHOICES: Mapping[str, Sequence[StrEnum]] = {
    "audience": tuple(Audience),
    "age_band": ADULTS,
    "gender": tuple(Gender),
    "mode": KEYED_MODES,
}


def new_token() -> str:
    """A token nobody can guess from another one."""
    return "".join(secrets.choice(ALPHABET) for _ in range(TOKEN_LENGTH))


def as_token(typed: str) -> str:
    """
    The token as stored, from a link or from what somebody typed.

    Raises:
        UnknownPoint: it cannot be one.
    """
    token = "".join(char for char in typed.upper() if char.isalnum())
    if len(token) != TOKEN_LENGTH or any(char not in ALPHABET for char in token):
        raise UnknownPoint(token=quoted(typed, 12))
    return token


def as_point_name(typed: str) -> str:
    """
    The name of a point as it will hang on a wall: letters, digits and plain marks.

    Raises:
        BadPointName: no letter remains, or it is too long.
    """
    kept = "".join(char for char in typed if char.isalnum() or char in _NAME_MARKS)
    name = " ".join(unicodedata.normalize("NFC", kept).split())
    if not any(char.isalpha() for char in name) or len(name) > _LONGEST_NAME:
        raise BadPointName(longest=_LONGEST_NAME)
    return name


def check_rows(
    rows: Iterable[tuple[int, str, str, Mapping[str, str]]], commune_codes: frozenset[str]
) -> tuple[list[EnteredPerson], list[Fault]]:
    """
    The people of these rows that can be stored, and every fault of the others.

    Args:
        rows: number of the row, its key, code of its commune, and field → what was typed.
        commune_codes: the communes whoever typed may enter people for.
    """
    people: list[EnteredPerson] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for row, key, commune_code, typed in rows:
        wrong = _faults(row, key, commune_code, typed, commune_codes, seen)
        seen.setdefault(key, row)
        faults += wrong
        if not wrong:
            people.append(_person(row, key, commune_code, typed))
    return people, faults


def _faults(
    row: int,
    key: str,
    commune_code: str,
    typed: Mapping[str, str],
    commune_codes: frozenset[str],
    seen: Mapping[str, int],
) -> list[Fault]:
    found = []
    if not key:
        found.append(Fault(row, "key", FaultKind.MISSING))
    elif not _KEY.fullmatch(key):
        found.append(Fault(row, "key", FaultKind.NOT_OURS, quoted(key, 20)))
    elif key in seen:
        found.append(Fault(row, "key", FaultKind.TWICE, quoted(key, 20)))
    if not commune_code:
        found.append(Fault(row, "commune", FaultKind.MISSING))
    elif commune_code not in commune_codes:
        found.append(Fault(row, "commune", FaultKind.ELSEWHERE, quoted(commune_code)))
    kinds = ((field, _fault(field, typed.get(field, "").strip())) for field in FIELDS)
    return found + [
        Fault(row, field, kind, quoted(typed.get(field, ""), 20)) for field, kind in kinds if kind
    ]


def _fault(field: str, value: str) -> FaultKind | None:
    if field == "consent":
        return None if value == AGREED else FaultKind.NOT_AGREED
    if not value:
        return FaultKind.MISSING
    if field == "age_band" and is_child(value):
        return FaultKind.CHILD
    if field in _CHOICES:
        return None if value in _CHOICES[field] else FaultKind.UNKNOWN
    return None if value in PAPER_ANSWERS else FaultKind.NOT_A_DIGIT


def _person(row: int, key: str, commune_code: str, typed: Mapping[str, str]) -> EnteredPerson:
    given = {field: typed[field].strip() for field in FIELDS}
    return EnteredPerson(
        row,
        key,
        commune_code,
        Audience(given["audience"]),
        AgeBand(given["age_band"]),
        Gender(given["gender"]),
        Mode(given["mode"]),
        tuple(PAPER_ANSWERS[given[field]] for field in ANSWER_FIELDS),
    )
