"""Databases that many tests copy, made once for all processes of a run."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import open_engine
from db.migrate import migrate


def template(
    factory: pytest.TempPathFactory,
    name: str,
    fill: Callable[[Engine], object],
    *,
    start: Path | None = None,
) -> Path:
    """
    A migrated SQLite file with what `fill` writes; the process that asks first makes it.

    Args:
        start: another template to fill on, instead of an empty database.
    """
    folder = _folder_of_the_run(factory)
    path = folder / f"{name}.db"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            _make(folder / f"{name}.unfinished", fill, start).rename(path)
    return path


def _folder_of_the_run(factory: pytest.TempPathFactory) -> Path:
    """One for all processes: each of several has a folder of its own inside it."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "templates"
    folder.mkdir(exist_ok=True)
    return folder


def _make(path: Path, fill: Callable[[Engine], object], start: Path | None) -> Path:
    path.unlink(missing_ok=True)
    if start is not None:
        shutil.copyfile(start, path)
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    fill(engine)
    with engine.connect() as connection:  # whoever copies takes the file alone
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path
