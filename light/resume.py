"""Going on by the code a person says or types, on any phone."""

import secrets

from starlette.responses import Response

from db.assessments import open_draft
from domain.errors import DomainError, TooManyTries, UnknownResumeCode
from light import address, closed, offers
from light.visit import Visit

CODE = "ma"


def resume(visit: Visit) -> Response:
    """The box for the code; the right code opens its draft or its result."""
    if visit.request.method != "POST":
        return _page(visit)
    try:
        code = _known(visit, visit.form.get(CODE, "")[:40])
    except DomainError as error:
        status = 429 if isinstance(error, TooManyTries) else 400
        return _page(visit, visit.t(error.key, **error.details), status)
    response = visit.go(address.of_draft(code))
    closed.open_again(visit, response, code)
    return response


def _known(visit: Visit, typed: str) -> str:
    who = secrets.token_hex(8)  # a visit of the light path has no memory: the rest counts
    point = visit.query.get(offers.POINT)
    visit.shared.refuse_guessing(who, typed, point)
    try:
        return open_draft(visit.shared.engine(), typed, visit.now).code
    except UnknownResumeCode:
        visit.shared.count_wrong_code(who, point)
        raise


def _page(visit: Visit, error: str = "", status: int = 200) -> Response:
    return visit.page(
        "resume",
        status=status,
        title=visit.t("start.have_code"),
        error=error,
        action=address.with_query(address.RESUME, offers.point_of(visit.query)),
    )
