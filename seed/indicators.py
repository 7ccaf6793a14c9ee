"""What units report, and figures of articles as reported; never mixed with what is counted here."""

import re
from pathlib import Path

from sqlalchemy import Connection

from db.models import Indicator, IndicatorValue
from domain.indicator_periods import PeriodKind
from domain.indicators import QUALIFIERS, Counted
from seed.areas import area_codes
from seed.rows import DATA, Row, read_rows, refuse_repeats
from seed.store import Changes, Record, synchronise

COLUMNS = (
    "area_code", "place", "indicator", "period", "value", "unit_of_measure", "qualifier",
    "numerator", "denominator", "source",
)  # fmt: skip
KEY = ("area_code", "indicator", "period")
# visits = lượt, which are not people; venues = điểm cầu
UNITS_OF_MEASURE = ("percent", "people", "visits", "teams", "venues", "dong")
CATALOGUE_COLUMNS = (
    "code", "name", "numerator", "denominator", "owner", "period_kind", "counted", "due_days",
    "source_document", "note",
)  # fmt: skip
_CODE = re.compile("[a-z0-9-]{3,30}")
MOST = 1e15


def seed_indicators(connection: Connection, folder: Path = DATA) -> Changes:
    """
    The reported figures of reported_indicators.csv; those that left the file leave the database.

    Raises:
        SeedError: a figure appears twice, its area is unknown, it is not a number, or numerator
            and denominator do not give the reported percentage; names the file and line.
    """
    areas = area_codes(connection)
    rows = read_rows(folder / "reported_indicators.csv", COLUMNS)
    records = [_figure(row, areas) for row in rows]
    refuse_repeats(rows, [tuple(record[column] for column in KEY) for record in records])
    return synchronise(connection, IndicatorValue, records, key=KEY, delete_others=True)


def _figure(row: Row, areas: set[str]) -> Record:
    unit = row.choice("unit_of_measure", UNITS_OF_MEASURE)
    value = row.number("value", least=0, most=100 if unit == "percent" else MOST)
    numerator, denominator = _fraction(row, value)
    return {
        "area_code": row.choice("area_code", areas),
        "place": row.text("place"),
        "indicator": row.text("indicator"),
        "period": row.text("period"),
        "value": value,
        "unit_of_measure": unit,
        "qualifier": row.choice("qualifier", QUALIFIERS),
        "numerator": numerator,
        "denominator": denominator,
        "source": row.text("source"),
    }


def _fraction(row: Row, percent: float) -> tuple[float | None, float | None]:
    filled = [bool(row.optional(column)) for column in ("numerator", "denominator")]
    if not any(filled):
        return None, None
    if not all(filled):
        raise row.refusal("numerator and denominator belong together")
    numerator = row.number("numerator", least=0, most=MOST)
    denominator = row.number("denominator", least=1, most=MOST)
    if abs(100 * numerator / denominator - percent) > 0.05:
        raise row.refusal(f"{numerator:g} of {denominator:g} is not {percent:g} percent")
    return numerator, denominator


def seed_catalogue(connection: Connection, folder: Path = DATA) -> Changes:
    """
    What units report, from indicators.csv. What left the file stays: reports may refer to it.

    Raises:
        SeedError: a code appears twice or is no code, a kind is unknown; names the file and line.
    """
    rows = read_rows(folder / "indicators.csv", CATALOGUE_COLUMNS)
    records = [_indicator(position, row) for position, row in enumerate(rows, start=1)]
    refuse_repeats(rows, [record["code"] for record in records])
    return synchronise(connection, Indicator, records, key=("code",))


def _indicator(position: int, row: Row) -> Record:
    code = row.text("code")
    if not _CODE.fullmatch(code):
        raise row.refusal(f"code is {code!r}, not small letters, digits and dashes")
    return {
        "code": code,
        "position": position,
        "name": row.text("name"),
        "numerator": row.text("numerator"),
        "denominator": row.optional("denominator"),
        "owner": row.text("owner"),
        "period_kind": row.choice("period_kind", [kind.value for kind in PeriodKind]),
        "counted": row.choice("counted", [one.value for one in Counted]),
        "due_days": row.whole_number("due_days", least=0, most=90),
        "source_document": row.text("source_document"),
        "note": row.text("note"),
    }
