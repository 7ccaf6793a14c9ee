"""The sheet that hangs at the door of a class: the codes to say one is there, and to answer."""

from dataclasses import dataclass

from domain.links import as_typed
from exports.printed import printed, qr_svg


@dataclass(frozen=True)
class PrintedPoint:
    """The second code of a sheet: `here` and `answer` say what each of the two is for."""

    link: str
    here: str
    answer: str
    qr_alt: str


def class_sheet(
    *,
    link: str,
    title: str,
    when: str,
    place: str,
    commune: str,
    topics: str,
    steps: list[str],
    foot: str,
    qr_alt: str,
    language: str,
    point: PrintedPoint | None = None,
) -> bytes:
    """
    The sheet as PDF, A4.

    Args:
        link: what the code opens, with its scheme, e.g. https://binhdanso.vn/lop/ABC23.
        topics: what is learnt, as one line; empty when nothing was chosen.
        point: where those who come answer, when the class has a point; its code stands beside.
    """
    words: dict[str, object] = {
        "lang": language,
        "title": title,
        "when": when,
        "place": place,
        "commune": commune,
        "address": as_typed(link),
        "steps": steps,
        "topics": topics,
        "foot": foot,
        "qr_alt": qr_alt,
    }
    if point is not None:
        words["point"] = _point_words(point)
    return printed("class_sheet.typ", words, link=link)


def _point_words(point: PrintedPoint) -> dict[str, str]:
    return {
        "qr": qr_svg(point.link),
        "address": as_typed(point.link),
        "here": point.here,
        "answer": point.answer,
        "qr_alt": point.qr_alt,
    }
