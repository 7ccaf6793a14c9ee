"""What a meeting goes through, in order, unless somebody chooses otherwise."""

from meeting.deck import SlideKind

# Those somebody can put on an agenda; the others are kept for questions.
CHOOSABLE = tuple(
    kind for kind in SlideKind if kind not in (SlideKind.UNITS, SlideKind.METHOD, SlideKind.HIDDEN)
)


def default_agenda(*, earlier_conclusions: bool) -> tuple[SlideKind, ...]:
    """Twelve slides: it begins with what was decided last time, where anything was."""
    left_out = SlideKind.REPORTED if earlier_conclusions else SlideKind.BEFORE
    return tuple(kind for kind in CHOOSABLE if kind is not left_out)
