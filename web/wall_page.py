"""The festival wall as a page and as the few bytes that change: words, places, numbers."""

import base64
import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from domain.links import as_typed
from publishing.wall import Participation, Spot
from text import LANGUAGES, Translate, formats, translator
from ui import wall_map
from ui.language import PARAMETER

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_MANY = 200  # dots; fewer are drawn larger
_LONGEST_NUMBER = 9  # characters that fit in the largest letters
_MOST_LISTED = 20  # as many as can be read


class Kind(StrEnum):
    """How near a wall looks."""

    NATION = "nation"
    PROVINCE = "province"
    SITE = "site"


@dataclass(frozen=True)
class View:
    """Which wall: of the nation, of a province, or of one site; `spots` are those it is about."""

    name: str
    spots: tuple[Spot, ...]
    link: str  # what the QR code opens
    path: str  # where its JSON is
    kind: Kind = Kind.NATION
    language: str = LANGUAGES[0]

    @property
    def t(self) -> Translate:
        """The sentences of this wall."""
        return translator(self.language)

    @property
    def numbers(self) -> str:
        """Where its moving part is."""
        asked = f"?{PARAMETER}={self.language}" if self.language != LANGUAGES[0] else ""
        return f"{self.path}/so-lieu.json{asked}"


@dataclass(frozen=True)
class Said:
    """
    What changes, as it is read. `here` is the sum of the sites of this wall that are told; `own` is
    each listed site, empty for one that is not; `lit` has a bit for each dot in order.
    """

    layout: str
    total: str
    here: str
    sites: str
    time: str
    own: tuple[str, ...]
    lit: str


def said(view: View, now: Participation, at: datetime, *, minimum: int, simulated: bool) -> Said:
    """The moving part of a wall."""
    dots = [(one.token, one.name) for one in drawn(view)]
    key = json.dumps([simulated, view.name, bool(view.spots), dots])
    told = [one.people for one in view.spots if one.people is not None]
    return Said(
        layout=hashlib.sha256(key.encode()).hexdigest()[:12],
        total=_total(view, now, minimum),
        here=_number(view, sum(told)) if told else _few(view, minimum),
        sites=f"{_number(view, len(told))}/{_number(view, len(view.spots))}",
        time=f"{at.astimezone(_ZONE):%H:%M, %d/%m/%Y}",
        own=tuple("" if one.people is None else _number(view, one.people) for one in listed(view)),
        lit=_bits([one.people is not None for one in drawn(view)]),
    )


def as_json(moving: Said) -> bytes:
    """Under 2 kB, also of 1,018 sites."""
    return json.dumps(asdict(moving), ensure_ascii=False, separators=(",", ":")).encode()


def as_page(view: View, moving: Said, *, minimum: int, simulated: bool) -> bytes:
    """The whole page, readable as it is."""
    few = _few(view, minimum)
    dots = wall_map.dots(tuple(spot.place for spot in view.spots))
    spots = [{"at": at, "people": spot.people}
             for spot, at in zip(view.spots, dots, strict=True) if at is not None]  # fmt: skip
    names = [full_name(spot) for spot in listed(view)]
    numbers = [number or few for number in moving.own]
    page = _environment().get_template("wall.html").render(
        t=view.t,
        said=moving,
        few=few,
        json_address=view.numbers,
        simulated=simulated,
        minimum=minimum,
        width=wall_map.WIDTH,
        height=wall_map.HEIGHT,
        alt=_alt(view, moving, minimum),
        archipelagos=wall_map.archipelagos(),
        islets=wall_map.islets(),
        spots=spots,
        radius=2.6 if len(spots) > _MANY else 4,
        view=view,
        longest=_LONGEST_NUMBER,
        listed=list(zip(names, numbers, strict=True)),
        unlisted=len(view.spots) - len(names) if view.kind is Kind.PROVINCE else 0,
        qr=_qr(view.link, view.t("wall.qr_alt")),
        address=as_typed(view.link),
    )  # fmt: skip
    return page.encode()


def _alt(view: View, moving: Said, minimum: int) -> str:
    if not view.spots:
        return view.t("wall.alt_empty", name=view.name)
    return view.t("wall.alt", sites=moving.sites, name=view.name, minimum=minimum)


def full_name(spot: Spot) -> str:
    """The name of a site, with its commune unless the name says it."""
    _, _, bare = spot.commune.partition(" ")
    return spot.name if bare and bare in spot.name else f"{spot.name}, {spot.commune}"


def drawn(view: View) -> Sequence[Spot]:
    """The sites with a dot, in the order of the dots."""
    return [spot for spot in view.spots if spot.place is not None]


def listed(view: View) -> Sequence[Spot]:
    """The sites of a province that are named one by one; the rest are dots only."""
    return view.spots[:_MOST_LISTED] if view.kind is Kind.PROVINCE else ()


def _few(view: View, minimum: int) -> str:
    return view.t("wall.few", minimum=minimum)


def _total(view: View, now: Participation, minimum: int) -> str:
    if now.total is None:
        return _few(view, minimum)
    number = _number(view, now.total)
    return number if now.exact else view.t("wall.more_than", number=number)


def _number(view: View, value: int) -> str:
    return formats.count(value, view.language)


def _bits(flags: Sequence[bool]) -> str:
    packed = bytearray((len(flags) + 7) // 8)
    for place, flag in enumerate(flags):
        packed[place >> 3] |= flag << (place & 7)
    return base64.b64encode(packed).decode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(stylesheet="wall.css", script="wall.js")
    return environment


def _qr(link: str, title: str) -> Markup:
    buffer = io.BytesIO()
    made = segno.make(link, error="q", micro=False)
    made.save(buffer, kind="svg", border=4, xmldecl=False, svgns=False, omitsize=True,
              title=title)  # fmt: skip
    return Markup(buffer.getvalue().decode())  # drawn by segno, from our own address
