"""How much of each commune the busiest helper brought: a reason to look, never a verdict."""

from datetime import date

import pandas as pd
from sqlmodel import Session, col, select

from db.attainment import _communes, _moved
from db.lineage import ended_shares
from db.models import HelperTotal
from db.scopes import in_area, within
from domain.access import Scope


def most_by_one_pass(
    session: Session, scope: Scope, *, area_code: str, campaign_code: str, on: date | None = None
) -> pd.DataFrame:
    """
    The people of the pass with most people in each commune of an area, as far as the scope reaches.

    Columns: unit_code, by_one (people). A commune where nobody had a pass has no row. A helper who
    carried another pass on another day counts as another: passes know no person. `on` and ended
    communes as in `db.items.odd_by_commune`, whose people this is a share of.
    """
    commune = col(HelperTotal.commune_id)
    statement = (
        select(commune, HelperTotal.helper_pass_id, HelperTotal.people)
        .where(
            HelperTotal.campaign_code == campaign_code,
            within(scope, commune),
            in_area(area_code, commune),
        )
        .order_by(commune, col(HelperTotal.helper_pass_id))
    )
    counted = session.exec(statement).all()
    most: dict[int, float] = {}
    for unit_id, _, people in _moved(counted, ended_shares(session, scope, area_code, on)):
        most[unit_id] = max(people, most.get(unit_id, 0))
    names = _communes(session, scope, area_code, on)
    rows = [(code, most[unit_id]) for unit_id, code, _ in names if unit_id in most]
    return pd.DataFrame(rows, columns=["unit_code", "by_one"])
