"""What people say of themselves beside what they showed, by province; always inside a scope."""

import numpy as np
import pandas as pd
from sqlmodel import Session, col, select

from db.attainment import provinces_of_today
from db.models import RELEASED_CHECK_COLUMNS, ReleasedCheck
from db.scopes import whole_area_within
from domain.access import Scope
from domain.people import Mode

MODES = (Mode.SELF, Mode.ASSISTED)  # nobody is checked when somebody else answers


def by_province(session: Session, scope: Scope, *, campaign_code: str) -> pd.DataFrame:
    """
    People checked in each province of today that lies inside the scope, in Vietnamese order.

    Columns: unit_code, unit_name, mode, then RELEASED_CHECK_COLUMNS (people); each province has a
    row for each of MODES, zeros where nothing was published.
    """
    columns = [ReleasedCheck.__table__.c[name] for name in RELEASED_CHECK_COLUMNS]
    table = ReleasedCheck
    rows = session.exec(
        select(table.province_code, table.mode, *columns).where(
            table.campaign_code == campaign_code,
            whole_area_within(scope, col(table.province_code)),
        )
    ).all()
    known = {(code, mode): counts for code, mode, *counts in rows}
    nothing = [0] * len(RELEASED_CHECK_COLUMNS)
    keys = [(code, name, mode.value) for _, code, name in provinces_of_today(session)
            for mode in MODES]  # fmt: skip
    counts = np.array([known.get((code, mode), nothing) for code, _, mode in keys], dtype=np.int64)
    frame = pd.DataFrame(keys, columns=["unit_code", "unit_name", "mode"])
    return frame.assign(**dict(zip(RELEASED_CHECK_COLUMNS, counts.T, strict=True)))
