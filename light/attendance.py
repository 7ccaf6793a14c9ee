"""Somebody says that they are at a class: one button, no name, once for each phone."""

import re
import secrets

from starlette.responses import Response

from db.classes import PlannedClass, class_of
from db.commands.classes import attend
from db.resources import resources
from domain.classes import refuse_unless_open
from domain.errors import DomainError, TooManyTries, UnknownResumeCode
from light import address
from light.visit import Visit
from text import class_words

CODE, DONE = "ma", "xong"
_COOKIE = "co_mat"
_VISITOR = re.compile("[0-9A-Za-z_-]{22}")
_KEPT_SECONDS = 100 * 86_400  # a quarter, after which the phone is another one to us anyway


def attendance(visit: Visit) -> Response:
    """GET shows the class and the button; POST counts, and a reload of what follows does not."""
    token = str(visit.request.path_params["token"])[:12]
    with visit.shared.engine().connect() as connection:
        found = class_of(connection, token)
    if visit.request.method != "POST":
        return _drawn(visit, found)
    visitor = _visitor(visit)
    if visitor is None:
        return _drawn(visit, found, visit.t("attend.no_cookie"), 400)
    try:
        _attend(visit, found.token, visitor)
    except DomainError as refusal:
        status = 429 if isinstance(refusal, TooManyTries) else 400
        return _drawn(visit, found, visit.t(refusal.key, **refusal.details), status)
    return visit.go(address.with_query(address.of_class(found.token), {DONE: "1"}))


def _attend(visit: Visit, token: str, visitor: str) -> None:
    """A resume code is tried like anywhere else: who guesses is stopped."""
    typed = visit.form.get(CODE, "").strip()[:40] or None
    if typed is not None:
        visit.shared.refuse_guessing(visitor, typed, None)
    try:
        attend(visit.shared.engine(), token=token, visitor=visitor, now=visit.now, code=typed)
    except UnknownResumeCode:
        visit.shared.count_wrong_code(visitor, None)
        raise


def _drawn(visit: Visit, found: PlannedClass, error: str = "", status: int = 200) -> Response:
    plan, t = found.plan, visit.t
    when = class_words.heading(plan.held_on, plan.starts_minute, t, visit.look.language)
    closed = _why_closed(visit, found)
    response = visit.page(
        "attend",
        status=status,
        title=t(f"class_kind.{plan.kind}"),
        error=error,
        place=f"{plan.place_name}, {found.commune_name}",
        when=when,
        closed="" if error else closed,
        is_open=not closed,
        done=DONE in visit.query and not error,
        materials=_materials(visit, plan.resources),
        form_at=address.with_query(address.HOME, {"noi": plan.commune_code}),
    )
    if _visitor(visit) is None:
        _give_cookie(visit, response)
    return response


def _why_closed(visit: Visit, found: PlannedClass) -> str:
    plan = found.plan
    try:
        refuse_unless_open(
            plan.held_on, plan.starts_minute, cancelled=found.cancelled, now=visit.now
        )
    except DomainError as refusal:
        return visit.t(refusal.key, **refusal.details)
    return ""


def _materials(visit: Visit, ids: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Title, address and language of what the class is taught with."""
    return [
        (
            one.titles[visit.look.language],
            one.url.removeprefix("https://"),
            visit.t(f"resource.language_{one.language}"),
        )
        for one in resources()
        if one.id in ids
    ]


def _visitor(visit: Visit) -> str | None:
    given = visit.request.cookies.get(_COOKIE, "")
    return given if _VISITOR.fullmatch(given) else None


def _give_cookie(visit: Visit, response: Response) -> None:
    response.set_cookie(
        _COOKIE,
        secrets.token_urlsafe(16),
        max_age=_KEPT_SECONDS,
        path=address.CLASS,
        secure=visit.request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
