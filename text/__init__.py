"""Every sentence a person reads: one gettext catalogue per language, keyed by place."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = ("vi", "en")
FOLDER = Path(__file__).parent

Translate = Callable[..., str]


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> dict[str, str]:
    """
    Key → sentence of one language.

    """
    sentences: dict[str, str] = {}
    with (FOLDER / f"{language}.po").open("rb") as file:
        for message in read_po(file, locale=language):
            if message.id:
                sentences[str(message.id)] = str(message.string)
    return sentences


@lru_cache(maxsize=len(LANGUAGES))
def translator(language: str) -> Translate:
    """
    The function `t(key, **details)` of one language.

    Raises (when called):
        KeyError: the catalogue has no such key; a missing sentence is a fault, not a blank.
    """
    sentences = catalogue(language)

    def t(key: str, **details: object) -> str:
        return sentences[key].format(**details) if details else sentences[key]

    return t
