"""What a change of units must not do: each function refuses one thing before it is written."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from db.lineage import COMMUNE, PROVINCE, commune_lineage, successors, units_of
from db.models import Assessment, Unit, UnitLineage
from domain.errors import (
    AlreadyChanged,
    ChangeTooEarly,
    CodeTaken,
    PartAcrossProvinces,
    UnitEnded,
    UnknownUnit,
)
from domain.quoted import quoted


def require_open_unit(session: Session, code: str, day: date) -> Unit:
    """
    The commune that is there before the day, and has no end yet.

    Raises:
        UnknownUnit, UnitEnded: it is not.
        AlreadyChanged: it was changed on that day by another change.
    """
    named = select(Unit).where(Unit.level == COMMUNE, Unit.code == code)
    unit = session.exec(named.order_by(col(Unit.valid_from).desc())).first()
    if unit is None:
        raise UnknownUnit(code=quoted(code, 12))
    _refuse_second_change(session, unit, day)
    if unit.valid_to is not None:
        new = successors(session, unit.id or 0)
        raise UnitEnded(
            name=unit.full_name,
            became=", ".join(one.full_name for one in new),
            became_code=new[0].code,
        )
    if unit.valid_from >= day:
        raise UnknownUnit(code=quoted(code, 12))
    return unit


def _refuse_second_change(session: Session, unit: Unit, day: date) -> None:
    """One day knows one state of a unit: what else happens to it then is part of that change."""
    edges = select(UnitLineage.document).where(
        UnitLineage.happened_on == day, col(UnitLineage.change_id).is_not(None)
    )
    touching = (col(UnitLineage.old_id) == unit.id) | (col(UnitLineage.new_id) == unit.id)
    document = session.exec(edges.where(touching)).first()
    if document is not None:
        raise AlreadyChanged(name=unit.full_name, day=_written(day), document=document)


def refuse_taken_codes(
    session: Session, codes: Sequence[str], *, freed: Sequence[str], day: date
) -> None:
    """
    Raises:
        CodeTaken: another unit has one of the codes on the day, or two new ones would.
    """
    others = select(Unit.code).where(
        Unit.level == COMMUNE,
        col(Unit.code).in_(codes),
        col(Unit.code).not_in(freed),
        col(Unit.valid_to).is_(None) | (col(Unit.valid_to) >= day),
    )
    taken = session.exec(others).first()
    repeated = [code for code, times in Counter(codes).items() if times > 1]
    if taken is not None or repeated:
        raise CodeTaken(code=taken or repeated[0])


def refuse_later_answers(session: Session, old_ids: Sequence[int], day: date) -> None:
    """
    Raises:
        ChangeTooEarly: people answered on an old unit on or after the day.
    """
    later = session.exec(
        select(func.max(Assessment.submitted_on)).where(
            Assessment.status == "submitted",
            col(Assessment.commune_id).in_(old_ids),
            col(Assessment.submitted_on) >= day,
        )
    ).one()
    if later is not None:
        raise ChangeTooEarly(day=_written(later))


def refuse_cut_by_a_border(
    session: Session, provinces_of: Mapping[int, set[str]], day: date
) -> None:
    """
    No unit of before may come to lie in more provinces than it does: each figure has one.

    Tables and what they hold back are decided province by province (`stats.boundary_guard`).

    Args:
        provinces_of: each old unit → the provinces that its parts will lie in.

    Raises:
        PartAcrossProvinces: a part goes into another province, at once or after an earlier split.
    """
    lineage, eve = commune_lineage(session), day - timedelta(days=1)
    communes = select(col(Unit.id), col(Unit.parent_code)).where(Unit.level == COMMUNE)
    homes = dict(session.exec(communes).all())
    for unit_id in provinces_of:
        for fact in (unit_id, *lineage.before(unit_id)):
            pieces = [one.unit_id for one in lineage.on(fact, eve)]
            now = {homes[piece] for piece in pieces}
            then = {code for piece in pieces for code in provinces_of.get(piece, {homes[piece]})}
            if len(then) > max(len(now), 1):
                name = session.exec(select(Unit.full_name).where(Unit.id == fact)).one()
                names = units_of(session, on=eve, level=PROVINCE, codes=then)
                between = ", ".join(province.full_name for province in names)
                raise PartAcrossProvinces(name=name, provinces=between)


def _written(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
