"""Today's communes as places a person can choose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from db.lineage import valid_on
from db.models import Unit
from domain.errors import UnknownPlace
from domain.places import search_key
from domain.quoted import quoted


@dataclass(frozen=True)
class Place:
    """A commune of today with its province, and the keys it is found by."""

    code: str
    full_name: str
    province_code: str
    province_name: str
    name_key: str
    whole_key: str  # commune and province, accent-free


def communes_of_today(session: Session, *, today: date) -> tuple[Place, ...]:
    """All communes valid today, in Vietnamese dictionary order."""
    provinces = dict(
        session.exec(
            select(Unit.code, Unit.full_name).where(Unit.level == "province", valid_on(today))
        ).all()
    )
    communes = session.exec(
        select(Unit.code, Unit.name, Unit.full_name, Unit.parent_code)
        .where(Unit.level == "commune", valid_on(today))
        .order_by(Unit.sort_key, Unit.code)
    ).all()
    return tuple(
        Place(
            code=code,
            full_name=full_name,
            province_code=parent_code,
            province_name=provinces[parent_code],
            name_key=search_key(name),
            whole_key=search_key(f"{full_name} {provinces[parent_code]}"),
        )
        for code, name, full_name, parent_code in communes
    )


def place_with_code(places: Sequence[Place], code: str) -> Place:
    """
    The commune with this code.

    Raises:
        UnknownPlace: no commune of today has it.
    """
    for place in places:
        if place.code == code:
            return place
    raise UnknownPlace(code=quoted(code, 12))


def search(places: Sequence[Place], typed: str, *, limit: int = 8) -> list[Place]:
    """
    The communes a person may mean by "trieu son" or "Xã Triệu Sơn, Thanh Hóa".

    Every word must occur in the name of the commune or its province. Exact names come first, then
    names that begin with what was typed, then the rest; correctly accented ones before others.
    """
    key = search_key(typed)
    if len(key) < 2:
        return []
    words = key.split()
    found = [place for place in places if all(word in place.whole_key for word in words)]
    exact = typed.strip().casefold()

    def rank(place: Place) -> tuple[int, int]:
        closeness = (
            0
            if place.name_key == key
            else 1
            if place.name_key.startswith(key)
            else 2
            if key in place.name_key
            else 3
        )
        return closeness, 0 if exact in place.full_name.casefold() else 1

    return sorted(found, key=rank)[:limit]
