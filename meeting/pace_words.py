"""The way to a target in words and short figures, the same on every page, slide and file."""

from datetime import date

from charts.labels import amount_text, count_text
from charts.theme import Translate
from domain.pace import Pace, PaceState, Points, Unknown
from meeting.words import day


def pace_words(found: Pace, deadline: date | None, t: Translate) -> str:
    """What is left and how fast it must go, or why that cannot be said."""
    return " ".join(filter(None, (sentence(found, deadline, t), people_words(found, t))))


def sentence(found: Pace, deadline: date | None, t: Translate) -> str:
    """The same without the people behind points."""
    key = key_of(found)
    if key == "unknown":
        return t(f"pace_unknown.{found.because}")
    return t(f"pace.{key}", **facts(found, deadline, t))


def short(found: Pace, deadline: date | None, t: Translate) -> str:
    """The sentence in the little room of a slide."""
    key = key_of(found)
    if not key.startswith("points"):
        return sentence(found, deadline, t)
    return t(f"pace_short.{key}", **facts(found, deadline, t))


def people_words(found: Pace, t: Translate) -> str:
    """Beside points: how many people they are at most; that they cannot be counted; or nothing."""
    if found.points is None:
        return ""
    if found.because is Unknown.NO_POPULATION:
        return t("pace.no_people")
    return t("pace.at_most", remaining=count_text(found.remaining, t)) if found.remaining else ""


def key_of(found: Pace) -> str:
    """Which sentence holds, the last part of its key; "unknown" where nothing can be said."""
    if found.points is not None and found.state != PaceState.REACHED:
        return _of_points(found.points, found.days)
    if found.because is not None:
        return "unknown"
    if found.state == PaceState.WITHIN and found.days == 1:
        return "today"
    return str(found.state)


def _of_points(points: Points, days: int) -> str:
    if points.missing == 0:
        return "points_none"
    if days <= 1:
        return "points_today" if days else "points_overdue"
    return "points_beyond" if points.is_beyond else "points_within"


def facts(found: Pace, deadline: date | None, t: Translate) -> dict[str, str]:
    """The figures of a pace as they are written; empty where there is none."""
    said = {
        "per_week": count_text(found.per_week, t),
        "remaining": count_text(found.remaining, t),
        "day": "" if deadline is None else day(deadline, t),
    }
    points = found.points
    if points is None:
        return said
    return said | {
        "points": amount_text(points.missing, points.n, t),
        "per_month": per_month(points, t),
        "seen": "" if points.seen is None else amount_text(points.seen, points.n, t),
    }


def per_month(points: Points, t: Translate) -> str:
    """The points needed every month; those that round to nothing are said as under the least."""
    text = amount_text(points.per_month, points.n, t)
    if text.strip("0.,") or not points.per_month:
        return text
    return t("show.less_than", percent=f"{text[:-1]}1")
