"""Recordings: taken from one account, judged by another, deleted with their files."""

import secrets
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, delete, insert, select, update

from db.authority import holds
from db.clips import path_of, write
from db.commands.audit import record
from db.engine import transaction
from db.models import metadata
from domain.access import Permission
from domain.errors import NotAllowed, OwnClip, UnknownClip
from domain.recording import kind_of, wording_hash

_clips = metadata.tables["clip"]
_c = _clips.c


def save_clip(
    engine: Engine,
    *,
    language: str,
    sentence_id: str,
    words: str,
    content: bytes,
    by: int,
    now: datetime,
    today: date,
) -> str:
    """
    Keep a recording until somebody else has heard it; its name.

    It takes the place of one the same account made of this sentence and nobody has judged.

    Args:
        language: one of ours, and `sentence_id` one of its sentences: the caller has looked.

    Raises:
        NotAllowed: `by` may not record today.
        ClipTooLarge, NotASound.
    """
    name, kind = secrets.token_hex(16), kind_of(content)
    row: dict[str, object] = {
        "name": name,
        "language": language,
        "sentence_id": sentence_id,
        "wording_hash": wording_hash(words),
        "kind": kind.value,
        "size": len(content),
        "recorded_by": by,
        "recorded_at": now,
    }
    with transaction(engine) as connection:
        _require(connection, by, today)
        waiting = (_c.recorded_by == by) & _c.reviewed_by.is_(None)
        replaced = _take_out(connection, _same(language, sentence_id) & waiting)
        connection.execute(insert(_clips).values(row))
        _tell(connection, "clip.save", row, by, now)
        write(path_of(language, name, kind), content)  # no row without its file
    _remove(replaced)
    return name


def approve_clip(engine: Engine, *, name: str, by: int, now: datetime, today: date) -> None:
    """
    Let a recording be played; the one that was played before is deleted.

    Raises:
        NotAllowed: `by` may not record today.
        UnknownClip: it is gone, or somebody has judged it already.
        OwnClip: `by` recorded it.
    """
    with transaction(engine) as connection:
        _require(connection, by, today)
        clip = _waiting(connection, name)
        if clip["recorded_by"] == by:
            raise OwnClip
        same = _same(clip["language"], clip["sentence_id"])
        replaced = _take_out(connection, same & _c.reviewed_by.is_not(None))
        judged = {"reviewed_by": by, "reviewed_at": now}
        connection.execute(update(_clips).where(_c.name == name).values(judged))
        _tell(connection, "clip.approve", clip, by, now)
    _remove(replaced)


def discard_clip(engine: Engine, *, name: str, by: int, now: datetime, today: date) -> None:
    """
    Delete a recording, one that is played too: one's own, or anybody's that should be made anew.

    Raises:
        NotAllowed: `by` may not record today.
        UnknownClip: it is gone.
    """
    with transaction(engine) as connection:
        _require(connection, by, today)
        found = connection.execute(select(_clips).where(_c.name == name)).mappings().first()
        if found is None:
            raise UnknownClip
        gone = _take_out(connection, _c.name == name)
        _tell(connection, "clip.discard", found, by, now)
    _remove(gone)


def _require(connection: Connection, account_id: int, today: date) -> None:
    if not holds(connection, account_id, Permission.RECORD_CLIPS, on=today):
        raise NotAllowed(permission=Permission.RECORD_CLIPS.value)


def _waiting(connection: Connection, name: str) -> RowMapping:
    statement = select(_clips).where(_c.name == name, _c.reviewed_by.is_(None)).with_for_update()
    found = connection.execute(statement).mappings().first()
    if found is None:
        raise UnknownClip
    return found


def _same(language: str, sentence_id: str) -> ColumnElement[bool]:
    return (_c.language == language) & (_c.sentence_id == sentence_id)


def _take_out(connection: Connection, which: ColumnElement[bool]) -> list[Path]:
    """Delete the rows; the files they leave, to be deleted when that is certain."""
    gone = delete(_clips).where(which).returning(_c.language, _c.name, _c.kind)
    return [path_of(row.language, row.name, row.kind) for row in connection.execute(gone)]


def _remove(files: list[Path]) -> None:
    for path in files:
        path.unlink(missing_ok=True)


def _tell(
    connection: Connection,
    action: str,
    clip: RowMapping | dict[str, object],
    by: int,
    now: datetime,
) -> None:
    about = {"language": str(clip["language"]), "sentence": str(clip["sentence_id"])}
    record(connection, action, f"clip:{clip['name']}", by=by, now=now, **about)
