"""Correcting who one is and where one lives, on the plain pages; the answers in the form itself."""

from starlette.responses import Response

from db.commands.rights import correct_person
from domain import minors
from domain.errors import DomainError
from domain.people import ADULTS, AgeBand, Audience, Gender, is_child
from domain.quoted import quoted
from light import address, offers, start_place
from light.draft import Opened, opened
from light.visit import Visit

DONE = "da-sua"
# Field → text family, the words of an adult; a child stays one (domain.minors).
_FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    offers.AGE: ("age_band", tuple(ADULTS)),
    offers.GENDER: ("gender", tuple(Gender)),
    offers.AUDIENCE: ("audience", tuple(Audience)),
}
_OF_A_CHILD: dict[str, tuple[str, ...]] = {
    offers.AGE: (AgeBand.FROM_7,),
    offers.AUDIENCE: minors.AUDIENCES,
}


def correct(visit: Visit) -> Response:
    """The choices as they are stored; a POST changes those it names and says so."""
    it = opened(visit)
    if visit.request.method != "POST":
        return _page(it)
    try:
        _save(it)
    except DomainError as error:
        return _page(it, visit.t(error.key, **error.details), 400)
    return visit.go(it.at(address.MY_DATA, **{DONE: "1"}))


def _save(it: Opened) -> None:
    sent = it.visit.form
    correct_person(
        it.visit.shared.engine(),
        code=it.draft.code,
        commune_code=sent.get(offers.PLACE, it.draft.commune_code),
        audience=sent.get(offers.AUDIENCE, it.draft.audience),
        age_band=sent.get(offers.AGE, it.draft.age_band),
        gender=sent.get(offers.GENDER, it.draft.gender),
        now=it.visit.now,
    )


def _page(it: Opened, error: str = "", status: int = 200) -> Response:
    visit = it.visit
    typed = visit.query.get(start_place.TYPED, "")[: offers.LONGEST].strip()
    found, old = start_place.found_by(visit, typed) if typed else ([], [])
    if typed and not found and not old:
        error = error or visit.t("start.place_none", typed=quoted(typed))
    return visit.page(
        "correct",
        status=status,
        title=visit.t("my_data.correct"),
        it=it,
        error=error,
        fields=[_field(it, name) for name in _FIELDS],
        typed=typed,
        found=found,
        old=[(visit.shared.became(one, visit.t), one.became) for one in old],
    )


def _field(it: Opened, name: str) -> tuple[str, str, list[tuple[str, str]], str]:
    """(name, question, options, the one that is stored) of a choice."""
    family, values = _FIELDS[name]
    if is_child(it.draft.age_band):
        values = _OF_A_CHILD.get(name, values)
    stored = {
        offers.AGE: it.draft.age_band,
        offers.GENDER: it.draft.gender,
        offers.AUDIENCE: it.draft.audience,
    }[name]
    options = [(str(value), it.visit.t(f"{family}.{value}")) for value in values]
    return name, it.visit.t(f"my_data.{family}"), options, str(stored)
