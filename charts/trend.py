"""The way to a target: what was counted in each campaign, and what documents ask for by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from charts.axes import upright_percent_axis
from charts.events import Event, event_layers, year_of
from charts.findings import AUDIENCE, context_line, target_text
from charts.labels import percent_text, records
from charts.theme import (
    INK,
    SELF_COLOUR,
    SEPARATOR,
    TARGET_COLOUR,
    Spec,
    Translate,
    chart,
    on_white,
    unread,
)
from stats.published import Published

_HEIGHT = 300
_LABEL_ROOM = 5  # percent between an interval and the text of its rate
_MARGIN = 0.12  # years of room behind the last mark, for its text


@dataclass(frozen=True)
class Milestone:
    """A target of a document, as a percentage (0-100) by a day."""

    day: date
    percent: float
    document: str


def target_trend(
    campaigns: Sequence[tuple[str, date, Published]],
    audience: str,
    milestones: Sequence[Milestone],
    *,
    t: Translate,
    events: Sequence[Event] = (),
) -> Spec:
    """
    The self-assessed rate of one audience per campaign with its interval, and targets as marks.

    The two are drawn in two shapes and never joined: they are not measured the same way.

    Args:
        campaigns: name, last day and table by audience of each, the earliest first; at least one.
        audience: the unit of those tables to follow.
        events: drawn as rules, each with its label on a line of its own above the chart.
    """
    rates, targets = _rates(campaigns, audience, t), _targets(milestones, t)
    days = [year_of(event.day) for event in events]
    first = min([*rates["when"], *targets["when"], *days])
    last = max([*rates["when"], *targets["when"], *days])
    x = _when(int(first), int(last) + 1, t)
    context = context_line(campaigns[-1][2], AUDIENCE, t)
    return chart(
        unread([*event_layers(events, x, t), *_rate_layers(x, t), *_target_layers(x, t)]),
        title=_finding(rates, targets, t),
        subtitle=f"{context}{SEPARATOR}{t('chart.trend.note')}",
        height=_HEIGHT,
        t=t,
        data={"values": records(pd.concat([rates, targets], ignore_index=True))},
        autosize={"type": "fit-x", "contains": "padding"},
    )


def _rates(
    campaigns: Sequence[tuple[str, date, Published]], audience: str, t: Translate
) -> pd.DataFrame:
    rows = []
    for name, day, published in campaigns:
        row = published.table[published.table["unit_code"] == audience].iloc[0]
        shown = pd.notna(row["percent"])
        text = percent_text(row["percent"], row["n"], t) if shown else t("chart.missing_inline")
        rows.append(
            {
                "kind": "rate",
                "name": name,
                "when": year_of(day),
                "percent": float(row["percent"]) if shown else None,
                "low": float(row["low"]) if shown else None,
                "high": float(row["high"]) if shown else None,
                "text": text,
            }
        )
    return _with_label_places(pd.DataFrame(rows))


def _with_label_places(rows: pd.DataFrame) -> pd.DataFrame:
    """Beside each rate the place of its text: off its interval, and off the line to the others."""
    known = rows["percent"].dropna()
    rising = len(known) < 2 or known.iloc[-1] >= known.iloc[0]
    last = rows.index == (known.index[-1] if len(known) else -1)
    over = pd.Series(last if rising else ~last, index=rows.index)
    high = rows["high"].astype(float).clip(upper=100 - _LABEL_ROOM)
    low = rows["low"].astype(float).clip(lower=_LABEL_ROOM)
    return rows.assign(label_at=(high + _LABEL_ROOM).where(over, low - _LABEL_ROOM))


def _targets(milestones: Sequence[Milestone], t: Translate) -> pd.DataFrame:
    """One mark for each day and value, with every document that asks for it in its name."""
    documents: dict[tuple[date, float], list[str]] = {}
    for one in milestones:
        named = documents.setdefault((one.day, one.percent), [])
        if one.document not in named:
            named.append(one.document)
    rows = [
        {
            "kind": "target",
            "name": "; ".join(named),
            "when": year_of(day),
            "percent": percent,
            "low": None,
            "high": None,
            "text": target_text(percent, t),
        }
        for (day, percent), named in sorted(documents.items())
    ]
    return pd.DataFrame(
        rows, columns=["kind", "name", "when", "percent", "low", "high", "text"]
    ).astype({"when": float, "percent": float})


def _finding(rates: pd.DataFrame, targets: pd.DataFrame, t: Translate) -> str:
    now = rates.iloc[-1]
    if targets.empty:
        return t("chart.trend.no_target", percent=now["text"])
    ahead = targets[targets["when"] >= now["when"]]
    following = (targets if ahead.empty else ahead).iloc[0 if len(ahead) else -1]
    year = int(following["when"])
    return t("chart.trend.finding", percent=now["text"], target=following["text"], year=year)


def _when(first: int, last: int, t: Translate) -> Spec:
    return {
        "field": "when",
        "type": "quantitative",
        "scale": {"domain": [first, last + _MARGIN], "nice": False, "zero": False},
        "axis": {
            "title": t("chart.axis.year"),
            "values": [year + 0.5 for year in range(first, last)],
            "labelExpr": "floor(datum.value)",
            "ticks": False,
            "grid": False,
            "labelOverlap": False,
            "labelFlush": False,
        },
    }


def _tooltip(t: Translate) -> list[Spec]:
    return [
        {"field": "name", "type": "nominal", "title": t("chart.trend.what")},
        {"field": "text", "type": "nominal", "title": t("chart.tooltip.percent")},
    ]


def _rate_layers(x: Spec, t: Translate) -> list[Spec]:
    y = upright_percent_axis(t)
    ours = [{"filter": "datum.kind == 'rate' && isValid(datum.percent)"}]
    text: Spec = {"type": "text", "align": "center", "color": INK, "fontWeight": 700}
    marks: list[tuple[str, Spec, Spec]] = [
        ("line", {"type": "line", "color": SELF_COLOUR, "strokeWidth": 2}, {}),
        ("intervals", {"type": "rule", "color": INK, "strokeWidth": 1.6},
         {"y": {**y, "field": "low"}, "y2": {"field": "high"}}),
        ("rates", {"type": "point", "filled": True, "size": 90, "color": SELF_COLOUR,
                   "opacity": 1}, {"tooltip": _tooltip(t)}),
        ("rate_texts", text, {"y": {**y, "field": "label_at"}, "text": {"field": "text"}}),
    ]  # fmt: skip
    drawn: list[Spec] = [
        {"name": name, "transform": ours, "mark": mark, "encoding": {"x": x, "y": y, **more}}
        for name, mark, more in marks
    ]
    return [*drawn[:-1], *on_white(drawn[-1])]


def _target_layers(x: Spec, t: Translate) -> list[Spec]:
    y = upright_percent_axis(t)
    theirs = [{"filter": "datum.kind == 'target'"}]
    shape: Spec = {
        "type": "point", "shape": "diamond", "filled": False, "size": 130, "strokeWidth": 2.4,
        "color": TARGET_COLOUR, "opacity": 1,
    }  # fmt: skip
    text: Spec = {"type": "text", "align": "right", "dx": -9, "color": TARGET_COLOUR,
                  "fontWeight": 700}  # fmt: skip
    return [
        {
            "name": "targets", "transform": theirs, "mark": shape,
            "encoding": {"x": x, "y": y, "tooltip": _tooltip(t)},
        },
        *on_white({
            "name": "target_texts", "transform": theirs, "mark": text,
            "encoding": {"x": x, "y": y, "text": {"field": "text"}},
        }),
    ]  # fmt: skip
