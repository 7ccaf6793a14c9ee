"""The people an offline kit hands over: every line checked again before any of it is stored."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypedDict

from domain.calendar_day import day_of
from domain.collection import EnteredPerson, TakenOffline
from domain.device import Device
from domain.errors import AnswerOffScale
from domain.kit import Kit, Opened
from domain.people import AgeBand, Audience, Gender, Mode, is_child
from domain.questionnaire import Answer, Questionnaire, as_answer

CLOCK_SLACK = timedelta(minutes=10)  # by which an honest clock may run ahead
_LONGEST_VISIT = 6 * 3600  # seconds; longer, the clock jumped or the phone was put away
_KEY = re.compile(r"[0-9A-Z]{16}-01")  # sixteen random characters; the rest as paper sheets have it


class LineFault(StrEnum):
    """Why a line is not taken."""

    DAMAGED = "damaged"
    OTHER_KIT = "other_kit"
    WRONG = "wrong"
    CHILD = "child"
    NOT_AGREED = "not_agreed"
    TWICE = "twice"


@dataclass(frozen=True)
class Handed:
    """The people who can be taken, every fault by line, and the lines with an impossible time."""

    people: tuple[EnteredPerson, ...]
    faults: Mapping[int, LineFault]
    odd_times: tuple[int, ...]


class _Beside(TypedDict):
    """What a kit asks beyond the core."""

    ai: Mapping[int, Answer | None]
    skipped: int


class _Refused(Exception):
    def __init__(self, fault: LineFault) -> None:
        self.fault = fault


def check(opened: Opened, kit: Kit, asked: Questionnaire, *, now: datetime) -> Handed:
    """
    Every line checked again, against the kit as it was made and the questionnaire it asks.

    Who was asked at an impossible time (before the kit was made, or still to come) is taken on the
    day of `now`, and named.
    """
    people: list[EnteredPerson] = []
    faults = dict.fromkeys(opened.damaged, LineFault.DAMAGED)
    odd: list[int] = []
    seen: dict[str, Mapping[str, object]] = {}
    for number, record in opened.records.items():
        if seen.get(str(record["key"])) == record:
            continue  # the same text pasted twice
        try:
            person = _person(number, record, kit, asked, now)
        except _Refused as refused:
            faults[number] = refused.fault
            continue
        if person.key in seen:
            faults[number] = LineFault.TWICE
            continue
        seen[person.key] = record
        people.append(person)
        if not _is_possible(_moment(record["at"]), kit, now):
            odd.append(number)
    return Handed(tuple(people), dict(sorted(faults.items())), tuple(odd))


def _person(
    number: int,
    record: Mapping[str, object],
    kit: Kit,
    asked: Questionnaire,
    now: datetime,
) -> EnteredPerson:
    key = record["key"]
    if record.get("kit") != kit.token:
        raise _Refused(LineFault.OTHER_KIT)
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise _Refused(LineFault.WRONG)
    if record.get("consent") != kit.consent_version:
        raise _Refused(LineFault.NOT_AGREED)
    if is_child(record.get("age_band")):
        raise _Refused(LineFault.CHILD)
    try:
        who = (
            Audience(str(record.get("audience"))),
            AgeBand(str(record.get("age_band"))),
            Gender(str(record.get("gender"))),
            Mode(str(record.get("mode"))),
        )
        device = Device(_number(record.get("device")))
        at = _moment(record.get("at"))
        core, taken = _answers(record.get("answers"), device, asked)
    except (ValueError, AnswerOffScale):
        raise _Refused(LineFault.WRONG) from None
    offline = TakenOffline(
        on=day_of(at if _is_possible(at, kit, now) else now),
        seconds=_seconds(record.get("seconds")),
        device=device,
        consent_version=kit.consent_version,
        **taken,
    )
    return EnteredPerson(number, key, kit.commune_code, *who, core, offline)


def _answers(
    said: object, device: Device, asked: Questionnaire
) -> tuple[tuple[Answer, ...], _Beside]:
    """
    The core answers in order, and the rest; what takes more than the device is 0 and marked.

    Raises:
        ValueError, AnswerOffScale: something is missing, off the scale, or was not to be asked.
    """
    if not isinstance(said, dict):
        raise ValueError
    skipped = asked.skipped(device, said)
    given = {name: as_answer(value) for name, value in said.items()}
    known = {question.id for question in asked.questions}
    given |= {question.id: Answer.CANNOT for question in skipped}
    if not set(given) <= known or any(question.id not in given for question in asked.core):
        raise ValueError
    ai = {question.slot: given.get(question.id) for question in asked.ai}
    marks = sum(1 << (question.slot - 1) for question in skipped)
    return tuple(given[question.id] for question in asked.core), {"ai": ai, "skipped": marks}


def _number(value: object) -> int:
    if type(value) is not int:
        raise ValueError
    return value


def _seconds(value: object) -> int | None:
    return value if type(value) is int and 0 <= value <= _LONGEST_VISIT else None


def _moment(value: object) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    if moment is None or moment.tzinfo is None:
        raise ValueError
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError from None


def _is_possible(at: datetime, kit: Kit, now: datetime) -> bool:
    """Neither before the kit was made nor still to come."""
    return kit.made_at - CLOCK_SLACK <= at <= now + CLOCK_SLACK
