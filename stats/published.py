"""The one gate outwards: charts, tables, captions and exports take `Published` and nothing else."""

from collections.abc import Collection, Sequence
from dataclasses import InitVar, dataclass, replace

import pandas as pd

from domain.people import Mode
from stats.disclosure import Status, can_be_computed, withhold
from stats.told import refuse_telling

_GATE = object()


@dataclass(frozen=True)
class Context:
    """
    What must be said beside every figure.

    `measure` and `boundary_view` are text keys' last parts, not sentences; `period` and `source`
    are already readable. `modes` are those in the table, the main one first.
    """

    source: str
    period: str
    measure: str
    boundary_view: str
    simulated: bool
    minimum: int  # people; fewer are never shown
    modes: tuple[Mode, ...] = (Mode.SELF,)

    def __post_init__(self) -> None:
        if self.minimum < 1 or not self.modes:
            raise ValueError(f"a context needs a minimum and a mode: {self}")


@dataclass(frozen=True, eq=False)
class Published:
    """
    A table that may be seen by its reader. Only `publish` makes one, or restores one it made.

    `table`: one row per unit (and mode, and group), measures missing unless `status` is "shown".
    `n_total`: determined people of the main mode over all units, or None when that would be, or
    would give away, a group under the minimum; in a table of groups, of the largest group.
    """

    table: pd.DataFrame
    notes: Context
    n_total: int | None
    gate: InitVar[object]

    def __post_init__(self, gate: object) -> None:
        if gate is not _GATE:
            raise ValueError("figures are published by stats.published.publish only")

    def without(self, unit_code: str) -> "Published":
        """The same table without one unit, as a chart of parts leaves out their total."""
        kept = self.table[self.table["unit_code"] != unit_code].reset_index(drop=True)
        return replace(self, table=kept, gate=_GATE)

    def only(self, unit_codes: Collection[str]) -> "Published":
        """
        The same table with these units alone; `n_total` is of those that are shown.

        A part of what may be seen may be seen, and so may the sum of its figures.
        """
        kept = self.table[self.table["unit_code"].isin(unit_codes)].reset_index(drop=True)
        main = kept[kept["mode"] == self.notes.modes[0].value]
        people = int(main["n"].fillna(0).sum())
        return replace(self, table=kept, n_total=people or None, gate=_GATE)

    def units_with(self, *statuses: Status) -> int:
        """How many units of the main mode have one of these (in a table of groups: in any)."""
        main, wanted = self.notes.modes[0].value, {status.value for status in statuses}
        rows = zip(*(self.table[name] for name in ("unit_code", "mode", "status")), strict=True)
        return len({code for code, mode, status in rows if mode == main and status in wanted})


def joined(parts: Sequence[Published]) -> Published:
    """
    Published tables of different units, said of in the same words, one below the other.

    Raises:
        ValueError: there are none, or what must be said beside them differs.
    """
    if any(part.notes != parts[0].notes for part in parts[1:]):
        raise ValueError("tables with different notes stand apart")
    table = pd.concat([part.table for part in parts], ignore_index=True)
    people = sum(part.n_total or 0 for part in parts)
    return replace(parts[0], table=table, n_total=people or None, gate=_GATE)


def publish(
    table: pd.DataFrame,
    notes: Context,
    *,
    total_code: str | None = None,
    held: pd.DataFrame | None = None,
) -> Published:
    """
    The table as it may be seen, with what must be said beside it.

    Args:
        table: as `attainment`, `profile` or `with_coverage` make it.
        total_code: the unit that is the sum of the others, if the table has one.
        held: as `withhold` takes it.

    Raises:
        ValueError: a column has no disclosure rule, or a mode is not named in the notes.
    """
    unnamed = set(table["mode"]) - {mode.value for mode in notes.modes}
    if unnamed:
        raise ValueError(f"modes not named in the notes: {sorted(unnamed)}")
    safe = withhold(table, notes.minimum, total_code, held=held)
    statuses = safe["status"].set_axis(table.index)
    return Published(safe, notes, _n_total(table, statuses, notes, total_code), gate=_GATE)


def restored(table: pd.DataFrame, notes: Context, n_total: int | None) -> Published:
    """
    A table that was published and kept; what it tells is judged again.

    Raises:
        ValueError: it tells what may not be told (`stats.told`), or a mode is not in the notes.
    """
    refuse_telling(table, notes.minimum)
    if set(table["mode"]) - {mode.value for mode in notes.modes}:
        raise ValueError("modes not named in the notes")
    if n_total is not None and n_total < notes.minimum:
        raise ValueError("fewer people than the minimum")
    return Published(table, notes, n_total, gate=_GATE)


def _n_total(
    table: pd.DataFrame, statuses: pd.Series, notes: Context, total_code: str | None
) -> int | None:
    main = table[table["mode"] == notes.modes[0].value]
    total = main[main["unit_code"] == total_code]
    if len(total) == 1:
        hidden = statuses[total.index[0]] == Status.WITHHELD
        people = round(float(total["n"].iloc[0]))
        return None if hidden or people < notes.minimum else people
    rows = main[main["unit_code"] != total_code]
    largest = rows.loc[rows.groupby("unit_code", sort=False)["n"].idxmax()]
    people = round(float(largest["n"].sum()))
    told = can_be_computed(largest, statuses, notes.minimum)
    return None if people < notes.minimum or told else people
