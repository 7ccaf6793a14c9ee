"""Whether a Vietnamese question reads as plain Vietnamese: short, no abbreviation, no English."""

import re
import unicodedata

MOST_WORDS = 15
PROPER_NAMES = frozenset({"Zalo", "VNeID"})  # names of services have no Vietnamese form

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_SYLLABLE = re.compile(  # onset, glide, vowel, end: what a Vietnamese syllable is made of
    r"(ngh|ng|nh|gh|gi|g|kh|k|ch|c|ph|p|qu|th|tr|t|b|d|đ|h|l|m|n|r|s|v|x)?"
    r"([ou](?=[aăâeêơyi]))?"
    r"(iê|yê|uô|ươ|ia|ya|ua|ưa|uâ|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y)"
    r"(ng|nh|ch|c|m|n|p|t|i|y|o|u)?"
)


def words(sentence: str) -> list[str]:
    """The words as a reader counts them: what stands between spaces, without punctuation."""
    return [word for word in re.findall(r"[\w/.-]+", sentence) if word.strip("/.-")]


def faults(sentence: str, *, language: str) -> list[str]:
    """
    What is wrong with the sentence of a question, in English for operators; empty when nothing.

    English wordings are held to their length only.
    """
    found = []
    count = len(words(sentence))
    if count > MOST_WORDS:
        found.append(f"{count} words, more than {MOST_WORDS}")
    if language == "vi":
        found += [
            f"{word!r} is not a Vietnamese word" for word in words(sentence) if _foreign(word)
        ]
    return found


def _foreign(word: str) -> bool:
    word = word.strip("/.-")
    if word in PROPER_NAMES or word.isdigit():
        return False
    if sum(char.isupper() for char in word) > 1:
        return True  # an abbreviation
    return _SYLLABLE.fullmatch(_without_tone(word.casefold())) is None


def _without_tone(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    bare = "".join(char for char in decomposed if char not in _TONES)
    return unicodedata.normalize("NFC", bare)
