"""The figures of a meeting as they were on the day somebody froze them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import cast

from domain.errors import SnapshotDamaged
from domain.meetings import fingerprint
from stats.frozen import as_record, from_record
from stats.published import Published

FORMAT = 1  # of the frozen content; another one is refused, never guessed
Fact = Mapping[str, str | int | float | bool | None]
Facts = Mapping[str, tuple[Fact, ...]]

# Names in `tables`. All but UNITS may be missing: then nothing is known of that.
UNITS = "units"  # the parts of the place, answered alone; without rows where it is one unit
WHOLE = "whole"  # the place itself, one row
AUDIENCES = "audiences"  # everyone together as a row
AUDIENCES_BEFORE = "audiences_before"  # the same in the campaign before
GROUPS = "groups"
MONTHS = "months"
CHECKED = "checked"
FORMER = "former"  # by another day: the place and the provinces that lay in it then
FORMER_BEFORE = "former_before"  # the same in the campaign before
TABLES = (
    *(UNITS, WHOLE, AUDIENCES, AUDIENCES_BEFORE, GROUPS, MONTHS, CHECKED),
    *(FORMER, FORMER_BEFORE),
)

# Names in `facts`, each a list of flat records.
TARGETS = "targets"
REPORTED = "reported"
POPULATION = "population"
ROUNDS = "rounds"  # last day of this round and of the one before; none where this is the first


@dataclass(frozen=True, eq=False)
class Figures:
    """
    Everything a deck is made of: published tables, and what documents and others said.

    `level` is what the units are, as `charts.findings` names it; `language` that of the names and
    notes in the tables.
    """

    place_code: str
    place: str
    level: str
    campaign: str  # its code
    view: str  # code of the boundaries
    language: str
    tables: Mapping[str, Published]
    facts: Facts = field(default_factory=dict)

    def __post_init__(self) -> None:
        if UNITS not in self.tables:
            raise ValueError("figures of a meeting have a table of units")


def freeze(figures: Figures) -> bytes:
    """
    The figures as canonical JSON, not compressed: the same figures give the same bytes.

    Not compressed, because two versions of a compressor differ in bytes, and a comparison of
    yesterday's mark with today's would then say that figures moved.
    """
    content = {
        "format": FORMAT,
        "place_code": figures.place_code,
        "place": figures.place,
        "level": figures.level,
        "campaign": figures.campaign,
        "view": figures.view,
        "language": figures.language,
        "tables": {name: as_record(table) for name, table in figures.tables.items()},
        "facts": {name: [dict(one) for one in facts] for name, facts in figures.facts.items()},
    }
    text = json.dumps(
        content, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )
    return text.encode()


def thaw(content: bytes, sha256: str) -> Figures:
    """
    The frozen figures again.

    Raises:
        SnapshotDamaged: they are not those the mark was made of, or cannot be read.
    """
    if not compare_digest(fingerprint(content), sha256):
        raise SnapshotDamaged
    try:
        return _read(json.loads(content))
    except (ValueError, KeyError, TypeError) as error:
        raise SnapshotDamaged from error


def _read(content: Mapping[str, object]) -> Figures:
    if content["format"] != FORMAT:
        raise ValueError(f"unknown format: {content['format']}")
    tables = cast("dict[str, dict[str, object]]", content["tables"])
    facts = cast("dict[str, list[Fact]]", content["facts"])
    said = {
        name: str(content[name])
        for name in ("place_code", "place", "level", "campaign", "view", "language")
    }
    return Figures(
        **said,
        tables={name: from_record(record) for name, record in tables.items()},
        facts={name: tuple(found) for name, found in facts.items()},
    )
