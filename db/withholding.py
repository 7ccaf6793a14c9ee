"""What the last release holds back of areas, read as flags; always inside a scope."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import sqlalchemy as sql
from sqlmodel import Session, col

from db.models import AreaMember, Withholding
from db.scopes import within
from domain.access import Scope

OUTCOME = "outcome"
FIGURES = (OUTCOME, "0", "1", "2", "3", "4", "5", "ai")  # the bits, from the lowest on
FLAGS = ("hidden", "low", "high", "shielded")

_table = Withholding.__table__  # type: ignore[attr-defined]
_members = sql.select(col(AreaMember.area_code), col(AreaMember.unit_id))


def held_back(
    session: Session,
    scope: Scope,
    *,
    area_codes: Sequence[str],
    campaign_code: str,
    figures: Sequence[str] = FIGURES,
    audience: str | None = None,
) -> pd.DataFrame:
    """
    What must not be seen of areas, as far as the scope reaches; of one audience, or of each.

    Columns: unit_code (the area), audience ("everyone" or one), mode, group (of `figures`:
    "outcome" = over all six, "0"-"5", "ai"), and the flags hidden, low, high, shielded. An area of
    which nothing is held back has no rows.
    """
    where = [_table.c.campaign_code == campaign_code, _table.c.area_code.in_(area_codes)]
    if audience is not None:
        where.append(_table.c.audience == audience)
    asked = _members.where(col(AreaMember.area_code).in_(area_codes))
    return _stored(session, scope, figures, *where, members=asked)


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
    found = _stored(session, scope, [OUTCOME], *where)
    return found[found[list(FLAGS)].any(axis=1)].reset_index(drop=True)


def _stored(
    session: Session,
    scope: Scope,
    figures: Sequence[str],
    *where: sql.ColumnElement[bool],
    members: sql.Select[str, int] = _members,
) -> pd.DataFrame:
    """The flags of one figure after the other, each with all areas the scope reaches into."""
    names = ("area_code", "audience", "mode", *FLAGS)
    # Read first and once: SQLite would else look for every commune of the scope in every area.
    first = members.cte("members").prefix_with("MATERIALIZED")
    commune = first.c.unit_id
    statement = sql.select(*(_table.c[name] for name in names)).where(
        *where,
        _table.c.area_code.in_(
            sql.select(first.c.area_code).where(within(scope, commune))  # type: ignore[arg-type]
        ),
    )
    rows = session.connection().execute(statement).all()
    by_column = zip(*rows, strict=True) if rows else ((),) * len(names)
    codes, audiences, modes, *masks = map(list, by_column)
    bits = np.array([1 << FIGURES.index(name) for name in figures])
    flags = (np.array(masks, dtype=np.int64).T & bits[:, None, None]).reshape(-1, len(FLAGS)) > 0
    return pd.DataFrame(
        {
            "unit_code": codes * len(figures),
            "audience": audiences * len(figures),
            "mode": modes * len(figures),
            "group": np.repeat(np.array(figures, dtype=object), len(rows)),
            **{name: flags[:, place] for place, name in enumerate(FLAGS)},
        }
    )
