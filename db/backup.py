"""A copy of the whole database in one file, and the way back."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, inspect, select, text

from db.engine import transaction
from db.migrate import known_revisions
from db.models import metadata

_OWNER_ONLY = 0o600  # a backup holds answers and password hashes
_LOCK_SECONDS = 30


class BackupRefused(Exception):
    """A backup or restore that would lose something or cannot work. For operators, in English."""


def back_up(engine: Engine, file: Path) -> None:
    """
    Write the database to a new file while others go on working; complete, or not there at all.

    Raises:
        BackupRefused: the file exists, or the PostgreSQL programs are missing or failed.
    """
    if file.exists():
        raise BackupRefused(f"{file} exists already: choose another name")
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=_OWNER_ONLY)
    try:
        if engine.dialect.name == "sqlite":
            _copy_sqlite(_sqlite_path(engine), unfinished)
            _fold_into_one_file(unfinished)
        else:
            _postgres(engine, "pg_dump", "--format=custom", f"--file={unfinished}")
        _check(engine, unfinished)
        unfinished.rename(file)
    finally:
        unfinished.unlink(missing_ok=True)


def restore(engine: Engine, file: Path, *, force: bool = False) -> None:
    """
    Put the content of a backup in the place of the database, wholly or not at all.

    Raises:
        BackupRefused: the file is no whole backup or comes from a newer program, or the database
            holds rows and `force` is not given.
    """
    if not file.is_file():
        raise BackupRefused(f"{file} does not exist")
    _check(engine, file)
    if not force and _holds_rows(engine):
        raise BackupRefused("the database is not empty: --force replaces everything in it")
    before = _data_version(engine)
    if engine.dialect.name == "sqlite":
        _copy_sqlite(file, _sqlite_path(engine))
    else:
        _restore_postgres(engine, file)
    engine.dispose()
    _outdate_caches(engine, before)


def _sqlite_path(engine: Engine) -> Path:
    name = engine.url.database
    if not name or name == ":memory:":
        raise BackupRefused("a database in memory has no backup")
    return Path(name)


def _copy_sqlite(source: Path, target: Path) -> None:
    """
    SQLite's online backup: one consistent view out, one transaction in.

    Replacing the target file instead would leave open connections and the write-ahead log of the
    old database behind, which can destroy the new one.
    """
    with closing(_read_sqlite(source)) as old, closing(_open_sqlite(target)) as new:
        try:
            old.backup(new)
        except sqlite3.Error as error:
            raise BackupRefused(f"{source} could not be copied to {target}: {error}") from error


def _open_sqlite(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=_LOCK_SECONDS)


def _read_sqlite(path: Path) -> sqlite3.Connection:
    address = f"{path.resolve().as_uri()}?mode=ro"
    return sqlite3.connect(address, uri=True, timeout=_LOCK_SECONDS)


def _fold_into_one_file(file: Path) -> None:
    """Without a write-ahead log beside it, the one file is all there is to carry away."""
    with closing(_open_sqlite(file)) as backup:
        backup.execute("PRAGMA journal_mode = DELETE")


def _check(engine: Engine, file: Path) -> None:
    """Refuse a file that is damaged, foreign, or from a newer program."""
    if engine.dialect.name == "sqlite":
        _check_sqlite(file)
    else:
        _postgres(engine, "pg_restore", "--list", str(file), connect=False)


def _check_sqlite(file: Path) -> None:
    with closing(_read_sqlite(file)) as backup:
        try:
            findings = backup.execute("PRAGMA integrity_check").fetchall()
            broken = backup.execute("PRAGMA foreign_key_check").fetchall()
            revision = backup.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.DatabaseError as error:
            raise BackupRefused(f"{file} is no backup of this program: {error}") from error
    if findings != [("ok",)] or broken:
        raise BackupRefused(f"{file} is damaged: {findings[:3]} {broken[:3]}")
    if revision is None or revision[0] not in known_revisions():
        raise BackupRefused(f"{file} comes from a newer program: revision {revision}")


def _holds_rows(engine: Engine) -> bool:
    names = set(inspect(engine).get_table_names()) - {"alembic_version"}
    with engine.connect() as connection:
        quoted = (engine.dialect.identifier_preparer.quote(name) for name in names)
        return any(
            connection.execute(text(f"SELECT 1 FROM {name} LIMIT 1")).first() is not None
            for name in quoted
        )


def _restore_postgres(engine: Engine, file: Path) -> None:
    _postgres(
        engine,
        "pg_restore",
        *("--clean", "--if-exists", "--no-owner", "--exit-on-error", "--single-transaction"),
        str(file),
    )


def _postgres(engine: Engine, program: str, *arguments: str, connect: bool = True) -> None:
    path = shutil.which(program)
    if path is None:
        raise BackupRefused(f"{program} is not installed: it comes with the PostgreSQL client")
    url = engine.url.set(drivername="postgresql", password=None)
    database = [f"--dbname={url.render_as_string()}"] if connect else []
    environment = os.environ | ({"PGPASSWORD": engine.url.password} if engine.url.password else {})
    done = subprocess.run(
        [path, *database, *arguments], capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode != 0:
        raise BackupRefused(f"{program} failed:\n{done.stderr.strip()}")


def _data_version(engine: Engine) -> int:
    deployment = metadata.tables["deployment"]
    if not inspect(engine).has_table("deployment"):
        return 0
    with engine.connect() as connection:
        return connection.execute(select(deployment.c.data_version)).scalar() or 0


def _outdate_caches(engine: Engine, before: int) -> None:
    """A running server must not take the restored figures for those it has in its cache."""
    version = metadata.tables["deployment"].c.data_version
    with transaction(engine) as connection:
        connection.execute(version.table.update().values(data_version=version + before + 1))
