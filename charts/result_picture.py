"""The picture of a result to keep or send: the sentence and the staircase; no code, no place."""

import re
import textwrap
from collections.abc import Sequence
from html import escape

from charts.staircase import staircase_svg

_WIDTH, _MARGIN, _LINE = 360, 20, 24
_LETTERS = 34  # a line of the sentence, at 17 units
_SMALL_LETTERS = 50


def result_picture(
    rows: Sequence[tuple[str, int | None, str]], *, name: str, sentence: str, note: str
) -> str:
    """
    A drawing 360 units wide.

    Args:
        rows: as for `staircase_svg`.
        name: of the product, above; note: that it is no certificate, below.
    """
    said = textwrap.wrap(sentence, _LETTERS)
    below = textwrap.wrap(note, _SMALL_LETTERS)
    top = 52 + _LINE * len(said)
    stairs = staircase_svg(rows, title=sentence)
    end = top + _height(stairs)
    height = end + 16 * len(below) + 24
    lines = [
        _text(30, name, 'font-size="13" fill="#9c2f1d" font-weight="700"'),
        *(
            _text(58 + _LINE * at, line, 'font-size="17" font-weight="700" fill="#1f1a17"')
            for at, line in enumerate(said)
        ),
        *(
            _text(end + 18 + 16 * at, line, 'font-size="11.5" fill="#4c4440"')
            for at, line in enumerate(below)
        ),
    ]
    placed = stairs.replace(
        "<svg ", f'<svg x="{_MARGIN}" y="{top}" width="320" height="{_height(stairs)}" ', 1
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{2 * _WIDTH}" height="{2 * height}" font-family="sans-serif">'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(lines)}{placed}</svg>'
    )


def _text(y: float, words: str, look: str) -> str:
    return f'<text x="{_MARGIN}" y="{y}" {look}>{escape(words)}</text>'


def _height(svg: str) -> int:
    found = re.search(r'viewBox="0 0 \d+ (\d+)"', svg)
    return int(found[1]) if found else 0
