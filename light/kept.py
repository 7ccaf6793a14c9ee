"""What a person keeps of the result: where to learn on, a QR code, a picture, the time before."""

import io
import secrets
from collections.abc import Sequence
from functools import lru_cache

import segno
from markupsafe import Markup
from starlette.responses import Response

from charts.result_picture import result_picture
from db.classes import next_class
from db.commands.repeats import join_earlier
from db.repeats import earlier_of
from db.resources import resources_for
from db.settings import settings
from domain import resume_code
from domain.change import changes, risen
from domain.device import Device
from domain.errors import DomainError, UnknownResumeCode
from domain.scoring import Score
from light import address
from light.draft import Opened, opened
from light.visit import Visit
from text import class_words, formats

PAPER, PAPERS, CODE = "in", ("a5", "80mm"), "ma"
_IMAGE = "image/svg+xml"

_MASK = 3  # any of the eight is valid; trying all costs nine tenths of the time


def resources(it: Opened, steps: Sequence[str]) -> list[dict[str, object]]:
    """Where to learn on, for the gaps of this person; nothing that takes a phone nobody has."""
    if it.draft.device is Device.NONE:
        return []
    gaps = [int(step.removeprefix("group_")) for step in steps if step.startswith("group_")]
    return [
        {
            "title": one.titles[it.visit.look.language],
            "address": one.url.removeprefix("https://"),
            "about": it.visit.t(f"resource.language_{one.language}"),
            "minutes": one.minutes,
            "unchecked": one.checked_on is None,
            "qr": qr(one.url),
        }
        for one in resources_for(it.draft.audience, gaps)
    ]


def nearby(it: Opened) -> str:
    """The next class of this commune; empty when none is planned."""
    shared = it.visit.shared
    found = next_class(shared.engine(), it.draft.commune_code, today=it.visit.today)
    if found is None:
        return ""
    plan, t = found.plan, it.visit.t
    when = class_words.when(plan.held_on, plan.starts_minute, t, it.visit.look.language)
    return t("class.nearby", kind=t(f"class_kind.{plan.kind}"), when=when, place=plan.place_name)


def square(visit: Visit) -> Response:
    """That code as a picture of its own: the result asks for it once somebody unfolds it."""
    return Response(back_to(opened(visit)), 200, {"Cache-Control": "no-store"}, _IMAGE)


def back_to(it: Opened) -> Markup:
    """The QR code that opens this result on another phone."""
    request = it.visit.request
    origin = settings().public_address or f"{request.url.scheme}://{request.url.netloc}"
    return qr(f"{origin.rstrip('/')}{it.at()}")


@lru_cache(maxsize=512)  # drawing one costs as much as all answers of a visit
def qr(link: str) -> Markup:
    """A QR code as a drawing in the page."""
    buffer = io.BytesIO()
    made = segno.make(link, error="m", micro=False, mask=_MASK)
    made.save(buffer, kind="svg", border=4, xmldecl=False, svgclass="qr", omitsize=True)
    return Markup(buffer.getvalue().decode())


def before(it: Opened, score: Score) -> dict[str, object] | None:
    """What changed since the time before; None where none is known."""
    earlier = earlier_of(it.visit.shared.engine(), it.draft.code, it.visit.now)
    if earlier is None or earlier.score is None or earlier.submitted_on is None:
        return None
    t, found = it.visit.t, changes(earlier.score, score)
    day = formats.day(earlier.submitted_on, it.visit.look.language)
    key = "before.risen" if risen(found) else "before.same"
    return {
        "title": t("before.title", day=day),
        "sentence": t(key, count=risen(found)),
        "rows": [
            (t(f"group.{one.group}"), *(t(f"level.{level.name.lower()}")
                                        for level in (one.before, one.now)))
            for one in found
        ],
    }  # fmt: skip


def join(visit: Visit) -> Response:
    """A POST compares with the time before, whose code was typed; only who asks is compared."""
    it = opened(visit)
    if visit.request.method == "POST":
        who, typed = secrets.token_hex(8), visit.form.get(CODE, "")[:40]
        visit.shared.refuse_guessing(who, typed, None)
        try:
            earlier = resume_code.normalise(typed)
            join_earlier(
                visit.shared.engine(), code=it.draft.code, earlier_code=earlier, now=visit.now
            )
        except DomainError as error:
            if isinstance(error, UnknownResumeCode):
                visit.shared.count_wrong_code(who, None)
            raise
    return visit.go(it.at(address.RESULT))


def picture(it: Opened, rows: Sequence[tuple[str, int | None, str]], sentence: str) -> Response:
    """The drawing to keep or send: the sentence and the staircase; no code and no place."""
    t, note = it.visit.t, it.visit.t("result.not_a_certificate")
    if it.visit.shared.is_simulated():
        note = f"{t('frame.simulated').replace('**', '')}. {note}"
    drawn = result_picture(rows, name=t("frame.name"), sentence=sentence, note=note)
    return Response(drawn, 200, {"Cache-Control": "no-store"}, _IMAGE)
