"""A meeting as it is shown and taken away: slides, each with one sentence over frozen figures."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from charts.theme import Spec
from stats.published import Published


class SlideKind(StrEnum):
    """What a slide is about, in the order of an agenda."""

    BEFORE = "before"  # what was concluded last time
    NUMBERS = "numbers"  # reached, still missing, pace needed
    MAP = "map"
    RANKED = "ranked"
    GROUPS = "groups"
    AUDIENCES = "audiences"
    CHANGE = "change"  # before and after
    TREND = "trend"
    COVERAGE = "coverage"  # who was not reached
    CHECKED = "checked"  # claimed beside shown
    TARGETS = "targets"
    REPORTED = "reported"  # what others reported
    CONCLUSIONS = "conclusions"
    UNITS = "units"  # every unit as a row; these three are never on an agenda
    METHOD = "method"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Frozen:
    """Which frozen figures a deck shows: "Bản trình bày số 12 · chốt 08:00 20/8 · mã 4F7A"."""

    number: int
    taken_at: datetime  # UTC
    sha256: str

    @property
    def code(self) -> str:
        """What people read aloud to make sure that they look at the same figures."""
        return self.sha256[:4].upper()


@dataclass(frozen=True)
class Series:
    """One row of values of a chart; None where nothing may be or can be shown."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Native:
    """A chart the program that shows the file draws itself, so that it can be edited."""

    kind: Literal["bar", "column", "line"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    axis: str  # what is measured, with its unit


@dataclass(frozen=True)
class Grid:
    """The figures of a slide in words, as they are written on the page."""

    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, eq=False)
class Slide:
    """
    One slide. Without `picture` there is a `grid`, or `refused` says why nothing can be shown.

    `finding` is what is read aloud: `generated` from the figures, or what somebody made of it.
    `spine` is what stands below: n, period, source, boundaries, minimum, each a short phrase.
    `boundaries` says by which boundaries this slide is read, where the slides of a deck differ.
    """

    kind: SlideKind
    heading: str  # the subject: "Sáu nhóm kỹ năng"
    finding: str
    generated: str
    spine: tuple[str, ...]
    figures: Published | None = None
    picture: Spec | None = None  # with its geometry inside, so that it can be drawn anywhere
    native: Native | None = None
    grid: Grid = field(default_factory=Grid)
    alternative: str = ""  # the picture in words
    notes: str = ""  # for who presents
    backup: bool = False  # shown only if somebody asks
    refused: str = ""
    quotable: tuple[float, ...] = ()  # what `meeting.quoted` knows as said by the figures
    boundaries: str = ""

    @property
    def subtitle(self) -> str:
        """The subject, and by which boundaries it is read where that must be told."""
        return " · ".join(part for part in (self.heading, self.boundaries) if part)


@dataclass(frozen=True)
class Conclusion:
    """What was decided: the task, who does it, by when."""

    task: str
    who: str
    due: date | None
    done: bool = False


@dataclass(frozen=True, eq=False)
class Deck:
    """Everything a meeting shows, ready to be drawn or written to a file."""

    title: str
    place: str
    period: str
    boundaries: str  # by which boundaries, in words
    language: str
    simulated: bool
    frozen: Frozen
    slides: tuple[Slide, ...]
    conclusions: tuple[Conclusion, ...] = ()

    @property
    def shown(self) -> tuple[Slide, ...]:
        """The slides of the agenda; those for questions follow them (`asked`)."""
        return tuple(slide for slide in self.slides if not slide.backup)

    @property
    def asked(self) -> tuple[Slide, ...]:
        """The slides kept for questions."""
        return tuple(slide for slide in self.slides if slide.backup)
