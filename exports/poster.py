"""The poster of a collection point: a big QR code, the short link in words, three lines."""

from collections.abc import Callable
from enum import StrEnum

from domain.links import as_typed
from exports.printed import printed


class Paper(StrEnum):
    """The two sizes a school or a commune can print."""

    A4 = "a4"
    A3 = "a3"


def poster(
    paper: Paper, *, link: str, point: str, commune: str, language: str, t: Callable[..., str]
) -> bytes:
    """
    The poster as PDF.

    Args:
        link: the short link, with its scheme, e.g. https://binhdanso.vn/t/ABC23.
        point, commune: names as staff chose them.
    """
    words = {
        "lang": language,
        "title": t("poster.title"),
        "lead": t("poster.lead"),
        "address": as_typed(link),
        "steps": [t("poster.step_1"), t("poster.step_2"), t("poster.step_3")],
        "point": point,
        "commune": commune,
        "foot": t("poster.foot"),
        "qr_alt": t("poster.qr_alt", address=link),
    }
    return printed("poster.typ", words, link=link, paper=paper.value)
