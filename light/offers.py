"""What is offered before the first question, page by page, and what of it an address holds."""

from collections.abc import Mapping, Sequence

from domain import minors
from domain.helping import HelpLanguage, Relation
from domain.minors import ConsentBy
from domain.people import AgeBand, Audience, Gender, Mode, is_child
from light import address

MODE, RELATION, SPOKEN = "ai", "quan-he", "tieng"
PLACE, SURE, AGE, GENDER, AUDIENCE = "noi", "dung", "tuoi", "gioi", "nhom"
PASS, POINT = "the", "diem"
CONSENT_BY, CONSENT = "nguoi-lon", "dong-y"
UNSAID = "khong-noi"
LONGEST = 60

# Field → text family, title, values.
OPTIONS: dict[str, tuple[str, str, Sequence[str]]] = {
    MODE: ("mode", "start.title", list(Mode)),
    RELATION: ("help_relation", "start.helper_{mode}", [*Relation, UNSAID]),
    SPOKEN: ("help_language", "start.help_language", [*HelpLanguage, UNSAID]),
    AGE: (
        "age_band",
        "start.age_band",
        [minors.UNDER_7, *(band for band in AgeBand if band != AgeBand.UNSAID)],
    ),
    CONSENT_BY: ("consent_by", "minor.who", list(ConsentBy)),
    GENDER: ("gender", "start.gender", list(Gender)),
    AUDIENCE: ("audience", "start.audience", list(Audience)),
}
_HELPED = (RELATION, SPOKEN)
_PAGES = (MODE, RELATION, SPOKEN, SURE, AGE, CONSENT_BY, GENDER, AUDIENCE, CONSENT)
_KEPT = (PASS, POINT, MODE, RELATION, SPOKEN, PLACE, SURE, AGE, CONSENT_BY, GENDER, AUDIENCE)


def chosen(query: Mapping[str, str]) -> dict[str, str]:
    """The choices in an address, in the order they are asked; what is not ours is not one."""
    found = {}
    for field in _KEPT:
        value = query.get(field, "")
        known = OPTIONS.get(field)
        if value and value != minors.UNDER_7 and (known is None or value in known[2]):
            found[field] = value[:LONGEST]
    if is_child(found.get(AGE)):
        if found.get(AUDIENCE) not in (None, *minors.AUDIENCES):
            del found[AUDIENCE]
    else:
        found.pop(CONSENT_BY, None)
    return found


def point_of(query: Mapping[str, str]) -> dict[str, str]:
    """The collection point an address came through, if any."""
    token = query.get(POINT, "")[:LONGEST]
    return {POINT: token} if token else {}


def pages(choices: Mapping[str, str]) -> tuple[str, ...]:
    """The pages of this person: alone, nobody is asked who helps; of a child, who agrees."""
    left_out = _HELPED if choices.get(MODE) == Mode.SELF else ()
    if not is_child(choices.get(AGE)):
        left_out = (*left_out, CONSENT_BY)
    return tuple(page for page in _PAGES if page not in left_out)


def open_page(choices: Mapping[str, str]) -> str:
    """The first page whose choice is open."""
    return next(
        page
        for page in pages(choices)
        if page == CONSENT or page not in choices or (page == SURE and PLACE not in choices)
    )


def before(choices: Mapping[str, str], page: str) -> str:
    """The address of the page before this one: without its choice and all later ones."""
    order = pages(choices)
    dropped = order[max(order.index(page) - 1, 0) :]
    return address.with_query(
        address.HOME, {name: value for name, value in choices.items() if name not in dropped}
    )
