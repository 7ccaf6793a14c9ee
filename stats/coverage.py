"""How much of the population has answered at all: the figure that must stand beside every rate."""

import numpy as np
import pandas as pd

_KNOWN = {
    "people": "population",
    "year": "population_year",
    "basis": "population_basis",
    "source": "population_source",
}


def coverage(counts: pd.DataFrame, population: pd.DataFrame, *, minimum: int) -> pd.DataFrame:
    """
    People reached as a percentage of the people who exist, one row per unit.

    Every mode counts, because a helped person is reached too; a mode with fewer than `minimum`
    people is left out, so that no small mode can be had by subtraction (on a population of
    hundreds of thousands the difference cannot be seen).

    Args:
        counts: one row per unit and mode, with `people`.
        population: unit_code, people, year, basis, source; one row per unit at most, because
            figures of different bases must not be mixed.

    Columns: unit_code, coverage (percent, missing where no population is known, never 0 for
    want of one), population, population_year, population_basis, population_source.

    Raises:
        ValueError: a unit has two populations.
    """
    if population["unit_code"].duplicated().any():
        raise ValueError("a unit has two populations: choose one year and basis first")
    seen = counts["people"].where(counts["people"] >= minimum, 0)
    reached = seen.groupby(counts["unit_code"], sort=False).sum().rename("reached").reset_index()
    known = population[["unit_code", *_KNOWN]].rename(columns=_KNOWN)
    rows = reached.merge(known, on="unit_code", how="left")
    exist = rows["population"].astype(float)
    rows["coverage"] = 100 * rows["reached"] / exist.where(exist > 0, np.nan)
    return rows[["unit_code", "coverage", *_KNOWN.values()]]


def with_coverage(table: pd.DataFrame, covered: pd.DataFrame) -> pd.DataFrame:
    """The table of units with the coverage columns beside its own."""
    return table.merge(covered, on="unit_code", how="left", validate="many_to_one")
