"""Three numbers for a slide, each with what it counts, large enough for the last row."""

import textwrap
from collections.abc import Sequence

from charts.big import HEIGHT, LINE, WIDTH, slide_chart
from charts.theme import GRID, INK, SELF_COLOUR, Spec, Translate

_NUMBER = 76  # pixels, where all are short enough
_DIGIT, _LETTER = 0.66, 10.6  # width of a digit as a share of its size; of a letter, pixels
_GAP = 28  # pixels between a number and the next
_TOP = 90  # pixels under the title


def big_numbers(
    numbers: Sequence[tuple[str, str]], *, subject: Sequence[str], t: Translate
) -> Spec:
    """
    Numbers as text beside each other.

    Args:
        numbers: each as it is written, and what it counts.
    """
    step = WIDTH / max(len(numbers), 1)
    longest = max((len(number) for number, _ in numbers), default=1)
    size = min(_NUMBER, (step - _GAP) / (_DIGIT * longest))
    letters = int((step - _GAP) / _LETTER)
    layers = [
        mark
        for place, (number, words) in enumerate(numbers)
        for mark in _one(number, textwrap.wrap(words, letters), place * step + 12, size)
    ]
    lines: Spec = {
        "name": "apart",
        "data": {"values": [{"x": place * step} for place in range(1, len(numbers))]},
        "mark": {"type": "rule", "color": GRID, "strokeWidth": 2, "aria": False},
        "encoding": {
            "x": {**_pixels(WIDTH), "field": "x"},
            "y": {"value": _TOP - 20},
            "y2": {"value": 330},
        },
    }
    return slide_chart([lines, *layers], subject=subject, t=t, height=HEIGHT - 80)


def _one(number: str, words: list[str], left: float, size: float) -> list[Spec]:
    return [
        _text(number, left, _TOP + 50, fontSize=round(size), fontWeight=700, color=SELF_COLOUR),
        _text(words, left, _TOP + 110, lineHeight=LINE, baseline="top", color=INK),
    ]


def _text(text: object, left: float, top: float, **mark: object) -> Spec:
    return {
        "data": {"values": [{}]},
        "mark": {
            "type": "text", "align": "left", "baseline": "middle", "text": text, "aria": False,
            **mark,
        },
        "encoding": {"x": {"value": round(left)}, "y": {"value": round(top)}},
    }  # fmt: skip


def _pixels(width: int) -> Spec:
    return {
        "type": "quantitative",
        "scale": {"domain": [0, width], "nice": False, "zero": False},
        "axis": None,
    }
