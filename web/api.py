"""The read API: the published tables as JSON and CSV, for everybody or in one's own area."""

import asyncio
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from db.settings import PROJECT, settings
from domain.access import PUBLIC, Scope
from domain.errors import DomainError
from text import translator
from ui import load, measure_files, read_api, reference
from ui.measures import NotPublished
from ui.read_api import Asked, Kind
from ui.table_file import TableFile
from web.api_asked import (
    LANGUAGE,
    Refused,
    check_parameters,
    language_of,
    measure_of,
    of_own_area,
    of_public,
    own_scope,
)
from web.api_limit import WAIT_SECONDS, may_ask
from web.compressed_files import Stored, answer
from web.health import VERSION
from web.later import REST

HOME = "/api/v1"
_FOR_ALL = "public, max-age=60"  # a release comes every few minutes
_FOR_ONE = "private, no-cache"
_ONE_BY_ONE = asyncio.Semaphore(1)  # a cold table takes a core; citizens' taps need the other
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_PLAIN = "text/plain; charset=utf-8"
_DOCUMENT = PROJECT / "docs" / "api.md"
_TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


@dataclass(frozen=True)
class Prepared:
    """An answer before it is made: `mark` names its content, `make` costs something."""

    mark: str
    version: int
    make: Callable[[], bytes | TableFile]
    own: bool = False
    media_type: str = ""  # else by the form that was asked for

    @property
    def etag(self) -> str:
        """The release, and a mark of everything that was asked."""
        said = f"{VERSION} {self.media_type} {self.version} {self.mark}"
        return f'"{self.version}-{hashlib.sha256(said.encode()).hexdigest()[:20]}"'


def _route(path: str, prepare: Callable[[Request], Prepared]) -> Route:
    """Refuses in JSON, counts every call, answers 304 before anything is computed."""

    async def answered(request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return _refusal(request, Refused(405, "method"))
        if not may_ask(request.client.host if request.client else ""):
            return _refusal(request, Refused(429, "too_often", seconds=WAIT_SECONDS))
        try:
            prepared = await asyncio.to_thread(_prepared, request, prepare)
            if prepared.etag in request.headers.get("if-none-match", ""):
                return _answer(request, prepared, b"")
            async with _ONE_BY_ONE:
                made = await asyncio.to_thread(_made, prepared)
            return _answer(request, prepared, made)
        except Refused as refused:
            return _refusal(request, refused)

    return Route(HOME + path, answered, methods=_METHODS)


def _prepared(request: Request, prepare: Callable[[Request], Prepared]) -> Prepared:
    form = str(request.path_params.get("form", "json"))
    if form not in _TYPES:
        raise Refused(404, "path")
    prepared = prepare(request)
    return replace(prepared, media_type=prepared.media_type or _TYPES[form])


def _answer(request: Request, prepared: Prepared, made: bytes | TableFile) -> Response:
    content = made.content if isinstance(made, TableFile) else made
    control = _FOR_ONE if prepared.own else _FOR_ALL
    stored = Stored.of(content, prepared.media_type, control)
    response = answer(replace(stored, etag=prepared.etag), request.headers)
    response.headers["Data-Version"] = str(prepared.version)
    if prepared.own:
        response.headers["Vary"] = "Cookie, Accept-Encoding"
    if isinstance(made, TableFile):
        response.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


def _made(prepared: Prepared) -> bytes | TableFile:
    try:
        return prepared.make()
    except DomainError as refusal:  # the scope reaches nothing of it
        raise Refused(404, "nothing_there") from refusal
    except NotPublished as refusal:
        raise Refused(404, f"not_published.{refusal.why}") from refusal


def _refusal(request: Request, refused: Refused) -> Response:
    t = translator(language_of(request))
    group, _, why = refused.why.rpartition(".")
    key = f"measure_refusal.{why}" if group else f"api.{why}"
    sentence = t(key, **refused.details)
    said = {"error": {"status": refused.status, "reason": refused.why, "sentence": sentence}}
    headers = {"Cache-Control": "no-store"}
    if refused.status == 405:
        headers["Allow"] = "GET, HEAD"
    if refused.status == 429:
        headers["Retry-After"] = str(WAIT_SECONDS)
    body = json.dumps(said, ensure_ascii=False)
    return Response(body, refused.status, headers=headers, media_type="application/json")


def _public(kind: Kind) -> Callable[[Request], Prepared]:
    def prepare(request: Request) -> Prepared:
        return _table(request, (PUBLIC, of_public(request, kind)))

    return prepare


def _own(kind: Kind) -> Callable[[Request], Prepared]:
    def prepare(request: Request) -> Prepared:
        return _table(request, of_own_area(request, kind), own=True)

    return prepare


def _table(request: Request, of: tuple[Scope, Asked], *, own: bool = False) -> Prepared:
    version = load.data_version()
    mark = f"{of} {settings().minimum_group}"
    as_csv = request.path_params["form"] == "csv"
    make = read_api.as_csv if as_csv else read_api.as_json
    return Prepared(mark, version, lambda: make(*of, version), own=own)


def _measure(request: Request) -> Prepared:
    asked, version = measure_of(request), load.data_version()
    area, more = asked.area_code, (asked.campaign, asked.choice, version, asked.language)
    mark = f"{asked} {settings().minimum_group} {reference.reports()}"
    if request.path_params["form"] == "csv":
        return Prepared(mark, version, lambda: measure_files.file(PUBLIC, area, "", *more))
    return Prepared(mark, version, lambda: read_api.measure_json(PUBLIC, area, *more))


def _reported(request: Request) -> Prepared:
    check_parameters(request, (LANGUAGE,))
    language, form = language_of(request), request.path_params["form"]
    make = read_api.reported_file if form == "csv" else read_api.reported_json
    return Prepared(f"reported {language}", reference.reports(), lambda: make(language))


def _own_areas(request: Request) -> Prepared:
    check_parameters(request, (LANGUAGE,))
    scope = own_scope(request)
    names = reference.own_areas(scope, language_of(request))
    areas = [{"area": code, "name": name} for code, name in names.items()]
    body = json.dumps({"areas": areas}, ensure_ascii=False).encode()
    return Prepared(f"{scope} {areas}", load.data_version(), lambda: body, own=True)


def _index(request: Request) -> Prepared:
    check_parameters(request, (LANGUAGE,))
    rounds = [{"round": one.code, "name": one.name} for one in reference.rounds()]
    said = {
        "name": translator(language_of(request))("api.name"),
        "documentation": f"{HOME}/docs",
        "tables": [route.path for route in routes if ".{form}" in route.path],
        "rounds": rounds,
    }
    body = json.dumps(said, ensure_ascii=False).encode()
    return Prepared(body.decode(), load.data_version(), lambda: body)


def _document(_request: Request) -> Prepared:
    content = _DOCUMENT.read_bytes()
    mark = hashlib.sha256(content).hexdigest()
    return Prepared(mark, load.data_version(), lambda: content, media_type=_PLAIN)


def _nothing(_request: Request) -> Prepared:
    raise Refused(404, "path")


routes = [
    _route("", _index),
    _route("/", _index),
    _route("/docs", _document),
    _route("/provinces.{form}", _public(Kind.PROVINCES)),
    _route("/provinces/{code}/communes.{form}", _public(Kind.COMMUNES)),
    _route("/provinces/{code}/groups.{form}", _public(Kind.GROUPS)),
    _route("/measures.{form}", _measure),
    _route("/provinces/{code}/measures.{form}", _measure),
    _route("/reported.{form}", _reported),
    _route("/areas.json", _own_areas),
    _route("/areas/{code}/communes.{form}", _own(Kind.COMMUNES)),
    _route("/areas/{code}/groups.{form}", _own(Kind.GROUPS)),
    _route(REST, _nothing),
]
