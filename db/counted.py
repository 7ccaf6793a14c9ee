"""What each rollup counts: its key and, for every column, who counts in it."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import Table

from db.assessments import SUBMITTED
from db.check_counts import CHECK_CONDITIONS
from db.models import (
    ANSWER_COLUMNS,
    ANSWERED_COLUMNS,
    LEVEL_COLUMNS,
    MINUTES_COLUMNS,
    metadata,
)
from domain import calendar_day
from domain.people import AgeBand, Gender, is_child
from domain.questionnaire import Answer
from domain.scoring import GroupLevel, Outcome

CORE_COLUMNS = ANSWER_COLUMNS[:12]  # slots of the twelve questions everybody is asked
FAST_SECONDS = 2  # a question: nobody has read it in less
MINUTES_FROM = (1, 2, 4, 8, 15)  # each but the first column of MINUTES_COLUMNS begins here

Condition = Mapping[str, tuple[int | str, ...]]  # a column or a fact below → the values that count
Person = Mapping[str, object]  # the columns of an Assessment


@dataclass(frozen=True, eq=False)
class Rollup:
    """A table of counts: one row for each key, people in each column who meet its condition."""

    table: Table
    key: tuple[str, ...]  # columns of Assessment, "month" or "province_code"
    conditions: Mapping[str, Condition]
    of_drafts: bool = False  # whether those who have not sent count too
    of_extras: bool = False  # whether it counts ExtraAnswers: who has none counts nowhere
    only_with: str | None = None  # a column of Assessment: who has nothing in it counts nowhere

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its counts."""
        return tuple(self.conditions)


# Facts: whether somebody answered a slot. A 0 written at sending, for want of a device, is no tap.
TAPPED = tuple(f"tapped_{slot:02}" for slot in range(1, len(ANSWER_COLUMNS) + 1))
_NAMED_LEVELS = {
    "none": GroupLevel.NONE,
    "help": GroupLevel.WITH_HELP,
    "basic": GroupLevel.BASIC,
    "firm": GroupLevel.FIRM,
}
_GROUPS = dict(
    zip(
        ("g0", "g1", "g2", "g3", "g4", "g5", "ai"),
        (*LEVEL_COLUMNS, "level_ai"),
        strict=True,
    )
)

ATTAINMENT: dict[str, Condition] = {
    "people": {},
    "reached": {"outcome": (Outcome.BASIC, Outcome.FIRM)},
    "firm": {"outcome": (Outcome.FIRM,)},
    "undetermined": {"outcome": (Outcome.UNDETERMINED,)},
    **{
        f"groups_{number}": {"outcome": (Outcome.BELOW,), "groups_reached": (number,)}
        for number in (3, 4, 5)
    },
    **{
        f"{group}_{name}": {column: (level,)}
        for group, column in _GROUPS.items()
        for name, level in _NAMED_LEVELS.items()
    },
}
_ITEMS: dict[str, Condition] = {
    f"{column}_{answer:d}": {column: (answer,)} for column in ANSWER_COLUMNS for answer in Answer
}
_PROGRESS: dict[str, Condition] = {
    "started": {},
    **{answered: {tapped: (1,)} for answered, tapped in zip(ANSWERED_COLUMNS, TAPPED, strict=True)},
    "submitted": {"status": (SUBMITTED,)},
    **{name: {"minutes": (span,)} for span, name in enumerate(MINUTES_COLUMNS)},
}
_ODD: dict[str, Condition] = {"people": {}, "straight": {"straight": (1,)}, "fast": {"fast": (1,)}}

_HELPED: dict[str, Condition] = {"people": {}}
_HAMLETS: dict[str, Condition] = {
    "people": {},
    "elderly": {"age_band": (AgeBand.FROM_60.value, AgeBand.FROM_70.value)},
    "women": {"gender": (Gender.FEMALE.value,)},
}

DRAFT_COLUMNS = ("started", *ANSWERED_COLUMNS)  # of progress, counted before anything is sent
SENT_COLUMNS = ("submitted", *MINUTES_COLUMNS)

CELLS = Rollup(
    metadata.tables["attainmentcell"],
    ("commune_id", "campaign_code", "month", "audience", "age_band", "gender", "mode"),
    ATTAINMENT,
)
TOTALS = Rollup(
    metadata.tables["attainmenttotal"],
    ("commune_id", "campaign_code", "audience", "mode"),
    ATTAINMENT,
)
CHECKS = Rollup(
    metadata.tables["checktotal"],
    ("commune_id", "campaign_code", "audience", "mode"),
    CHECK_CONDITIONS,
    of_extras=True,
)
ODD = Rollup(metadata.tables["oddtotal"], ("commune_id", "campaign_code", "mode"), _ODD)
HELPED = Rollup(
    metadata.tables["helpertotal"],
    ("commune_id", "campaign_code", "helper_pass_id"),
    _HELPED,
    only_with="helper_pass_id",
)
HAMLETS = Rollup(
    metadata.tables["hamlettotal"],
    ("commune_id", "hamlet_id", "campaign_code"),
    _HAMLETS,
    only_with="hamlet_id",
)
PROGRESS = Rollup(
    metadata.tables["progresstotal"],
    ("commune_id", "campaign_code", "version", "mode"),
    _PROGRESS,
    of_drafts=True,
)
ITEMS = Rollup(
    metadata.tables["itemtotal"],
    ("province_code", "campaign_code", "version", "audience", "mode"),
    _ITEMS,
)
# In this order every transaction writes them, the most wanted rows last, so that none waits for
# another in a circle and a row many people share is held for the shortest time.
ROLLUPS = (CELLS, TOTALS, CHECKS, ODD, HELPED, HAMLETS, PROGRESS, ITEMS)


def facts(person: Person) -> dict[str, object]:
    """The columns of an assessment and what follows from them alone."""
    submitted_on = cast(date | None, person["submitted_on"])
    return {
        **person,
        "month": calendar_day.month_of(submitted_on) if submitted_on else None,
        "minutes": _minutes(person),
        "straight": int(is_straight(person)),
        "fast": int(is_fast(person)),
        **{name: int(was_tapped(person, slot)) for slot, name in enumerate(TAPPED, start=1)},
    }


def is_counted(person: Person) -> bool:
    """Whether somebody stands in rollups at all: who is under 16 stands in none."""
    return not is_child(person["age_band"])


def counts_in(condition: Condition, person: Person) -> bool:
    """Whether somebody, given with `facts`, counts in a column of this condition."""
    return all(person[name] in values for name, values in condition.items())


def was_tapped(person: Person, slot: int) -> bool:
    """Whether somebody answered this slot; a refusal is an answer, a skipped question is not."""
    skipped = cast(int | None, person.get("skipped")) or 0
    return person[ANSWER_COLUMNS[slot - 1]] is not None and not skipped >> (slot - 1) & 1


def is_straight(person: Person) -> bool:
    """Whether all twelve core answers are the same, and all were given."""
    return not person.get("skipped") and len({person[column] for column in CORE_COLUMNS}) == 1


def is_fast(person: Person) -> bool:
    """Whether the form came back faster than its answers can be read."""
    seconds = cast(int | None, person["seconds_taken"])
    given = sum(was_tapped(person, slot) for slot in range(1, len(ANSWER_COLUMNS) + 1))
    return seconds is not None and seconds < FAST_SECONDS * given


def _minutes(person: Person) -> int | None:
    seconds = cast(int | None, person["seconds_taken"])
    return None if seconds is None else bisect_right(MINUTES_FROM, seconds / 60)
