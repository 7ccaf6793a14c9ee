"""How many exist, were reached and are left, in words: whole tens, and no number under ten."""

from domain.reached import STEP, HamletGroup, Reach
from text import formats
from ui import language
from ui.language import t


def group_name(group: HamletGroup) -> str:
    """A group as its column is headed."""
    return t(f"hamlet_group.{group.value}")


def exist(reach: Reach) -> str:
    """People on the sheet of the commune, or that there is none."""
    return t("reached.no_number") if reach.exist is None else _count(reach.exist)


def answered(reach: Reach) -> str:
    """Whole tens of those who answered."""
    if reach.tens is None:
        return t("reached.uncounted")
    if reach.nobody:
        return t("reached.nobody")
    return t("reached.few") if reach.tens < STEP else t("reached.tens", number=_count(reach.tens))


def left(reach: Reach) -> str:
    """At most how many are left; or why that cannot be said."""
    if reach.tens is None:
        return t("reached.uncounted")
    if reach.is_over:
        return t("reached.over_short")
    if reach.most_left is None:
        return t("reached.no_number")
    if not reach.exist:
        return t("reached.no_such_people")
    if reach.most_left < STEP:
        return t("reached.few")
    return t("reached.at_most", number=_count(reach.most_left))


def sentence(reach: Reach) -> str:
    """A group of a hamlet in one line, as it may leave the page."""
    key = "line" if reach.exist is not None else "line_no_number"
    if reach.tens is None:
        key += "_uncounted"
    return t(
        f"reached.{key}",
        group=group_name(reach.group),
        exist=_said(reach),
        reached=answered(reach),
        left=left(reach),
    )


def _said(reach: Reach) -> str:
    """People who exist, where others read it."""
    few = reach.exist is not None and 0 < reach.exist < STEP
    return t("reached.few") if few else exist(reach)


def _count(number: int) -> str:
    return formats.count(number, language.current())
