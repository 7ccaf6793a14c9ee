"""
What a map can show of each unit: a rate, or what follows from rates that may be seen themselves.

Everything here is made of `Published`, so no figure exists that a reader could not compute.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import pandas as pd

from domain.people import Mode
from domain.targets import EVERYONE
from stats.change import CLEAR, verdicts
from stats.checked import Measure as CheckedFigure
from stats.disclosure import Status
from stats.intervals import difference
from stats.published import Context, Published


class Measure(StrEnum):
    """What a map shows; the value is the code in links."""

    REACHED = "dat"
    GROUP_0 = "nhom-0"
    GROUP_1 = "nhom-1"
    GROUP_2 = "nhom-2"
    GROUP_3 = "nhom-3"
    GROUP_4 = "nhom-4"
    GROUP_5 = "nhom-5"
    AI = "nhom-ai"
    COVERAGE = "do-phu"
    CHANGE = "thay-doi"
    TARGET = "muc-tieu"
    GAP = "lech"
    REPORTED = "bao-cao"


class Refusal(StrEnum):
    """Why a combination is not published."""

    GROUP_OF_EVERYONE = "group_of_everyone"  # groups are guarded for everyone together only
    COVERAGE_OF_EVERYONE = "coverage_of_everyone"
    GAP_OF_EVERYONE = "gap_of_everyone"
    GAP_NOT_PROXY = "gap_not_proxy"
    REPORTED_AS_IS = "reported_as_is"
    PROVINCES_ONLY = "provinces_only"
    TODAY_ONLY = "today_only"
    NO_TARGET = "no_target"
    NO_EARLIER = "no_earlier"


GROUP_OF = {
    Measure.GROUP_0: "0", Measure.GROUP_1: "1", Measure.GROUP_2: "2", Measure.GROUP_3: "3",
    Measure.GROUP_4: "4", Measure.GROUP_5: "5", Measure.AI: "ai",
}  # fmt: skip
# Who reaches the basic level can every group: less those, the able of one group are few people in
# a commune, and no guard of releases judged that rest.
_GROUPS = frozenset(GROUP_OF) - {Measure.AI}
OF_PROVINCES = frozenset({Measure.COVERAGE, Measure.GAP, Measure.REPORTED}) | _GROUPS
POINTS = frozenset({Measure.CHANGE, Measure.TARGET, Measure.GAP})  # differences, with a sign
_COLUMNS = ["unit_code", "unit_name", "status", "n", "value", "low", "high"]


@dataclass(frozen=True)
class Aim:
    """The percentage a document asks of an audience of a place."""

    percent: float
    document: str


@dataclass(frozen=True, eq=False)
class Measured:
    """
    One measure of each unit.

    `table`: unit_code, unit_name, status, n (people), value (percent, or points for POINTS), low
    and high (its 95 % interval; missing where there is none), and estimated where that is known.
    A value stands only where the figures it is made of are shown; `told` counts those rows.
    """

    measure: Measure
    table: pd.DataFrame
    notes: Context
    n_total: int | None

    @property
    def told(self) -> int:
        """How many units have a value."""
        return int(self.table["value"].notna().sum())

    def only(self, unit_codes: Collection[str]) -> "Measured":
        """These units alone; `n_total` is of those that are shown, as in `Published.only`."""
        kept = self.table[self.table["unit_code"].isin(unit_codes)].reset_index(drop=True)
        people = int(kept["n"].fillna(0).sum())
        return replace(self, table=kept, n_total=people or None)

    def named(self, *statuses: Status) -> list[str]:
        """The names of the units with one of these."""
        wanted = self.table["status"].isin([status.value for status in statuses])
        return self.table.loc[wanted, "unit_name"].tolist()


def refused(
    measure: Measure, *, audience: str, mode: Mode, of_provinces: bool, today: bool
) -> Refusal | None:
    """
    Why this is not published; None when the guard of releases judged it, for each unit.

    Releases guard the outcome by audience and mode, groups by mode alone (`db.models.Withholding`);
    older boundaries hold the outcome of everyone who answers alone.
    """
    everyone = audience == EVERYONE
    plain = everyone and mode is Mode.SELF
    told = {
        Refusal.TODAY_ONLY: not today and not (plain and measure is Measure.REACHED),
        Refusal.PROVINCES_ONLY: measure in OF_PROVINCES and not of_provinces,
        Refusal.GROUP_OF_EVERYONE: measure in GROUP_OF and not everyone,
        Refusal.COVERAGE_OF_EVERYONE: measure is Measure.COVERAGE and not plain,
        Refusal.GAP_OF_EVERYONE: measure is Measure.GAP and not everyone,
        Refusal.GAP_NOT_PROXY: measure is Measure.GAP and mode is Mode.PROXY,
        Refusal.REPORTED_AS_IS: measure is Measure.REPORTED and not plain,
    }
    return next((why for why, holds in told.items() if holds), None)


def rates(measure: Measure, published: Published) -> Measured:
    """The rate itself, with its interval; a bound stays the bound it is."""
    table = published.table
    return _measured(measure, published, table["percent"], table["low"], table["high"])


def coverage(published: Published) -> Measured:
    """People reached per population; no interval, for nobody was drawn by chance."""
    nothing = pd.Series(np.nan, index=published.table.index)
    return _measured(
        Measure.COVERAGE, published, published.table["coverage"], nothing, nothing.copy()
    )


def change(before: Published, now: Published) -> Measured:
    """Points gained since an earlier round, where both rates are shown as they are."""
    earlier = _exact(before).set_index("unit_code").reindex(now.table["unit_code"])
    start = tuple(
        pd.Series(earlier[name].to_numpy(), index=now.table.index)
        for name in ("percent", "low", "high")
    )
    end = tuple(_exact(now)[name] for name in ("percent", "low", "high"))
    low, high = difference(start, end)  # type: ignore[arg-type]
    return _measured(Measure.CHANGE, now, end[0] - start[0], low, high)


def target_distance(published: Published, aims: Mapping[str, Aim]) -> Measured:
    """
    Points above the target of a unit's audience, below it negative; see `Aim`.

    Args:
        aims: unit code → what is asked there; a unit without one has no value.
    """
    rows = _exact(published)
    asked = pd.Series(
        [aims[code].percent if code in aims else np.nan for code in rows["unit_code"]],
        index=rows.index,
    )
    parts = (rows[name] - asked for name in ("percent", "low", "high"))
    return _measured(Measure.TARGET, published, *parts)


def gap(published: Published, group: str, mode: Mode) -> Measured:
    """Points by which fewer (negative) show a group of skills than claim it, of those checked."""
    table = published.table
    wanted = (
        (table["figure"] == CheckedFigure.SHOWN.value)
        & (table["group"] == group)
        & (table["mode"] == mode.value)
    )
    rows = table[wanted].reset_index(drop=True)
    people = int(rows["n"].fillna(0).sum())
    notes = replace(published.notes, modes=(mode,))
    parts = {"value": rows["gap"], "low": rows["gap_low"], "high": rows["gap_high"]}
    return Measured(Measure.GAP, rows.assign(**parts)[_COLUMNS], notes, people or None)


def beyond_chance(table: pd.DataFrame) -> pd.Series:
    """Whether a difference is more than chance (`stats.change`); false where there is none."""
    return verdicts(table["low"], table["high"]).isin(CLEAR)


def _exact(published: Published) -> pd.DataFrame:
    """The rates that are shown as they are; a bound is no figure to subtract from."""
    table = published.table
    figures = ["percent", "low", "high"]
    shown = table["status"] == Status.SHOWN.value
    return table[["unit_code"]].join(table[figures].astype(float).where(shown, np.nan))


def _measured(
    measure: Measure, published: Published, value: pd.Series, low: pd.Series, high: pd.Series
) -> Measured:
    """
    Raises:
        ValueError: a unit has several rows: of modes or groups that would be mixed.
    """
    table = published.table
    if table["unit_code"].duplicated().any():
        raise ValueError("a map shows one figure of each unit")
    figures = {"value": value, "low": low, "high": high}
    kept = [*_COLUMNS, *(["estimated"] if "estimated" in table else [])]
    numbers = {name: column.astype(float) for name, column in figures.items()}
    return Measured(measure, table.assign(**numbers)[kept], published.notes, published.n_total)
