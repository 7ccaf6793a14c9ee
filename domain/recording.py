"""What a recorded sentence must be: short, small, of a kind browsers play, and of these words."""

import hashlib
from enum import StrEnum

from domain.errors import ClipTooLarge, NotASound

MOST_BYTES = 30_000  # two seconds on a slow line
MOST_SECONDS = 12


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
