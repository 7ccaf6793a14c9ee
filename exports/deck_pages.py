"""What handout and offline file of a meeting share: each slide with its picture and its words."""

from dataclasses import dataclass

from domain.errors import FileNotMade
from exports.deck_parts import Translate, has_picture, origin, part, refuse_blank, svg
from meeting.deck import Deck, Grid, Slide


@dataclass(frozen=True, eq=False)
class Page:
    """A slide ready to be put on paper or screen; `picture` is SVG, empty where there is none."""

    number: int
    slide: Slide
    picture: str
    grid: Grid
    origin: tuple[str, ...]


def pages(deck: Deck, *, width: float, t: Translate) -> tuple[Page, ...]:
    """
    The slides of the agenda and then those for questions, numbered through.

    Args:
        width: pixels of a picture that would fill its slide.

    Raises:
        FileNotMade: a slide cannot be drawn, or there is none.
    """
    if not deck.slides:
        raise FileNotMade(part=deck.title)
    return tuple(
        _page(number, slide, deck, width, t)
        for number, slide in enumerate((*deck.shown, *deck.asked), start=1)
    )


def _page(number: int, slide: Slide, deck: Deck, width: float, t: Translate) -> Page:
    with part(slide.heading):
        refuse_blank(slide)
        picture = svg(slide, width=width) if slide.picture and has_picture(slide) else ""
        grid = Grid() if slide.refused else slide.grid
        return Page(number, slide, picture, grid, origin(deck, slide, t))
