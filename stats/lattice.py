"""Communes and areas by position, and which of their figures add up to which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stats.guard import Bools, Ints, Sums, sums_of


@dataclass(frozen=True, eq=False)
class Places:
    """
    Communes, then all areas of several communes, by position; and what adds up to what.

    Areas of the same communes are one figure, at one position: `at` has the position of each.
    `area` and `commune` are pairs of positions: this area holds that commune. `past` are places
    that are drawn no more, but remembered. `divided`: a place of the past and the places that it
    was divided into, by shares that everybody knows: whoever sees one of them knows all. `as_seen`
    are places of the past that stay hidden as long as they were hidden in their time.
    """

    codes: tuple[str, ...]
    communes: int
    area: Ints
    commune: Ints
    sums: Sums
    at: Mapping[str, int]
    past: frozenset[int] = frozenset()
    divided: Sequence[tuple[int, Sequence[int]]] = ()
    as_seen: frozenset[int] = frozenset()

    def up(self, of_communes: NDArray[np.int64]) -> NDArray[np.int64]:
        """Figures of every place from those of the communes, (communes, …) → (places, …)."""
        shape = (len(self.codes), *of_communes.shape[1:])
        result = np.zeros(shape, dtype=np.int64)
        result[: self.communes] = of_communes
        np.add.at(result, self.area, of_communes[self.commune])
        return result

    def down(self, of_places: Bools) -> Bools:
        """Whether a commune, or any place that holds it, is marked."""
        result = of_places[: self.communes].copy()
        np.logical_or.at(result, self.commune, of_places[self.area])
        return result


def places_of(members: Mapping[str, Sequence[str]], communes: Sequence[str]) -> Places:
    """
    The places of a country.

    Args:
        members: area → its communes; areas of one commune are that commune.
        communes: every commune, as its own code.
    """
    position = {code: number for number, code in enumerate(communes)}
    every = {code: frozenset(inside) for code, inside in members.items() if len(inside) > 1}
    first: dict[frozenset[str], str] = {}
    for code, inside in every.items():
        first.setdefault(inside, code)
    sets = {code: inside for inside, code in first.items()}
    smallest_first = sorted(sets, key=lambda code: (len(sets[code]), code))
    position |= {code: len(communes) + number for number, code in enumerate(smallest_first)}
    groups = [(position[code], [position[c] for c in sorted(sets[code])]) for code in sets]
    for code in smallest_first:
        groups += [
            (position[code], [position[part] for part in parts])
            for parts in _partitions(code, smallest_first, sets)
        ]
    pairs = [(position[code], position[c]) for code in smallest_first for c in sorted(sets[code])]
    area, commune = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    at = position | {code: position[first[inside]] for code, inside in every.items()}
    return Places(tuple(position), len(communes), area, commune, sums_of(groups), at)


def _partitions(
    code: str, smallest_first: Sequence[str], sets: Mapping[str, frozenset[str]]
) -> list[list[str]]:
    """
    Ways to take a place apart into others: by areas that do not overlap, the largest first, and the
    communes left over; every area inside is part of at least one way.
    """
    whole = sets[code]
    inside = [other for other in reversed(smallest_first) if sets[other] < whole]
    ways = []
    while inside:
        rest, parts = set(whole), []
        for other in inside:
            if sets[other] <= rest:
                parts.append(other)
                rest -= sets[other]
        ways.append([*parts, *sorted(rest)])
        covered = {inner for part in parts for inner in inside if sets[inner] <= sets[part]}
        inside = [other for other in inside if other not in covered]
    return ways


def with_audiences(places: Places, columns: int) -> Sums:
    """The sums of a table of places × (everyone, audiences); a cell is place × columns + column."""
    geographic = [
        Sums(
            places.sums.total * columns + column,
            places.sums.part * columns + column,
            places.sums.of + column * len(places.sums.total),
        )
        for column in range(columns)
    ]
    rows = np.arange(len(places.codes)) * columns
    across = Sums(
        rows,
        (rows[:, None] + np.arange(1, columns)).ravel(),
        np.repeat(np.arange(len(rows)), columns - 1) + columns * len(places.sums.total),
    )
    every = [*geographic, across]
    return Sums(
        np.concatenate([one.total for one in every]),
        np.concatenate([one.part for one in every]),
        np.concatenate([one.of for one in every]),
    )
