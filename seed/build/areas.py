"""The former districts as named sets of today's communes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from seed.build import source
from seed.build.lineage import Takeover
from seed.build.records import KINDS, Area, Member, Unit

KIND = "former_district"
WHOLE, PIECE = 2, 1  # a piece of a former commune counts half a commune


def former_districts(districts: Iterable[Unit], provinces: Mapping[str, str]) -> list[Area]:
    """One area per former district, in the province of today."""
    return [
        Area(unit.code, unit.full_name, KIND, provinces[unit.parent_code]) for unit in districts
    ]


def members(
    old: Iterable[source.OldCommune],
    new: Iterable[source.NewCommune],
    takeovers: Iterable[Takeover],
) -> list[Member]:
    """
    Each commune of today in the former district that most of its former communes were in.

    A former commune counts 1, a piece of one ½. On a tie the district of the former commune
    with the name of today's wins, then of the one with its code, then the lowest code. An
    island district without communes is the commune of its name.
    """
    former = {row.code: row for row in old if row.code}
    islands = {_bare(row.district_name): row.district_code for row in old if not row.code}
    pieces: dict[str, list[Takeover]] = defaultdict(list)
    for takeover in takeovers:
        pieces[takeover.new_code].append(takeover)
    return [
        Member(
            _main_district(row, pieces[row.code], former)
            if row.code in pieces
            else islands[_bare(row.name)],
            row.code,
        )
        for row in new
    ]


def _main_district(
    commune: source.NewCommune,
    pieces: Iterable[Takeover],
    former: Mapping[str, source.OldCommune],
) -> str:
    strength: dict[str, tuple[int, bool, bool]] = defaultdict(lambda: (0, False, False))
    for piece in pieces:
        old = former[piece.old_code]
        count, has_name, has_code = strength[old.district_code]
        strength[old.district_code] = (
            count + (WHOLE if piece.is_whole else PIECE),
            has_name or _bare(old.name or "") == _bare(commune.name),
            has_code or old.code == commune.code,
        )
    return max(sorted(strength), key=lambda code: strength[code])


def _bare(full_name: str) -> str:
    """The name without its kind, lower case."""
    folded = full_name.casefold()
    return folded.removeprefix(next(kind for kind in KINDS if folded.startswith(f"{kind} ")))
