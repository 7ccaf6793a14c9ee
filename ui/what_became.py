"""What became of a place, as a sentence; light, for citizens are told it too."""

from db.former_places import FormerPlace
from text import Translate
from ui import language

_MOST_NAMED = 12  # successors named in a sentence; a district has up to thirty


def became(old: FormerPlace, t: Translate = language.t) -> str:
    """What became of a place, in one sentence with the document that decided it."""
    names = [
        one.full_name if old.level == "province" else f"{one.full_name}, {one.province_name}"
        for one in old.became[:_MOST_NAMED]
    ]
    if old.level == "district":
        names = [one.full_name for one in old.became[:_MOST_NAMED]]
    return t(
        f"place_search.{_case(old)}",
        old=old.full_name,
        where=f" ({old.where})" if old.where else "",
        new=", ".join(names) + (", …" if len(old.became) > _MOST_NAMED else ""),
        count=len(old.became),
        document=", ".join(written(one, t) for one in old.documents),
    )


def _case(old: FormerPlace) -> str:
    if not old.became:
        return "no_trace"
    if old.level == "district":
        return "district"
    if len(old.became) > 1:
        return "divided"
    if old.alone:
        return "renamed"
    return "province" if old.level == "province" else "whole"


def written(document: str, t: Translate = language.t) -> str:
    """ "NQ 1673/NQ-UBTVQH15" as a citizen reads it."""
    head, _, number = document.partition(" ")
    return t("place_search.resolution", number=number) if head == "NQ" and number else document
