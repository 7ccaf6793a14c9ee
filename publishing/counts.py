"""Counts of people per commune and audience, read from a rollup into arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Table, func, select

from db.models import COUNT_COLUMNS, metadata
from domain.people import Audience
from publishing.country import Country

AUDIENCES = tuple(audience.value for audience in Audience)
GROUPS = ("g0", "g1", "g2", "g3", "g4", "g5", "ai")
_LEVELS = ("none", "help", "basic", "firm")
_AT = {name: place for place, name in enumerate(COUNT_COLUMNS)}

live, cells = metadata.tables["attainmenttotal"], metadata.tables["attainmentcell"]
released = metadata.tables["releasedtotal"]

Counts = NDArray[np.int64]  # (…, COUNT_COLUMNS)


@dataclass(frozen=True)
class Round:
    """What is published by itself: figures of two of these are never added up."""

    campaign_code: str
    mode: str


def rounds(connection: Connection) -> list[Round]:
    """Every campaign and mode in which anybody was counted or published."""
    found = {
        Round(*row)
        for table in (live, released)
        for row in connection.execute(select(table.c.campaign_code, table.c.mode).distinct())
    }
    return sorted(found, key=lambda one: (one.campaign_code, one.mode))


def read_counts(
    connection: Connection,
    table: Table,
    country: Country,
    one: Round,
    *,
    through: str | None = None,
) -> Counts:
    """
    (units, audiences, COUNT_COLUMNS) of one round.

    Args:
        through: a month, YYYY-MM; later ones are left out (of `cells` only).
    """
    number = {unit_id: place for place, unit_id in enumerate(country.unit_ids)}
    result = np.zeros((len(number), len(AUDIENCES), len(COUNT_COLUMNS)), np.int64)
    columns = [func.sum(table.c[name]) for name in COUNT_COLUMNS]
    statement = (
        select(table.c.commune_id, table.c.audience, *columns)
        .where(table.c.campaign_code == one.campaign_code, table.c.mode == one.mode)
        .group_by(table.c.commune_id, table.c.audience)
    )
    if through is not None:
        statement = statement.where(table.c.month <= through)
    rows = connection.execute(statement).all()
    if rows:
        communes = [number[row[0]] for row in rows]
        audiences = [AUDIENCES.index(row[1]) for row in rows]
        result[communes, audiences] = np.array([tuple(row)[2:] for row in rows], dtype=np.int64)
    return result


def measured(counts: Counts) -> tuple[Counts, Counts, Counts]:
    """What a release looks at: people determined, determined in each group, and present."""
    return determined(counts), in_groups(counts), counts[..., _AT["people"]]


def determined(counts: Counts) -> Counts:
    """People whose outcome is determined."""
    return counts[..., _AT["people"]] - counts[..., _AT["undetermined"]]


def reached(counts: Counts) -> Counts:
    """People who reach the basic level."""
    return counts[..., _AT["reached"]]


def in_groups(counts: Counts) -> Counts:
    """People whose level in a group is determined, (…, GROUPS)."""
    return _levels(counts, _LEVELS)


def able_in_groups(counts: Counts) -> Counts:
    """People at least basic in a group, (…, GROUPS)."""
    return _levels(counts, ("basic", "firm"))


def _levels(counts: Counts, levels: Sequence[str]) -> Counts:
    places = [[_AT[f"{group}_{level}"] for level in levels] for group in GROUPS]
    return counts[..., places].sum(axis=-1)
