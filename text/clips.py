"""Sentences recorded by people: where the clip of a sentence lies, and how many there are."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

FOLDER = Path(__file__).resolve().parent.parent / "static" / "audio"
ADDRESS = "/app/static/audio"
KINDS = (".mp3", ".ogg")
MOST_BYTES = 30_000  # of one clip: two seconds on a slow line

_ENDS = re.compile(r"(?<=[.!?])\s+")

Offered = Mapping[tuple[str, str], tuple[str, str]]  # (language, sentence id) → (words, address)


class _Offer:
    """What was recorded in the product and reviewed; the server fills it again and again."""

    clips: ClassVar[Offered] = {}
    edition: ClassVar[int] = 0


def offer(clips: Offered) -> None:
    """From now on these recordings are played, each while the sentence has these very words."""
    if clips != _Offer.clips:
        _Offer.clips = dict(clips)
        _Offer.edition += 1


def edition() -> int:
    """Another number whenever other recordings are offered."""
    return _Offer.edition


def address(language: str, sentence_id: str, words: str) -> str | None:
    """Where the browser finds the clip of these words; None when nobody has recorded them."""
    read, found = _Offer.clips.get((language, sentence_id), ("", ""))
    if found and read == words:
        return found
    name = _recorded(FOLDER, language).get(sentence_id)
    return None if name is None else f"{ADDRESS}/{language}/{name}"


def pieces(name: str, said: str) -> list[tuple[str, str]]:
    """
    (sentence id, words) of each sentence of a text, as it is recorded: twelve seconds at most.

    A text of one sentence keeps its name; of several each has its number.
    """
    parts = _ENDS.split(said.strip())
    if len(parts) == 1:
        return [(name, said)]
    return [(f"{name}-{number}", one) for number, one in enumerate(parts, start=1)]


def plain(said: str) -> str:
    """The words as they are read: the marks of bold letters are not said."""
    return said.replace("**", "")


def recorded(language: str, wanted: Iterable[str]) -> int:
    """How many of these sentences have a clip."""
    known = _recorded(FOLDER, language)
    return sum(1 for one in wanted if one in known or (language, one) in _Offer.clips)


@lru_cache(maxsize=16)
def _recorded(folder: Path, language: str) -> dict[str, str]:
    """Sentence id → file name, of the clips that are small enough; read once."""
    return {
        path.stem: path.name
        for path in sorted((folder / language).glob("*"))
        if path.suffix in KINDS and path.stat().st_size <= MOST_BYTES
    }
