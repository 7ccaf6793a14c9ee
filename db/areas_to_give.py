"""The areas an administrator chooses from when giving grants by the sheet."""

from datetime import date

from sqlalchemy import Engine
from sqlmodel import Session, col, or_, select

from db.authority import reach_of
from db.models import Area
from domain.access import NATION

MOST_AREAS = 2000  # provinces and former districts of the nation, or all of a province


def areas_to_give(engine: Engine, account_id: int, *, on: date) -> dict[str, str]:
    """
    Code → name of areas this account may give on a day; of the nation no communes.

    A choice to make typing easier: what is typed is checked by the command all the same.
    """
    with Session(engine) as session:
        held = reach_of(session.connection(), account_id, on=on).area_codes
        inside = or_(col(Area.code).in_(held), col(Area.province_code).in_(held))
        if NATION in held:
            inside = col(Area.kind).in_(("nation", "province", "former_district"))
        statement = (
            select(Area.code, Area.name).where(inside).order_by(Area.search_key).limit(MOST_AREAS)
        )
        return {code: name for code, name in session.exec(statement)}
