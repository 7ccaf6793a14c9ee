"""The one gate outwards: charts, tables, captions and exports take `Published` and nothing else."""

from collections.abc import Sequence
from dataclasses import InitVar, dataclass, replace

import pandas as pd

from domain.people import Mode
from stats.disclosure import Row, Status, can_be_computed, withhold

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
    A table that may be seen by its reader. Only `publish` makes one.

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

    def withheld(self) -> frozenset[Row]:
        """The rows that were answered and may not be seen."""
        hidden = self.table[self.table["status"] == Status.WITHHELD.value]
        return frozenset(zip(hidden["mode"], hidden["unit_code"], strict=True))

    def units_with(self, status: Status) -> int:
        """How many units of the main mode have this status (in a table of groups: in any group)."""
        main = self.table[self.table["mode"] == self.notes.modes[0].value]
        return int(main.loc[main["status"] == status.value, "unit_code"].nunique())


def publish(
    table: pd.DataFrame,
    notes: Context,
    *,
    total_code: str | None = None,
    margins: Sequence[frozenset[str]] = (),
    elsewhere: frozenset[Row] | None = None,
) -> Published:
    """
    The table as it may be seen, with what must be said beside it.

    Args:
        table: as `attainment`, `profile` or `with_coverage` make it.
        total_code: the unit that is the sum of the others, if the table has one.
        margins, elsewhere: as `withhold` takes them.

    Raises:
        ValueError: a column has no disclosure rule, or a mode is not named in the notes.
    """
    unnamed = set(table["mode"]) - {mode.value for mode in notes.modes}
    if unnamed:
        raise ValueError(f"modes not named in the notes: {sorted(unnamed)}")
    safe = withhold(table, notes.minimum, total_code, margins=margins, elsewhere=elsewhere)
    main = (table["unit_code"] != total_code) & (table["mode"] == notes.modes[0].value)
    statuses = safe["status"].set_axis(table.index)
    return Published(safe, notes, _n_total(table[main], statuses, notes.minimum), gate=_GATE)


def _n_total(rows: pd.DataFrame, statuses: pd.Series, minimum: int) -> int | None:
    largest = rows.loc[rows.groupby("unit_code", sort=False)["n"].idxmax()]
    total = int(largest["n"].sum())
    told = can_be_computed(largest, statuses, minimum)
    return None if total < minimum or told else total
