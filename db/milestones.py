"""Days everybody looks at, from `seed/data/milestones.csv`; who runs the product adds more."""

import csv
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache

from db.settings import PROJECT

_FILE = PROJECT / "seed" / "data" / "milestones.csv"
FESTIVAL, PLAN = "festival", "plan"
FORMER_DAY = date(2025, 6, 30)  # former provinces are those of this day


@dataclass(frozen=True)
class MilestoneDay:
    """One day with its name and source; `former_province` says where, empty for everywhere."""

    day: date
    kind: str  # FESTIVAL or PLAN: a day of learning, or the end of a period of the plans
    former_province: str  # code of a province of FORMER_DAY
    name: str
    source: str


@cache
def every_milestone() -> tuple[MilestoneDay, ...]:
    """All of the file, the earliest first."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [
            MilestoneDay(
                day=date.fromisoformat(row["day"]),
                kind=row["kind"],
                former_province=row["former_province"],
                name=row["name"],
                source=row["source"],
            )
            for row in csv.DictReader(file)
        ]
    return tuple(sorted(rows, key=lambda row: (row.day, row.name)))


def milestones_of(
    former_provinces: Collection[str], *, first: date, last: date
) -> tuple[MilestoneDay, ...]:
    """Those from one day to another (both included) that concern places of these provinces."""
    return tuple(
        row
        for row in every_milestone()
        if first <= row.day <= last
        and (not row.former_province or row.former_province in former_provinces)
    )
