"""The engine: SQLite in WAL mode or PostgreSQL, and the one way to write."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, make_url

_BUSY_MILLISECONDS = 5000
_FOLDING_MILLISECONDS = 200
_HIDE_VALUES = True  # an error in the log names the statement, never a code or an answer
_writer_locks: dict[int, threading.Lock] = {}


def open_engine(url: str) -> Engine:
    """An engine for the URL; the folder of a SQLite file is made when it is missing."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        if address.database and address.database != ":memory:":
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            address, connect_args={"check_same_thread": False}, hide_parameters=_HIDE_VALUES
        )
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        _writer_locks[id(engine)] = threading.Lock()
        return engine
    return create_engine(
        address, pool_size=10, max_overflow=20, pool_pre_ping=True, hide_parameters=_HIDE_VALUES
    )


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """
    One write transaction: commits at the end, rolls back on any error.

    SQLite takes one writer at a time; a lock of this process keeps its threads in line, so that
    none of them waits in the database's own busy loop.
    """
    lock = _writer_locks.get(id(engine))
    if lock is None:
        with engine.begin() as connection:
            yield connection
        return
    with lock, engine.connect() as plain:
        connection = plain.execution_options(write=True)
        with connection.begin():
            yield connection


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A read transaction that does not see what others write meanwhile; SQLite's never does."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def copy_log(engine: Engine) -> None:
    """
    Bring what SQLite's write-ahead log holds into the file, and keep nobody out meanwhile.

    After much was written: else the next writer does it, while everybody behind them waits.
    """
    if id(engine) in _writer_locks:
        with engine.connect() as connection:
            _pragma(connection, "wal_checkpoint(PASSIVE)")


def fold_log(engine: Engine) -> None:
    """
    Bring SQLite's write-ahead log into the file and empty it, so that it holds nothing deleted.

    Emptying keeps writers out while it waits for readers, so it waits for a moment only: while
    somebody reads for long, the rest waits for the next time. Other databases need nothing.
    """
    lock = _writer_locks.get(id(engine))
    if lock is None:
        return
    copy_log(engine)
    with lock, engine.connect() as connection:
        _pragma(connection, f"busy_timeout = {_FOLDING_MILLISECONDS}")
        try:
            _pragma(connection, "wal_checkpoint(TRUNCATE)")
        finally:
            _pragma(connection, f"busy_timeout = {_BUSY_MILLISECONDS}")


def _pragma(connection: Connection, words: str) -> None:
    connection.connection.driver_connection.execute(f"PRAGMA {words}").close()  # type: ignore[union-attr]


def _configure_sqlite(dbapi_connection: sqlite3.Connection, _record: object) -> None:
    dbapi_connection.isolation_level = None  # we say BEGIN ourselves
    cursor = dbapi_connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # what was deleted is overwritten in the file
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("write")
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
    # Past SQLAlchemy, whose bookkeeping costs five times the statement, in every visit.
    connection.connection.driver_connection.execute(begin).close()  # type: ignore[union-attr]
