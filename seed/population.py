"""How many people live in a unit: the denominator of coverage, with its basis and source."""

from pathlib import Path

from sqlalchemy import Connection

from db.models import Population
from seed.rows import DATA, read_rows, refuse_repeats
from seed.store import Changes, Record, synchronise
from seed.units import today_ids

COLUMNS = ("level", "code", "population_group", "year", "people", "basis", "source")
BASES = ("administrative",)  # figures of another basis must never lie beside these
MOST_PEOPLE = 200_000_000


def seed_population(connection: Connection, folder: Path = DATA) -> Changes:
    """
    The people of each unit of today, from population.csv.

    Raises:
        SeedError: a unit is unknown or appears twice, a count is not a positive whole number, or a
            basis is new; names the file and line.
    """
    ids = {level: today_ids(connection, level) for level in ("province", "commune")}
    rows = read_rows(folder / "population.csv", COLUMNS)
    records: list[Record] = []
    for row in rows:
        level, code = row.choice("level", ids), row.text("code")
        if code not in ids[level]:
            raise row.refusal(f"unknown {level} of today {code}")
        records.append(
            {
                "unit_id": ids[level][code],
                "population_group": row.text("population_group"),
                "year": row.whole_number("year", least=1990, most=2100),
                "people": row.whole_number("people", least=1, most=MOST_PEOPLE),
                "basis": row.choice("basis", BASES),
                "source": row.text("source"),
            }
        )
    key = ("unit_id", "population_group", "year")
    refuse_repeats(rows, [tuple(record[column] for column in key) for record in records])
    return synchronise(connection, Population, records, key=key, delete_others=True)
