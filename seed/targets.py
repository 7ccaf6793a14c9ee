"""The targets documents set: for whom, where, by when, how much, and how sure we are of it."""

import re
from pathlib import Path

from sqlalchemy import Connection

from db.models import Target
from domain.people import Audience
from domain.targets import EVERYONE, Confidence, UnitOfMeasure
from seed.areas import area_codes
from seed.rows import DATA, Row, read_rows, refuse_repeats
from seed.store import Changes, Record, synchronise

COLUMNS = (
    "document", "issuer", "issued", "area_code", "place", "audience", "indicator", "year",
    "operator", "target_value", "unit_of_measure", "confidence", "compared_with",
    "source",
)  # fmt: skip
KEY = ("document", "area_code", "audience", "indicator", "year")
OPERATORS = ("", ">=", ">")
# A document is named by its number ("số 265-KH/TU", "411/QĐ-TTg"); where no source gives one, the
# name says so, and readers see that.
_NUMBERED = re.compile(r"\b(số|KH) \d|\d[\w-]*/[A-ZĐ]")
_UNNUMBERED = "số hiệu"
COMPARED = ("", EVERYONE, *Audience)  # whose self-assessed rate may stand beside the target
MOST = {
    UnitOfMeasure.PERCENT: 100.0,
    UnitOfMeasure.PEOPLE: 200_000_000.0,
    UnitOfMeasure.PER_UNIT: 1000.0,
}


def seed_targets(connection: Connection, folder: Path = DATA) -> Changes:
    """
    The targets of targets.csv; those that left the file leave the database.

    Raises:
        SeedError: a target appears twice, its document has neither a number nor a word that none
            is known, its area is unknown, it has a value without a unit of measure or the other
            way round, or no source; names the file and line.
    """
    areas = area_codes(connection)
    rows = read_rows(folder / "targets.csv", COLUMNS)
    records = [_target(row, areas) for row in rows]
    refuse_repeats(
        rows, [(row.text("place"), *_key(r)) for row, r in zip(rows, records, strict=True)]
    )
    return synchronise(connection, Target, records, key=KEY, delete_others=True)


def _key(record: Record) -> tuple[object, ...]:
    return tuple(record[column] for column in KEY)


def _target(row: Row, areas: set[str]) -> Record:
    value, unit = _value(row)
    return {
        "document": _document(row),
        "issuer": row.text("issuer"),
        "issued": row.optional("issued"),
        "area_code": row.choice("area_code", areas) if row.optional("area_code") else None,
        "place": row.text("place"),
        "audience": row.text("audience"),
        "indicator": row.text("indicator"),
        "year": row.optional("year"),
        "operator": row.choice("operator", OPERATORS),
        "target_value": value,
        "unit_of_measure": unit,
        "confidence": row.choice("confidence", set(Confidence)),
        "compared_with": row.choice("compared_with", COMPARED),
        "source": row.text("source"),
    }


def _document(row: Row) -> str:
    """The document with its number, or with the words that no source gives one."""
    document = row.text("document")
    if not _NUMBERED.search(document) and _UNNUMBERED not in document:
        raise row.refusal(f"document has no number and does not say so: {document}")
    return document


def _value(row: Row) -> tuple[float | None, str | None]:
    """Value and unit of measure; both empty where the document names no figure."""
    filled = [bool(row.optional(c)) for c in ("operator", "target_value", "unit_of_measure")]
    if not any(filled):
        return None, None
    if not all(filled):
        raise row.refusal("operator, target_value and unit_of_measure belong together")
    unit = UnitOfMeasure(row.choice("unit_of_measure", set(UnitOfMeasure)))
    return row.number("target_value", least=0, most=MOST[unit]), unit.value
