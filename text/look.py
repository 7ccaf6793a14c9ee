"""How this visitor reads: language, size of letters, contrast; kept in one cookie."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from text import LANGUAGES

COOKIE = "cach_xem"
KEPT_SECONDS = 365 * 24 * 3600
SIZES = ("nho", "vua", "to")  # A-, A, A+
LANGUAGE, SIZE, CONTRAST = "nn", "chu", "tp"  # names in links
PACK = "tc"  # the language pack the questions are read in
_CODE = re.compile("[a-z]{2,5}")


@dataclass(frozen=True)
class Look:
    """What is not one of ours falls back to Vietnamese, middle size, ordinary contrast."""

    language: str = LANGUAGES[0]
    size: str = "vua"
    contrast: bool = False
    pack: str = ""  # the code of a language; whoever reads it looks whether a pack is offered

    def asked(self, query: Mapping[str, str]) -> "Look":
        """The same, with what a link asks for."""
        contrast = {"1": True, "0": False}.get(query.get(CONTRAST, ""), self.contrast)
        return replace(
            self,
            language=_one_of(LANGUAGES, query.get(LANGUAGE) or query.get("lang"), self.language),
            size=_one_of(SIZES, query.get(SIZE), self.size),
            contrast=contrast,
            pack=_code(query.get(PACK, ""), self.pack),
        )

    def written(self) -> str:
        """As the cookie keeps it."""
        kept = f"{self.language}.{self.size}.{int(self.contrast)}"
        return f"{kept}.{self.pack}" if self.pack else kept

    def in_links(self) -> dict[str, str]:
        """What a link to a page of Streamlit's carries."""
        return {} if self.language == LANGUAGES[0] else {LANGUAGE: self.language}


def read(cookie: str) -> Look:
    """What an earlier visit chose."""
    parts = [*cookie.split("."), "", "", "", ""][:4]
    return Look().asked(dict(zip((LANGUAGE, SIZE, CONTRAST, PACK), parts, strict=True)))


def _code(asked: str, otherwise: str) -> str:
    return asked if _CODE.fullmatch(asked) else otherwise


def _one_of(known: tuple[str, ...], asked: str | None, otherwise: str) -> str:
    return asked if asked in known else otherwise
