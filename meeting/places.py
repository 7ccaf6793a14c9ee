"""Where the units of a deck lie, carried in the deck so that its map can be drawn anywhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from charts.islands import Island

Points = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Geometry:
    """
    Outlines of the units (TopoJSON with the object `outlines_of`), or their middles for squares.

    `islands` are those that belong on this map.
    """

    outlines: Mapping[str, object] | None = None
    outlines_of: str = "provinces"  # or "communes"
    points: Points = field(default_factory=dict)  # code → longitude and latitude, degrees
    islands: tuple[Island, ...] = ()
