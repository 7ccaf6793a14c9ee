"""Answers to each question, drop-off, time and odd records, read from rollups inside a scope."""

from collections.abc import Iterable, Sequence

import pandas as pd
from sqlalchemy import ColumnElement, Table, func, select
from sqlmodel import Session, col

from db.models import (
    ITEM_COLUMNS,
    ODD_COLUMNS,
    PROGRESS_COLUMNS,
    Area,
    ProgressTotal,
    Question,
    Unit,
    metadata,
)
from db.scopes import in_area, require_area, within
from domain.access import Scope
from domain.errors import OutsideScope
from domain.people import Mode
from domain.questionnaire import Answer

_items = metadata.tables["itemtotal"]
_progress = metadata.tables["progresstotal"]
_odd = metadata.tables["oddtotal"]

ANSWERS = tuple(answer.name.lower() for answer in Answer)  # cannot … can_teach, refused
ITEM_KEYS = ("version", "question_id", "slot", "mode")


def by_question(
    session: Session, scope: Scope, *, area_code: str, campaign_code: str
) -> pd.DataFrame:
    """
    How often each answer was given to each question, in the nation or a province.

    Columns: version, question_id, slot, mode, then ANSWERS (people who sent). Every question of
    every version somebody answered has one row for each mode.

    Raises:
        OutsideScope: the area is neither the nation nor a province, or reaches beyond the scope.
    """
    area = require_area(session, scope, area_code)
    if area.kind not in ("nation", "province"):
        raise OutsideScope(area=area.name)  # answers are kept by province: a part is not known
    counted = _item_sums(session, area, campaign_code)
    rows = [
        (version, question_id, slot, mode.value, *_of_slot(counted.get((version, mode)), slot))
        for version, question_id, slot in _questions(session, {version for version, _ in counted})
        for mode in Mode
    ]
    return pd.DataFrame(rows, columns=[*ITEM_KEYS, *ANSWERS])


def progress(session: Session, scope: Scope, *, area_code: str, campaign_code: str) -> pd.DataFrame:
    """
    How far people of an area came and how long it took, as far as the scope reaches.

    Columns: mode, then PROGRESS_COLUMNS (people). One row for each mode. Who withdrew, or whose
    draft was deleted because it expired, is counted nowhere.
    """
    table = _progress
    statement = (
        select(table.c.mode, *_sums(table, PROGRESS_COLUMNS))
        .where(
            table.c.campaign_code == campaign_code,
            within(scope, col(ProgressTotal.commune_id)),
            in_area(area_code, col(ProgressTotal.commune_id)),
        )
        .group_by(table.c.mode)
    )
    counted = {mode: counts for mode, *counts in session.execute(statement)}
    nobody = [0] * len(PROGRESS_COLUMNS)
    rows = [(mode.value, *counted.get(mode.value, nobody)) for mode in Mode]
    return pd.DataFrame(rows, columns=["mode", *PROGRESS_COLUMNS])


def odd_by_commune(
    session: Session, scope: Scope, *, area_code: str, campaign_code: str
) -> pd.DataFrame:
    """
    Who answered straight or too fast in each commune of an area, as far as the scope reaches.

    Columns: unit_code, people, straight, fast; every mode together. Every commune has a row. The
    counts are a reason to look, never a verdict, and are published by nobody as they are.
    """
    table = _odd
    counted = (
        select(table.c.commune_id, *_sums(table, ODD_COLUMNS))
        .where(table.c.campaign_code == campaign_code)
        .group_by(table.c.commune_id)
        .subquery()
    )
    statement = (
        select(col(Unit.code), *(func.coalesce(counted.c[name], 0) for name in ODD_COLUMNS))
        .join(counted, counted.c.commune_id == col(Unit.id), isouter=True)
        .where(
            within(scope, col(Unit.id)),
            in_area(area_code, col(Unit.id)),
            col(Unit.valid_to).is_(None),
        )
        .order_by(col(Unit.sort_key), col(Unit.code))
    )
    return pd.DataFrame(
        [tuple(row) for row in session.execute(statement)], columns=["unit_code", *ODD_COLUMNS]
    )


def _item_sums(
    session: Session, area: Area, campaign_code: str
) -> dict[tuple[str, str], Sequence[int]]:
    table = _items
    statement = (
        select(table.c.version, table.c.mode, *_sums(table, ITEM_COLUMNS))
        .where(table.c.campaign_code == campaign_code)
        .group_by(table.c.version, table.c.mode)
    )
    if area.kind == "province":
        statement = statement.where(table.c.province_code == area.province_code)
    return {(version, mode): counts for version, mode, *counts in session.execute(statement)}


def _questions(session: Session, versions: Iterable[str]) -> list[tuple[str, str, int]]:
    statement = (
        select(col(Question.version), col(Question.id), col(Question.slot))
        .where(col(Question.version).in_(sorted(versions)))
        .order_by(col(Question.version), col(Question.position))
    )
    return [
        (version, question_id, slot) for version, question_id, slot in session.execute(statement)
    ]


def _of_slot(counts: Sequence[int] | None, slot: int) -> Sequence[int]:
    start = (slot - 1) * len(ANSWERS)
    return counts[start : start + len(ANSWERS)] if counts else [0] * len(ANSWERS)


def _sums(table: Table, columns: Iterable[str]) -> list[ColumnElement[int]]:
    return [func.sum(table.c[name]).label(name) for name in columns]
