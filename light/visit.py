"""One request of the light path: what was asked, by which eyes, and the answer as a page."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domain.calendar_day import day_of
from light import templates
from light.address import with_query
from light.shared import Shared
from text import LANGUAGES, Translate, look, translator
from text.look import Look

_WORTH_PACKING = 600  # bytes
_LEVEL = 1  # half the time of the default, a tenth more bytes
_LOOKS = (look.LANGUAGE, look.SIZE, look.CONTRAST, "lang")


@lru_cache(maxsize=256)
def top(seen: Look, simulated: bool, kept: tuple[tuple[str, str], ...]) -> Markup:
    """What stands above every page: drawn once for each look and each choice of the start."""

    def again(name: str, value: str) -> str:
        return with_query("", {**dict(kept), name: value})

    other = next(code for code in LANGUAGES if code != seen.language)
    links = {
        "language": again(look.LANGUAGE, other),
        "contrast": again(look.CONTRAST, str(int(not seen.contrast))),
        **{size: again(look.SIZE, size) for size in look.SIZES},
    }
    context = {"t": translator(seen.language), "look": seen, "simulated": simulated}
    return Markup(templates.render("top", {**context, "links": links}))


@lru_cache(maxsize=64)
def frame(seen: Look) -> dict[str, object]:
    """What every page of a look has: drawn once, because it is most of the words of a page."""
    t = translator(seen.language)
    head = Markup(templates.render("head", {"t": t, "look": seen}))
    return {"t": t, "look": seen, "head": head, "name": t("frame.name"), "foot": t("frame.foot")}


@dataclass(frozen=True)
class Visit:
    """A request with its query and, for a POST, its form, both as plain fields."""

    request: Request
    shared: Shared
    query: Mapping[str, str]
    form: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def look(self) -> Look:
        """How the page is drawn: as the link asks, else as before."""
        return look.read(self.request.cookies.get(look.COOKIE, "")).asked(self.query)

    @property
    def t(self) -> Translate:
        """The sentences of this visitor's language."""
        return translator(self.look.language)

    @cached_property
    def now(self) -> datetime:
        """The moment of this request."""
        return self.shared.clock()

    def page(self, template: str, *, status: int = 200, **context: object) -> Response:
        """A page, never kept by anybody on the way."""
        simulated = self.shared.is_simulated()
        kept = tuple((name, value) for name, value in self.query.items() if name not in _LOOKS)
        around = {**frame(self.look), "top": top(self.look, simulated, kept)}
        html = templates.render(template, {**around, **context}).encode()
        return self._personal(self._packed(html, status))

    def go(self, address: str) -> Response:
        """On to another page, by GET: a reload sends nothing twice."""
        return self._personal(RedirectResponse(address, status_code=303))

    def file(self, content: bytes, name: str) -> Response:
        """A file to keep."""
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return self._personal(Response(content, 200, headers, "application/json"))

    def _packed(self, html: bytes, status: int) -> Response:
        headers = {"Vary": "Accept-Encoding, Cookie"}
        wanted = "gzip" in self.request.headers.get("accept-encoding", "")
        if wanted and len(html) > _WORTH_PACKING:
            html = gzip.compress(html, _LEVEL, mtime=0)
            headers["Content-Encoding"] = "gzip"
        return Response(html, status, headers, "text/html; charset=utf-8")

    def _personal(self, response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        if any(name in self.query for name in _LOOKS):
            self.keep(response, self.look)
        return response

    def keep(self, response: Response, seen: Look) -> None:
        """Remember in this browser how the pages are read."""
        response.set_cookie(
            look.COOKIE,
            seen.written(),
            max_age=look.KEPT_SECONDS,
            path="/",  # Streamlit's pages read and write it too, with a script
            secure=self.request.url.scheme == "https",
            samesite="lax",
        )

    @property
    def today(self) -> date:
        """The calendar day in Vietnam."""
        return day_of(self.now)
