"""The campaigns (đợt): the rounds in which a person counts once."""

from itertools import pairwise
from pathlib import Path

from sqlalchemy import Connection

from db.models import Campaign
from seed.rows import DATA, Row, read_rows, refuse_repeats
from seed.store import Changes, Record, synchronise

COLUMNS = ("code", "name", "starts_on", "ends_on")


def seed_campaigns(connection: Connection, folder: Path = DATA) -> Changes:
    """
    The campaigns of campaigns.csv.

    Raises:
        SeedError: a code appears twice, a name is blank, a campaign ends before it starts or
            begins before an earlier line has ended; names the file and line.
    """
    rows = read_rows(folder / "campaigns.csv", COLUMNS)
    records = [_campaign(row) for row in rows]
    refuse_repeats(rows, [record["code"] for record in records])
    _refuse_overlaps(rows)
    return synchronise(connection, Campaign, records, key=("code",))


def _campaign(row: Row) -> Record:
    starts_on, ends_on = row.day("starts_on"), row.day("ends_on")
    if ends_on < starts_on:
        raise row.refusal(f"ends on {ends_on}, before it starts on {starts_on}")
    return {
        "code": row.text("code"),
        "name": row.text("name"),
        "starts_on": starts_on,
        "ends_on": ends_on,
    }


def _refuse_overlaps(rows: list[Row]) -> None:
    ordered = sorted(rows, key=lambda row: row.day("starts_on"))
    for before, after in pairwise(ordered):
        if after.day("starts_on") <= before.day("ends_on"):
            raise after.refusal(f"overlaps {before.text('code')} of line {before.line}")
