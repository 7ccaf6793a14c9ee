"""Where an area lies: its province, the former district, the commune; public names."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from db.models import Area, AreaMember, Unit
from domain.access import NATION
from domain.errors import OutsideScope
from domain.quoted import quoted

PROVINCE, DISTRICT, COMMUNE = "province", "former_district", "commune"
_LEVELS = (PROVINCE, DISTRICT, COMMUNE)


@dataclass(frozen=True)
class Step:
    """One step of the way down from the nation."""

    code: str
    name: str
    kind: str


def path_to(session: Session, area_code: str) -> tuple[Step, ...]:
    """
    The steps from the province down to an area, itself last; none for the nation.

    Of a commune that lies in several former districts, the first by code is named.

    Raises:
        OutsideScope: there is no such province, former district or commune of today.
    """
    if area_code == NATION:
        return ()
    area = session.get(Area, area_code)
    if area is None or area.kind not in _LEVELS:
        raise OutsideScope(area=quoted(area_code, 12))
    steps = [_step(area)]
    if area.kind == COMMUNE:
        district = _districts(session, area_code)
        steps = [*district[:1], *steps]
    if area.kind != PROVINCE:
        province = session.get(Area, area.province_code or "")
        if province is None:
            raise OutsideScope(area=quoted(area_code, 12))
        steps = [_step(province), *steps]
    return tuple(steps)


def districts_of(session: Session, province_code: str) -> dict[str, tuple[str, str]]:
    """Commune of today → code and name of the former district it lies in, of a province."""
    rows = session.exec(
        select(Unit.code, Area.code, Area.name)
        .join(AreaMember, col(AreaMember.unit_id) == Unit.id)
        .join(Area, col(Area.code) == AreaMember.area_code)
        .where(
            Area.kind == DISTRICT,
            Area.province_code == province_code,
            col(Unit.valid_to).is_(None),
            Unit.level == COMMUNE,
        )
        .order_by(col(Area.code).desc())
    ).all()
    return {commune: (code, name) for commune, code, name in rows}


def _districts(session: Session, commune_code: str) -> list[Step]:
    members = select(AreaMember.unit_id).where(AreaMember.area_code == commune_code)
    rows = session.exec(
        select(Area)
        .join(AreaMember, col(AreaMember.area_code) == Area.code)
        .where(Area.kind == DISTRICT, col(AreaMember.unit_id).in_(members))
        .order_by(Area.code)
    ).all()
    return [_step(area) for area in rows]


def _step(area: Area) -> Step:
    return Step(area.code, area.name, area.kind)
