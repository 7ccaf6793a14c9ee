"""What a release decided, written to the tables that readers read."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Table, delete, insert

from db.dialects import UpsertInsert, insert_into
from db.models import COUNT_COLUMNS, metadata
from publishing.country import Country, large_areas
from publishing.counts import AUDIENCES, Counts, Round, released
from publishing.withheld import Masks

_months = metadata.tables["releasedmonth"]
_provinces = metadata.tables["releasedprovince"]
_checks = metadata.tables["releasedcheck"]
TABLES = (released, _provinces, _months, _checks)


@dataclass(frozen=True, eq=False)
class Step:
    """
    What a release does in one round.

    `chosen` (units, audiences) are brought up to date; `wanted` and `after` are everybody's counts
    as they were answered and as they are read from now on; `stored` and `held` are, by area, what
    was held back before and is from now on.
    """

    round: Round
    chosen: NDArray[np.bool_]
    wanted: Counts
    after: Counts
    stored: Masks
    held: Masks

    @property
    def published(self) -> int:
        return int(self.after[:, :, 0].sum())

    @property
    def waiting(self) -> int:
        return int(self.wanted[:, :, 0].sum()) - self.published

    @property
    def changed(self) -> bool:
        return bool(self.chosen.any() or (self.stored != self.held).any())


def store_counts(connection: Connection, country: Country, step: Step) -> None:
    """What was chosen, as it is now."""
    rows = [
        {
            "commune_id": country.unit_ids[unit],
            "campaign_code": step.round.campaign_code,
            "audience": AUDIENCES[audience],
            "mode": step.round.mode,
            **dict(zip(COUNT_COLUMNS, step.after[unit, audience].tolist(), strict=True)),
        }
        for unit, audience in np.argwhere(step.chosen).tolist()
    ]
    if rows:
        connection.execute(_replace(connection, released), rows)


def store_provinces(connection: Connection, country: Country, one: Round, totals: Counts) -> None:
    """The sums that the map of the nation reads, so that it need not add up communes."""
    of_round = (
        _provinces.c.campaign_code == one.campaign_code,
        _provinces.c.mode == one.mode,
    )
    connection.execute(delete(_provinces).where(*of_round))
    rows = [
        {
            "province_code": code,
            "campaign_code": one.campaign_code,
            "audience": name,
            "mode": one.mode,
            **dict(zip(COUNT_COLUMNS, totals[place, audience].tolist(), strict=True)),
        }
        for code in country.provinces
        if (place := country.areas.get(code)) is not None
        for audience, name in enumerate(AUDIENCES)
        if totals[place, audience, 0] > 0
    ]
    if rows:
        connection.execute(insert(_provinces), rows)


def record_month(
    connection: Connection, country: Country, step: Step, totals: Counts, month: str
) -> None:
    """Keep the figures of every area that anybody may read in full, as they stand this month."""
    of_month = (
        _months.c.campaign_code == step.round.campaign_code,
        _months.c.mode == step.round.mode,
        _months.c.month == month,
    )
    connection.execute(delete(_months).where(*of_month))
    places = large_areas(country)
    whole = dict(zip(country.areas, step.held[:, 0].sum(axis=1) == 0, strict=True))
    rows = [
        {
            "area_code": code,
            "campaign_code": step.round.campaign_code,
            "mode": step.round.mode,
            "month": month,
            **dict(zip(COUNT_COLUMNS, totals[place].tolist(), strict=True)),
        }
        for code, place in places.items()
        if whole[code] and totals[place, 0] > 0
    ]
    if rows:
        connection.execute(insert(_months), rows)


def _replace(connection: Connection, table: Table) -> UpsertInsert:
    statement = insert_into(table, connection.dialect.name)
    return statement.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={name: statement.excluded[name] for name in COUNT_COLUMNS},
    )
