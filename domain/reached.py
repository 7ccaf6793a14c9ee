"""Who is left in a hamlet: groups, what can be counted of them, and how much is said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

STEP = 10  # people: what was reached is said in whole tens, and fewer as "dưới 10"
STALE_DAYS = 30


class HamletGroup(StrEnum):
    """Groups a commune knows the size of."""

    ADULTS = "adults"
    ELDERLY = "elderly"  # 60 and older
    MINORITIES = "minorities"
    WOMEN = "women"
    FREELANCE = "freelance"
    TRADERS = "traders"
    UNTRAINED = "untrained"  # households in which nobody was trained


# The column of HamletTotal that counts a group. The form asks nobody's trade, an ethnic group is
# given with a consent of its own and stands in no count, and no answer says whose household it is.
COUNTED: Mapping[HamletGroup, str] = {
    HamletGroup.ADULTS: "people",
    HamletGroup.ELDERLY: "elderly",
    HamletGroup.WOMEN: "women",
}
OF_ADULTS = frozenset(HamletGroup) - {HamletGroup.ADULTS, HamletGroup.UNTRAINED}


@dataclass(frozen=True)
class Reach:
    """
    A group of a hamlet: people who exist and people who answered, as far as they are known.

    Whoever reads it knows how many exist, so what is left follows from the tens that are said: an
    exact remainder would say exactly how many answered.
    """

    group: HamletGroup
    exist: int | None = None  # None = on no sheet
    answered: int | None = None  # None = cannot be counted from answers

    @property
    def tens(self) -> int | None:
        """At least so many were reached."""
        return None if self.answered is None else self.answered // STEP * STEP

    @property
    def nobody(self) -> bool:
        return self.answered == 0

    @property
    def most_left(self) -> int | None:
        """At most so many are left; of a group nobody can count, all of it."""
        if self.exist is None:
            return None
        return max(self.exist - (self.tens or 0), 0)

    @property
    def least_percent(self) -> int | None:
        """At least so many of a hundred were reached; None without anybody who exists."""
        if not self.exist or self.tens is None:
            return None
        return min(100 * self.tens // self.exist, 100)

    @property
    def is_over(self) -> bool:
        """More answered than exist: the number of people wants a look."""
        return self.exist is not None and self.answered is not None and self.answered > self.exist


def is_stale(last_answer: date | None, today: date) -> bool:
    """Whether nobody of a hamlet answered within the last 30 days."""
    return last_answer is None or (today - last_answer).days >= STALE_DAYS
