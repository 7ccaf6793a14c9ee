"""What was released of those who came to classes, by commune and quarter."""

import pandas as pd
from sqlalchemy import select
from sqlmodel import Session, col

from db.models import ReleasedClass, Unit
from db.scopes import within
from domain.access import Scope

COLUMNS = ["unit_code", "unit_name", "quarter", "people", "reached_before", "reached_after"]


def by_quarter(session: Session, scope: Scope) -> pd.DataFrame:
    """The released counts of the communes of a scope, the newest quarter first. Columns: COLUMNS"""
    statement = (
        select(
            col(Unit.code),
            col(Unit.full_name),
            col(ReleasedClass.quarter),
            col(ReleasedClass.people),
            col(ReleasedClass.reached_before),
            col(ReleasedClass.reached_after),
        )
        .join(Unit, col(Unit.id) == ReleasedClass.commune_id)
        .where(within(scope, col(ReleasedClass.commune_id)))
        .order_by(col(ReleasedClass.quarter).desc(), col(Unit.sort_key))
    )
    rows = [tuple(row) for row in session.execute(statement)]
    return pd.DataFrame(rows, columns=COLUMNS)
