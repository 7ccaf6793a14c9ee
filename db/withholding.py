"""What the last release holds back of areas, read as flags; always inside a scope."""

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sql
from sqlmodel import Session, col, select

from db.models import AreaMember, Withholding
from db.scopes import within
from domain.access import Scope

OUTCOME = "outcome"
FIGURES = (OUTCOME, "0", "1", "2", "3", "4", "5", "ai")  # the bits, from the lowest on
FLAGS = ("hidden", "low", "high", "shielded")

_table = Withholding.__table__  # type: ignore[attr-defined]


def held_back(
    session: Session,
    scope: Scope,
    *,
    area_codes: Sequence[str],
    campaign_code: str,
    figures: Sequence[str] = FIGURES,
) -> pd.DataFrame:
    """
    What must not be seen of areas, as far as the scope reaches.

    Columns: unit_code (the area), audience ("everyone" or one), mode, group (of `figures`:
    "outcome" = over all six, "0"-"5", "ai"), and the flags hidden, low, high, shielded. An area of
    which nothing is held back has no rows.
    """
    where = (
        _table.c.campaign_code == campaign_code,
        _table.c.area_code.in_(area_codes),
    )
    stored = _stored(session, scope, *where)
    return pd.concat([_one_figure(stored, name) for name in figures], ignore_index=True)


def outcomes_held_back(
    session: Session, scope: Scope, *, campaign_code: str, audience: str, mode: str
) -> pd.DataFrame:
    """
    The same of the outcome over all six groups, of every area the scope reaches into.

    Columns: as `held_back`; areas of whose outcome nothing is held back have no rows.
    """
    where = (
        _table.c.campaign_code == campaign_code,
        _table.c.audience == audience,
        _table.c.mode == mode,
    )
    found = _one_figure(_stored(session, scope, *where), OUTCOME)
    return found[found[list(FLAGS)].any(axis=1)].reset_index(drop=True)


def _stored(session: Session, scope: Scope, *where: sql.ColumnElement[bool]) -> pd.DataFrame:
    names = ("area_code", "audience", "mode", *FLAGS)
    rows = session.connection().execute(
        sql.select(*(_table.c[name] for name in names)).where(
            *where,
            _table.c.area_code.in_(
                select(AreaMember.area_code).where(within(scope, col(AreaMember.unit_id)))
            ),
        )
    )
    return pd.DataFrame(rows, columns=["unit_code", "audience", "mode", *FLAGS])


def _one_figure(stored: pd.DataFrame, figure: str) -> pd.DataFrame:
    bit = 1 << FIGURES.index(figure)
    flags = (stored[list(FLAGS)].to_numpy(dtype="int64") & bit) > 0
    result = stored[["unit_code", "audience", "mode"]].assign(group=figure)
    result[list(FLAGS)] = flags
    return result
