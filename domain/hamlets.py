"""Units below the commune (thôn, bản, tổ dân phố): their kinds, their names, a pasted list."""

import re
import unicodedata
from dataclasses import dataclass

from domain.errors import BadHamletName, TooManyRows

# As communes call them; of two that begin alike the longer one stands first.
KINDS = (
    "Thôn", "Bản", "Tổ dân phố", "Tổ", "Khu phố", "Tiểu khu", "Khu dân cư", "Khu", "Xóm", "Ấp",
    "Buôn", "Làng", "Khóm", "Phum", "Sóc", "Plei", "Bon",
)  # fmt: skip
MOST_AT_ONCE = 200
_LONGEST = 60
_MARKS = " -'’,/()."
_BULLET = re.compile(r"^\s*(?:[-•*+]\s+|\d{1,3}[.)]\s+)")


@dataclass(frozen=True)
class HamletName:
    """What a hamlet is called: "Tổ dân phố" and "số 5"."""

    kind: str
    name: str

    @property
    def full(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def key(self) -> str:
        """What two hamlets of one commune may not share; accents tell them apart."""
        return self.full.casefold()


def as_hamlet_name(typed: str, default_kind: str = KINDS[0]) -> HamletName:
    """
    The name as it is stored; without a kind of its own it gets the default one.

    Raises:
        BadHamletName: neither letter nor digit remains beside the kind, or it is too long.
    """
    kept = "".join(char for char in unicodedata.normalize("NFC", typed)
                   if char.isalnum() or char in _MARKS)  # fmt: skip
    said = " ".join(kept.split())
    kind = next((one for one in KINDS if _begins(said, one)), None)
    name = said if kind is None else said[len(kind) :].strip()
    found = HamletName(kind or _known(default_kind), name)
    if not any(char.isalnum() for char in name) or len(found.full) > _LONGEST:
        raise BadHamletName(longest=_LONGEST)
    return found


def as_list(text: str, default_kind: str = KINDS[0]) -> list[HamletName]:
    """
    The hamlets of a pasted list, one a line; a name that stands twice is taken once.

    Raises:
        BadHamletName, TooManyRows.
    """
    lines = [_BULLET.sub("", line) for line in text.splitlines()]
    names = [as_hamlet_name(line, default_kind) for line in lines if line.strip()]
    if len(names) > MOST_AT_ONCE:
        raise TooManyRows(most=MOST_AT_ONCE)
    return list({name.key: name for name in names}.values())


def _begins(said: str, kind: str) -> bool:
    return said.casefold() == kind.casefold() or said.casefold().startswith(f"{kind.casefold()} ")


def _known(kind: str) -> str:
    return kind if kind in KINDS else KINDS[0]
