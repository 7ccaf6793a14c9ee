"""What was published of an area month by month, as the releases recorded it."""

import pandas as pd
from sqlmodel import Session, col, select

from db.models import COUNT_COLUMNS, ReleasedMonth
from db.scopes import require_area
from domain.access import Scope

_KEYS = ("unit_code", "unit_name", "mode")


def by_month(session: Session, scope: Scope, *, area_code: str, campaign_code: str) -> pd.DataFrame:
    """
    People published of an area by the end of each month, since the campaign began.

    Columns: unit_code and unit_name (both YYYY-MM, the earliest first), mode, then COUNT_COLUMNS
    (people, adding up from month to month). A month and mode of which anything was held back, or
    that nobody answered in, has no row; an area of one commune has none at all.

    Raises:
        OutsideScope: some commune of the area lies outside the scope, or there is no such area.
    """
    require_area(session, scope, area_code)
    table = ReleasedMonth.__table__  # type: ignore[attr-defined]
    month, mode = col(ReleasedMonth.month), col(ReleasedMonth.mode)
    rows = session.connection().execute(
        select(month, month, mode)
        .add_columns(*(table.c[name] for name in COUNT_COLUMNS))
        .where(
            col(ReleasedMonth.area_code) == area_code,
            col(ReleasedMonth.campaign_code) == campaign_code,
        )
        .order_by(month, mode)
    )
    found = [tuple(row) for row in rows]
    return pd.DataFrame(found, columns=[*_KEYS, *COUNT_COLUMNS])
