"""Tonight's route on paper: chosen hamlets in their order, who is left, and room to write."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from exports.printed import printed

_NOT_DRAWN = "-"  # the sheet has no QR code: it is for whoever walks, not for whom they visit


class Paper(StrEnum):
    """A5 goes into a pocket."""

    A5 = "a5"
    A4 = "a4"


@dataclass(frozen=True)
class Stop:
    """One hamlet of a route; `groups` are sentences that say who is left."""

    name: str
    commune: str
    groups: Sequence[str]


def route(
    paper: Paper, stops: Sequence[Stop], *, area: str, day: str, language: str,
    t: Callable[..., str],
) -> bytes:  # fmt: skip
    """The route as PDF; it names no person."""
    words = {
        "lang": language,
        "title": t("route.title", day=day),
        "area": area,
        "lead": t("route.lead"),
        "stops": [
            {"name": stop.name, "commune": stop.commune, "groups": list(stop.groups)}
            for stop in stops
        ],
        "met": t("route.met"),
        "notes": t("route.notes"),
        "foot": t("route.foot"),
        "qr_alt": "",
    }
    return printed("route.typ", words, link=_NOT_DRAWN, paper=paper.value)
