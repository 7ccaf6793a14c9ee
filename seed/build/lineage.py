"""Which unit of today took which former one, in full or in part, and by which act."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from seed.build import source
from seed.build.records import COMMUNE, PROVINCE, TWO_TIER_START, Edge, Unit, read

PROVINCES_ACT = "NQ 202/2025/QH15"
WEIGHT_SCALE = 1_000_000  # weights have six decimals and add up to exactly 1


@dataclass(frozen=True, order=True)
class Takeover:
    """All (whole) or a piece of a former commune in a commune of today."""

    old_code: str
    new_code: str
    is_whole: bool


def takeovers(
    old: Iterable[source.OldCommune],
    new: Iterable[source.NewCommune],
    conversions: Iterable[source.Conversion],
) -> list[Takeover]:
    """
    The package's conversion table by code, without its mix-ups of communes of one name.

    Island districts without communes have no takeover: they are areas (areas.csv). A former
    commune with one successor only went there whole.
    """
    old_codes = {row.key: row.code for row in old}
    new_codes = {row.key: row.code for row in new}
    mixed_up = {(row["old_code"], row["new_code"]) for row in read("lineage_corrections.csv")}
    successors = defaultdict(set)
    for conversion in conversions:
        old_code, new_code = old_codes[conversion.old_key], new_codes[conversion.new_key]
        if old_code and (old_code, new_code) not in mixed_up:
            successors[old_code].add(new_code)
    return sorted(
        Takeover(old_code, new_code, is_whole=len(codes) == 1)
        for old_code, codes in successors.items()
        for new_code in codes
    )


def province_successors(
    old: Iterable[source.OldCommune],
    new: Iterable[source.NewCommune],
    takeovers: Iterable[Takeover],
) -> dict[str, str]:
    """
    Code of the province of today by code of the former province.

    Raises:
        ValueError: communes of one former province are in several provinces of today.
    """
    old_province = {row.code: row.province_code for row in old}
    new_province = {row.code: row.province_code for row in new}
    pairs = {
        (old_province[takeover.old_code], new_province[takeover.new_code]) for takeover in takeovers
    }
    successors = dict(sorted(pairs))
    if len(successors) != len(pairs):
        raise ValueError(f"a former province is split: {sorted(pairs)}")
    return successors


def unchanged_provinces(provinces: Mapping[str, str]) -> set[str]:
    """Codes of the provinces that took in no other one on 2025-07-01."""
    heirs = list(provinces.values())
    return {old for old, new in provinces.items() if old == new and heirs.count(new) == 1}


def province_edges(provinces: Mapping[str, str], starts: Mapping[str, str]) -> list[Edge]:
    """Edges of the provinces merged on 2025-07-01; an unchanged province has none."""
    unchanged = unchanged_provinces(provinces)
    return [
        Edge(
            level=PROVINCE,
            old_code=old_code,
            old_valid_from=starts.get(old_code, ""),
            new_code=new_code,
            new_valid_from=TWO_TIER_START,
            weight=_weights(1)[0],
            part="whole",
            document=PROVINCES_ACT,
            date=TWO_TIER_START,
        )
        for old_code, new_code in provinces.items()
        if old_code not in unchanged
    ]


def commune_edges(takeovers: Iterable[Takeover], new: Iterable[source.NewCommune]) -> list[Edge]:
    """Edges of every former commune; the package gives no sizes, so pieces are equal."""
    documents = {row["province_code"]: row["document"] for row in read("acts_2025.csv")}
    document = {row.code: documents[row.province_code] for row in new}
    successors = defaultdict(list)
    for takeover in sorted(takeovers):
        successors[takeover.old_code].append(takeover.new_code)
    return [
        Edge(
            level=COMMUNE,
            old_code=old_code,
            old_valid_from="",
            new_code=new_code,
            new_valid_from=TWO_TIER_START,
            weight=weight,
            part="whole" if len(new_codes) == 1 else "part",
            document=document[new_code],
            date=TWO_TIER_START,
        )
        for old_code, new_codes in successors.items()
        for new_code, weight in zip(new_codes, _weights(len(new_codes)), strict=True)
    ]


def whole_edge(before: Unit, day: str, document: str) -> Edge:
    """The edge of a unit that goes on under the same code from a day, by an act."""
    return Edge(
        level=before.level,
        old_code=before.code,
        old_valid_from=before.valid_from,
        new_code=before.code,
        new_valid_from=day,
        weight=_weights(1)[0],
        part="whole",
        document=document,
        date=day,
    )


def _weights(count: int) -> list[str]:
    share, left_over = divmod(WEIGHT_SCALE, count)
    shares = [share + (1 if position < left_over else 0) for position in range(count)]
    return [f"{share / WEIGHT_SCALE:g}" for share in shares]
