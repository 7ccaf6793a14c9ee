"""Which units reported in time, as bars of how many: no figure of people."""

from collections.abc import Mapping

from charts.theme import ASSISTED_COLOUR, INK, SELF_COLOUR, Spec, Translate, chart
from domain.indicator_board import Timeliness

_ROW = 30
_LEAST = 4.0  # units the axis is long for; and room for the number behind the longest bar
_COLOURS = {
    Timeliness.ON_TIME: SELF_COLOUR,
    Timeliness.LATE: ASSISTED_COLOUR,
    Timeliness.WAITING: "#8592a0",
    Timeliness.OVERDUE: "#a4234a",
    Timeliness.SILENT: "#3d0f1f",
}


def timeliness_bars(
    counts: Mapping[Timeliness, int], *, title: str, subtitle: str, t: Translate
) -> Spec:
    """One bar for each state, with its number at the end; a state of nobody keeps its row."""
    rows = [
        {"state": t(f"timeliness.{state}"), "units": counts.get(state, 0), "colour": colour}
        for state, colour in _COLOURS.items()
    ]
    order = [row["state"] for row in rows]
    place = {"field": "state", "type": "nominal", "sort": order, "title": None}
    length = {
        "field": "units",
        "type": "quantitative",
        "title": t("timeliness.axis"),
        "axis": {"tickMinStep": 1, "format": "d"},
        "scale": {"domain": [0, max([_LEAST, *(1.08 * number for number in counts.values())])]},
    }
    bars = {
        "mark": {"type": "bar", "height": 16},
        "encoding": {
            "y": {**place, "axis": {"labelLimit": 160}},
            "x": length,
            "color": {"field": "colour", "type": "nominal", "scale": None},
        },
    }
    numbers = {
        "mark": {"type": "text", "align": "left", "dx": 4, "color": INK},
        "encoding": {"y": place, "x": length, "text": {"field": "units", "type": "quantitative"}},
    }
    return chart(
        [bars, numbers],
        title=title,
        subtitle=subtitle,
        height=_ROW * len(rows),
        t=t,
        data={"values": rows},
    )
