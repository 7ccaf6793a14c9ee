"""Who is left across hamlets: where to go first, where nobody answered for long, how many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.reached import Reach, is_stale


@dataclass(frozen=True)
class Line:
    """A hamlet of a list, with one group of it."""

    code: str
    name: str
    commune: str
    reach: Reach
    last_answer: date | None


def worklist(lines: Iterable[Line]) -> list[Line]:
    """
    Most people left first; whose number nobody gave comes last.

    By what is said and not by exact counts: the order must not tell how many answered. Equal ones
    keep the order they came in.
    """
    return sorted(lines, key=lambda line: _left(line.reach))


def stale(lines: Iterable[Line], today: date) -> list[Line]:
    """Hamlets without an answer within 30 days: those without any first, then the longest ago."""
    found = (line for line in lines if is_stale(line.last_answer, today))
    return sorted(found, key=lambda line: line.last_answer or date.min)


def over(lines: Iterable[Line]) -> list[Line]:
    """Hamlets where more answered than are said to exist."""
    return [line for line in lines if line.reach.is_over]


def most_left(lines: Sequence[Line]) -> int:
    """At most so many people are left in all hamlets whose number is known."""
    return sum(line.reach.most_left or 0 for line in lines)


def _left(reach: Reach) -> tuple[bool, int]:
    left = reach.most_left
    return left is None, -(left or 0)
