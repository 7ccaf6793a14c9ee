"""A simulated country, published month after month, and what everybody saw each month."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Connection, Engine, delete, insert, literal, select

from db.engine import open_engine, transaction
from db.models import metadata
from domain.access import NATION
from domain.people import Mode
from publishing import withheld
from publishing.country import Country, read_country
from publishing.counts import Round, cells, measured, reached, read_counts, released
from publishing.release import release
from seed.demo import simulate
from stats.release import figures
from tests.pages.conftest import forget_what_is_cached
from tests.publishing.attacker import Sight, cells_of
from tests.templates import template

MINIMUM = 10
NOW = datetime(2026, 11, 20, 5, tzinfo=UTC)
PRESENT = Round("2026-2", "self")
TWINS_IN, TWIN = "12", "twin-"  # Lai Châu; the code of an area is this and the district's
_GROUP_BITS = 2 ** np.arange(1, 8)
ROUNDS = (PRESENT, Round("2026-2", "assisted"), Round("2026-1", "self"))
EVERY_ROUND = tuple(Round(when, how) for when in ("2026-1", "2026-2") for how in Mode)


@dataclass(frozen=True, eq=False)
class Seen:
    """What everybody saw of one province in one month; `rates` and `coded` are of its cells."""

    sight: Sight
    rates: np.ndarray
    coded: np.ndarray
    unguarded: Sight  # had only small cells been hidden
    groups: tuple[Sight, ...]  # of each group of skills and AI, over all audiences
    group_rates: tuple[np.ndarray, ...]  # of each, as `rates` and `coded`
    group_coded: tuple[np.ndarray, ...]


@dataclass(frozen=True, eq=False)
class Publications:
    """Every month's tables of the provinces that were asked for, and the country they are of."""

    engine: Engine
    months: list[str]  # of the last one every round is known, of the others ROUNDS
    of: Callable[[str, Round, str], Seen]
    units: Callable[[str], list[int]]  # of a province, in the order of its cells
    nation: Callable[[Round], Seen]  # provinces and their sum, on the last day
    provinces: list[str]  # in the order of these cells

    def pairs(self) -> list[tuple[str, str]]:
        return list(pairwise(self.months))


def _populate(engine: Engine) -> None:
    simulate(engine, people=25_000, random_state=11)


@pytest.fixture(scope="session")
def publications(reference_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Publications:
    path = tmp_path_factory.mktemp("published") / "country.db"
    shutil.copyfile(
        template(tmp_path_factory, "simulated_to_publish", _populate, start=reference_file), path
    )
    engine = open_engine(f"sqlite:///{path}")
    with transaction(engine) as connection:
        for name in (
            "releasedmonth",
            "releasedprovince",
            "releasedcheck",
            "withholding",
            "releasedtotal",
            "release",
        ):
            connection.execute(delete(metadata.tables[name]))
        _add_twins(connection)
        country = read_country(connection, NOW.date())
        months = sorted(connection.execute(select(cells.c.month).distinct()).scalars())
    kept: dict[tuple[Round, str], tuple[np.ndarray, np.ndarray]] = {}
    for month in months:
        release(engine, now=NOW, minimum=MINIMUM, month=month, through=True)
        with engine.connect() as connection:
            for one in EVERY_ROUND if month == months[-1] else ROUNDS:
                kept[one, month] = (
                    read_counts(connection, released, country, one),
                    withheld.by_place(withheld.read_hidden(connection, country, one), country),
                )
    provinces = _communes_by_province(engine, country)
    return Publications(
        engine,
        months,
        lambda code, one, month: _seen(country, provinces[code], *kept[one, month]),
        lambda code: [country.unit_ids[commune] for commune in provinces[code]],
        lambda one: _seen_of_nation(country, list(provinces), *kept[one, months[-1]]),
        list(provinces),
    )


@pytest.fixture
def everybody_reads(
    publications: Publications, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Publications]:
    """The pages read the country that was published."""
    monkeypatch.setenv("DATABASE_URL", str(publications.engine.url))
    monkeypatch.setenv("APP_SECRET", "a secret of these tests only, long enough")
    forget_what_is_cached()
    yield publications
    forget_what_is_cached()


def _add_twins(connection: Connection) -> None:
    """Areas of our own with exactly the communes of a former district, one for each of Lai Châu."""
    area, member = metadata.tables["area"], metadata.tables["areamember"]
    districts = select(area.c.code).where(
        area.c.kind == "former_district", area.c.province_code == TWINS_IN
    )
    for code in connection.scalars(districts).all():
        own = {"code": TWIN + code, "name": code, "kind": "custom", "search_key": code}
        connection.execute(insert(area).values(own))
        members = select(literal(TWIN + code), member.c.unit_id).where(member.c.area_code == code)
        connection.execute(insert(member).from_select(["area_code", "unit_id"], members))


def _communes_by_province(engine: Engine, country: Country) -> dict[str, list[int]]:
    unit = metadata.tables["unit"]
    with engine.connect() as connection:
        rows = connection.execute(select(unit.c.id, unit.c.parent_code)).all()
    parents = {unit_id: parent for unit_id, parent in rows}
    found: dict[str, list[int]] = {}
    for row, unit_id in enumerate(country.unit_ids):
        found.setdefault(parents[unit_id], []).append(row)
    return found


def _seen(country: Country, communes: list[int], counts: np.ndarray, masks: np.ndarray) -> Seen:
    places = country.places
    inside = {
        area: [communes.index(row) for row in places.commune[places.area == area]]
        for area in range(places.communes, len(places.codes))
        if set(places.commune[places.area == area]) <= set(communes)
    }
    sums = list(inside.values())
    return _seen_at(country, [*communes, *inside], len(communes), sums, counts, masks)


def _seen_of_nation(
    country: Country, provinces: list[str], counts: np.ndarray, masks: np.ndarray
) -> Seen:
    chosen = [country.areas[code] for code in (*provinces, NATION)]
    everything = [list(range(len(provinces)))]
    return _seen_at(country, chosen, len(provinces), everything, counts, masks)


def _seen_at(
    country: Country, chosen: list[int], units: int, sums: list[list[int]], counts: np.ndarray,
    masks: np.ndarray,
) -> Seen:  # fmt: skip
    """Of places that are units and, behind them, sums of these."""
    places = country.places
    now = figures(places, *measured(counts))
    able = figures(places, reached(counts), measured(counts)[1], reached(counts)).people
    values, bits = now.people[chosen].ravel(), masks[chosen] & 1
    hidden, low, high, shielded = (bits[:, :, kind].ravel() > 0 for kind in range(4))
    cells_ = cells_of(units, counts.shape[1], sums)
    small = (values > 0) & (values < MINIMUM)
    assert (able[chosen].ravel() <= values).all()
    everyone = cells_[:: 1 + counts.shape[1]]
    group_bits = masks[chosen, 0][:, :, None] & _GROUP_BITS > 0  # (places, kinds, groups)
    return Seen(
        sight=Sight(cells_, values, ~hidden),
        rates=~(hidden | low | high | shielded) | (values == 0) & ~hidden,
        coded=low | high,
        unguarded=Sight(cells_, values, ~small),
        groups=tuple(
            Sight(everyone, now.groups[chosen, group], ~held)
            for group, held in enumerate(group_bits[:, 0].T)
        ),
        group_rates=tuple(~group_bits.any(axis=1).T),
        group_coded=tuple(group_bits[:, 1:3].any(axis=1).T),
    )
