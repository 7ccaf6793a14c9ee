"""Claimed beside shown, by province: counted from the rollup, decided and stored with a release."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, select

from db.models import RELEASED_CHECK_COLUMNS, metadata
from publishing.country import Country
from publishing.counts import Counts, Round, in_groups
from stats.checked import released as may_be_read

live, table = metadata.tables["checktotal"], metadata.tables["releasedcheck"]
_units = metadata.tables["unit"]
_GROUPS = range(6)
_OF_GROUP = 3  # checked, claimed, shown
_SUMS: dict[str, tuple[str, ...]] = {  # a column that is read → the columns it is the sum of
    **{f"g{g}_checked": (f"g{g}_claimed_shown", f"g{g}_claimed_only", f"g{g}_shown_only",
                         f"g{g}_neither") for g in _GROUPS},
    **{f"g{g}_claimed": (f"g{g}_claimed_shown", f"g{g}_claimed_only") for g in _GROUPS},
    **{f"g{g}_shown": (f"g{g}_claimed_shown", f"g{g}_shown_only") for g in _GROUPS},
    "overclaim_asked": ("overclaim_asked",),
    "overclaimed": ("overclaimed",),
}  # fmt: skip

Checked = NDArray[np.int64]  # (provinces, RELEASED_CHECK_COLUMNS)


@dataclass(frozen=True, eq=False)
class CheckStep:
    """What readers read of one round from now on, by province, and whether that is new."""

    round: Round
    provinces: Sequence[str]
    after: Checked
    changed: bool


def decide(
    connection: Connection, country: Country, one: Round, published: Counts, minimum: int
) -> CheckStep:
    """
    Which provinces' checks are read as they are now, and which as before.

    Args:
        published: what readers read of the same round, (units, audiences, COUNT_COLUMNS).
    """
    provinces = [code for code in country.provinces if code in country.areas]
    before = _read_released(connection, provinces, one)
    now = _by_province(country, provinces, _read_live(connection, country, one))
    beside = _everybody(country, provinces, published)
    after = np.zeros_like(before)
    for place, columns in enumerate(_figures()):
        after[:, columns] = may_be_read(
            before[:, columns], now[:, columns], beside[:, place], minimum
        )
    return CheckStep(one, provinces, after, bool((after != before).any()))


def store(connection: Connection, step: CheckStep) -> None:
    """Replace what is read of this round; a province without any figure has no row."""
    connection.execute(delete(table).where(*_of_round(table, step.round)))
    rows = [
        {
            "province_code": code,
            "campaign_code": step.round.campaign_code,
            "mode": step.round.mode,
            **dict(zip(RELEASED_CHECK_COLUMNS, counts.tolist(), strict=True)),
        }
        for code, counts in zip(step.provinces, step.after, strict=True)
        if counts.any()
    ]
    if rows:
        connection.execute(insert(table), rows)


def any_waits(connection: Connection, minimum: int) -> bool:
    """Cheap: whether any figure of a province moved far enough to be looked at."""
    key = (_units.c.parent_code, live.c.campaign_code, live.c.mode)
    counted = select(*key, *_sums()).join(_units, _units.c.id == live.c.commune_id).group_by(*key)
    columns = [table.c[name] for name in RELEASED_CHECK_COLUMNS]
    read = select(table.c.province_code, table.c.campaign_code, table.c.mode, *columns)
    known = {tuple(row)[:3]: tuple(row)[3:] for row in connection.execute(read)}
    nothing = (0,) * len(RELEASED_CHECK_COLUMNS)
    firsts = [columns.start for columns in _figures()]
    return any(
        abs(int(row[3 + first]) - known.get(tuple(row)[:3], nothing)[first]) >= minimum
        for row in connection.execute(counted)
        for first in firsts
    )


def _figures() -> list[slice]:
    """Where the counts of each figure stand, the people checked first."""
    groups = [slice(_OF_GROUP * group, _OF_GROUP * (group + 1)) for group in _GROUPS]
    return [*groups, slice(_OF_GROUP * len(_GROUPS), len(RELEASED_CHECK_COLUMNS))]


def _read_released(connection: Connection, provinces: Sequence[str], one: Round) -> Checked:
    result = np.zeros((len(provinces), len(RELEASED_CHECK_COLUMNS)), np.int64)
    for row in connection.execute(select(table).where(*_of_round(table, one))).mappings():
        if row["province_code"] in provinces:
            place = provinces.index(row["province_code"])
            result[place] = [row[name] for name in RELEASED_CHECK_COLUMNS]
    return result


def _read_live(connection: Connection, country: Country, one: Round) -> NDArray[np.int64]:
    """(units, RELEASED_CHECK_COLUMNS), the audiences added up."""
    number = {unit_id: place for place, unit_id in enumerate(country.unit_ids)}
    result = np.zeros((len(number), len(RELEASED_CHECK_COLUMNS)), np.int64)
    statement = select(live.c.commune_id, *_sums()).where(*_of_round(live, one))
    for unit_id, *counts in connection.execute(statement.group_by(live.c.commune_id)):
        result[number[unit_id]] = [int(count) for count in counts]
    return result


def _everybody(country: Country, provinces: Sequence[str], published: Counts) -> NDArray[np.int64]:
    """People determined in each of the six groups, and all people, by province."""
    groups = in_groups(published)[..., : len(_GROUPS)].sum(axis=1)
    people = published[..., :1].sum(axis=1)  # the first of COUNT_COLUMNS
    return _by_province(country, provinces, np.concatenate([groups, people], axis=1))


def _by_province(
    country: Country, provinces: Sequence[str], of_units: NDArray[np.int64]
) -> NDArray[np.int64]:
    places = [country.areas[code] for code in provinces]
    return country.places.up(country.rows_of(of_units))[places]


def _sums() -> list[ColumnElement[int]]:
    added = (
        sum((live.c[name] for name in parts[1:]), start=live.c[parts[0]])
        for parts in (_SUMS[column] for column in RELEASED_CHECK_COLUMNS)
    )
    return [func.sum(column) for column in added]


def _of_round(of: Table, one: Round) -> tuple[ColumnElement[bool], ...]:
    return of.c.campaign_code == one.campaign_code, of.c.mode == one.mode
