"""What is written in the squares of a tile map: the rounded percentage, and the name if it fits."""

import textwrap
from collections.abc import Mapping

import pandas as pd

from charts.islands import Box
from charts.labels import records, short_names
from charts.maps import NOT_DRAWN, tooltip
from charts.picture import Picture
from charts.scales import MISSING_COLOURS
from charts.theme import INK, Spec, Translate

_NAMED_UNITS = 34  # with more, squares are too small for names on every screen
_WIDE_UNITS = 9  # up to here squares are large enough for longer lines
_LETTERS, _WIDE_LETTERS = 8, 12  # of a line; a longer word stands alone
_LETTER = 0.6  # width of a letter as a share of the font size, capitals among them
_LINE = 1.2  # height of a line as a share of the font size
_NUMBER = 1.3  # font size of the percentage beside that of the name
_INNER = 0.88  # of a square, free for text
_SMALLEST, _LARGEST = 9, 20  # pixels; a name that had to be smaller is not written


def size_params(rows: pd.DataFrame, frame: Box) -> list[Spec]:
    """
    The font sizes as expressions of the width of the screen.

    `square` is the side of a square in pixels, `letter` the font size of the names, and `named`
    whether they are written.
    """
    lines = _name_lines(rows)
    longest = max((len(line) for name in lines for line in name), default=1)
    most = max((len(name) for name in lines), default=1)
    share = _INNER / max(_LETTER * longest, _LINE * (most + _NUMBER))
    columns, height = frame.east - frame.west, frame.north - frame.south
    few = "true" if len(rows) <= _NAMED_UNITS else "false"
    return [
        {"name": "square", "expr": f"min(width / {columns:.3f}, height / {height:.3f})"},
        {"name": "letter", "expr": f"min({_LARGEST}, square * {share:.4f})"},
        {"name": "named", "expr": f"{few} && letter >= {_SMALLEST}"},
    ]


def text_layers(
    picture: Picture, corners: Mapping[str, tuple[float, float]], t: Translate
) -> list[Spec]:
    """The names and the values; they carry the tile's code and tooltip, lying over it."""
    rows = picture.rows[picture.rows["unit_code"].isin(corners)]
    lines = _name_lines(rows)
    whole, title = rows["tile"].fillna(""), picture.value_title
    unit = "" if picture.signed else "\u00a0%"
    written = rows.drop(columns=[*NOT_DRAWN], errors="ignore").assign(
        longitude=[corners[code][0] + 0.5 for code in rows["unit_code"]],
        latitude=[corners[code][1] + 0.5 for code in rows["unit_code"]],
        name_lines=["\n".join(name) for name in lines],
        lines=[len(name) for name in lines],
        number=whole,
        number_below=[f"{number}{unit}" if number else "–" for number in whole],
        dark=rows["white"],
    )
    named: Spec = {"test": "named", "value": {"expr": "datum.number_below"}}
    numbers: Spec = {"condition": named, "field": "number", "type": "nominal"}
    layers = [_layer("numbers", written, _number_mark(), numbers, t, title)]
    if len(rows) <= _NAMED_UNITS:
        names: Spec = {"field": "name_lines", "type": "nominal"}
        layers.append(_layer("names", written, _name_mark(), names, t, title))
        without = written[written["percent"].isna()]
        halo = {**_name_mark(), "stroke": MISSING_COLOURS[0], "strokeWidth": 5}
        layers.insert(0, _layer("halos", without, halo, names, t, title))
    return layers


def _name_lines(rows: pd.DataFrame) -> list[list[str]]:
    letters = _WIDE_LETTERS if len(rows) <= _WIDE_UNITS else _LETTERS
    return [_wrapped(name, letters) for name in short_names(list(rows["unit_name"]))]


def _wrapped(name: str, letters: int) -> list[str]:
    """Lines of whole words; "Xuân Hương - Đà Lạt" is first broken after its dash."""
    parts = name.replace(" - ", "\u00a0-\n").split("\n")
    wrapper = textwrap.TextWrapper(letters, break_long_words=False, break_on_hyphens=False)
    return [line for part in parts for line in wrapper.wrap(part)]


def _name_mark() -> Spec:
    """From the top of the block of lines, which stands in the middle of the square."""
    return {
        "fontSize": {"expr": "letter"},
        "lineHeight": {"expr": f"{_LINE} * letter"},
        "lineBreak": "\n",
        "opacity": {"expr": "named ? 1 : 0"},
        "baseline": "line-top",
        "dy": {"expr": f"-{_LINE / 2} * letter * (datum.lines + {_NUMBER})"},
    }


def _number_mark() -> Spec:
    """Under the name, or alone in the middle."""
    return {
        "fontSize": {"expr": f"named ? {_NUMBER} * letter : min(16, max(10, 0.42 * square))"},
        "fontWeight": {"expr": "named ? 700 : 400"},
        "baseline": "middle",
        "dy": {"expr": f"named ? {_LINE / 2} * letter * datum.lines : 0"},
    }


def _layer(
    name: str, written: pd.DataFrame, mark: Spec, text: Spec, t: Translate, value_title: str
) -> Spec:
    return {
        "name": name,
        "data": {"values": records(written)},
        "mark": {"type": "text", "cursor": "pointer", **mark},
        "encoding": {
            "longitude": {"field": "longitude", "type": "quantitative"},
            "latitude": {"field": "latitude", "type": "quantitative"},
            "text": text,
            "color": {"condition": {"test": "datum.dark", "value": "#ffffff"}, "value": INK},
            "tooltip": tooltip(written, t, value_title),
        },
    }
