"""
A process of its own that makes files: drawing holds the interpreter, and nobody should wait for it.

Started by `ui.file_jobs` as `python -m ui.file_maker`; reads orders, writes what became of them.
"""

import os
import pickle
import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Literal, Protocol

from charts.theme import Spec
from domain.errors import DomainError
from meeting.deck import Deck
from text import Translate, translator

_NICENESS = 5  # who taps goes first, but a busy hour does not stop a file


class FileKind(StrEnum):
    """The files a meeting can be taken away as."""

    SLIDES = "slides"
    REPORT = "report"
    UNION_REPORT = "union_report"
    HANDOUT = "handout"
    WORKBOOK = "workbook"
    OFFLINE = "offline"


class Order(Protocol):
    """Something that can be made, there as here: it is sent whole to the other process."""

    def made(self) -> bytes:
        """
        The file.

        Raises:
            DomainError: why there is none.
        """
        ...


@dataclass(frozen=True, eq=False)
class DeckFile:
    """A meeting as a file."""

    kind: FileKind
    deck: Deck

    def made(self) -> bytes:
        """
        The file, in the language of the deck.

        Raises:
            FileNotMade: a part of it could not be made.
        """
        return _file_of(self.kind, self.deck, translator(self.deck.language))


@dataclass(frozen=True, eq=False)
class Picture:
    """One chart as a picture, with what must be said beside it inside."""

    form: Literal["png", "svg"]
    spec: Spec
    spine: tuple[str, ...]

    def made(self) -> bytes:
        """
        The picture.

        Raises:
            FileNotMade: it cannot be drawn.
        """
        from exports.pictures import png_of, svg_of

        if self.form == "png":
            return png_of(self.spec, spine=self.spine)
        return svg_of(self.spec, spine=self.spine).encode()


@dataclass(frozen=True)
class Refusal:
    """Why there is no file: the key of a sentence and what stands in it."""

    key: str
    details: dict[str, object]


def serve(orders: BinaryIO, answers: BinaryIO) -> None:
    """Make one file after the other until nobody orders any more; a fault ends the process."""
    while True:
        try:
            order: Order = pickle.load(orders)  # from our own parent, through a pipe
        except EOFError:
            return
        pickle.dump(_answer(order), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


def _answer(order: Order) -> bytes | Refusal:
    try:
        return order.made()
    except DomainError as error:
        return Refusal(error.key, error.details)


def _file_of(kind: FileKind, deck: Deck, t: Translate) -> bytes:
    """Each library is loaded only where its file is made."""
    if kind is FileKind.SLIDES:
        from exports.slides import pptx_of

        return pptx_of(deck, t=t)
    if kind is FileKind.WORKBOOK:
        from exports.workbook import xlsx_of

        return xlsx_of(deck, t=t)
    if kind is FileKind.HANDOUT:
        from exports.meeting_pdf import pdf_of

        return pdf_of(deck, t=t)
    if kind is FileKind.OFFLINE:
        from exports.offline_html import html_of

        return html_of(deck, t=t)
    from exports.report import docx_of

    return docx_of(deck, form="state" if kind is FileKind.REPORT else "union", t=t)


def main() -> None:
    """Answer on what was the standard output; whatever prints goes to the log instead."""
    os.nice(_NICENESS)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    # By its own name, so that what is sent and what is received are of the same classes.
    from ui.file_maker import main as run

    run()
