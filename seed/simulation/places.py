"""Where simulated people live, and how much easier life there makes a digital skill."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from db.models import Population, Unit
from domain.errors import SeedError
from seed.store import table_of

DENSE_PROVINCES = ("38", "15", "08")  # Thanh Hóa, Lào Cai, Tuyên Quang: enough to show communes
DENSE_SHARE = 0.5  # of all people

_TOWN = {"phường": 1.8, "xã": 1.0, "đặc khu": 0.4}  # how many more people answer
_TOWN_ABILITY = {"phường": 0.25, "xã": -0.1, "đặc khu": -0.1}
_CITY_ABILITY = 0.3
_UNREACHED, _BARELY_REACHED = 0.02, 0.05  # of the communes: nobody, or very few, answered
_BARELY = 0.02


@dataclass(frozen=True)
class Places:
    """Communes of today: unit id, share of all people (sums to 1), ability added, province."""

    unit_ids: NDArray[np.int64]
    share: NDArray[np.float64]
    ability: NDArray[np.float64]
    home: NDArray[np.str_]


def simulated_places(connection: Connection, random: np.random.Generator) -> Places:
    """
    Every commune of today, with people in proportion to its province's population.

    The three dense provinces together hold DENSE_SHARE of everybody, and a few communes of each
    province hold nobody or almost nobody, so that a page can be seen blanking small groups.

    Raises:
        SeedError: units or population are not loaded.
    """
    provinces = _provinces(connection)
    communes = _communes(connection)
    if not communes or not provinces:
        raise SeedError("no units or population: run `python -m seed reference` first")
    people = dict(zip(provinces, _province_people(provinces), strict=True))
    effects = _province_effects(provinces, random)
    kinds = [kind for _, kind, _ in communes]
    homes = [home for _, _, home in communes]
    weight = _commune_weights(kinds, random)
    province_weight = {home: 0.0 for home in provinces}
    for home, value in zip(homes, weight, strict=True):
        province_weight[home] += value
    share = np.array(
        [
            people[home] * value / province_weight[home]
            for home, value in zip(homes, weight, strict=True)
        ]
    )
    ability = np.array([effects[home] for home in homes])
    ability += np.array([_TOWN_ABILITY.get(kind, 0.0) for kind in kinds])
    ability += random.normal(0, 0.2, len(communes))
    unit_ids = np.array([unit_id for unit_id, _, _ in communes])
    return Places(unit_ids, share / share.sum(), ability, np.array(homes))


def _provinces(connection: Connection) -> dict[str, tuple[str, int]]:
    """Kind and people of each province of today, by its code."""
    unit, population = table_of(Unit).c, table_of(Population).c
    statement = (
        select(unit.code, unit.kind, population.people)
        .where(population.unit_id == unit.id, population.population_group == "all")
        .where(unit.level == "province", unit.valid_to.is_(None))
        .order_by(unit.code, population.year)
    )
    return {code: (kind, people) for code, kind, people in connection.execute(statement)}


def _communes(connection: Connection) -> list[tuple[int, str, str]]:
    """Unit id, kind and province of each commune of today, in an order that never changes."""
    unit = table_of(Unit).c
    statement = (
        select(unit.id, unit.kind, unit.parent_code)
        .where(unit.level == "commune", unit.valid_to.is_(None))
        .order_by(unit.code)
    )
    return [(unit_id, kind, home) for unit_id, kind, home in connection.execute(statement)]


def _province_people(provinces: dict[str, tuple[str, int]]) -> NDArray[np.float64]:
    people = np.array([people for _, people in provinces.values()], dtype=float)
    dense = np.isin(list(provinces), DENSE_PROVINCES)
    if dense.any() and not dense.all():
        people[dense] *= DENSE_SHARE / people[dense].sum()
        people[~dense] *= (1 - DENSE_SHARE) / people[~dense].sum()
    return people


def _province_effects(
    provinces: dict[str, tuple[str, int]], random: np.random.Generator
) -> dict[str, float]:
    drawn = random.normal(0, 0.2, len(provinces))
    return {
        code: float(value) + (_CITY_ABILITY if kind == "thành phố" else 0.0)
        for (code, (kind, _)), value in zip(provinces.items(), drawn, strict=True)
    }


def _commune_weights(kinds: list[str], random: np.random.Generator) -> NDArray[np.float64]:
    weight = random.lognormal(0, 0.6, len(kinds))
    weight *= np.array([_TOWN.get(kind, 1.0) for kind in kinds])
    chance = random.random(len(kinds))
    weight[chance < _UNREACHED + _BARELY_REACHED] *= _BARELY
    weight[chance < _UNREACHED] = 0
    return weight
