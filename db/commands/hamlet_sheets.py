"""Sheets of people by hamlet: checked again, stored whole and once, taken back whole."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, Engine, insert, select, update
from sqlmodel import Session, col

from db.authority import acting_scope
from db.commands.audit import record
from db.dialects import insert_into
from db.engine import transaction
from db.hamlet_figures import Exists, people_of_hamlets
from db.hamlets import Hamlet, hamlets_within
from db.models import HamletPopulation, HamletSheet, metadata
from domain.access import Permission
from domain.errors import HamletSheetRefused, NoRows, UnknownHamlet, UnknownHamletSheet
from domain.hamlet_sheet import FIRST_YEAR, MOST_PEOPLE, SheetCell, as_source
from domain.quoted import quoted

_sheets = metadata.tables["hamletsheet"]


def save_hamlet_sheet(
    engine: Engine,
    cells: Sequence[SheetCell],
    *,
    key: str,
    year: int,
    source: str,
    by: int,
    now: datetime,
    today: date,
) -> int:
    """
    Store what is new in these cells as one sheet; returns how many figures.

    The same `key` again stores nothing. Figures that stand already, of the same year and source,
    are left out: the same file sent twice brings nothing new.

    Raises:
        NotAllowed: `by` manages hamlets nowhere today.
        UnknownHamlet: a hamlet was closed or is not one of theirs.
        HamletSheetRefused: a number or the year is out of range.
        HamletSourceMissing.
        NoRows: nothing of it is new.
    """
    said = as_source(source)
    if not FIRST_YEAR <= year <= today.year or not all(_in_range(cell) for cell in cells):
        raise HamletSheetRefused(faults=[])
    with transaction(engine) as connection, Session(connection) as session:
        scope = acting_scope(connection, by, Permission.MANAGE_HAMLETS, on=today)
        hamlets = {one.code: one for one in hamlets_within(session, scope, on=today)}
        known = people_of_hamlets(session, scope, on=today)
        _require_all(cells, hamlets)
        new = [
            cell
            for cell in {cell.place: cell for cell in cells}.values()
            if not _stands(known.get(cell.hamlet_code, {}).get(cell.group), cell, year, said)
        ]
        if not new:
            raise NoRows
        row = {"key": key, "year": year, "source": said, "created_by": by, "created_at": now}
        sheet_id = _claim(connection, row)
        connection.execute(insert(HamletPopulation), [_row(one, sheet_id, hamlets) for one in new])
        subject = f"hamlet_sheet:{sheet_id}"
        record(connection, "hamlet_sheet.save", subject, by=by, now=now, figures=len(new))
        return len(new)


def undo_hamlet_sheet(engine: Engine, *, key: str, by: int, now: datetime, today: date) -> int:
    """
    Let a sheet count no more, so that the one before it does; returns how many figures it had.

    Raises:
        NotAllowed: `by` manages hamlets nowhere today.
        UnknownHamletSheet: there is none, it was undone, or a hamlet of it is not theirs.
    """
    with transaction(engine) as connection, Session(connection) as session:
        scope = acting_scope(connection, by, Permission.MANAGE_HAMLETS, on=today)
        mine = {one.unit_id for one in hamlets_within(session, scope, on=today, closed=True)}
        found = connection.execute(
            select(col(HamletSheet.id), col(HamletPopulation.hamlet_id))
            .join(HamletPopulation, col(HamletPopulation.sheet_id) == col(HamletSheet.id))
            .where(col(HamletSheet.key) == key, col(HamletSheet.undone_at).is_(None))
        ).all()
        if not found or not {hamlet_id for _, hamlet_id in found} <= mine:
            raise UnknownHamletSheet
        sheet_id = found[0][0]
        done = {"undone_by": by, "undone_at": now}
        connection.execute(update(HamletSheet).where(col(HamletSheet.id) == sheet_id).values(done))
        subject = f"hamlet_sheet:{sheet_id}"
        record(connection, "hamlet_sheet.undo", subject, by=by, now=now, figures=len(found))
        return len(found)


def _in_range(cell: SheetCell) -> bool:
    return 0 <= cell.people <= MOST_PEOPLE


def _require_all(cells: Sequence[SheetCell], hamlets: Mapping[str, Hamlet]) -> None:
    for cell in cells:
        if cell.hamlet_code not in hamlets:
            raise UnknownHamlet(hamlet=quoted(cell.hamlet_code, 16))


def _stands(known: Exists | None, cell: SheetCell, year: int, source: str) -> bool:
    return known == Exists(cell.people, year, source)


def _claim(connection: Connection, row: Mapping[str, object]) -> int:
    """Of two taps at once one stores."""
    statement = insert_into(_sheets, connection.dialect.name).on_conflict_do_nothing(
        index_elements=["key"]
    )
    sheet_id = connection.execute(statement.returning(_sheets.c.id), row).scalar()
    if sheet_id is None:
        raise NoRows
    return int(sheet_id)


def _row(cell: SheetCell, sheet_id: int, hamlets: Mapping[str, Hamlet]) -> dict[str, object]:
    return {
        **{"sheet_id": sheet_id, "hamlet_id": hamlets[cell.hamlet_code].unit_id},
        **{"population_group": cell.group.value, "people": cell.people},
    }
