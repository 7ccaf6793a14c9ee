"""The addresses of the light path and who answers for each."""

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domain.errors import (
    AlreadySubmitted,
    DomainError,
    ExpiredResumeCode,
    NotComparable,
    TooManyStarts,
    TooManyTries,
    UnknownClass,
    UnknownResumeCode,
)
from light import (
    address,
    attendance,
    check,
    correct,
    kept,
    my_data,
    questions,
    received,
    result,
    resume,
    sensitive,
    start,
    tongue,
)
from light.shared import Shared
from light.visit import Visit

Handler = Callable[[Request, Exception], Awaitable[Response]]

_STATUS = {
    UnknownResumeCode: 404,
    UnknownClass: 404,
    ExpiredResumeCode: 410,
    AlreadySubmitted: 409,
    NotComparable: 409,
    TooManyTries: 429,
    TooManyStarts: 429,
}
_SENTENCES = {
    403: "light.error_foreign",
    404: "light.error_missing",
    405: "light.error_method",
    413: "light.error_long",
    415: "light.error_method",
    400: "light.error_method",
}
_DRAFT = address.HOME + "/{token}"
# Looked up by name: a pattern for each would be tried in turn, in every answer.
_TAKING_FORMS: dict[str, Callable[[Visit], Response]] = {
    address.SEND: questions.send,
    address.BEFORE: kept.join,
    address.NEXT_PERSON: result.next_person,
    address.SENSITIVE: sensitive.sensitive,
    address.MY_DATA: my_data.my_data,
    address.WITHDRAW: my_data.withdraw,
    address.CORRECT: correct.correct,
    address.TONGUE: tongue.choose,
}
_PAGES = _TAKING_FORMS | {
    address.ALL: questions.everything,
    address.REVIEW: questions.review,
    address.RESULT: result.result,
    address.PICTURE: result.picture,
    address.SQUARE: kept.square,
    address.TOLD: check.told,
    address.MY_FILE: my_data.download,
}


def application(shared: Shared) -> Starlette:
    """Everything below /nhe, to be served beside Streamlit."""

    def at(path: str, answer: Callable[[Visit], Response], *methods: str) -> Route:
        return Route(path, _endpoint(shared, answer), methods=["GET", *methods])

    return Starlette(
        routes=[
            at(address.HOME, start.start, "POST"),
            at(address.CLASS + "/{token}", attendance.attendance, "POST"),
            at(address.CLASS.upper() + "/{token}", _small_letters),
            at(address.RESUME, resume.resume, "POST"),
            at(_DRAFT, questions.go_on),
            at(_DRAFT + "/{step}", _step, "POST"),
        ],
        exception_handlers=_failures(shared),
    )


def _small_letters(visit: Visit) -> Response:
    """A QR code is printed in capitals; the cookie of an attendance is of the other spelling."""
    return visit.go(address.of_class(str(visit.request.path_params["token"])[:12]))


def _step(visit: Visit) -> Response:
    """A page of a draft by its name; every other name is a question's."""
    name, method = visit.request.path_params["step"], visit.request.method
    pages = _TAKING_FORMS if method == "POST" else _PAGES
    return pages.get(name, questions.question)(visit)


def _failures(shared: Shared) -> dict[int | type[Exception], Handler]:
    return {
        HTTPException: _handler(shared, _refused),
        Exception: _handler(shared, _broken),
    }


def _endpoint(shared: Shared, answer: Callable[[Visit], Response]) -> Callable[..., object]:
    async def endpoint(request: Request) -> Response:
        form = await received.form_fields(request) if request.method == "POST" else {}
        visit = Visit(request, shared, received.fields_of(request.url.query), form)
        return await run_in_threadpool(_answered, visit, answer)

    return endpoint


def _answered(visit: Visit, answer: Callable[[Visit], Response]) -> Response:
    """The page, or the sentence of a refusal that no page has shown itself."""
    try:
        return answer(visit)
    except DomainError as error:
        status = _STATUS.get(type(error), 400)
        return _message(visit, visit.t(error.key, **error.details), status)


def _handler(shared: Shared, answer: Callable[[Visit, Exception], Response]) -> Handler:
    async def handler(request: Request, failure: Exception) -> Response:
        return await run_in_threadpool(answer, Visit(request, shared, {}), failure)

    return handler


def _refused(visit: Visit, failure: Exception) -> Response:
    status = failure.status_code if isinstance(failure, HTTPException) else 500
    response = _message(visit, visit.t(_SENTENCES.get(status, "error.unknown")), status)
    response.headers.update(getattr(failure, "headers", None) or {})
    return response


def _broken(visit: Visit, _failure: Exception) -> Response:
    """The server's log has the details; a visitor reads a sentence."""
    return _message(visit, visit.t("error.unknown"), 500)


def _message(visit: Visit, sentence: str, status: int) -> Response:
    return visit.page("message", status=status, title=visit.t("light.error_title"), error=sentence)
