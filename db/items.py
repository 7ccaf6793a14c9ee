"""Answers to each question, drop-off, time and odd records, read from rollups inside a scope."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Table, func, select
from sqlmodel import Session, col

from db.attainment import _communes, _moved
from db.lineage import ended_shares
from db.models import (
    ITEM_COLUMNS,
    ODD_COLUMNS,
    PROGRESS_COLUMNS,
    Area,
    OddTotal,
    ProgressTotal,
    Question,
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
    every version somebody answered has one row for each mode. People stay in the province in which
    they answered, also when their commune goes to another one later.

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


def progress(
    session: Session, scope: Scope, *, area_code: str, campaign_code: str, on: date | None = None
) -> pd.DataFrame:
    """
    How far people of an area came and how long it took, as far as the scope reaches.

    Columns: mode, then PROGRESS_COLUMNS (people). One row for each mode. Who withdrew, or whose
    draft was deleted because it expired, is counted nowhere. `on` as in `db.attainment`: of a
    commune that ended, an area counts the share that lies in it, so that people count once.
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
    for mode, *counts in _progress_outside(session, scope, area_code, campaign_code, on):
        counted[mode] = [all_ - out for all_, out in zip(counted[mode], counts, strict=True)]
    nobody = [0] * len(PROGRESS_COLUMNS)
    rows = [(mode.value, *counted.get(mode.value, nobody)) for mode in Mode]
    return pd.DataFrame(rows, columns=["mode", *PROGRESS_COLUMNS])


def odd_by_commune(
    session: Session, scope: Scope, *, area_code: str, campaign_code: str, on: date | None = None
) -> pd.DataFrame:
    """
    Who answered straight or too fast in each commune of an area, as far as the scope reaches.

    Columns: unit_code, people, straight, fast; every mode together. Every commune has a row. The
    counts are a reason to look, never a verdict, and are published by nobody as they are. `on` as
    in `db.attainment`; a commune that was divided gives each successor its share, so that what
    was odd in it is as frequent in each of them, and nobody counts twice.
    """
    table = _odd
    statement = (
        select(table.c.commune_id, *_sums(table, ODD_COLUMNS))
        .where(
            table.c.campaign_code == campaign_code,
            within(scope, col(OddTotal.commune_id)),
            in_area(area_code, col(OddTotal.commune_id)),
        )
        .group_by(table.c.commune_id)
    )
    counted = [(unit_id, "", *map(int, counts)) for unit_id, *counts in session.execute(statement)]
    moved = _moved(counted, ended_shares(session, scope, area_code, on))
    by_unit = {unit_id: counts for unit_id, _, *counts in moved}
    nobody = [0] * len(ODD_COLUMNS)
    rows = [
        (code, *by_unit.get(unit_id, nobody))
        for unit_id, code, _ in _communes(session, scope, area_code, on)
    ]
    return pd.DataFrame(rows, columns=["unit_code", *ODD_COLUMNS])


def _progress_outside(
    session: Session, scope: Scope, area_code: str, campaign_code: str, on: date | None
) -> list[Sequence[Any]]:
    """What of the ended communes of an area lies outside it now: mode, then PROGRESS_COLUMNS."""
    ended = ended_shares(session, scope, area_code, on)
    if not ended:
        return []
    inside = {unit_id for unit_id, _, _ in _communes(session, scope, area_code, on)}
    out = {
        unit_id: sum(share for piece, share in shares.items() if piece not in inside)
        for unit_id, shares in ended.items()
    }
    table = _progress
    statement = (
        select(table.c.commune_id, table.c.mode, *_sums(table, PROGRESS_COLUMNS))
        .where(
            table.c.campaign_code == campaign_code,
            within(scope, col(ProgressTotal.commune_id)),
            table.c.commune_id.in_([unit_id for unit_id, share in out.items() if share]),
        )
        .group_by(table.c.commune_id, table.c.mode)
    )
    return [
        (mode, *(out[unit_id] * int(count) for count in counts))
        for unit_id, mode, *counts in session.execute(statement)
    ]


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
