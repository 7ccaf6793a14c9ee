"""What a recorded sentence must be: short, small, of a kind browsers play, and of these words."""

import hashlib
from enum import StrEnum

from domain.checking import (
    DO_NOT_KNOW,
    DO_NOT_UNDERSTAND,
    Asked,
    CheckItem,
    Seen,
    Task,
)
from domain.errors import ClipTooLarge, NotASound
from domain.questionnaire import PackItem, Question, Wording

MOST_BYTES = 30_000  # two seconds on a slow line
MOST_SECONDS = 12


_BESIDE = {DO_NOT_KNOW: "check.do_not_know", DO_NOT_UNDERSTAND: "check.do_not_understand"}


class ClipKind(StrEnum):
    """The endings of files; what a browser records by itself."""

    WEBM = "webm"
    OGG = "ogg"
    MP4 = "mp4"


def kind_of(content: bytes) -> ClipKind:
    """
    The kind of a recording, by its first bytes and never by what its sender calls it.

    Raises:
        ClipTooLarge: it is longer than a citizen's line takes.
        NotASound: it begins like none of the three kinds.
    """
    if len(content) > MOST_BYTES:
        raise ClipTooLarge(kilobytes=MOST_BYTES // 1000)
    if content.startswith(b"\x1aE\xdf\xa3") and b"webm" in content[:64]:
        return ClipKind.WEBM
    if content.startswith(b"OggS"):
        return ClipKind.OGG
    if content[4:8] == b"ftyp":
        return ClipKind.MP4
    raise NotASound


def wording_hash(words: str) -> str:
    """By what a recording is tied to the very words it reads."""
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def headline_id(key: str, wording: Wording, groups: int) -> str:
    """The name the one sentence of a result is recorded under; one of them says a number."""
    named = f"{key}-{wording}"
    return f"{named}-{groups}" if key.endswith("_some") else named


def choice_id(asked: Asked | Question | PackItem | None, value: int) -> str:
    """The name an answer is recorded under; nothing asked = which phone there is."""
    if asked is None:
        return f"device-{value}"
    if isinstance(asked, Task):
        return f"seen.{Seen(value).name.lower()}"
    if isinstance(asked, CheckItem) and value < len(asked.options):
        return f"{asked.id}-option-{value}"
    if isinstance(asked, CheckItem) and value in _BESIDE:
        return _BESIDE[value]
    return f"answer-{value}"
