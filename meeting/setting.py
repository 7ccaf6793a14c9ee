"""What every slide is made from, and what a slide is before it has its frame."""

from dataclasses import dataclass, field
from datetime import date

from charts.theme import Spec, Translate
from meeting.deck import Conclusion, Grid, Native
from meeting.figures import Figures
from meeting.places import Geometry
from stats.published import Published


@dataclass(frozen=True, eq=False)
class Setting:
    """The figures of a meeting, the day it is read on, and how to say it."""

    figures: Figures
    t: Translate
    language: str
    today: date
    geometry: Geometry | None = None
    before: tuple[Conclusion, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()

    def table(self, name: str) -> Published | None:
        """One of the published tables; None where there is none, or it has no rows."""
        found = self.figures.tables.get(name)
        return None if found is None or found.table.empty else found


@dataclass(frozen=True, eq=False)
class Draft:
    """
    What one kind of slide has to say. Either `refused` says why nothing can be shown, or there
    are a sentence and a grid.

    `says` are numbers of the sentence that stand in no cell: how many units, the day of a target.
    """

    sentence: str = ""
    figures: Published | None = None
    picture: Spec | None = None
    native: Native | None = None
    grid: Grid = field(default_factory=Grid)
    says: tuple[float, ...] = ()
    refused: str = ""
    notes: str = ""  # for who presents, after those of the kind
    heading: str = ""  # where it is not that of the kind
