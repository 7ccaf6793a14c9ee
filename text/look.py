"""How this visitor reads: language, size of letters, contrast; kept in one cookie."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from text import LANGUAGES

COOKIE = "cach_xem"
KEPT_SECONDS = 365 * 24 * 3600
SIZES = ("nho", "vua", "to")  # A-, A, A+
LANGUAGE, SIZE, CONTRAST = "nn", "chu", "tp"  # names in links


@dataclass(frozen=True)
class Look:
    """What is not one of ours falls back to Vietnamese, middle size, ordinary contrast."""

    language: str = LANGUAGES[0]
    size: str = "vua"
    contrast: bool = False

    def asked(self, query: Mapping[str, str]) -> "Look":
        """The same, with what a link asks for."""
        contrast = {"1": True, "0": False}.get(query.get(CONTRAST, ""), self.contrast)
        return replace(
            self,
            language=_one_of(LANGUAGES, query.get(LANGUAGE) or query.get("lang"), self.language),
            size=_one_of(SIZES, query.get(SIZE), self.size),
            contrast=contrast,
        )

    def written(self) -> str:
        """As the cookie keeps it."""
        return f"{self.language}.{self.size}.{int(self.contrast)}"

    def in_links(self) -> dict[str, str]:
        """What a link to a page of Streamlit's carries."""
        return {} if self.language == LANGUAGES[0] else {LANGUAGE: self.language}


def read(cookie: str) -> Look:
    """What an earlier visit chose."""
    parts = [*cookie.split("."), "", "", ""][:3]
    return Look().asked(dict(zip((LANGUAGE, SIZE, CONTRAST), parts, strict=True)))


def _one_of(known: tuple[str, ...], asked: str | None, otherwise: str) -> str:
    return asked if asked in known else otherwise
