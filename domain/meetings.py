"""What may be written into a meeting: its title, its agenda, sentences, notes and conclusions."""

import hashlib
import unicodedata
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from domain.errors import BadAgenda, DueInThePast, TextMissing, TextTooLong

TITLE_LETTERS = 120
SENTENCE_LETTERS = 240  # two lines on a slide; a third pushes the chart off a projector
NOTES_LETTERS = 2000
TASK_LETTERS = 200
WHO_LETTERS = 80
_LONGEST_CODE = 40


class Written(StrEnum):
    """What people write themselves, with how long it may be."""

    TITLE = "title"
    SENTENCE = "sentence"
    NOTES = "notes"
    TASK = "task"
    WHO = "who"


MOST_LETTERS = {
    Written.TITLE: TITLE_LETTERS,
    Written.SENTENCE: SENTENCE_LETTERS,
    Written.NOTES: NOTES_LETTERS,
    Written.TASK: TASK_LETTERS,
    Written.WHO: WHO_LETTERS,
}
_MAY_BE_EMPTY = {Written.SENTENCE, Written.NOTES}  # empty: the generated one is shown


def fingerprint(content: bytes) -> str:
    """SHA-256 of frozen figures, in hexadecimal: another figure gives another one."""
    return hashlib.sha256(content).hexdigest()


def as_written(kind: Written, typed: str) -> str:
    """
    What somebody wrote, composed, without what no eye sees, and with single spaces; notes keep
    their lines.

    Raises:
        TextMissing: nothing is left of it, and it may not be empty.
        TextTooLong: it has more letters than there is room for.
    """
    text = unicodedata.normalize("NFC", typed)
    lines = [" ".join(_seen(line).split()) for line in text.splitlines()]
    kept = ("\n" if kind is Written.NOTES else " ").join(lines).strip()
    if not kept and kind not in _MAY_BE_EMPTY:
        raise TextMissing(field=kind.value)
    if len(kept) > MOST_LETTERS[kind]:
        raise TextTooLong(field=kind.value, letters=len(kept), most=MOST_LETTERS[kind])
    return kept


def as_due(due: date | None, *, today: date) -> date | None:
    """
    A day by which something is to be done; nobody has to set one.

    Raises:
        DueInThePast.
    """
    if due is not None and due < today:
        raise DueInThePast
    return due


def as_agenda(kinds: Sequence[str]) -> tuple[str, ...]:
    """
    The kinds of slides that are shown, in their order.

    Raises:
        BadAgenda: none, one twice, or something that is no code.
    """
    whole = tuple(kinds)
    if not whole or len(set(whole)) < len(whole) or not all(map(_is_code, whole)):
        raise BadAgenda
    return whole


def moved(agenda: Sequence[str], kind: str, by: int) -> tuple[str, ...]:
    """The agenda with one slide moved up (-1) or down (1); at the ends nothing changes."""
    order = list(agenda)
    place = order.index(kind)
    target = min(max(place + by, 0), len(order) - 1)
    order.insert(target, order.pop(place))
    return tuple(order)


def _is_code(kind: str) -> bool:
    return kind.isascii() and kind.isidentifier() and len(kind) <= _LONGEST_CODE


def _seen(line: str) -> str:
    """Without control characters and marks that turn the direction of writing."""
    return "".join(" " if char == "\t" else char for char in line if _is_seen(char))


def _is_seen(char: str) -> bool:
    return char == "\t" or unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cs")
