"""Under 16 without a script: who is there to agree, and the two consents on one page."""

from starlette.responses import Response

from db.helper_passes import OpenPass
from domain import minors
from domain.consent import CHILD
from domain.errors import ChildHelperRefused, DomainError, UnderSeven
from domain.minors import ConsentBy
from domain.people import Mode, is_child
from light import consent_page, offers
from light.visit import Visit


def refusal(visit: Visit, choices: dict[str, str], held: OpenPass | None) -> str:
    """Why a child cannot go on in this company, and then that choice is open again; else empty."""
    try:
        _refuse(visit, choices, held)
    except DomainError as error:
        return visit.t(error.key, **error.details)
    return ""


def options(field: str, choices: dict[str, str], held: OpenPass | None) -> list[str] | None:
    """What a child, or who agrees for it, chooses from; None where it is what everybody does."""
    if field == offers.CONSENT_BY:
        return [ConsentBy.SCHOOL] if held is not None else list(ConsentBy)
    if field == offers.AUDIENCE and is_child(choices.get(offers.AGE)):
        return list(minors.AUDIENCES)
    return None


def consent(visit: Visit, choices: dict[str, str], bar: str, error: str, status: int) -> Response:
    """What is kept of a child and why, then one box for each who agrees; none is ticked before."""
    purposes = minors.needed(ConsentBy(choices[offers.CONSENT_BY]))
    return consent_page.page(
        visit,
        choices,
        "minor",
        bar=bar,
        error=error,
        status=status,
        title=visit.t("minor.title"),
        purposes=purposes,
        child=CHILD,
    )


def _refuse(visit: Visit, choices: dict[str, str], held: OpenPass | None) -> None:
    if offers.AGE not in choices and visit.query.get(offers.AGE) == minors.UNDER_7:
        raise UnderSeven
    if offers.MODE not in choices or not is_child(choices.get(offers.AGE)):
        return
    relation = choices.get(offers.RELATION)
    try:
        company = minors.require_company(
            mode=Mode(choices[offers.MODE]),
            relation=None if relation == offers.UNSAID else relation,
            pass_kind=None if held is None else held.kind,
        )
    except DomainError:
        del choices[offers.AGE]
        raise
    if choices.get(offers.CONSENT_BY, company[0]) not in company:
        del choices[offers.CONSENT_BY]
        raise ChildHelperRefused
