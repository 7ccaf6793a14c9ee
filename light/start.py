"""Before the first question: one choice a page, carried in the address; stored at consent only."""

import secrets

from sqlmodel import Session
from starlette.responses import Response

from db.collection_points import open_point_of
from db.helper_passes import OpenPass, open_pass
from domain.calendar_day import VIETNAM
from domain.consent import SENSITIVE
from domain.errors import (
    ChoiceMissing,
    DomainError,
    HelperPassRefused,
    UnknownHelperPass,
)
from domain.helping import PassKind
from domain.people import Mode
from light import address, begin, child, closed, consent_page, offers, start_place
from light.visit import Visit


def start(visit: Visit) -> Response:
    """The first open choice, or, when all are made, the consent and with it the first question."""
    if visit.request.method == "POST":
        return _begin(visit)
    return _open_page(visit)


def _begin(visit: Visit) -> Response:
    try:
        code = begin.code_of(visit)
    except DomainError as error:
        kept = dict(visit.query)
        if isinstance(error, HelperPassRefused):
            kept.pop(offers.PASS, None)
        return _open_page(visit, visit.t(error.key, **error.details), 400, kept)
    wants_more = visit.form.get(SENSITIVE) == "1"
    return visit.go(address.of_draft(code, address.SENSITIVE if wants_more else ""))


def _open_page(
    visit: Visit, error: str = "", status: int = 200, query: dict[str, str] | None = None
) -> Response:
    choices = offers.chosen(visit.query if query is None else query)
    no_point = _point(visit, choices)
    held, no_pass = _held(visit, choices)
    if held is not None and held.commune_code is not None:
        choices |= {offers.PLACE: held.commune_code, offers.SURE: "1"}
    refused = child.refusal(visit, choices, held)
    error, status = error or no_pass or no_point or refused, 400 if refused else status
    response = _drawn(visit, choices, held, error, status)
    if held is not None:
        closed.keep_pass(visit, response, choices[offers.PASS])
    return response


def _drawn(
    visit: Visit, choices: dict[str, str], held: OpenPass | None, error: str, status: int
) -> Response:
    page = offers.open_page(choices)
    bar = "" if held is None else _bar(visit, held)
    if page == offers.SURE:
        return start_place.page(visit, choices, bar, error, status)
    if page == offers.CONSENT:
        asked = child.consent if offers.CONSENT_BY in choices else _consent
        return asked(visit, choices, bar, error, status)
    own = child.options(page, choices, held)
    return _choice(visit, page, choices, bar, error, status, own)


def _choice(
    visit: Visit,
    field: str,
    choices: dict[str, str],
    bar: str,
    error: str,
    status: int,
    own: list[str] | None,
) -> Response:
    family, title, every = offers.OPTIONS[field]
    values = every if own is None else own
    if not error and visit.query.get(field):
        error, status = visit.t(ChoiceMissing.key), 400
    if field == offers.MODE and bar:
        values = [mode for mode in values if mode != Mode.SELF]
    return visit.page(
        "welcome" if field == offers.MODE else "choice",
        status=status,
        title=visit.t(title.format(mode=choices.get(offers.MODE, ""))),
        bar=bar,
        error=error,
        lead=visit.t("minor.law") if field == offers.CONSENT_BY else "",
        field=field,
        options=[(value, _words(visit, family, value)) for value in values],
        chosen=choices,
        back=offers.before(choices, field),
        resume=address.with_query(address.RESUME, offers.point_of(choices)),
        withdrawn=address.WITHDRAWN in visit.query,
    )


def _words(visit: Visit, family: str, value: str) -> str:
    if value == offers.UNSAID:
        return visit.t("start.help_unsaid")
    return visit.t(f"{family}.{value}")


def _consent(visit: Visit, choices: dict[str, str], bar: str, error: str, status: int) -> Response:
    title = visit.t("consent.title")
    return consent_page.page(
        visit, choices, "consent", bar=bar, error=error, status=status, title=title
    )


def _point(visit: Visit, choices: dict[str, str]) -> str:
    """The collection point of this address offers its commune; one that is closed is put aside."""
    token = choices.get(offers.POINT)
    if token is None:
        return ""
    try:
        with Session(visit.shared.engine()) as session:
            point = open_point_of(session, token)
    except DomainError as error:
        del choices[offers.POINT]
        return visit.t(error.key, **error.details)
    choices.setdefault(offers.PLACE, point.commune_code)
    return ""


def _held(visit: Visit, choices: dict[str, str]) -> tuple[OpenPass | None, str]:
    """The helper's pass of this address, looked up now; one that does not hold is put aside."""
    token = choices.get(offers.PASS)
    if token is None:
        return None, ""
    who = secrets.token_hex(8)
    try:
        visit.shared.refuse_guessing_passes(who)
        return open_pass(visit.shared.engine(), token, now=visit.now), ""
    except DomainError as error:
        if isinstance(error, UnknownHelperPass):
            visit.shared.count_wrong_pass(who)
        del choices[offers.PASS]
        return None, visit.t(error.key, **error.details)


def _bar(visit: Visit, held: OpenPass) -> str:
    return visit.t(
        "helper.bar" if held.kind is PassKind.VOLUNTEER else "helper.bar_teacher",
        number=f"{held.number:02}",
        area=held.area_name,
        hour=f"{held.expires_at.astimezone(VIETNAM):%H}",
        helped=held.helped,
    )
