"""Whether what is asked is plain Vietnamese: short, one action, no abbreviation, no English."""

import re
import unicodedata

MOST_WORDS = 15
PROPER_NAMES = frozenset({"Zalo", "VNeID"})  # names of services have no Vietnamese form

_ADDRESS_OF_THE_OTHER = {"normal": "bác", "simple": "bạn"}
_JOINS = ("và", "rồi", "sau đó", "đồng thời", "cùng lúc", "hoặc")

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


def faults(
    sentence: str,
    *,
    language: str,
    wording: str = "",
    one_action: bool = False,
    ends_with: str | None = None,
) -> list[str]:
    """
    What is wrong with a sentence, in English for operators; empty when nothing.

    English sentences are held to their length and their last mark only.

    Args:
        wording: "normal" speaks to "bạn", "simple" to "bác"; empty for what names nobody.
        one_action: whether a word that joins a second action is a fault.
        ends_with: the last mark it must have; empty = an answer, which has none; None = any.
    """
    found = []
    count = len(words(sentence))
    if count > MOST_WORDS:
        found.append(f"{count} words, more than {MOST_WORDS}")
    found += _wrong_end(sentence, ends_with)
    if language == "vi":
        found += [
            f"{word!r} is not a Vietnamese word" for word in words(sentence) if _foreign(word)
        ]
        found += _wrong_address(sentence, wording)
        found += _second_action(sentence) if one_action else []
    return found


def _wrong_end(sentence: str, wanted: str | None) -> list[str]:
    if wanted is None or (wanted and sentence.endswith(wanted)):
        return []
    if wanted:
        return [f"does not end with {wanted!r}"]
    return ["an answer has no mark at its end"] if sentence[-1:] in ".?!," else []


def _wrong_address(sentence: str, wording: str) -> list[str]:
    said = {word.casefold() for word in words(sentence)}
    wrong = _ADDRESS_OF_THE_OTHER.get(wording)
    return [f"{wrong!r} in the {wording} wording"] if wrong in said else []


def _second_action(sentence: str) -> list[str]:
    text = f" {' '.join(words(sentence)).casefold()} "
    return [f"{joins!r} joins a second action" for joins in _JOINS if f" {joins} " in text]


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
