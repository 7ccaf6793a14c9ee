"""
The festival wall: one reading of the counts serves everybody who looks.

The counts are read at most every few seconds, and only while somebody looks; what is sent is made
once a reading and answered from memory, mostly with "nothing changed".
"""

import asyncio
import threading
import time
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from db.settings import settings
from domain.access import PUBLIC
from domain.errors import BoundaryFileMissing
from light import address
from publishing.wall import Participation, read
from text import LANGUAGES, Translate, translator
from ui import clock, language, point_link, reference, wall_map
from ui.database import engine, is_simulated
from web.compressed_files import SHORT, Stored, answer
from web.regularly import regularly
from web.wall_page import Kind, View, as_json, as_page, full_name, said

SECONDS = 5.0  # between two readings, while somebody looks
_LOOKED = 60.0  # seconds after the last look until nobody reads any more
_STALE = 15.0  # seconds; an older reading is renewed before it is shown
_HTML = "text/html; charset=utf-8"


class NoSuchWall(Exception):
    """Neither a province nor an open site."""


@dataclass(frozen=True, eq=False)
class Reading:
    """The counts of one moment, and what was made of them so far, by path; bounded by the sites."""

    now: Participation
    at: datetime
    made_at: float  # seconds of a clock that only goes forward
    simulated: bool
    minimum: int
    made: dict[tuple[str, str, str], Stored] = field(default_factory=dict)


class Wall:
    """The reading of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Nothing was read and nobody looked."""
        self.reading: Reading | None = None
        self._highest: dict[str, int] = {}
        self._looked = float("-inf")

    def look(self) -> Reading | None:
        """The reading at hand, unless it is too old; remembers that somebody looks."""
        self._looked = time.monotonic()
        reading = self.reading
        fresh = reading is not None and self._looked - reading.made_at < _STALE
        return reading if fresh else None

    def renew(self) -> Reading:
        """Read the counts now; of several who ask at once, one reads."""
        asked = time.monotonic()
        with self._lock:
            if self.reading is None or self.reading.made_at < asked:
                self.reading = self._read()
            return self.reading

    def renew_if_looked_at(self) -> None:
        """The same, while somebody looks."""
        if time.monotonic() - self._looked < _LOOKED:
            self.renew()

    def _read(self) -> Reading:
        minimum, rounds = settings().minimum_group, reference.rounds()
        code = rounds[0].code if rounds else ""
        now = read(engine(), code, minimum=minimum, at_least=self._highest.get(code, 0))
        if now.total is not None:
            self._highest[code] = now.total
        return Reading(now, clock.now(), time.monotonic(), is_simulated(), minimum)


_wall = Wall()


def forget() -> None:
    """Begin anew: another database was opened in this process."""
    _wall.forget()


def read_regularly() -> AbstractAsyncContextManager[None]:
    """Within: the counts are renewed every few seconds while anybody looks at a wall."""
    return regularly(_wall.renew_if_looked_at, seconds=SECONDS, name="the wall")


async def page(request: Request) -> Response:
    """GET: the wall of the nation, a province or a site."""
    return await _sent(request, "page")


async def numbers(request: Request) -> Response:
    """GET: what changes on it."""
    return await _sent(request, "json")


async def outlines(request: Request) -> Response:
    """GET: the outlines of the provinces."""
    try:
        stored = await asyncio.to_thread(_outlines)
    except BoundaryFileMissing:
        return Response(status_code=404)
    return answer(stored, request.headers)


async def _sent(request: Request, form: str) -> Response:
    which, spoken = str(request.path_params.get("which", "")), _language(request)
    reading = _wall.look()
    stored = None if reading is None else reading.made.get((which, form, spoken))
    try:
        if stored is None:
            stored = await asyncio.to_thread(_make, which, form, spoken)
    except NoSuchWall:
        unknown = translator(spoken)("wall.unknown")
        return Response(unknown, 404, media_type="text/plain; charset=utf-8")
    return answer(stored, request.headers)


def _language(request: Request) -> str:
    """By the address alone: a screen on a wall remembers nobody's choice."""
    asked = request.query_params.get(language.PARAMETER, "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _make(which: str, form: str, spoken: str) -> Stored:
    reading = _wall.look() or _wall.renew()
    view = replace(_view(reading, which, translator(spoken)), language=spoken)
    minimum, simulated = reading.minimum, reading.simulated
    moving = said(view, reading.now, reading.at, minimum=minimum, simulated=simulated)
    if form == "json":
        stored = Stored.of(as_json(moving), "application/json", "no-cache")
    else:
        body = as_page(view, moving, minimum=minimum, simulated=simulated)
        stored = Stored.of(body, _HTML, "no-cache")
    reading.made[which, form, spoken] = stored
    return stored


@cache
def _outlines() -> Stored:
    return Stored.of(wall_map.outlines(), "image/svg+xml", SHORT)


def _view(reading: Reading, which: str, t: Translate) -> View:
    spots, home = reading.now.spots, f"{_origin()}{address.HOME}"
    if not which:
        return View(t("wall.title"), spots, home, point_link.WALL)
    names = reference.province_names(PUBLIC)
    if which in names:
        here = tuple(spot for spot in spots if spot.province_code == which)
        return View(names[which], here, home, f"{point_link.WALL}/{which}", Kind.PROVINCE)
    one = next((spot for spot in spots if spot.token == which.upper()), None)
    if one is None:
        raise NoSuchWall
    link = f"{_origin()}{point_link.SHORT}{one.token}"
    return View(full_name(one), (one,), link, f"{point_link.WALL}/{one.token}", Kind.SITE)


def _origin() -> str:
    """Never what a visitor's browser calls us: all see what one made."""
    known = settings()
    return (known.public_address or f"http://{known.host}:{known.port}").rstrip("/")


routes = [
    Route(f"{point_link.WALL}/nen.svg", outlines),
    Route(f"{point_link.WALL}/so-lieu.json", numbers),
    Route(point_link.WALL, page),
    Route(f"{point_link.WALL}/{{which}}/so-lieu.json", numbers),
    Route(f"{point_link.WALL}/{{which}}", page),
]
