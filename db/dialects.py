"""The few things SQLite and PostgreSQL spell differently."""

from sqlalchemy import ColumnElement, Connection, Date, String, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

UpsertInsert = sqlite.Insert | postgresql.Insert


def insert_into(table: Table, dialect_name: str) -> UpsertInsert:
    """An INSERT that knows ON CONFLICT, in this dialect."""
    if dialect_name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


class month_of(FunctionElement[str]):
    """The month of a date column as YYYY-MM; `domain.calendar_day.month_of` for a date."""

    type = String()
    inherit_cache = True

    def __init__(self, day: ColumnElement[Date]) -> None:
        super().__init__(day)


@compiles(month_of, "sqlite")
def _month_on_sqlite(element: month_of, compiler: SQLCompiler, **options: object) -> str:
    return f"strftime('%Y-%m', {compiler.process(element.clauses, **options)})"


@compiles(month_of, "postgresql")
def _month_on_postgresql(element: month_of, compiler: SQLCompiler, **options: object) -> str:
    # Without the cast PostgreSQL would go by way of the time zone of the session.
    day = compiler.process(element.clauses, **options)
    return f"to_char(CAST({day} AS timestamp), 'YYYY-MM')"


def block_writers(connection: Connection, table: Table) -> None:
    """Until the transaction ends nobody else writes this table; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        name = connection.dialect.identifier_preparer.format_table(table)
        connection.exec_driver_sql(f"LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE")
