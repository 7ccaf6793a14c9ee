"""The figures of all boards in one table, before it goes through the disclosure gate."""

import numpy as np
import pandas as pd

from domain.people import Mode
from stats.attainment import attainment
from stats.intervals import difference
from stats.ranking import HARD_AUDIENCES, hard_to_reach
from stats.standardised import COLUMNS, Cell, audience_mix, standardised

EVERYONE = "everyone"  # the audience of a unit as a whole, in what is held back
_RATE = ["hidden", "low", "high", "shielded"]  # any of these keeps a rate from being seen exactly


def board_table(
    now: pd.DataFrame,
    before: pd.DataFrame | None,
    *,
    whole: tuple[str, str],
    minimum: int,
    held: pd.DataFrame | None = None,
    held_before: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """
    Every unit and the whole of them, with the figures of every board, ready for `publish`.

    Each figure is made of rates and numbers that may be seen themselves, so it tells nothing new.

    Args:
        now, before: counts by unit, audience and mode of two campaigns; None = no earlier one.
        whole: code and name of all units together.
        held, held_before: what is held back of the outcome: unit_code, audience (or EVERYONE),
            mode and the flags hidden, low, high, shielded.

    Columns: those of `attainment`, then standardised and its limits, before_percent,
    before_standardised, change (points) and its limits, hard_percent and its limits.
    """
    everything = _all_units(now, whole)
    table = _with_standardised(now, everything, whole, minimum, held)
    table = _beside(table, _earlier(before, whole, minimum, held_before))
    start = tuple(table[f"before_{name}"] for name in ("percent", "low", "high"))
    end = tuple(table[name] for name in ("percent", "low", "high"))
    table["change"] = table["percent"] - table["before_percent"]
    table["change_low"], table["change_high"] = difference(start, end)  # type: ignore[arg-type]
    table = _with_hard(table, everything, minimum, held)
    return table.drop(columns=["before_low", "before_high"])


def mix_table(
    counts: pd.DataFrame, *, whole: tuple[str, str], minimum: int, held: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The rates and the hard group of `board_table` alone; arguments and columns as there."""
    everything = _all_units(counts, whole)
    return _with_hard(attainment(by_mode(everything)), everything, minimum, held)


def by_mode(counts: pd.DataFrame) -> pd.DataFrame:
    """Counts by unit and mode, the audiences added up."""
    keys = ["unit_code", "unit_name", "mode"]
    return counts.drop(columns="audience").groupby(keys, sort=False).sum().reset_index()


def held_cells(
    held: pd.DataFrame | None, *, mode: Mode = Mode.SELF, flags: list[str] = _RATE
) -> frozenset[Cell]:
    """The units' audiences (or EVERYONE) that are held back in one mode by any of the flags."""
    if held is None or held.empty:
        return frozenset()
    marked = np.any(held[flags].to_numpy(dtype=bool), axis=1)
    rows = held[marked & (held["mode"] == mode.value).to_numpy()]
    return frozenset(zip(rows["unit_code"].tolist(), rows["audience"].tolist(), strict=True))


def _with_standardised(
    counts: pd.DataFrame,
    everything: pd.DataFrame,
    whole: tuple[str, str],
    minimum: int,
    held: pd.DataFrame | None,
) -> pd.DataFrame:
    """Crude and standardised rates; the standardised rate of the whole is its crude one."""
    table = attainment(by_mode(everything))
    cells = held_cells(held) | _unseen_weights(counts, held, whole[0])
    own = standardised(counts, audience_mix(counts), minimum=minimum, held=cells)
    table = _beside(table, own)
    is_whole = table["unit_code"] == whole[0]
    for name, crude in zip(COLUMNS, ("percent", "low", "high"), strict=True):
        table[name] = table[name].mask(is_whole, table[crude])
    return table


def _with_hard(
    table: pd.DataFrame, everything: pd.DataFrame, minimum: int, held: pd.DataFrame | None
) -> pd.DataFrame:
    hard = hard_to_reach(_seen(everything, minimum, held))
    return _beside(table, hard.drop(columns=["unit_name", "hard", "rest"]))


def _beside(table: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """The table with the figures of each unit, which has one row of them or none."""
    of_unit = figures.set_index("unit_code").reindex(table["unit_code"])
    return table.assign(**{str(name): of_unit[name].to_numpy() for name in of_unit})


def _unseen_weights(
    counts: pd.DataFrame, held: pd.DataFrame | None, whole_code: str
) -> frozenset[Cell]:
    """
    In every unit the audiences whose number in the whole is hidden.

    Their shares are weights: in one stratum only the sum of these counts, which may be seen.
    """
    hidden = {who for code, who in held_cells(held, flags=["hidden"]) if code == whole_code}
    return frozenset((code, who) for code in counts["unit_code"].unique() for who in hidden)


def _all_units(counts: pd.DataFrame, whole: tuple[str, str]) -> pd.DataFrame:
    """The units and, last, all of them together."""
    code, name = whole
    keys = ["unit_code", "unit_name", "audience", "mode"]
    everything = counts.assign(unit_code=code, unit_name=name)
    return pd.concat(
        [counts, everything.groupby(keys, sort=False).sum().reset_index()], ignore_index=True
    )


def _earlier(
    counts: pd.DataFrame | None, whole: tuple[str, str], minimum: int, held: pd.DataFrame | None
) -> pd.DataFrame:
    names = ["percent", "low", "high", "standardised"]
    columns = {name: f"before_{name}" for name in names}
    if counts is None:
        return pd.DataFrame(columns=["unit_code", *columns.values()]).astype(
            dict.fromkeys(columns.values(), "float64")
        )
    table = _with_standardised(counts, _all_units(counts, whole), whole, minimum, held)
    hidden = {code for code, audience in held_cells(held) if audience == EVERYONE}
    shown = (table["n"] >= minimum) & ~table["unit_code"].isin(hidden)
    table[names] = table[names].where(shown, np.nan)
    return table[["unit_code", *names]].rename(columns=columns)


def _seen(counts: pd.DataFrame, minimum: int, held: pd.DataFrame | None) -> pd.DataFrame:
    """
    The determined people of each unit, audience and mode, as far as the hard group may be seen.

    A mode of a unit is left out where the hard group or the others are too few, or either it or
    the unit as a whole is held back.
    """
    n = counts["people"] - counts["undetermined"]
    is_hard = counts["audience"].isin(HARD_AUDIENCES)
    by = [counts["unit_code"], counts["mode"]]
    small = pd.Series(data=False, index=counts.index)
    for part in (n.where(is_hard, 0), n.mask(is_hard, 0)):
        together = part.groupby(by).transform("sum")
        small |= (together > 0) & (together < minimum)
    told = {EVERYONE, *HARD_AUDIENCES}
    back = {
        (code, mode.value)
        for mode in Mode
        for code, audience in held_cells(held, mode=mode, flags=["hidden"])
        if audience in told
    }
    keys = zip(counts["unit_code"].tolist(), counts["mode"].tolist(), strict=True)
    return counts.assign(people=n.mask(small | np.array([key in back for key in keys]), 0))
