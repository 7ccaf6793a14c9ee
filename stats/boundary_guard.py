"""
What must stay blank in a table of another day's boundaries, because today's stand beside it.

Each figure is the facts it is made of; what adding and subtracting figures gives is the row space
of those. Shares of communes are numbers between 0 and 1, so counting hidden cells is not enough.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stats.rates_guard import FEW, SMALL

Vector = Mapping[int, float]  # unit of a fact → share of its people that a figure holds
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_EPSILON = 1e-7


@dataclass(frozen=True)
class ReadToday:
    """
    What readers of today's tables see and do not see, each figure as the facts it is made of.

    `shown`: communes, provinces, and the areas inside, whose readers may compare.
    """

    shown: Sequence[Vector]
    withheld: Sequence[Vector]


@dataclass(frozen=True, eq=False)
class Places:
    """
    How today's tables and the view are made of the same facts.

    `view` and `today`: unit of a fact → code of a unit of the view, or of a commune of today →
    share. `areas`: every area anybody may read (a commune is one) → its communes of today.
    `blocks`: unit of a fact → the province it lies in today; no figure below the nation has two.
    """

    view: Mapping[int, Mapping[str, float]]
    today: Mapping[int, Mapping[str, float]]
    areas: Mapping[str, Sequence[str]]
    blocks: Mapping[int, str]


def held_in_view(
    counts: pd.DataFrame, places: Places, held_today: pd.DataFrame, *, mode: str, minimum: int
) -> pd.DataFrame:
    """
    What a table of the view holds back, in the columns `stats.disclosure.withhold` takes.

    Args:
        counts: unit_id, people, undetermined, reached, of one mode.
        held_today: unit_code and flags of the areas of which the last release holds something back.
    """
    found = counts.assign(n=counts["people"] - counts["undetermined"])
    found = found[found["n"] > 0]
    flags = held_today.set_index("unit_code")
    no_figure = frozenset(flags.index[flags["hidden"]])
    no_rate = frozenset(flags.index[flags[["hidden", "low", "high", "shielded"]].any(axis=1)])
    states: dict[str, set[str]] = {}
    for _, block in found.groupby(found["unit_id"].map(places.blocks)):
        n = dict(zip(block["unit_id"], block["n"], strict=True))
        able = dict(zip(block["unit_id"], block["reached"], strict=True))
        rows = _rows(places.view, n)
        areas = _area_rows(places, n)
        hidden = hidden_in_view(rows, _read(areas, no_figure), n, minimum=minimum)
        coded = coded_in_view(rows, _read(areas, no_rate), n, able, hidden=hidden)
        for code, state in [*((code, "hidden") for code in hidden), *coded.items()]:
            states.setdefault(code, set()).add(state)
    names = ("hidden", "low", "high", "shielded")
    return pd.DataFrame(
        [(code, mode, *(name in held for name in names)) for code, held in sorted(states.items())],
        columns=["unit_code", "mode", *names],
    )


def _rows(shares: Mapping[int, Mapping[str, float]], n: Mapping[int, int]) -> dict[str, Vector]:
    rows: dict[str, dict[int, float]] = {}
    for unit_id in n:
        for code, share in shares[unit_id].items():
            rows.setdefault(code, {})[unit_id] = share
    return dict(rows)


def _area_rows(places: Places, n: Mapping[int, int]) -> dict[str, Vector]:
    communes = _rows(places.today, n)
    areas: dict[str, Vector] = {}
    for area, codes in places.areas.items():
        row: dict[int, float] = {}
        for code in codes:
            for unit_id, share in communes.get(code, {}).items():
                row[unit_id] = row.get(unit_id, 0.0) + share
        if row:
            areas[area] = row
    return areas


def _read(areas: Mapping[str, Vector], secret: frozenset[str]) -> ReadToday:
    return ReadToday(
        shown=[row for code, row in areas.items() if code not in secret],
        withheld=[row for code, row in areas.items() if code in secret],
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

    def too_few(groups: Floats) -> Bools:
        sums = groups @ people
        return (sums > _EPSILON) & (sums < minimum - _EPSILON)

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

    def nearly(groups: Floats) -> tuple[Bools, Bools]:
        of, reached = groups @ people, groups @ can
        small = (of > _EPSILON) & (of < SMALL - _EPSILON)
        return small & (reached <= FEW + _EPSILON), small & (of - reached <= FEW + _EPSILON)

    def telling(groups: Floats) -> Bools:
        none, everybody = nearly(groups)
        return none | everybody

    unsafe = _unsafe(rows, today, n, telling, hidden) - hidden
    facts = {unit_id: place for place, unit_id in enumerate(sorted(n))}
    coded = {}
    for code in unsafe:
        none, everybody = nearly(_dense(rows[code], facts)[None, :])
        coded[code] = "low" if none[0] else "high" if everybody[0] else "shielded"
    return coded


def _unsafe(
    rows: Mapping[str, Vector],
    today: ReadToday,
    n: Mapping[int, int],
    telling: Callable[[Floats], Bools],
    hidden_before: frozenset[str],
) -> frozenset[str]:
    """The units to leave out, so that the largest that can stand together do."""
    facts = {unit_id: place for place, unit_id in enumerate(sorted(n))}
    people = _values(n, n)
    candidates = {code: _dense(row, facts) for code, row in rows.items()}
    full = [code for code, row in candidates.items() if row.any()]
    too_few = {
        code for code in full if code in hidden_before or telling(candidates[code][None, :])[0]
    }
    known = _stacked([_dense(row, facts) for row in today.shown], len(facts))
    # What today's tables say of single facts is known: the rest is what could be found out.
    open_ = ~_alone(_row_space(known))
    secret = [_dense(row, facts) * open_ for row in today.withheld]
    secret += [candidates[code] * open_ for code in too_few]
    read = np.unique(np.round(known * open_, 9), axis=0)
    accepted = _leaks(read, secret, telling)
    shown = set()
    for code in sorted(set(full) - too_few, key=lambda code: (-candidates[code] @ people, code)):
        more = np.vstack([read, candidates[code] * open_])
        if _leaks(more, secret, telling) <= accepted:
            read = more
            shown.add(code)
    return frozenset(full) - shown


def _leaks(
    known: Floats, secret: Sequence[Floats], telling: Callable[[Floats], Bools]
) -> set[tuple[int, ...]]:
    """The groups of facts that can be computed and must not be, each as the places of its facts."""
    basis = _row_space(known)
    alone = _alone(basis)
    found: set[tuple[int, ...]] = {
        (int(place),) for place in np.flatnonzero(alone & telling(np.eye(known.shape[1])))
    }
    for row in secret:
        rest = row - basis.T @ (basis @ row)
        if row.any() and np.linalg.norm(rest) < _EPSILON * max(1.0, float(np.linalg.norm(row))):
            found.add(_places(row))
    return found | _telling_differences(known * ~alone, telling)


def _alone(basis: Floats) -> Bools:
    """The facts that can be computed one by one."""
    found: Bools = np.einsum("ij,ij->j", basis, basis) > 1 - _EPSILON
    return found


def _stacked(rows: Sequence[Floats], facts: int) -> Floats:
    return np.vstack([np.zeros((1, facts)), *rows])


def _telling_differences(rows: Floats, telling: Callable[[Floats], Bools]) -> set[tuple[int, ...]]:
    """Groups that are one figure, or one figure minus another, without what is known anyway."""
    rows = np.unique(np.round(rows, 9), axis=0)
    every = np.vstack([rows, np.zeros((1, rows.shape[1]))])
    found: set[tuple[int, ...]] = set()
    for row in rows:
        differences = row - every
        parts = differences[(differences >= -_EPSILON).all(axis=1)]
        found |= {_places(np.round(part, 6)) for part in parts[telling(parts)]}
    return found


def _row_space(rows: Floats) -> Floats:
    """An orthonormal basis of everything that adding and subtracting these figures gives."""
    _, sizes, directions = np.linalg.svd(rows, full_matrices=False)
    basis: Floats = directions[sizes > _EPSILON * max(1.0, float(sizes.max(initial=0.0)))]
    return basis


def _dense(row: Vector, facts: Mapping[int, int]) -> Floats:
    dense = np.zeros(len(facts))
    for unit_id, share in row.items():
        if unit_id in facts:
            dense[facts[unit_id]] = share
    return dense


def _values(of: Mapping[int, int], facts: Mapping[int, int]) -> Floats:
    return np.array([of.get(unit_id, 0) for unit_id in sorted(facts)], dtype=float)


def _places(row: Floats) -> tuple[int, ...]:
    return tuple(int(place) for place in np.flatnonzero(row))
