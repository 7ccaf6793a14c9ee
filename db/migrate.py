"""Brings a database to the newest revision of the one history, from any working directory."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_LOCK_NUMBER = 20_250_702  # any constant: processes that start together migrate one after the other


class BrokenReferences(Exception):
    """A revision left rows that refer to nothing; it was rolled back. For operators, in English."""


def migrate(engine: Engine, *, folder: Path = MIGRATIONS, revision: str = "head") -> None:
    """
    Upgrade to the revision in one transaction: all of it happens, or nothing.

    Raises:
        BrokenReferences: the result would break a foreign key.
    """
    with _migrating(engine) as connection:
        _lock(connection)
        command.upgrade(_config(connection, folder), revision)
        _check_references(connection)


def current_revision(connection: Connection) -> str | None:
    """The revision a database stands at; None before the first one."""
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision(folder: Path = MIGRATIONS) -> str | None:
    """The revision this program expects."""
    return _history(folder).get_current_head()


def known_revisions(folder: Path = MIGRATIONS) -> set[str]:
    """Every revision this program can upgrade from."""
    return {script.revision for script in _history(folder).walk_revisions()}


def _history(folder: Path) -> ScriptDirectory:
    return ScriptDirectory(str(folder))


def _config(connection: Connection, folder: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


@contextmanager
def _migrating(engine: Engine) -> Iterator[Connection]:
    """
    One transaction in which SQLite does not enforce foreign keys.

    SQLite changes a table by copying and dropping it; with foreign keys on, the drop would delete
    every row that refers to it. The switch works only outside a transaction.
    """
    with (
        engine.connect() as connection,
        _foreign_keys_off(connection),
        connection.execution_options(write=True).begin(),
    ):
        yield connection


@contextmanager
def _foreign_keys_off(connection: Connection) -> Iterator[None]:
    if connection.dialect.name != "sqlite":
        yield
        return
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK_NUMBER})")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(5)
    if broken:
        raise BrokenReferences(f"rows that refer to nothing: {broken}")
