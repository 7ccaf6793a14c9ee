"""Where somebody lives: the commune of a link, or one found by its name."""

from starlette.responses import Response

from db.former_places import FormerPlace, ended_with_code, namesakes
from db.places import Place, place_with_code, search
from domain.errors import UnknownPlace
from domain.quoted import quoted
from light import offers
from light.visit import Visit

TYPED = "ten"


def page(visit: Visit, choices: dict[str, str], bar: str, error: str, status: int) -> Response:
    """The place of the link to agree to, else the search and what it found."""
    typed = visit.query.get(TYPED, "")[: offers.LONGEST].strip()
    linked: Place | None = None
    found: list[Place] = []
    old: list[FormerPlace] = []
    if typed:
        found, old = found_by(visit, typed)
        error = error or ("" if found or old else _not_found(visit, typed))
    elif (code := choices.get(offers.PLACE)) is not None:
        linked, old = _linked(visit, code)
        if linked is None and not old:
            error = error or visit.t(UnknownPlace.key, code=quoted(code, 12))
    kept = {name: value for name, value in choices.items() if name != offers.PLACE}
    return visit.page(
        "place",
        status=status,
        title=visit.t("start.place"),
        bar=bar,
        error=error,
        typed=typed,
        linked=linked,
        found=found,
        old=[(visit.shared.became(one, visit.t), one.became) for one in old],
        chosen=kept,
        back=offers.before(choices, offers.SURE),
    )


def found_by(visit: Visit, typed: str) -> tuple[list[Place], list[FormerPlace]]:
    """The communes of today with this name; where there is none, those of before."""
    found = search(visit.shared.communes(), typed)
    return found, [] if found else namesakes(visit.shared.former(), typed)


def _not_found(visit: Visit, typed: str) -> str:
    return visit.t("start.place_none", typed=quoted(typed))


def _linked(visit: Visit, code: str) -> tuple[Place | None, list[FormerPlace]]:
    """The commune of a link; of one that is no longer, what became of it."""
    try:
        return place_with_code(visit.shared.communes(), code), []
    except UnknownPlace:
        return None, ended_with_code(visit.shared.former(), code)
