"""Where a person can go on learning: addresses kept as data, shown and never opened by us."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from db.settings import PROJECT
from domain.people import Audience
from domain.targets import EVERYONE

FILE = PROJECT / "seed" / "data" / "resources.csv"
MOST = 3  # on a result: more is not read


@dataclass(frozen=True)
class Resource:
    """
    One address; `minutes` is None where no source says how long it takes.

    `checked_on` is the day somebody of the movement opened it and agreed; None = nobody has.
    """

    id: str
    titles: dict[str, str]
    url: str
    language: str
    minutes: int | None
    audience: str  # one of Audience, or everyone
    group: int | None  # the group of skills it teaches; None = all of them
    source: str
    checked_on: date | None


class BadResource(ValueError):
    """A line of the file that cannot be shown. For operators, in English."""


@cache
def resources(file: Path = FILE) -> tuple[Resource, ...]:
    """
    Every resource of the file.

    Raises:
        BadResource: not an https address, an unknown audience or group, no source.
    """
    with file.open(encoding="utf-8", newline="") as lines:
        return tuple(_resource(number, row) for number, row in enumerate(csv.DictReader(lines), 2))


def resources_for(
    audience: Audience, gaps: Iterable[int], known: Iterable[Resource] | None = None
) -> tuple[Resource, ...]:
    """At most three for this person: what teaches the widest gap first, then what teaches all."""
    fitting = [
        one
        for one in (resources() if known is None else known)
        if one.audience in (EVERYONE, audience)
    ]
    wanted: list[int | None] = [*gaps, None]
    fitting = [one for one in fitting if one.group in wanted]
    return tuple(sorted(fitting, key=lambda one: wanted.index(one.group))[:MOST])


def _resource(number: int, row: dict[str, str]) -> Resource:
    group = int(row["group"]) if row["group"] else None
    audiences = {EVERYONE, *Audience}
    if not row["url"].startswith("https://") or row["audience"] not in audiences:
        raise BadResource(f"resources.csv:{number}: {row['url']!r}, {row['audience']!r}")
    if not row["source"] or (group is not None and group not in range(7)):
        raise BadResource(f"resources.csv:{number}: no source, or group {group}")
    return Resource(
        id=row["id"],
        titles={"vi": row["title_vi"], "en": row["title_en"]},
        url=row["url"],
        language=row["language"],
        minutes=int(row["minutes"]) if row["minutes"] else None,
        audience=row["audience"],
        group=group,
        source=row["source"],
        checked_on=date.fromisoformat(row["checked_on"]) if row["checked_on"] else None,
    )
