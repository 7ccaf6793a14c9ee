"""Small multiples: one panel for each audience over the rounds, all on the same scale."""

from collections.abc import Sequence

import pandas as pd

from charts.labels import percent_text, percent_texts, records
from charts.theme import INK, SELF_COLOUR, SEPARATOR, Spec, Translate, chart, unread
from domain.people import Mode
from stats.disclosure import Status
from stats.published import Published

_HEIGHT = 130
_LEAST_ROOM = 12  # percent; nearer to the top edge the label stands under its point


def audience_panels(campaigns: Sequence[tuple[str, Published]], *, t: Translate) -> list[Spec]:
    """
    A chart for each unit of the last table, in its order, with the rate of each round.

    A round whose rate is not shown, or only as a bound, has no point and breaks the line.

    Args:
        campaigns: name and table by audience of each round, the earliest first; at least one.
    """
    last = campaigns[-1][1]
    return [
        _panel(campaigns, code, name, t)
        for code, name in zip(last.table["unit_code"], last.table["unit_name"], strict=True)
    ]


def _panel(campaigns: Sequence[tuple[str, Published]], code: str, name: str, t: Translate) -> Spec:
    rows = pd.DataFrame([_round(one, published, code, t) for one, published in campaigns])
    last = campaigns[-1][1]
    subtitle = [t(f"chart.who.{Mode(last.notes.modes[0])}"), t("chart.multiples.measure")]
    subtitle += [last.notes.period, *([t("chart.simulated")] if last.notes.simulated else [])]
    return chart(
        unread(_layers(rows, t)),
        title=f"{name}: {rows['text'].iloc[-1]}",
        subtitle=SEPARATOR.join(subtitle),
        height=_HEIGHT,
        t=t,
        data={"values": records(rows)},
        autosize={"type": "fit-x", "contains": "padding"},
    )


def _round(name: str, published: Published, code: str, t: Translate) -> dict[str, object]:
    found = published.table[published.table["unit_code"] == code]
    shown = found[found["status"] == Status.SHOWN.value]
    if shown.empty:
        missing = t("chart.missing_inline")
        return {"round": name, "percent": None, "low": None, "high": None, "text": missing,
                "range": "–", "label_at": None}  # fmt: skip
    row = shown.iloc[0]
    ends = percent_texts(pd.Series([row["low"], row["high"]]), pd.Series([row["n"]] * 2), t)
    under = float(row["high"]) > 100 - _LEAST_ROOM
    return {
        "round": name,
        "percent": float(row["percent"]),
        "low": float(row["low"]),
        "high": float(row["high"]),
        "text": percent_text(float(row["percent"]), float(row["n"]), t),
        "range": " – ".join(ends),
        "label_at": float(row["low"]) - 9 if under else float(row["high"]) + 9,
    }


def _layers(rows: pd.DataFrame, t: Translate) -> list[Spec]:
    x, y = _rounds(list(rows["round"]), t), _percent(t)
    tooltip = [
        {"field": "round", "type": "nominal", "title": t("chart.multiples.round")},
        {"field": "text", "type": "nominal", "title": t("chart.tooltip.percent")},
        {"field": "range", "type": "nominal", "title": t("chart.tooltip.interval")},
    ]
    marks: list[tuple[str, Spec, Spec]] = [
        ("lines", {"type": "line", "color": SELF_COLOUR, "strokeWidth": 2}, {}),
        ("intervals", {"type": "rule", "color": INK, "strokeWidth": 1.4},
         {"y": {**y, "field": "low"}, "y2": {"field": "high"}}),
        ("rates", {"type": "point", "filled": True, "size": 60, "color": SELF_COLOUR, "opacity": 1},
         {"tooltip": tooltip}),
        ("texts", {"type": "text", "color": INK, "fontWeight": 700},
         {"y": {**y, "field": "label_at"}, "text": {"field": "text"}}),
    ]  # fmt: skip
    return [
        {"name": name, "mark": mark, "encoding": {"x": x, "y": y, **more}}
        for name, mark, more in marks
    ]


def one_below_the_other(panels: Sequence[Spec]) -> Spec:
    """All panels as one chart, as a picture of them is taken away."""
    whole = {name: panels[0][name] for name in ("$schema", "config")}
    parts = [
        {name: part for name, part in panel.items() if name not in (*whole, "autosize", "layer")}
        | {"layer": [_nameless(layer) for layer in panel["layer"]]}  # type: ignore[attr-defined]
        for panel in panels
    ]
    return {
        **whole,
        "description": " ".join(str(panel["description"]) for panel in panels),
        "vconcat": parts,
    }


def _nameless(layer: Spec) -> Spec:
    """Layers of one name would all draw the figures of the last panel."""
    return {name: part for name, part in layer.items() if name != "name"}


def _rounds(names: list[str], t: Translate) -> Spec:
    return {
        "field": "round",
        "type": "ordinal",
        "sort": names,
        "scale": {"type": "point", "padding": 0.5},
        "axis": {"title": t("chart.multiples.round"), "labelAngle": 0, "grid": False,
                 "labelLimit": 110},
    }  # fmt: skip


def _percent(t: Translate) -> Spec:
    return {
        "field": "percent",
        "type": "quantitative",
        "scale": {"domain": [0, 100], "nice": False},
        "axis": {"title": t("chart.multiples.axis"), "values": [0, 50, 100]},
    }
