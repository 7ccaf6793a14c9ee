"""Slides of what others reported, exactly as they did: the latest figures, and all of them."""

from collections.abc import Iterator, Sequence
from datetime import date

from charts.theme import Translate
from meeting.deck import Grid
from meeting.figures import REPORTED, Fact
from meeting.listed import amount
from meeting.setting import Draft, Setting
from meeting.words import day, month

_REPORTED = 5  # of a slide: a source takes several lines
_DAY_LETTERS = 10  # 2025-05-08


def reported(setting: Setting) -> Draft:
    """What others reported, exactly as they did, with its source."""
    t, rows = setting.t, setting.figures.facts.get(REPORTED, ())
    if not rows:
        return Draft(refused=t("slide.refused_reported"))
    first = _latest(rows)[:_REPORTED]
    left = len(rows) - len(first)
    return Draft(
        t("slide.reported", count=len(rows)),
        grid=_reported_grid(first, t),
        says=(float(len(rows)),),
        notes=t("slide.reported_left", count=left) if left > 0 else "",
    )


def every_reported(setting: Setting) -> Iterator[Draft]:
    """All of them, a few to a slide; none where one slide holds them."""
    t, rows = setting.t, setting.figures.facts.get(REPORTED, ())
    if len(rows) <= len(_latest(rows)[:_REPORTED]):
        return
    for first in range(0, len(rows), _REPORTED):
        some = rows[first : first + _REPORTED]
        told = (first + 1, first + len(some), len(rows))
        yield Draft(
            t("slide.reported_some", first=told[0], last=told[1], all=told[2]),
            grid=_reported_grid(some, t),
            says=tuple(float(number) for number in told),
        )


def _latest(rows: Sequence[Fact]) -> list[Fact]:
    """Of each indicator what was reported of its latest period."""
    found: dict[str, Fact] = {}
    for row in rows:
        known = found.get(str(row["indicator"]))
        if known is None or str(row["period"]) > str(known["period"]):
            found[str(row["indicator"])] = row
    return list(found.values())


def _period(code: str, t: Translate) -> str:
    """A month or a day as readers write it; another period as its source names it."""
    try:
        return day(date.fromisoformat(code), t) if len(code) == _DAY_LETTERS else month(code, t)
    except ValueError:
        return code


def _reported_grid(rows: Sequence[Fact], t: Translate) -> Grid:
    return Grid(
        head=tuple(t(key) for key in ("reported.what", "reported.value", "reported.period",
                                      "targets.source")),
        rows=tuple(
            (
                str(row["indicator"]),
                _reported_amount(row, t),
                _period(str(row["period"]), t),
                str(row["source"]),
            )
            for row in rows
        ),
    )  # fmt: skip


def _reported_amount(row: Fact, t: Translate) -> str:
    """What was reported, but for a number of people under the minimum."""
    if row.get("too_few"):
        return t("chart.missing_inline")
    return amount(row["qualifier"], row["value"], row["unit_of_measure"], t)
