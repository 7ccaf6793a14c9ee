"""What changed for one person between two assessments; never between people."""

from dataclasses import dataclass

from domain.scoring import GroupLevel, Score


@dataclass(frozen=True)
class Change:
    """A group of skills known at both times, and its level then and now."""

    group: int
    before: GroupLevel
    now: GroupLevel


def changes(before: Score, now: Score) -> tuple[Change, ...]:
    """The groups whose level is another one; a group that is unknown at one time says nothing."""
    both = enumerate(zip(before.levels, now.levels, strict=True))
    return tuple(
        Change(group, then, later)
        for group, (then, later) in both
        if then != later and GroupLevel.UNDETERMINED not in (then, later)
    )


def risen(found: tuple[Change, ...]) -> int:
    """How many of these groups stand higher now."""
    return sum(1 for one in found if one.now > one.before)
