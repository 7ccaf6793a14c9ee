"""The picture of a result: one staircase of four steps per group of skills, as SVG."""

from collections.abc import Sequence
from html import escape

STEPS = 4
_STEP_WIDTH, _STEP_RISE, _LEFT, _ROW = 34, 9, 4, 62
_WIDTH = 320
_REACHED, _OPEN, _UNKNOWN = "#9c2f1d", "#e7e1da", "#ffffff"


def staircase_svg(rows: Sequence[tuple[str, int | None, str]], *, title: str) -> str:
    """
    A drawing 320 units wide, scaled to the screen.

    Args:
        rows: (name of the group, steps reached 0-3 or None when undetermined, level in words).
        title: what the picture says, for those who hear it.
    """
    height = _ROW * len(rows)
    drawn = "".join(_row(index * _ROW, *row) for index, row in enumerate(rows))
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="sans-serif">{drawn}</svg>'
    )


def _row(top: int, name: str, reached: int | None, words: str) -> str:
    steps = "".join(_step(top, step, reached) for step in range(STEPS))
    text_left = _LEFT + STEPS * _STEP_WIDTH + 12
    return (
        f'{steps}<text x="{text_left}" y="{top + 26}" font-size="14" font-weight="700" '
        f'fill="#2b2522">{escape(name)}</text>'
        f'<text x="{text_left}" y="{top + 44}" font-size="13" fill="#4c4440">{escape(words)}</text>'
    )


def _step(top: int, step: int, reached: int | None) -> str:
    height = 12 + _STEP_RISE * step
    if reached is None:
        fill, dash = _UNKNOWN, ' stroke-dasharray="3 3"'
    else:
        fill, dash = (_REACHED if step <= reached else _OPEN), ""
    return (
        f'<rect x="{_LEFT + step * _STEP_WIDTH}" y="{top + 50 - height}" width="{_STEP_WIDTH - 3}" '
        f'height="{height}" rx="2" fill="{fill}" stroke="#8a7f78"{dash}/>'
    )
