"""The look of a slide: fixed size, letters of 20 pixels and more, few things on it."""

import textwrap
from collections.abc import Mapping, Sequence

from charts.theme import INK, SCHEMA, SEPARATOR, SOFT_INK, Spec, Translate, config

WIDTH, HEIGHT = 960, 520  # pixels; with its sentence and spine a slide fits 1024 × 768
LETTERS = 20  # pixels: read from the back row of a hall
FINDING_LETTERS = 26
LINE = 25
_TITLE_LETTERS = 84  # of a line of the title
_FEW_NAMES = 8  # there is room for two lines each
_NAME_LETTERS, _LONG_NAME_LETTERS = 28, 42  # of a line of a name beside its mark
_FINDING_WIDTH = 66


def slide_chart(
    layers: Sequence[Mapping[str, object]],
    *,
    subject: Sequence[str],
    t: Translate,
    height: int = HEIGHT,
    **more: object,
) -> Spec:
    """
    The layers as a picture of a slide.

    Args:
        subject: the title (what, where), then what stands below it (who, when). The finding is
            the headline of the slide; `titled` puts it into a picture that stands alone.
    """
    return {
        "$schema": SCHEMA,
        "title": _title(subject),
        "width": WIDTH,
        "height": height,
        "padding": 8,
        "autosize": {"type": "fit", "contains": "padding"},
        "layer": list(layers),
        "config": big_config(t),
        **more,
    }


def enlarged(spec: Spec, *, subject: Sequence[str], t: Translate, height: int = HEIGHT) -> Spec:
    """A chart of the screen as a picture of a slide: a map, or a line over the months."""
    return {
        **spec,
        "title": _title(subject),
        "width": WIDTH,
        "height": height,
        "padding": 8,
        "autosize": {"type": "fit", "contains": "padding"},
        "layer": [_roomy(layer) for layer in spec["layer"]],  # type: ignore[attr-defined]
        "config": big_config(t),
    }


def titled(spec: Spec, finding: str) -> Spec:
    """The same picture with its finding above, for where no slide says it."""
    title: dict[str, object] = spec["title"]  # type: ignore[assignment]
    above: list[str] = title["text"]  # type: ignore[assignment]
    below: list[str] = title["subtitle"]  # type: ignore[assignment]
    lines = textwrap.wrap(finding, _FINDING_WIDTH)
    taller = LINE * len(lines) + 2 * LINE
    return {
        **spec,
        "height": int(str(spec["height"])) + taller,
        "title": {
            **title,
            "text": lines,
            "subtitle": [*above, *below],
            "fontSize": FINDING_LETTERS,
            "lineHeight": FINDING_LETTERS + 6,
        },
    }


def name_lines(names: Sequence[str]) -> list[str]:
    """Names on as many lines as they need; two units of one name are told apart by a number."""
    seen: dict[str, int] = {}
    found = []
    letters = _NAME_LETTERS if len(names) <= _FEW_NAMES else _LONG_NAME_LETTERS
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        whole = name if seen[name] == 1 else f"{name} ({seen[name]})"
        found.append("\n".join(textwrap.wrap(whole, letters)))
    return found


def bands(labels: Sequence[str]) -> Spec:
    """One band for each name, from the top."""
    return {
        "field": "label",
        "type": "nominal",
        "sort": None,
        "scale": {"domain": list(labels), "paddingInner": 0.25, "paddingOuter": 0.1},
        "axis": None,
    }


def name_layer(labels: Sequence[str]) -> Spec:
    """The names at the left of their bands; of several lines their middle stands there."""
    rows = [{"label": label, "lines": label.count("\n") + 1} for label in labels]
    mark = {
        "type": "text", "align": "right", "baseline": "middle", "dx": -12, "aria": False,
        "lineBreak": "\n", "lineHeight": LINE, "dy": {"expr": f"-{LINE / 2} * (datum.lines - 1)"},
    }  # fmt: skip
    encoding = {"y": bands(labels), "x": {"value": 0}, "text": {"field": "label"}}
    return {"name": "names", "data": {"values": rows}, "mark": mark, "encoding": encoding}


def percent_scale(t: Translate, title: str = "") -> Spec:
    """0 to 100, always."""
    return {
        "type": "quantitative",
        "scale": {"domain": [0, 100], "nice": False},
        "axis": {
            "title": title or t("chart.axis.percent"),
            "values": [0, 20, 40, 60, 80, 100],
            "orient": "bottom",
        },
    }


def big_config(t: Translate) -> Spec:
    """The config of the house with the letters of a slide."""
    house: dict[str, dict[str, object]] = config(t)  # type: ignore[assignment]
    letters = {"labelFontSize": LETTERS, "titleFontSize": LETTERS}
    return {
        **house,
        "axis": {**house["axis"], **letters, "labelColor": INK, "titlePadding": 8},
        "legend": {**house["legend"], **letters, "labelLimit": 340, "symbolSize": 320},
        "text": {**house["text"], "fontSize": LETTERS},
        "title": {
            **house["title"],
            "fontSize": LETTERS,
            "lineHeight": LINE,
            "subtitleFontSize": LETTERS,
            "subtitleLineHeight": LINE,
            "subtitleColor": SOFT_INK,
        },
    }


def _title(subject: Sequence[str]) -> Spec:
    first, *rest = subject
    below = [line for part in rest for line in textwrap.wrap(part, _TITLE_LETTERS)]
    return {"text": textwrap.wrap(first, _TITLE_LETTERS), "subtitle": below}


def _roomy(layer: Mapping[str, object]) -> Spec:
    """The legend of a map at its right, where a wide picture has room."""
    encoding = layer.get("encoding")
    if not isinstance(encoding, Mapping):
        return dict(layer)
    colour = encoding.get("color")
    if not isinstance(colour, Mapping) or not isinstance(colour.get("legend"), Mapping):
        return dict(layer)
    legend: dict[str, object] = {**colour["legend"]}
    if legend.get("orient") != "top":
        title = legend.get("title")
        text = " ".join(title) if isinstance(title, list) else str(title or "")
        legend |= {"orient": "right", "columns": 1, "title": textwrap.wrap(text, 18) or None}
    return {**layer, "encoding": {**encoding, "color": {**colour, "legend": legend}}}


def subject_lines(what: str, place: str, *below: str) -> list[str]:
    """The title of a picture, then what stands below it."""
    return [f"{what}{SEPARATOR}{place}", SEPARATOR.join(part for part in below if part)]
