"""Before and after: two dots for each unit with their intervals, the largest rise first."""

import pandas as pd

from charts.axes import percent_axis, pixel_axis
from charts.findings import context_line
from charts.labels import marked_names, percent_texts, records, short_names
from charts.theme import (
    INK,
    SELF_COLOUR,
    SEPARATOR,
    SOFT_INK,
    Spec,
    Translate,
    chart,
    unread,
)
from charts.tiers import value_text
from stats.change import CLEAR, Verdict, changes
from stats.published import Published
from stats.ranking import Board

MOST = 20  # units drawn at once; the table holds every one
_VALUE_ROOM = 196  # pixels the figures take beside a name
_STEP, _NAME_AT, _BEFORE_AT, _NOW_AT = 46, 9, 25, 35  # pixels, from the top of a unit's step


def dumbbells(
    before: Published,
    now: Published,
    *,
    level: str,
    rounds: tuple[str, str],
    t: Translate,
    most: int = MOST,
) -> Spec:
    """
    The units whose rate is shown in both rounds; of more than `most` the ends of the list.

    Args:
        level: as in `charts.findings`.
        rounds: the names of the two rounds.

    Raises:
        ValueError: no unit has a rate in both rounds.
    """
    known = changes(before, now).dropna(subset="change").reset_index(drop=True)
    if known.empty:
        raise ValueError(f"nothing to compare: {now.notes.period}")
    rows = _placed(_ends(known, most), rounds, t)
    height = _STEP * len(rows)
    first, last = rounds
    note = t("chart.change.note", first=first, last=last)
    parts = [context_line(now, level, t), note]
    if len(rows) < len(known):
        parts.append(t("chart.change.ends", drawn=len(rows), units=len(known)))
    return chart(
        unread([*_lines(height, t), *_dots(height, t), *_labels(height)]),
        title=change_finding(known, level, t),
        subtitle=SEPARATOR.join(parts),
        height=height,
        t=t,
        data={"values": records(rows)},
        autosize={"type": "fit-x", "contains": "padding"},
    )


def change_finding(known: pd.DataFrame, level: str, t: Translate) -> str:
    """How many of the compared units clearly rose and fell, and of how many nothing is clear."""
    counted = known["verdict"].value_counts()
    return t(
        "chart.change.finding",
        units=t(f"chart.units.{level}"),
        compared=len(known),
        **{one.value: int(counted.get(one.value, 0)) for one in Verdict},
    )


def verdict_text(verdict: str, change: float, n: float, t: Translate) -> str:
    """The change in points where it is clear, else that none is."""
    points = value_text(change, n, Board.PROGRESS, t)
    return t(f"change.{verdict}", points=points)


def _short(verdict: str, change: float, n: float, t: Translate) -> str:
    """As `verdict_text`, in the little room beside a name."""
    if verdict == Verdict.UNCLEAR:
        return t("chart.change.unclear")
    return value_text(change, n, Board.PROGRESS, t)


def _with_interval(row: pd.Series, t: Translate) -> str:
    """The change with its own interval, which says whether it may be chance."""
    figures = (row["change"], row["change_low"], row["change_high"])
    change, low, high = (value_text(one, row["least"], Board.PROGRESS, t) for one in figures)
    return f"{change} ({low} – {high})"


def _ends(known: pd.DataFrame, most: int) -> pd.DataFrame:
    if len(known) <= most:
        return known
    return pd.concat([known.head(most - most // 2), known.tail(most // 2)], ignore_index=True)


def _placed(rows: pd.DataFrame, rounds: tuple[str, str], t: Translate) -> pd.DataFrame:
    top = pd.Series(range(len(rows)), index=rows.index) * _STEP
    least = rows[["before_n", "now_n"]].min(axis=1)
    then = percent_texts(rows["before"], rows["before_n"], t)
    later = percent_texts(rows["now"], rows["now_n"], t)
    verdicts = zip(rows["verdict"], rows["change"], least, strict=True)
    said = [_short(verdict, change, n, t) for verdict, change, n in verdicts]
    names = marked_names(rows, t)
    return rows.assign(
        unit_name=names,
        short_name=short_names(list(names)),
        name_y=top + _NAME_AT,
        before_y=top + _BEFORE_AT,
        now_y=top + _NOW_AT,
        before_text=rounds[0] + ": " + then,
        now_text=rounds[1] + ": " + later,
        change_text=[_with_interval(row, t) for _, row in rows.assign(least=least).iterrows()],
        value_text=[f"{a} › {b} ({c})" for a, b, c in zip(then, later, said, strict=True)],
        clear=rows["verdict"].isin(CLEAR),
    ).drop(columns=["estimated", "change_low", "change_high"], errors="ignore")


def _lines(height: int, t: Translate) -> list[Spec]:
    """An interval for each dot, and the way from one to the other."""
    x = percent_axis(t)
    colour: Spec = {"condition": {"test": "datum.clear", "value": SELF_COLOUR}, "value": SOFT_INK}
    intervals: list[Spec] = [
        {
            "name": f"{when}_intervals",
            "mark": {"type": "rule", "strokeWidth": 1.4, "color": INK},
            "encoding": {
                "y": pixel_axis(f"{when}_y", height),
                "x": {**x, "field": f"{when}_low"},
                "x2": {"field": f"{when}_high"},
            },
        }
        for when in ("before", "now")
    ]
    way: Spec = {
        "name": "ways",
        "mark": {"type": "rule", "strokeWidth": 2.5},
        "encoding": {
            "y": pixel_axis("before_y", height),
            "y2": {"field": "now_y"},
            "x": {**x, "field": "before"},
            "x2": {"field": "now"},
            "color": colour,
        },
    }
    return [*intervals, way]


def _dots(height: int, t: Translate) -> list[Spec]:
    """Hollow before, filled now: told apart without colour."""
    x = percent_axis(t)
    fills: dict[str, Spec] = {
        "before": {"fill": "#ffffff", "stroke": INK, "strokeWidth": 1.8},
        "now": {"fill": SELF_COLOUR, "stroke": "#ffffff", "strokeWidth": 1},
    }
    tooltip: list[Spec] = [
        {"field": "unit_name", "type": "nominal", "title": t("chart.tooltip.unit")},
        {"field": "before_text", "type": "nominal", "title": t("chart.change.before")},
        {"field": "now_text", "type": "nominal", "title": t("chart.change.now")},
        {"field": "change_text", "type": "nominal", "title": t("chart.change.difference")},
    ]
    drawn: list[Spec] = []
    for when, fill in fills.items():
        encoding: Spec = {
            "y": pixel_axis(f"{when}_y", height),
            "x": {**x, "field": when},
            "tooltip": tooltip,
        }
        mark = {**fill, "type": "point", "size": 80, "opacity": 1}
        drawn.append({"name": when, "mark": mark, "encoding": encoding})
    return drawn


def _labels(height: int) -> list[Spec]:
    y = pixel_axis("name_y", height)
    soft: Spec = {"condition": {"test": "!datum.clear", "value": SOFT_INK}, "value": INK}
    room: Spec = {"limit": {"expr": f"max(80, width - {_VALUE_ROOM})"}, "ellipsis": "…"}
    texts: tuple[tuple[str, str, str, object, Spec], ...] = (
        ("names", "short_name", "left", 0, room),
        ("values", "value_text", "right", "width", {}),
    )
    return [
        {
            "name": name,
            "mark": {"type": "text", "align": align, "baseline": "middle", **more},
            "encoding": {"y": y, "x": {"value": at}, "text": {"field": field}, "color": soft},
        }
        for name, field, align, at, more in texts
    ]
