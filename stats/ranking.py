"""
Boards of units in tiers that chance alone does not make, and who may not stand on them, and why.

A unit is never given a place 1…n. `docs/method.md` has the rules in words.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from domain.people import Audience, Mode
from stats.disclosure import Status
from stats.intervals import wilson
from stats.published import Published


class Board(StrEnum):
    """What units are compared by."""

    PROGRESS = "progress"  # change of the rate since the earlier campaign
    REACH = "reach"  # share of the hard group among the people counted
    ABILITY = "ability"  # standardised rate


FIGURES = {
    Board.PROGRESS: ("change", "change_low", "change_high"),
    Board.REACH: ("hard_percent", "hard_low", "hard_high"),
    Board.ABILITY: ("standardised", "standardised_low", "standardised_high"),
}
CRUDE = ("percent", "low", "high")
# Outside school, firm and office: nobody has a list of them, so they are the hardest to reach.
# Age is not in the rollup that readers see; a finer rule needs it there first.
HARD_AUDIENCES = (Audience.CITIZEN,)


class Standing(StrEnum):
    """Whether a unit stands on a board, or why not; the first reason that holds."""

    RANKED = "ranked"
    NO_DATA = "no_data"
    WITHHELD = "withheld"
    CHECKED = "checked"  # being looked at: no tier until somebody has
    ONE_HELPER = "one_helper"  # being looked at too: nearly everybody came by one helper
    LOPSIDED = "lopsided"
    TOO_FEW = "too_few"
    LOW_COVERAGE = "low_coverage"
    NO_FIGURE = "no_figure"


@dataclass(frozen=True)
class Rules:
    """Who may stand on a board, and what looks odd; all thresholds in one place."""

    minimum_people: int = 30  # determined people
    minimum_coverage: float = 0.01  # percent of the population, where one is known
    most_straight: float = 0.25  # share of people with one and the same answer throughout
    most_fast: float = 0.25  # share of people faster than reading allows
    most_over: float = 0.10  # how much larger than in the whole one audience's share may surely be
    by_one_helper: float = 0.80  # share of all people counted, whatever the mode, by one pass
    people_by_one_helper: int = 30  # fewer are one family day, not a pattern


def rank(
    published: Published,
    board: Board,
    rules: Rules,
    *,
    lopsided: frozenset[str] = frozenset(),
    odd: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """
    Where each unit of a published table stands on a board; made of published figures only.

    Args:
        published: units with FIGURES of the board, without their total.
        lopsided: units as `lopsided_units` finds them.
        odd: unit_code, straight, fast, by_one (people of the busiest helper's pass), people; or
            None when nothing is known.

    Columns: unit_code, unit_name, n, value, low, high, standing (Standing), tier (1 = highest,
    missing unless ranked), above and below (units whose whole interval lies lower or higher than
    this one's: the places that are certain), in the order of the table.
    """
    standings = _standings(published.table, FIGURES[board][0], rules, lopsided, odd)
    return _in_tiers(published.table, FIGURES[board], standings)


def rank_crude(published: Published, rules: Rules) -> pd.DataFrame:
    """
    Where each unit stands by its rate as it is; columns as `rank`.

    For units of another day, of which no figures by audience exist: nothing is standardised, and
    nobody can see whether one audience or odd answers decide. A rate that is a bound has no tier.
    """
    exact = published.table["status"] == Status.SHOWN.value
    figures = {name: published.table[name].where(exact) for name in CRUDE}
    table = published.table.assign(**figures)
    return _in_tiers(table, CRUDE, _standings(table, CRUDE[0], rules, frozenset(), None))


def _in_tiers(
    table: pd.DataFrame, figures: tuple[str, str, str], standings: NDArray[np.str_]
) -> pd.DataFrame:
    value, low, high = figures
    rows = table[["unit_code", "unit_name", "n"]].assign(
        value=table[value], low=table[low], high=table[high], standing=standings
    )
    ranked = (rows["standing"] == Standing.RANKED.value).to_numpy()
    inside = rows[ranked]
    rows["tier"] = pd.Series(tiers(inside), index=inside.index, dtype="Int64")
    above, below = sure_places(inside)
    rows["below"] = pd.Series(below, index=inside.index, dtype="Int64")
    rows["above"] = pd.Series(above, index=inside.index, dtype="Int64")
    return rows


def tiers(rows: pd.DataFrame) -> NDArray[np.int64]:
    """
    The tier of each row: 1 for the highest values.

    Two units whose values lie inside each other's interval share a tier, and tiers do not
    interleave: sorted by value, a new tier begins only where no such pair lies on both sides.
    That is the finest division with these two properties, and it depends on nothing else.

    Args:
        rows: value, low, high; none missing.
    """
    value, low, high = (rows[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
    order = np.argsort(-value, kind="stable")
    value, low, high = value[order], low[order], high[order]
    inside = (low[:, None] <= value[None, :]) & (value[None, :] <= high[:, None])
    alike = inside & inside.T
    np.fill_diagonal(alike, val=True)  # an interval rounded to miss its own value
    furthest = len(value) - 1 - np.argmax(alike[:, ::-1], axis=1) if len(value) else order
    begins = np.arange(1, len(value)) > np.maximum.accumulate(furthest)[:-1]
    number = np.ones(len(value), dtype=np.int64)
    number[1:] += np.cumsum(begins)
    result = np.empty_like(number)
    result[order] = number
    return result


def sure_places(rows: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How many of the rows lie surely above each, and how many surely below: intervals apart."""
    low, high = rows["low"].to_numpy(dtype=float), rows["high"].to_numpy(dtype=float)
    apart = low[:, None] > high[None, :]
    return apart.sum(axis=0), apart.sum(axis=1)


def hard_to_reach(counts: pd.DataFrame) -> pd.DataFrame:
    """
    How many of the people counted, in whatever mode, belong to the hard group.

    Columns: unit_code, unit_name, hard, rest (people), hard_percent, hard_low, hard_high (95 %
    Wilson); missing where nobody was counted.
    """
    is_hard = counts["audience"].isin([audience.value for audience in HARD_AUDIENCES])
    people = counts.assign(
        hard=counts["people"].where(is_hard, 0), rest=counts["people"].mask(is_hard, 0)
    )
    by = ["unit_code", "unit_name"]
    rows = people.groupby(by, sort=False)[["hard", "rest"]].sum().reset_index()
    everyone = rows["hard"] + rows["rest"]
    low, high = wilson(rows["hard"], everyone)
    share = 100 * rows["hard"] / everyone.where(everyone > 0, np.nan)
    return rows.assign(hard_percent=share, hard_low=low, hard_high=high)


def lopsided_units(
    counts: pd.DataFrame, standard: pd.Series, rules: Rules, *, mode: Mode = Mode.SELF
) -> frozenset[str]:
    """
    Units of which one audience makes up far more than of the whole, and not by chance.

    A full school or factory would else decide the figure of its commune: the low end of the
    audience's share (95 % Wilson) exceeds its share of the standard by more than `most_over`.
    """
    asked = counts[counts["mode"] == mode.value]
    rows = asked[["unit_code", "audience"]].assign(n=asked["people"] - asked["undetermined"])
    everyone = rows.groupby("unit_code")["n"].transform("sum")
    low, _ = wilson(rows["n"], everyone)
    usual = rows["audience"].map(standard).fillna(0).astype(float)
    over = low > 100 * (usual + rules.most_over)
    return frozenset(rows.loc[over, "unit_code"])


def _standings(
    table: pd.DataFrame,
    value: str,
    rules: Rules,
    lopsided: frozenset[str],
    odd: pd.DataFrame | None,
) -> NDArray[np.str_]:
    coverage = table["coverage"] if "coverage" in table else pd.Series(np.nan, index=table.index)
    n = table["n"].astype("Float64").fillna(0)
    reasons = {
        Standing.NO_DATA: table["status"] == "no_data",
        Standing.WITHHELD: table["status"] == "withheld",
        Standing.CHECKED: table["unit_code"].isin(_odd_units(odd, rules)),
        Standing.ONE_HELPER: table["unit_code"].isin(_units_of_one_helper(odd, rules)),
        Standing.LOPSIDED: table["unit_code"].isin(lopsided),
        Standing.TOO_FEW: n < rules.minimum_people,
        Standing.LOW_COVERAGE: coverage < rules.minimum_coverage,
        Standing.NO_FIGURE: table[value].isna(),
    }
    return np.select(
        [reason.to_numpy(dtype=bool) for reason in reasons.values()],
        [standing.value for standing in reasons],
        default=Standing.RANKED.value,
    )


def _odd_units(odd: pd.DataFrame | None, rules: Rules) -> frozenset[str]:
    """Units with too many straight-lined or too fast people."""
    if odd is None or odd.empty:
        return frozenset()
    return units_straight(odd, rules) | units_fast(odd, rules)


def units_straight(odd: pd.DataFrame, rules: Rules) -> frozenset[str]:
    """Units where too many gave one and the same answer throughout."""
    return frozenset(odd.loc[_share(odd, "straight") > rules.most_straight, "unit_code"])


def units_fast(odd: pd.DataFrame, rules: Rules) -> frozenset[str]:
    """Units where too many were faster than reading allows."""
    return frozenset(odd.loc[_share(odd, "fast") > rules.most_fast, "unit_code"])


def _units_of_one_helper(odd: pd.DataFrame | None, rules: Rules) -> frozenset[str]:
    if odd is None or odd.empty or "by_one" not in odd:
        return frozenset()
    return units_of_one_helper(odd, rules)


def units_of_one_helper(odd: pd.DataFrame, rules: Rules) -> frozenset[str]:
    """Units of which one helper brought nearly everybody."""
    enough = odd["by_one"] >= rules.people_by_one_helper
    return frozenset(odd.loc[enough & (_share(odd, "by_one") >= rules.by_one_helper), "unit_code"])


def _share(odd: pd.DataFrame, column: str) -> pd.Series:
    """Of everybody counted in a unit; of nobody there is none."""
    return odd[column] / odd["people"].where(odd["people"] > 0, np.nan).astype(float)
