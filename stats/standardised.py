"""
The rate a unit would have with the audience mix of its province: direct standardisation.

A commune that asked mostly pupils is compared with one that asked mostly farmers as if both had
asked the same mix.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from domain.people import Mode
from stats.intervals import wilson

LARGEST_GAP = 0.25  # share of the standard a unit may lack and still be standardised
COLUMNS = ("standardised", "standardised_low", "standardised_high")

Stratum = tuple[float, float, float]  # determined people, of them reached, weight in the standard
Cell = tuple[str, str]  # unit code and audience


def audience_mix(counts: pd.DataFrame, *, mode: Mode = Mode.SELF) -> pd.Series:
    """
    The standard: audience → its share (0-1) of the determined people of one mode.

    Empty when nobody is determined.

    Args:
        counts: unit_code, audience, mode, people, reached, undetermined; any number of units.
    """
    asked = counts[counts["mode"] == mode.value]
    n = (asked["people"] - asked["undetermined"]).groupby(asked["audience"]).sum()
    return n[n > 0] / n.sum() if n.sum() else n[n > 0].astype(float)


def standardised(
    counts: pd.DataFrame,
    standard: pd.Series,
    *,
    minimum: int,
    held: frozenset[Cell] = frozenset(),
    mode: Mode = Mode.SELF,
) -> pd.DataFrame:
    """
    The directly standardised rate of each unit, in the order the units first appear.

    The strata are audiences. Those held back are merged into one, so that the result follows from
    what may be seen: the shown audiences and the unit as a whole. Then strata of fewer than
    `minimum` people are merged, the smallest with the next smallest: their weights add up and
    their people are one stratum. A rate is missing when one stratum of several is left (nothing is
    standardised then), or when audiences that make up more than LARGEST_GAP of the standard have
    nobody at all.

    The interval is MOVER over Wilson limits: Zou & Donner (2008), Statistics in Medicine 27:
    1693-1702; for strata Yan & Su (2010), Statistics in Biopharmaceutical Research 2: 329-335.
    With one stratum it is Wilson's, and it never leaves 0-100.

    Args:
        counts: as `audience_mix` takes them.
        held: the units' audiences whose own rate may not be seen.

    Columns: unit_code, then COLUMNS (percent 0-100, unrounded, missing as said).
    """
    codes = counts["unit_code"].drop_duplicates().tolist()
    by_unit = _strata(counts, standard, mode)
    kept = [
        _merged(
            [stratum for audience, stratum in strata.items() if (code, audience) not in held],
            [stratum for audience, stratum in strata.items() if (code, audience) in held],
            minimum,
        )
        for code, strata in ((code, by_unit.get(code, {})) for code in codes)
    ]
    rows = [(place, *stratum) for place, strata in enumerate(kept) for stratum in strata]
    table = pd.DataFrame({"unit_code": codes})
    return table.assign(**dict(zip(COLUMNS, _weighted(rows, len(codes)), strict=True)))


def _strata(counts: pd.DataFrame, standard: pd.Series, mode: Mode) -> dict[str, dict[str, Stratum]]:
    """Each unit's strata, one per audience of the standard, also those nobody is in."""
    asked = counts[counts["mode"] == mode.value]
    seen: dict[Cell, tuple[float, float]] = {}
    columns = ["unit_code", "audience", "people", "undetermined", "reached"]
    rows = zip(*(asked[name].tolist() for name in columns), strict=True)
    for code, audience, people, undetermined, reached in rows:
        n, able = seen.get((code, audience), (0, 0))
        seen[code, audience] = (n + people - undetermined, able + reached)
    weights = [(str(audience), float(weight)) for audience, weight in standard.items()]
    return {
        code: {
            audience: (*seen.get((code, audience), (0, 0)), weight) for audience, weight in weights
        }
        for code in asked["unit_code"].unique()
    }


def _merged(shown: list[Stratum], held: list[Stratum], minimum: int) -> list[Stratum]:
    """The strata without small ones; none when the unit cannot be standardised."""
    if sum(weight for n, _, weight in shown if n == 0) > LARGEST_GAP:
        return []
    left = sorted([*shown, *([_together(held)] if held else [])], key=lambda stratum: stratum[0])
    while len(left) > 1 and left[0][0] < minimum:
        left = sorted([_together(left[:2]), *left[2:]], key=lambda stratum: stratum[0])
    alone = len(shown) + len(held) == 1
    enough = len(left) > 1 or (alone and left[0][0] >= minimum)
    return left if enough else []


def _together(strata: Sequence[Stratum]) -> Stratum:
    n, able, weight = (sum(part) for part in zip(*strata, strict=True))
    return n, able, weight


def _weighted(
    rows: Sequence[tuple[int, float, float, float]], units: int
) -> list[NDArray[np.float64]]:
    """Rate, low and high of each unit from all strata; missing where a unit has none."""
    frame = pd.DataFrame(rows, columns=["unit", "n", "reached", "weight"])
    low, high = wilson(frame["reached"], frame["n"])
    share = 100 * frame["reached"].astype(float) / frame["n"].astype(float)
    weight = frame["weight"].astype(float)

    def summed(values: pd.Series) -> NDArray[np.float64]:
        unit = frame["unit"].to_numpy(dtype=np.int64)
        added = np.bincount(unit, weights=values.to_numpy(dtype=float), minlength=units)
        return added.astype(np.float64)

    has = np.bincount(frame["unit"].astype(int), minlength=units) > 0
    rate = np.where(has, summed(weight * share), np.nan)
    down = np.sqrt(summed((weight * (share - low)) ** 2))
    up = np.sqrt(summed((weight * (high - share)) ** 2))
    return [figure.clip(0, 100) for figure in (rate, rate - down, rate + up)]
