"""
What must stay blank in a table of another day's boundaries, because today's stand beside it.

Each figure is the facts it is made of; what adding and subtracting figures gives is the row space
of those. Shares of communes are numbers between 0 and 1, so counting hidden cells is not enough.
Views are taken in a fixed order, and each is judged beside all that were read before it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from stats.rates_guard import FEW, SMALL
from stats.subtraction import (
    EPSILON,
    Bools,
    Floats,
    Reading,
    Tells,
    distinct,
    matrix,
    without_known,
)

Vector = Mapping[int, float]  # unit of a fact → share of its people that a figure holds
Figure = frozenset[tuple[int, float]]  # the same as a whole


@dataclass(frozen=True, eq=False)
class ReadToday:
    """
    What readers see and do not see beside a view, each figure as the facts it is made of.

    `shown`: communes, provinces, and the areas inside, whose readers may compare; and the units of
    views that were read before.
    """

    shown: Sequence[Vector]
    withheld: Sequence[Vector]

    def beside(self, rows: Mapping[str, Vector], held: Collection[str]) -> "ReadToday":
        """The same, with a view of which some units are held back; itself if that adds nothing."""
        more = _read(rows, held)
        shown = [row for row in more.shown if frozenset(row.items()) not in self.figures]
        withheld = [row for row in more.withheld if frozenset(row.items()) not in self.secrets]
        if not shown and not withheld:
            return self
        return ReadToday([*self.shown, *shown], [*self.withheld, *withheld])

    @cached_property
    def figures(self) -> frozenset[Figure]:
        """Those that are shown."""
        return frozenset(frozenset(row.items()) for row in self.shown)

    @cached_property
    def secrets(self) -> frozenset[Figure]:
        """Those that are not."""
        return frozenset(frozenset(row.items()) for row in self.withheld)


@dataclass(frozen=True, eq=False)
class Places:
    """
    How today's tables and views are made of the same facts.

    `views` and `today`: unit of a fact → code of a unit of the view, or of a commune of today →
    share. Of several views the last is asked for, and the others were judged before it. `areas`:
    every area anybody may read (a commune is one) → its communes of today. `blocks`: unit of a
    fact → the province it lies in today; no figure below the nation has two.
    """

    views: Sequence[Mapping[int, Mapping[str, float]]]
    today: Mapping[int, Mapping[str, float]]
    areas: Mapping[str, Sequence[str]]
    blocks: Mapping[int, str]


def held_in_view(
    counts: pd.DataFrame, places: Places, held_today: pd.DataFrame, *, mode: str, minimum: int
) -> pd.DataFrame:
    """
    What the last of the views holds back, in the columns `stats.disclosure.withhold` takes.

    Args:
        counts: unit_id, people, undetermined, reached, of one mode.
        held_today: unit_code and flags of the areas of which the last release holds something back.
    """
    found = counts.assign(n=counts["people"] - counts["undetermined"])
    found = found[found["n"] > 0]
    flags = held_today.set_index("unit_code")
    no_figure = frozenset(flags.index[flags["hidden"]])
    no_rate = frozenset(flags.index[flags[["hidden", "low", "high", "shielded"]].any(axis=1)])
    areas_of = _areas_of(places.areas)
    states: dict[str, set[str]] = {}
    for _, block in found.groupby(found["unit_id"].map(places.blocks)):
        n = dict(zip(block["unit_id"], block["n"], strict=True))
        able = dict(zip(block["unit_id"], block["reached"], strict=True))
        areas = _area_rows(places.today, areas_of, n)
        read, rates = _read(areas, no_figure), _read(areas, no_rate)
        hidden, coded = frozenset[str](), dict[str, str]()
        decided: dict[object, tuple[frozenset[str], dict[str, str]]] = {}
        for view in places.views:
            rows = _rows(view, n)
            # Most provinces are the same in most views: asked again, the answer is the same.
            asked = frozenset((code, *row.items()) for code, row in rows.items()), read, rates
            if asked not in decided:
                hidden = hidden_in_view(rows, read, n, minimum=minimum)
                coded = coded_in_view(rows, rates, n, able, hidden=hidden)
                decided[asked] = hidden, coded
            hidden, coded = decided[asked]
            read, rates = read.beside(rows, hidden), rates.beside(rows, {*hidden, *coded})
        for code, state in [*((code, "hidden") for code in hidden), *coded.items()]:
            states.setdefault(code, set()).add(state)
    names = ("hidden", "low", "high", "shielded")
    return pd.DataFrame(
        [(code, mode, *(name in held for name in names)) for code, held in sorted(states.items())],
        columns=["unit_code", "mode", *names],
    )


def _rows(shares: Mapping[int, Mapping[str, float]], n: Iterable[int]) -> dict[str, Vector]:
    rows: dict[str, dict[int, float]] = {}
    for unit_id in n:
        for code, share in shares[unit_id].items():
            rows.setdefault(code, {})[unit_id] = share
    return dict(rows)


def _areas_of(areas: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Commune → the areas it lies in."""
    found: dict[str, list[str]] = {}
    for area, codes in areas.items():
        for code in codes:
            found.setdefault(code, []).append(area)
    return found


def _area_rows(
    today: Mapping[int, Mapping[str, float]],
    areas_of: Mapping[str, Sequence[str]],
    n: Iterable[int],
) -> dict[str, Vector]:
    rows: dict[str, dict[int, float]] = {}
    for unit_id in n:
        for code, share in today[unit_id].items():
            for area in areas_of.get(code, ()):
                row = rows.setdefault(area, {})
                row[unit_id] = row.get(unit_id, 0.0) + share
    return dict(rows)


def _read(rows: Mapping[str, Vector], secret: Collection[str]) -> ReadToday:
    return ReadToday(
        shown=[row for code, row in rows.items() if code not in secret],
        withheld=[row for code, row in rows.items() if code in secret],
    )


def hidden_in_view(
    rows: Mapping[str, Vector], today: ReadToday, n: Mapping[int, int], *, minimum: int
) -> frozenset[str]:
    """
    The units of a view that must stay blank.

    Groups under the minimum, and each unit that, beside today's tables and the larger units of the
    view, would let a reader compute by adding and subtracting a withheld figure, or a group of
    fewer than `minimum` people. What today's tables alone give away is not the view's doing.

    Args:
        rows: code → the facts of each unit.
        n: determined people of each fact; units without anybody are left out.
    """
    people = _values(n, n)

    def too_few(groups: Floats, facts: Bools) -> Bools:
        sums = groups @ people[facts]
        return (sums > EPSILON) & (sums < minimum - EPSILON)

    return _unsafe(rows, today, n, too_few, frozenset())


def coded_in_view(
    rows: Mapping[str, Vector],
    today: ReadToday,
    n: Mapping[int, int],
    able: Mapping[int, int],
    *,
    hidden: frozenset[str],
) -> dict[str, str]:
    """
    The units of a view whose rate is a bound ("low", "high") or left out ("shielded").

    As stats.rates_guard does for today's tables: `today` holds the rates that are shown as they
    are, and those that are not; `able` those of the n people who can.
    """
    people, can = _values(n, n), _values(able, n)

    def nearly(groups: Floats, facts: Bools) -> tuple[Bools, Bools]:
        of, reached = groups @ people[facts], groups @ can[facts]
        small = (of > EPSILON) & (of < SMALL - EPSILON)
        return small & (reached <= FEW + EPSILON), small & (of - reached <= FEW + EPSILON)

    def telling(groups: Floats, facts: Bools) -> Bools:
        none, everybody = nearly(groups, facts)
        return none | everybody

    unsafe = _unsafe(rows, today, n, telling, hidden) - hidden
    facts = {unit_id: place for place, unit_id in enumerate(sorted(n))}
    every = np.ones(len(facts), bool)
    coded = {}
    for code in unsafe:
        none, everybody = nearly(matrix([rows[code]], facts), every)
        coded[code] = "low" if none[0] else "high" if everybody[0] else "shielded"
    return coded


def _unsafe(
    rows: Mapping[str, Vector],
    today: ReadToday,
    n: Mapping[int, int],
    telling: Tells,
    hidden_before: frozenset[str],
) -> frozenset[str]:
    """The units to leave out, so that the largest that can stand together do."""
    facts = {unit_id: place for place, unit_id in enumerate(sorted(n))}
    people, every = _values(n, n), np.ones(len(facts), bool)
    every_row = matrix(rows.values(), facts)
    candidates = {code: row for code, row in zip(rows, every_row, strict=True) if row.any()}
    tells = telling(every_row[every_row.any(axis=1)], every)
    full = set(candidates)
    too_few = {code for code, told in zip(candidates, tells, strict=True) if told} | hidden_before
    too_few &= full
    order = sorted(full - too_few, key=lambda code: (-candidates[code] @ people, code))
    new = [code for code in order if frozenset(rows[code].items()) not in today.figures]
    if not new:  # nothing stands in the view that readers do not see beside it
        return frozenset(too_few)
    # What today's tables say of single facts is known: the rest is what could be found out.
    known, open_ = without_known(matrix(today.shown, facts))
    secret = matrix([*today.withheld, *(rows[code] for code in too_few)], facts)
    hidden = distinct(secret[:, open_])
    reading = Reading(distinct(known), hidden, telling, open_)
    return frozenset(too_few) | {code for code in new if not reading.takes(candidates[code][open_])}


def _values(of: Mapping[int, int], facts: Mapping[int, int]) -> Floats:
    return np.array([of.get(unit_id, 0) for unit_id in sorted(facts)], dtype=float)
