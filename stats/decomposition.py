"""
Why a unit stands where it stands: parts that add up exactly to its distance from the whole.

Kitagawa, E. M. (1955), Journal of the American Statistical Association 50: 1168-1194, with the
audience mix of the whole as the standard: the standardised rate of the whole is its own rate.
"""

import pandas as pd

COLUMNS = ("gap", "mix", "ability", "ability_before", "ability_change")
PER_HEAD = ("per_head_gap", "per_head_reach", "per_head_mix", "per_head_ability")


def rate_parts(table: pd.DataFrame, whole: pd.Series) -> pd.DataFrame:
    """
    The distance of each unit's rate from the whole's, in points of a percentage.

    gap = mix + ability, and ability = ability_before + ability_change, exactly. `mix` is what who
    was asked explains (rate - standardised rate); `ability` what remains when the mix is the same.
    Where the earlier campaign has no figure the last two are missing and the first sum still holds.

    Args:
        table: percent, standardised, before_standardised; one row per unit.
        whole: percent and before_percent of the whole.

    Columns: COLUMNS, with the index of the table.
    """
    ability = table["standardised"] - whole["percent"]
    before = table["before_standardised"] - whole["before_percent"]
    return pd.DataFrame(
        {
            "gap": table["percent"] - whole["percent"],
            "mix": table["percent"] - table["standardised"],
            "ability": ability,
            "ability_before": before,
            "ability_change": ability - before,
        }
    )


def per_head_parts(table: pd.DataFrame, whole: pd.Series) -> pd.DataFrame:
    """
    The same distance counted in able people for every 10,000 who live there, with reach as a part.

    That number is n ÷ population × rate; the product is taken apart at the mean of its two
    factors, so that gap = reach + mix + ability exactly. Missing where no population is known.

    Args:
        table: percent, standardised, n, population; one row per unit.
        whole: percent, n and population of the whole.

    Columns: PER_HEAD, with the index of the table.
    """
    asked = 100 * table["n"].astype(float) / table["population"].astype(float)
    asked_whole = 100 * float(whole["n"]) / float(whole["population"])
    asked_between = (asked + asked_whole) / 2
    rate_between = (table["percent"] + whole["percent"]) / 2
    return pd.DataFrame(
        {
            "per_head_gap": asked * table["percent"] - asked_whole * whole["percent"],
            "per_head_reach": (asked - asked_whole) * rate_between,
            "per_head_mix": asked_between * (table["percent"] - table["standardised"]),
            "per_head_ability": asked_between * (table["standardised"] - whole["percent"]),
        }
    )
