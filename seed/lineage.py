"""What became of each unit when units were merged, split and renamed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import Connection

from db.models import UnitLineage
from seed.rows import DATA, Row, read_rows, refuse_repeats
from seed.store import Changes, Record, synchronise
from seed.units import UnitKey, first_day, unit_ids

COLUMNS = (
    "level", "old_code", "old_valid_from", "new_code", "new_valid_from",
    "weight", "part", "document", "date",
)  # fmt: skip


def seed_lineage(connection: Connection, folder: Path = DATA) -> Changes:
    """
    What became of each unit, from unit_lineage.csv.

    Raises:
        SeedError: a pair appears twice, a unit is unknown, a weight is not a share of one, or the
            weights of an old unit do not add up to one; names the file and line.
    """
    ids = unit_ids(connection)
    rows = read_rows(folder / "unit_lineage.csv", COLUMNS)
    records = [_lineage(row, ids) for row in rows]
    refuse_repeats(rows, [(record["old_id"], record["new_id"]) for record in records])
    _check_weights(rows, records)
    return synchronise(
        connection, UnitLineage, records, key=("old_id", "new_id"), delete_others=True
    )


def _lineage(row: Row, ids: Mapping[UnitKey, int]) -> Record:
    return {
        "old_id": _known_unit(row, "old", ids),
        "new_id": _known_unit(row, "new", ids),
        "weight": row.number("weight", least=1e-9, most=1),
        "part": row.choice("part", ("whole", "part")),
        "document": row.text("document"),
        "happened_on": row.day("date"),
    }


def _known_unit(row: Row, side: str, ids: Mapping[UnitKey, int]) -> int:
    level, code = row.text("level"), row.text(f"{side}_code")
    day = first_day(row, f"{side}_valid_from")
    if (level, code, day) not in ids:
        raise row.refusal(f"unknown {side} unit: {level} {code} from {day}")
    return ids[level, code, day]


def _check_weights(rows: Sequence[Row], records: Sequence[Record]) -> None:
    total: dict[object, float] = defaultdict(float)
    last: dict[object, Row] = {}
    for row, record in zip(rows, records, strict=True):
        total[record["old_id"]] += float(row.optional("weight"))
        last[record["old_id"]] = row
    for unit_id, weight in total.items():
        if abs(weight - 1) > 0.01:
            raise last[unit_id].refusal(f"the weights of the old unit add up to {weight:g}, not 1")
