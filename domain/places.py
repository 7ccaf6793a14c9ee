"""Vietnamese place names: the key they are searched by and the key they are sorted by."""

import re
import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"  # the order of Vietnamese dictionaries
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")  # ngang huyền hỏi ngã sắc nặng
_DIGITS = re.compile(r"\d+")


def is_unit_code(text: object) -> bool:
    """Whether this can be the code of a unit of the state: plain digits; nothing else is sought."""
    return isinstance(text, str) and text.isascii() and text.isdigit()


def search_key(text: str) -> str:
    """
    The text without accents, in lower case, with single spaces: "Triệu Sơn" → "trieu son".

    Composed and decomposed spellings give the same key; đ becomes d.
    """
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", bare).split())


def sort_key(text: str) -> str:
    """
    A plain string that sorts as a Vietnamese dictionary does; numbers sort by value.

    Letters come first (a ă â … d đ …), tones decide only between equal letters.
    """
    padded = _DIGITS.sub(lambda match: match.group().zfill(6), text.casefold())
    letters, tones = [], []
    for char in unicodedata.normalize("NFC", padded):
        letter, tone = _split(char)
        letters.append(_rank(letter))
        tones.append(str(tone))
    return "".join(letters) + " " + "".join(tones)


def _split(char: str) -> tuple[str, int]:
    decomposed = unicodedata.normalize("NFD", char)
    tone = next((_TONES.index(mark) for mark in decomposed if mark in _TONES[1:]), 0)
    base = "".join(mark for mark in decomposed if mark not in _TONES[1:])
    return unicodedata.normalize("NFC", base), tone


def _rank(letter: str) -> str:
    if letter in _ALPHABET:
        return chr(ord("A") + _ALPHABET.index(letter))
    return letter if letter.isdigit() else "!"
