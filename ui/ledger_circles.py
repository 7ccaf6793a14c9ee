"""The five circles of an ambassador as a picture: what each says stands under it in words."""

from collections.abc import Sequence
from html import escape

from db.ledger_names import ListedAmbassador, ListedLearner
from domain.ledger import CIRCLES, LearnerState
from ui.language import t

_WIDTH, _TOP, _RADIUS, _LINE = 320, 68, 23, 13
_FULL, _PAPER, _INK, _EDGE = "#9c2f1d", "#ffffff", "#2b2522", "#6b615b"
_MARKS = {
    LearnerState.INVITED: "1",
    LearnerState.LEARNING: "2",
    LearnerState.CHECKED: "3",
    LearnerState.CAN_DO: "✓",
    LearnerState.HELPS: "★",
}
_DONE = (LearnerState.CAN_DO, LearnerState.HELPS)
_A_LINE = 9  # letters under a circle: a tenth would reach the words beside it


def circles_svg(ambassador: ListedAmbassador) -> str:
    """A drawing 320 units wide, scaled to the screen; an empty circle is dashed."""
    said = [_said(learner) for learner in _places(ambassador.learners)]
    drawn = "".join(
        _circle(place, learner) + _words(place, lines, bold=learner is not None)
        for place, (learner, lines) in enumerate(
            zip(_places(ambassador.learners), said, strict=True)
        )
    )
    height = _TOP + _LINE * max(len(lines) for lines in said)
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{escape(in_words(ambassador))}" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="sans-serif">{drawn}</svg>'
    )


def in_words(ambassador: ListedAmbassador) -> str:
    """The same for those who hear it."""
    said = [
        t("ledger.circle_empty")
        if learner is None
        else f"{name_of(learner)}: {t(f'learner_state.{learner.state}')}"
        for learner in _places(ambassador.learners)
    ]
    return "; ".join(said)


def name_of(learner: ListedLearner | ListedAmbassador) -> str:
    """The name, or that there is none any more, with the number of the row."""
    if learner.naming is None:
        return t("ledger.no_name", number=learner.id)
    return learner.naming.name


def _places(learners: Sequence[ListedLearner]) -> list[ListedLearner | None]:
    return [*learners, *[None] * (CIRCLES - len(learners))]


def _said(learner: ListedLearner | None) -> list[str]:
    """The lines under a circle: the given name, and how far they came."""
    if learner is None:
        return [t("ledger.circle_empty")]
    given = name_of(learner).split()[-1]
    return [given[:_A_LINE], *_broken(t(f"learner_state.{learner.state}"))]


def _circle(place: int, learner: ListedLearner | None) -> str:
    x, y = _middle(place), 27
    if learner is None:
        ring = f'fill="{_PAPER}" stroke="{_EDGE}" stroke-width="2" stroke-dasharray="4 4"'
        return _drawn(x, y, ring)
    done = learner.state in _DONE
    ring = f'fill="{_FULL if done else _PAPER}" stroke="{_FULL}" stroke-width="3"'
    return _drawn(x, y, ring) + (
        f'<text x="{x:g}" y="{y + 7}" font-size="19" font-weight="700" text-anchor="middle" '
        f'fill="{_PAPER if done else _FULL}">{_MARKS[learner.state]}</text>'
    )


def _middle(place: int) -> float:
    return _WIDTH / CIRCLES * (place + 0.5)


def _drawn(x: float, y: float, ring: str) -> str:
    return f'<circle cx="{x:g}" cy="{y}" r="{_RADIUS}" {ring}/>'


def _words(place: int, lines: Sequence[str], *, bold: bool) -> str:
    return "".join(
        f'<text x="{_middle(place):g}" y="{_TOP + number * _LINE}" font-size="12" '
        f'text-anchor="middle" font-weight="{700 if bold and number == 0 else 400}" '
        f'fill="{_INK}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )


def _broken(words: str) -> list[str]:
    """Words in lines that fit under a circle."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and len(longer) > _A_LINE:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
