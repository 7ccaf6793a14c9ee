"""What somebody enters about a change of units: names, codes, shares and pieces."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import (
    BadChange,
    BadPieceShare,
    BadShares,
    NoPieces,
    PieceToItself,
    SamePieceTwice,
    WholeUnitMoved,
)
from domain.quoted import quoted

_NAME_MARKS = " -'’" + "\u0300\u0309\u0303\u0301\u0323\u0302\u0306\u031b"
_LONGEST_NAME = 60
_CODE = re.compile(r"[0-9]{5}")
_EXACT = 1e-6  # how far the shares of a split may miss 1


@dataclass(frozen=True)
class Piece:
    """A part of a unit, a share (0-1) of it, that another one gets; both go on."""

    from_code: str
    to_code: str
    share: float


def check_shares(shares: Sequence[float]) -> None:
    """
    Raises:
        BadShares: a share is not above 0, or together they are not 1.
    """
    if any(share <= 0 for share in shares) or abs(sum(shares) - 1) > _EXACT:
        raise BadShares(total=f"{100 * sum(shares):g}")


def check_pieces(pieces: Sequence[Piece]) -> None:
    """
    Raises:
        NoPieces: there are none.
        PieceToItself: a unit gets a piece of its own.
        SamePieceTwice: a pair of units stands twice.
        BadPieceShare: a share is not above 0 and under 1.
        WholeUnitMoved: the pieces of a unit together are all of it, or more.
    """
    if not pieces:
        raise NoPieces
    given: dict[str, float] = defaultdict(float)
    pairs: set[tuple[str, str]] = set()
    for piece in pieces:
        if piece.from_code == piece.to_code:
            raise PieceToItself(code=quoted(piece.from_code, 12))
        if (piece.from_code, piece.to_code) in pairs:
            raise SamePieceTwice(
                code=quoted(piece.from_code, 12), to_code=quoted(piece.to_code, 12)
            )
        if not 0 < piece.share < 1:
            raise BadPieceShare(code=quoted(piece.from_code, 12), share=f"{100 * piece.share:g}")
        pairs.add((piece.from_code, piece.to_code))
        given[piece.from_code] += piece.share
    for code, share in given.items():
        if share > 1 - _EXACT:
            raise WholeUnitMoved(code=quoted(code, 12), total=f"{100 * share:g}")


def as_unit_name(typed: str) -> str:
    """
    The name of a unit: letters, digits, spaces, dashes and apostrophes, as in "Ea H'Leo".

    Raises:
        BadChange: nothing remains, or it is too long.
    """
    kept = "".join(char for char in typed if char.isalnum() or char in _NAME_MARKS)
    name = " ".join(unicodedata.normalize("NFC", kept).split())
    if not name or len(name) > _LONGEST_NAME:
        raise BadChange(name=quoted(typed))
    return name


def as_unit_code(typed: str) -> str:
    """
    The code of a commune: five digits.

    Raises:
        BadChange: it is anything else.
    """
    code = typed.strip()
    if not _CODE.fullmatch(code):
        raise BadChange(name=quoted(typed))
    return code
