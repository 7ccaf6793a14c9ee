"""Days everybody looks at, as labelled rules of a chart over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from charts.theme import BORDER, INK, Spec, Translate

EVENT_LINE = 15  # pixels for the label of one event
_TURN = 0.72  # of the width; labels of events further right read to the left


@dataclass(frozen=True)
class Event:
    """A day everybody looks at: a festival, or the end of a period of the plans."""

    day: date
    label: str  # the day as a reader writes it; short, it stands above the chart
    name: str


def event_layers(events: Sequence[Event], x: Spec, t: Translate) -> list[Spec]:
    """
    A rule for each event and its label above the chart.

    The earliest stands highest and reads to the right: later rules end below it, so that no label
    crosses a rule or another label, on the narrowest screen too. Near the right edge, where the
    last ones stand lowest, they read to the left.
    """
    if not events:
        return []
    ordered = sorted(events, key=lambda event: event.day)
    first, last = x["scale"]["domain"]  # type: ignore[index]
    turn = first + _TURN * (last - first)
    rows = [
        {
            "when": year_of(event.day),
            "label": event.label,
            "event": event.name,
            "top": -EVENT_LINE * (len(ordered) - number),
            "left": year_of(event.day) > turn,
        }
        for number, event in enumerate(ordered)
    ]
    return [_event_rules(rows, x, t), *(_event_labels(rows, x, left=left) for left in (0, 1))]


def _event_rules(rows: list[Spec], x: Spec, t: Translate) -> Spec:
    tooltip = [
        {"field": "label", "type": "nominal", "title": t("chart.event.day")},
        {"field": "event", "type": "nominal", "title": t("chart.event.name")},
    ]
    return {
        "name": "events",
        "data": {"values": rows},
        "mark": {"type": "rule", "color": BORDER, "strokeDash": [2, 3], "clip": False},
        "encoding": {"x": x, "y": above("top"), "y2": {"value": "height"}, "tooltip": tooltip},
    }


def _event_labels(rows: list[Spec], x: Spec, *, left: int) -> Spec:
    place = {"align": "right", "dx": -4} if left else {"align": "left", "dx": 4}
    return {
        "name": f"event_labels_{'left' if left else 'right'}",
        "data": {"values": [row for row in rows if bool(row["left"]) == bool(left)]},
        "mark": {"type": "text", "baseline": "top", "color": INK, **place},
        "encoding": {"x": x, "y": above("top"), "text": {"field": "label"}},
    }


def above(field: str) -> Spec:
    """A place in pixels from the upper edge of the chart, negative above it."""
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def year_of(day: date) -> float:
    """A day as a year with a fraction: an axis without a clock has no time zone to get wrong."""
    first, next_first = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return day.year + (day - first).days / (next_first - first).days
