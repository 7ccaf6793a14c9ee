"""One assessment, found by its resume code."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import cast
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, RowMapping, Select, bindparam, select

from db.extra_answers import EXTRA_COLUMNS, Extras
from db.models import ANSWER_COLUMNS, LEVEL_COLUMNS, metadata
from domain.calendar_day import day_of
from domain.device import Device
from domain.errors import ExpiredResumeCode, UnknownResumeCode
from domain.helping import HelpLanguage
from domain.people import AgeBand, Audience, Gender, Mode
from domain.resume_code import normalise
from domain.scoring import GroupLevel, Outcome, Score

DRAFT, SUBMITTED = "draft", "submitted"

_assessments = metadata.tables["assessment"]
_extras = metadata.tables["extraanswers"]
_units = metadata.tables["unit"]
_questions = metadata.tables["question"]


_known_slots: WeakKeyDictionary[Engine, dict[str, dict[str, str]]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Draft:
    """
    An assessment as its person sees it, finished or not.

    `answers` maps question ids to 0-3 or 9 (refused); `score` is there once it is submitted.
    """

    code: str
    status: str
    version: str
    commune_code: str
    commune_name: str
    province_name: str
    audience: Audience
    age_band: AgeBand
    gender: Gender
    mode: Mode
    answers: Mapping[str, int]
    score: Score | None
    submitted_on: date | None
    device: Device | None
    extras: Extras
    help_language: HelpLanguage | None


def open_draft(engine: Engine, code: str, now: datetime) -> Draft:
    """
    The assessment of a resume code, as a person typed it; a submitted one comes with its score.

    Raises:
        UnknownResumeCode: nobody has this code.
        ExpiredResumeCode: the draft was not finished in time. A submitted one does not expire:
            the code is the person's only key to their own answers.
    """
    with engine.connect() as connection:
        return read_draft(connection, normalise(code), now)


def read_draft(connection: Connection, code: str, now: datetime) -> Draft:
    """As `open_draft`, inside a transaction that is already open; the code as stored."""
    wanted = {"code": code, "day": day_of(now)}
    row = connection.execute(_draft_with_places(), wanted).mappings().first()
    if row is None:
        raise UnknownResumeCode(code=code)
    if row["status"] == DRAFT and row["expires_at"] <= now:
        raise ExpiredResumeCode(code=code)
    return _draft(row, _slots(connection, row["version"]))


def score_columns(score: Score) -> dict[str, int | None]:
    """A score as the columns of Assessment."""
    levels = {name: int(level) for name, level in zip(LEVEL_COLUMNS, score.levels, strict=True)}
    return {
        **levels,
        "level_ai": None if score.ai_level is None else int(score.ai_level),
        "outcome": int(score.outcome),
        "groups_reached": score.groups_reached,
    }


def stored_score(row: Mapping[str, object]) -> Score:
    """The score of a submitted row of Assessment."""
    ai_level = cast(int | None, row["level_ai"])
    return Score(
        levels=tuple(GroupLevel(cast(int, row[name])) for name in LEVEL_COLUMNS),
        ai_level=None if ai_level is None else GroupLevel(ai_level),
        outcome=Outcome(cast(int, row["outcome"])),
    )


@cache  # built once: every tap of every visitor asks it
def _draft_with_places() -> Select[tuple[object, ...]]:
    """The assessment of `:code` with the names of its places on `:day`."""
    province = _units.alias("province")
    province_name = (
        select(province.c.full_name)
        .where(
            province.c.level == "province",
            province.c.code == _units.c.parent_code,
            province.c.valid_from <= bindparam("day"),
        )
        .order_by(province.c.valid_from.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            _assessments,
            _units.c.code.label("commune_code"),
            _units.c.full_name.label("commune_name"),
            province_name.label("province_name"),
            *(_extras.c[name] for name in EXTRA_COLUMNS),
        )
        .join(_units, _units.c.id == _assessments.c.commune_id)
        .outerjoin(_extras, _extras.c.assessment_id == _assessments.c.id)
        .where(_assessments.c.resume_code == bindparam("code"))
    )


@cache
def _questions_of_version() -> Select[str, int]:
    return select(_questions.c.id, _questions.c.slot).where(
        _questions.c.version == bindparam("version")
    )


def _slots(connection: Connection, version: str) -> Mapping[str, str]:
    """Question id → answer column; read once, because a published version never changes."""
    known = _known_slots.setdefault(connection.engine, {})
    if version not in known:
        rows = connection.execute(_questions_of_version(), {"version": version})
        known[version] = {question_id: ANSWER_COLUMNS[slot - 1] for question_id, slot in rows}
    return known[version]


def _draft(row: RowMapping, slots: Mapping[str, str]) -> Draft:
    given = {question_id: row[column] for question_id, column in slots.items()}
    return Draft(
        code=row["resume_code"],
        status=row["status"],
        version=row["version"],
        commune_code=row["commune_code"],
        commune_name=row["commune_name"],
        province_name=row["province_name"],
        audience=Audience(row["audience"]),
        age_band=AgeBand(row["age_band"]),
        gender=Gender(row["gender"]),
        mode=Mode(row["mode"]),
        answers={name: value for name, value in given.items() if value is not None},
        score=stored_score(dict(row)) if row["status"] == SUBMITTED else None,
        submitted_on=row["submitted_on"],
        device=None if row["device"] is None else Device(row["device"]),
        extras=Extras({name: row[name] for name in EXTRA_COLUMNS}),
        help_language=HelpLanguage(row["help_language"]) if row["help_language"] else None,
    )
