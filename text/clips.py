"""Sentences recorded by people: where the clip of a sentence lies, and how many there are."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "static" / "audio"
ADDRESS = "/app/static/audio"
KINDS = (".mp3", ".ogg")
MOST_BYTES = 30_000  # of one clip: two seconds on a slow line


def address(language: str, sentence_id: str) -> str | None:
    """Where the browser finds a clip; None when nobody has recorded this sentence."""
    name = _recorded(FOLDER, language).get(sentence_id)
    return None if name is None else f"{ADDRESS}/{language}/{name}"


def recorded(language: str, wanted: Iterable[str]) -> int:
    """How many of these sentences have a clip."""
    return sum(1 for sentence_id in wanted if sentence_id in _recorded(FOLDER, language))


@lru_cache(maxsize=16)
def _recorded(folder: Path, language: str) -> dict[str, str]:
    """Sentence id → file name, of the clips that are small enough; read once."""
    return {
        path.stem: path.name
        for path in sorted((folder / language).glob("*"))
        if path.suffix in KINDS and path.stat().st_size <= MOST_BYTES
    }
