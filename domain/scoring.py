"""
How answers become levels, for one person.

Reference thresholds of this application, in the spirit of Eurostat's Digital Skills Indicator 2.0
(isoc_sk_dskl_i21): a person has at least basic skills when every group is at least basic.
They are not a certificate: only VNeID and the competent bodies confirm.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from domain.errors import MissingAnswers

REFUSED = 9


class GroupLevel(IntEnum):
    """What a person can do in one group of skills."""

    NONE = 0
    WITH_HELP = 1
    BASIC = 2
    FIRM = 3
    UNDETERMINED = 9


class Outcome(IntEnum):
    """What a person reaches over the six groups."""

    BELOW = 0
    BASIC = 2
    FIRM = 3
    UNDETERMINED = 9


@dataclass(frozen=True)
class Thresholds:
    """
    The cut-offs of one version, on the answer scale 0-3.

    An answer of `alone` or more counts as able; a group is basic with `basic_needs` able answers
    and firm with `firm_needs`; `with_help` is the least answer that counts as able with help.
    """

    version: str
    alone: int
    with_help: int
    basic_needs: int
    firm_needs: int

    def __post_init__(self) -> None:
        if not 0 < self.with_help < self.alone <= 3 or not 0 < self.basic_needs <= self.firm_needs:
            raise ValueError(f"thresholds out of order: {self}")


@dataclass(frozen=True)
class Score:
    """A scored person: level per group 0-5, the AI level or None when not answered, the outcome."""

    levels: tuple[GroupLevel, ...]
    ai_level: GroupLevel | None
    outcome: Outcome

    @property
    def groups_reached(self) -> int:
        """How many of the six groups are certainly basic or better."""
        return sum(level in (GroupLevel.BASIC, GroupLevel.FIRM) for level in self.levels)


def group_level(answers: Sequence[int], thresholds: Thresholds) -> GroupLevel:
    """
    The level of one group from its answers, each 0-3 or REFUSED.

    A refused answer never makes a group firm; it leaves the group undetermined unless the others
    already make it basic.
    """
    given = [answer for answer in answers if answer != REFUSED]
    able = sum(answer >= thresholds.alone for answer in given)
    if able >= thresholds.firm_needs:
        return GroupLevel.FIRM
    if able >= thresholds.basic_needs:
        return GroupLevel.BASIC
    if len(given) < len(answers):
        return GroupLevel.UNDETERMINED
    if max(given) >= thresholds.with_help:
        return GroupLevel.WITH_HELP
    return GroupLevel.NONE


def outcome_of(levels: Sequence[GroupLevel]) -> Outcome:
    """
    What the six levels add up to.

    One group certainly below basic decides; otherwise one undetermined group leaves the person
    undetermined: outside numerator and denominator of the rate.
    """
    if any(level in (GroupLevel.NONE, GroupLevel.WITH_HELP) for level in levels):
        return Outcome.BELOW
    if GroupLevel.UNDETERMINED in levels:
        return Outcome.UNDETERMINED
    if all(level == GroupLevel.FIRM for level in levels):
        return Outcome.FIRM
    return Outcome.BASIC


def score(answers_by_group: Mapping[int, Sequence[int | None]], thresholds: Thresholds) -> Score:
    """
    Score a person from the answers of groups 0-5 (all needed) and 6 (optional).

    Raises:
        MissingAnswers: an answer of groups 0-5 is missing; `groups` names them.
    """
    missing = [group for group in range(6) if None in answers_by_group[group]]
    if missing:
        raise MissingAnswers(groups=missing)
    levels = tuple(_level(answers_by_group[group], thresholds) for group in range(6))
    ai_answers = answers_by_group.get(6, ())
    ai_level = None if not ai_answers or None in ai_answers else _level(ai_answers, thresholds)
    return Score(levels, ai_level, outcome_of(levels))


def _level(answers: Sequence[int | None], thresholds: Thresholds) -> GroupLevel:
    return group_level([answer for answer in answers if answer is not None], thresholds)
