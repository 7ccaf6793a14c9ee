"""The rate by the end of each month, people added up since the campaign began."""

from collections.abc import Sequence

import pandas as pd

from charts.axes import upright_percent_axis
from charts.events import EVENT_LINE, Event, above
from charts.findings import MONTH, context_line
from charts.labels import records, with_labels
from charts.theme import (
    ASSISTED_COLOUR,
    BORDER,
    INK,
    SELF_COLOUR,
    SEPARATOR,
    Spec,
    Translate,
    chart,
    on_white,
    unread,
)
from domain.people import Mode
from stats.published import Published

_HEIGHT = 280
_COLOURS = {Mode.SELF: SELF_COLOUR, Mode.ASSISTED: ASSISTED_COLOUR}
_SHAPES = {Mode.SELF: "circle", Mode.ASSISTED: "square"}  # told apart without colour too


def known_months(published: Published) -> pd.DataFrame:
    """The rows of the main mode that have a rate, the earliest first."""
    main = published.table[published.table["mode"] == published.notes.modes[0].value]
    return main[main["percent"].notna()]


def monthly_trend(published: Published, *, t: Translate, events: Sequence[Event] = ()) -> Spec:
    """
    One line with its interval for each mode of the notes; a month without a rate breaks it.

    Cumulative rates only: the difference of two months is a group of its own and is not drawn.

    Args:
        published: its units are months, the earliest first.
        events: drawn as rules at the month they lie in; those of other months are left out.

    Raises:
        ValueError: fewer than two months have a rate.
    """
    known = known_months(published)
    if len(known) < 2:
        raise ValueError(f"a trend needs two months: {published.notes.period}")
    rows = _with_events(_labelled(with_labels(published.table, t), published, t), events)
    context = context_line(published, MONTH, t)
    return chart(
        unread(_layers(rows, published.notes.modes, t)),
        title=_finding(rows[rows["label"] != ""], t),
        subtitle=f"{context}{SEPARATOR}{t('chart.months.note')}",
        height=_HEIGHT,
        t=t,
        data={"values": records(rows)},
        autosize={"type": "fit-x", "contains": "padding"},
    )


def _labelled(rows: pd.DataFrame, published: Published, t: Translate) -> pd.DataFrame:
    """The rows with the names of their modes, and the rate as text at both ends of the main one."""
    known = known_months(published)
    ends = rows.index.isin([known.index[0], known.index[-1]])
    return rows.assign(
        mode_name=[t(f"chart.mode.{mode}") for mode in rows["mode"]],
        label=rows["percent_text"].where(ends, ""),
    )


def _with_events(rows: pd.DataFrame, events: Sequence[Event]) -> pd.DataFrame:
    """
    The rows with the events of their month, in the first row of each.

    Labels of neighbours stand on two lines in turn, so that they do not overlap at 320 px.
    """
    labels: dict[str, list[str]] = {}
    for event in sorted(events, key=lambda event: event.day):
        labels.setdefault(f"{event.day:%Y-%m}", []).append(event.label)
    months = [code for code in dict.fromkeys(rows["unit_code"]) if code in labels]
    first = ~rows["unit_code"].duplicated() & rows["unit_code"].isin(months)
    tops = {code: -EVENT_LINE * (1 + number % 2) for number, code in enumerate(months)}
    texts = {code: ", ".join(named) for code, named in labels.items()}
    return rows.assign(
        event=rows["unit_code"].map(texts).where(first, ""),
        event_top=rows["unit_code"].map(tops).where(first).astype(float),
    )


def _event_layers(x: Spec) -> list[Spec]:
    """A rule for each event and its label above the chart."""
    place: Spec = {"x": x, "y": above("event_top")}
    marks: list[tuple[str, Spec, Spec]] = [
        ("events", {"type": "rule", "color": BORDER, "strokeDash": [2, 3]},
         {"y2": {"value": "height"}}),
        ("event_labels", {"type": "text", "align": "right", "baseline": "top", "dx": -4},
         {"text": {"field": "event"}}),
    ]  # fmt: skip
    return [
        {
            "name": name,
            "transform": [{"filter": "datum.event != ''"}],
            "mark": mark,
            "encoding": {**place, **more},
        }
        for name, mark, more in marks
    ]


def _finding(ends: pd.DataFrame, t: Translate) -> str:
    first, last = ends.iloc[0], ends.iloc[-1]
    return t(
        "chart.months.finding",
        first=first["percent_text"],
        first_month=first["unit_name"],
        last=last["percent_text"],
        last_month=last["unit_name"],
    )


def _layers(rows: pd.DataFrame, modes: tuple[Mode, ...], t: Translate) -> list[Spec]:
    x, y = _when(t), upright_percent_axis(t)
    highest = rows["event_top"].min()  # the legend stands above the labels of events
    legend: Spec = {"orient": "top", "title": None, "columns": 2, "symbolOpacity": 1}
    legend["offset"] = 6 if pd.isna(highest) else 6 - int(highest)
    colour = _by_mode(modes, t, [_COLOURS[mode] for mode in modes], legend)
    shape = _by_mode(modes, t, [_SHAPES[mode] for mode in modes], legend)
    interval = {"y": {**y, "field": "low"}, "y2": {"field": "high"}}
    marks: list[tuple[str, Spec, Spec]] = [
        ("bands", {"type": "area", "opacity": 0.16}, {**interval, "color": colour}),
        ("intervals", {"type": "rule", "strokeWidth": 1.4}, {**interval, "color": colour}),
        ("lines", {"type": "line", "strokeWidth": 2}, {"color": colour}),
        ("rates", {"type": "point", "filled": True, "size": 60, "opacity": 1},
         {"color": colour, "shape": shape, "tooltip": _tooltip(t)}),
        ("ends", {"type": "text", "dy": -4, "baseline": "bottom", "color": INK, "fontWeight": 700},
         {"y": {**y, "field": "high"}, "text": {"field": "label"}}),
    ]  # fmt: skip
    drawn: list[Spec] = [
        {"name": name, "mark": mark, "encoding": {"x": x, "y": y, **more}}
        for name, mark, more in marks
    ]
    return [*_event_layers(x), *drawn[:-1], *on_white(drawn[-1])]


def _by_mode(modes: tuple[Mode, ...], t: Translate, values: list[str], legend: Spec) -> Spec:
    names = [t(f"chart.mode.{mode.value}") for mode in modes]
    return {
        "field": "mode_name",
        "type": "nominal",
        "scale": {"domain": names, "range": values},
        "legend": legend,
    }


def _when(t: Translate) -> Spec:
    return {
        "field": "unit_name",
        "type": "ordinal",
        "sort": {"field": "unit_code"},
        "scale": {"type": "point", "padding": 0.4},
        "axis": {
            "title": t("months.month"),
            "labelAngle": 0,
            "labelOverlap": "parity",
            "grid": False,
        },
    }


def _tooltip(t: Translate) -> list[Spec]:
    named = {
        "unit_name": t("months.month"),
        "mode_name": t("chart.tooltip.mode"),
        "percent_text": t("chart.tooltip.percent"),
        "interval_text": t("chart.tooltip.interval"),
        "n_text": t("chart.tooltip.n"),
    }
    return [{"field": field, "type": "nominal", "title": title} for field, title in named.items()]
