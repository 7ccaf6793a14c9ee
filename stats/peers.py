"""Which communes are most like one, by what is public about places and never by their results."""

from collections.abc import Hashable, Mapping
from math import asin, cos, log, radians, sin, sqrt
from typing import Any

import numpy as np
import pandas as pd

PEERS = 3
# One step of unlikeness each: so far apart, so different a mix, or people in the ratio 2 to 1.
KILOMETRES, MIX_POINTS, RATIO = 30.0, 10.0, 2.0
UNKNOWN_STEP = 1.0  # where one of the two has no such feature: neither alike nor far apart
_EARTH = 6371.0  # kilometres

Features = Mapping[Hashable, Any]  # a unit of the table, by its column names


def nearest(units: pd.DataFrame, unit_code: str, *, count: int = PEERS) -> pd.DataFrame:
    """
    The units most like one, the nearest first; the same table always gives the same answer.

    Only units of the same kind (xã, phường or đặc khu) are compared. The squares of the steps of
    distance, mix and people are added; equal sums stand by code.

    Args:
        units: unit_code, unit_name, kind, longitude, latitude (degrees), mix (share of one
            audience, percent, missing unless published), people (inhabitants, missing if unknown).

    Columns: unit_code, unit_name, kilometres, mix, unlikeness.

    Raises:
        ValueError: the unit is not in the table, or stands there twice.
    """
    own = units[units["unit_code"] == unit_code]
    if len(own) != 1:
        raise ValueError(f"not one unit {unit_code}")
    one: Features = own.to_dict("records")[0]
    others = units[(units["kind"] == one["kind"]) & (units["unit_code"] != unit_code)]
    rows = others.to_dict("records")
    found = others[["unit_code", "unit_name", "mix"]].assign(
        kilometres=[kilometres(one, row) for row in rows],
        unlikeness=[_unlikeness(one, row) for row in rows],
    )
    return found.sort_values(["unlikeness", "unit_code"]).head(count).reset_index(drop=True)


def kilometres(one: Features, other: Features) -> float:
    """The distance of the middles of two units over the ground (haversine); missing if unknown."""
    names = ("longitude", "latitude")
    places = [float(place[name]) for place in (one, other) for name in names]
    if np.isnan(places).any():
        return float("nan")
    x1, y1, x2, y2 = map(radians, places)
    part = sin((y2 - y1) / 2) ** 2 + cos(y1) * cos(y2) * sin((x2 - x1) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(part))


def _unlikeness(one: Features, other: Features) -> float:
    steps = (
        kilometres(one, other) / KILOMETRES,
        (float(one["mix"]) - float(other["mix"])) / MIX_POINTS,
        _doublings(float(one["people"]), float(other["people"])),
    )
    return sum((UNKNOWN_STEP if np.isnan(step) else step) ** 2 for step in steps)


def _doublings(one: float, other: float) -> float:
    known = one > 0 and other > 0
    return log(one / other) / log(RATIO) if known else float("nan")
