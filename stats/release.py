"""
Which new answers may be published now, so that yesterday's figures and today's tell of nobody.

Published figures stand still until they can move by at least the minimum: whoever subtracts two
days of any table, of any area or audience, is left with nobody or with that many people. New
answers of a place and audience are published together or wait together.
"""

from dataclasses import dataclass

import numpy as np

from stats.guard import Bools, Ints, Sums, hide
from stats.lattice import Places, with_audiences

EVERYONE = 0  # column of a table of audiences


@dataclass(frozen=True, eq=False)
class Figures:
    """
    People per place: `people` (places, 1 + audiences) with everyone first, `groups` (places, 7).

    The first counts those whose outcome is determined, the second those whose level in a group is;
    `present`, shaped as the first, counts everybody.
    """

    people: Ints
    groups: Ints
    present: Ints


def figures(places: Places, people: Ints, groups: Ints, present: Ints) -> Figures:
    """From the communes' people and present (communes, audiences), groups (…, 7)."""
    return Figures(
        places.up(_with_everyone(people)),
        places.up(groups.sum(axis=1)),
        places.up(_with_everyone(present)),
    )


def _with_everyone(of_audiences: Ints) -> Ints:
    return np.concatenate([of_audiences.sum(axis=1, keepdims=True), of_audiences], axis=1)


@dataclass(frozen=True, eq=False)
class Seen:
    """Which figures readers know from the last release; shapes as in `Figures`."""

    people: Bools
    groups: Bools


def publishable(
    places: Places,
    before: Figures,
    change: tuple[Ints, Ints, Ints],
    changed: Bools,
    seen: Seen,
    minimum: int,
) -> Bools:
    """
    The communes' audiences whose changes may be published now: (communes, audiences).

    Args:
        before: the published figures.
        change: what publishing everything would add, as `figures` takes it; negative where people
            withdrew.
        changed: whether anything at all changed there.
        seen: the figures that readers know.
    """
    people, groups, present = change
    across = with_audiences(places, people.shape[1] + 1)
    chosen = changed.copy()
    while chosen.any():
        step = figures(places, people * chosen, groups * chosen[:, :, None], present * chosen)
        touched = _touched(places, chosen)
        telling = _telling(before.people, step.people, touched, seen.people, across, minimum)
        of_groups = np.zeros(len(places.codes), bool)
        for column in range(groups.shape[2]):
            of_groups |= _telling(
                before.groups[:, [column]],
                step.groups[:, [column]],
                touched[:, [EVERYONE]],
                seen.groups[:, [column]],
                places.sums,
                minimum,
            )[:, 0]
        telling[:, EVERYONE] |= of_groups
        below = places.down(telling)
        held = chosen & (below[:, 1:] | below[:, [EVERYONE]])
        if not held.any():
            break
        chosen &= ~held
    return chosen


def hidden_figures(places: Places, now: Figures, seen: Seen, minimum: int) -> Seen:
    """Which of the figures are hidden from now on, True = hidden; what was seen is hidden last."""
    across = with_audiences(places, now.people.shape[1])
    too_few = (now.present > 0) & (now.people < minimum)
    people = _hidden(places, now.people, across, seen.people, too_few, minimum)
    somebody = now.present[:, EVERYONE] > 0
    groups = [
        _hidden(
            places,
            n[:, None],
            places.sums,
            seen.groups[:, [group]],
            (people[:, EVERYONE] | (somebody & (n < minimum)))[:, None],
            minimum,
        )[:, 0]
        for group, n in enumerate(now.groups.T)
    ]
    return Seen(people, np.stack(groups, axis=1))


def _hidden(
    places: Places, values: Ints, sums: Sums, seen: Bools, also: Bools, minimum: int
) -> Bools:
    """`stats.guard.hide` for a table of places × columns, pieces of one place all or none."""
    remembered = np.zeros(values.shape, bool)
    remembered[sorted(places.past)] = True
    kept = sorted(places.as_seen)
    also = also.copy()
    also[kept] |= ~seen[kept] & (values[kept] > 0)
    while True:
        hidden = hide(
            values.ravel(),
            sums,
            minimum,
            hidden_before=~seen.ravel(),
            also=also.ravel(),
            never=(remembered & seen).ravel(),
        ).reshape(values.shape)
        told = _pieces_told(places, hidden)
        if not (told & ~hidden).any():
            return hidden
        also = also | told


def _pieces_told(places: Places, hidden: Bools) -> Bools:
    """Pieces that would tell of a hidden one, or of the hidden place they are pieces of."""
    told = np.zeros_like(hidden)
    for whole, pieces in places.divided:
        told[list(pieces)] |= hidden[[whole, *pieces]].any(axis=0)
    return told


def _touched(places: Places, chosen: Bools) -> Bools:
    """Where anything changes, for every place and (everyone, audience)."""
    return places.up(_with_everyone(chosen.astype(np.int64))) > 0


def _telling(
    before: Ints, step: Ints, touched: Bools, seen: Bools, sums: Sums, minimum: int
) -> Bools:
    """The cells whose step tells of fewer than the minimum, by itself or by subtraction."""
    small = touched & (np.abs(step) < minimum)
    after = before + step
    unknown = ~seen & (after > 0) & ~((before == 0) & (after >= minimum))
    result = small & seen
    flat = unknown.ravel()
    rest = sums.added(np.where(flat, step.ravel(), 0))
    moved = sums.added(flat & touched.ravel()) > 0
    bad = moved & (np.abs(rest) < minimum) & seen.ravel()[sums.total]
    guilty = bad[sums.of] & flat[sums.part] & touched.ravel()[sums.part]
    cells = result.ravel()
    cells[sums.part[guilty]] = True
    return cells.reshape(result.shape)
