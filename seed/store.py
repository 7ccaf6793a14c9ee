"""Makes a table say what a seed file says, writing only the rows that differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, bindparam, select
from sqlmodel import SQLModel

Record = Mapping[str, object]
Key = tuple[object, ...]


@dataclass(frozen=True)
class Changes:
    """What one file changed in the database, in rows."""

    inserted: int = 0
    updated: int = 0
    deleted: int = 0

    @property
    def any(self) -> bool:
        """Whether a row was written at all."""
        return bool(self.inserted or self.updated or self.deleted)


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a model."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


def synchronise(
    connection: Connection,
    model: type[SQLModel],
    records: Sequence[Record],
    *,
    key: Sequence[str],
    delete_others: bool = False,
) -> Changes:
    """
    Insert the records that are missing and update those that differ; running twice changes nothing.

    Args:
        records: one mapping per row, all with the same columns.
        key: the columns that name a row; the others are what may change.
        delete_others: rows whose key is in no record go. Only for tables nothing refers to.
    """
    table = table_of(model)
    columns = list(records[0]) if records else list(key)
    stored = _stored(connection, table, columns, key)
    wanted = {_key(record, key): record for record in records}
    new = [record for name, record in wanted.items() if name not in stored]
    changed = [
        record
        for name, record in wanted.items()
        if name in stored and any(stored[name][column] != record[column] for column in columns)
    ]
    gone = [name for name in stored if name not in wanted] if delete_others else []
    if gone:
        _delete(connection, table, key, gone)
    if changed:
        _update(connection, table, key, changed)
    if new:
        connection.execute(table.insert(), [dict(record) for record in new])
    return Changes(len(new), len(changed), len(gone))


def _key(record: Record, key: Sequence[str]) -> Key:
    return tuple(record[column] for column in key)


def _stored(
    connection: Connection, table: Table, columns: Sequence[str], key: Sequence[str]
) -> dict[Key, Record]:
    rows = connection.execute(select(*(table.c[column] for column in columns))).mappings()
    return {_key(row, key): dict(row) for row in rows}  # type: ignore[arg-type]


def _update(
    connection: Connection, table: Table, key: Sequence[str], records: Sequence[Record]
) -> None:
    others = [column for column in records[0] if column not in key]
    statement = (
        table.update()
        .where(_same_key(table, key))
        .values({column: bindparam(f"new_{column}") for column in others})
    )
    parameters = [
        {f"key_{column}": record[column] for column in key}
        | {f"new_{column}": record[column] for column in others}
        for record in records
    ]
    connection.execute(statement, parameters)


def _delete(connection: Connection, table: Table, key: Sequence[str], names: Sequence[Key]) -> None:
    parameters = [
        {f"key_{column}": value for column, value in zip(key, name, strict=True)} for name in names
    ]
    connection.execute(table.delete().where(_same_key(table, key)), parameters)


def _same_key(table: Table, key: Sequence[str]) -> ColumnElement[bool]:
    return and_(*(_same(table.c[column]) for column in key))


def _same(column: Column[object]) -> ColumnElement[bool]:
    # IS NOT DISTINCT FROM: a key column may be empty (a target without an area)
    return column.is_not_distinct_from(bindparam(f"key_{column.name}", type_=column.type))
