"""What a person showed in the small check, made anew from the answers under their version."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from sqlalchemy import Connection, select
from sqlmodel import Session

from db.models import CHECK_COLUMNS, SHOWN_COLUMNS, TASK_COLUMNS, metadata
from db.questionnaires import load_check
from domain.checking import shown

extras = metadata.tables["extraanswers"]
_versions = metadata.tables["checkversion"]

COLUMNS = ("check_version", *CHECK_COLUMNS, *TASK_COLUMNS, *SHOWN_COLUMNS, "overclaim")
_ANSWERS = slice(1, 7)
_SEEN = slice(7, 13)
_SHOWN = slice(13, 19)
_NOTHING: tuple[int | None, ...] = (None,) * len(SHOWN_COLUMNS)


def stored_shown(row: Sequence[int | None]) -> tuple[int | None, ...]:
    """What a row of COLUMNS says was shown."""
    return tuple(row[_SHOWN])


def rechecker(connection: Connection) -> Callable[[Sequence[object]], tuple[int | None, ...]]:
    """A function from a row of COLUMNS to what it must say was shown."""
    with Session(connection) as session:
        versions = connection.execute(select(_versions.c.version)).scalars()
        checks = {version: load_check(session, version) for version in versions.all()}

    @lru_cache(maxsize=10_000)
    def recheck(row: Sequence[object]) -> tuple[int | None, ...]:
        version = row[0]
        if version is None:
            return _NOTHING
        return shown(checks[str(version)], row[_ANSWERS], row[_SEEN])  # type: ignore[arg-type]

    return recheck
