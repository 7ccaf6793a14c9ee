"""The fastest way into a table: prepared inserts on SQLite, COPY on PostgreSQL."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Table

_CACHE_KIB = 256 * 1024


def insert(connection: Connection, table: Table, columns: Mapping[str, Sequence[object]]) -> None:
    """Insert rows given column by column; dates and moments are texts the database understands."""
    names = [column.name for column in table.columns if column.name in columns]
    rows = list(zip(*(columns[name] for name in names), strict=True))
    cursor = connection.connection.cursor()
    try:
        if connection.dialect.name == "postgresql":
            with cursor.copy(_copy(connection, table, names)) as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(_prepared(connection, table, names), rows)
    finally:
        cursor.close()


@contextmanager
def fast_loading(connection: Connection) -> Iterator[None]:
    """
    Within: room in SQLite's memory for the growing indexes, and CHECK constraints not evaluated.

    SQLite builds the list of every `IN (…)` anew for each row, which takes seven times as long as
    storing it. What is simulated is drawn from those same lists; a test runs SQLite's own
    integrity check, which evaluates every constraint, over the result. Foreign keys stay on.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    before = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE_KIB}")
    connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
    try:
        yield
    finally:
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = OFF")
        connection.exec_driver_sql(f"PRAGMA cache_size = {before}")


def continue_ids(connection: Connection, table: Table) -> None:
    """After rows with ids of our own: the next id of PostgreSQL's sequence is free again."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "
            f"(SELECT coalesce(max(id), 0) + 1 FROM {table.name}), false)"
        )


def _copy(connection: Connection, table: Table, names: Sequence[str]) -> str:
    return f"COPY {_target(connection, table, names)} FROM STDIN"


def _prepared(connection: Connection, table: Table, names: Sequence[str]) -> str:
    places = ", ".join("?" * len(names))
    return f"INSERT INTO {_target(connection, table, names)} VALUES ({places})"


def _target(connection: Connection, table: Table, names: Sequence[str]) -> str:
    quoted = connection.dialect.identifier_preparer
    columns = ", ".join(quoted.quote(name) for name in names)
    return f"{quoted.format_table(table)} ({columns})"
