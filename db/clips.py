"""Recorded sentences: which there are, where their files lie, and which one may be played."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, col, select

from db.models import Clip
from db.settings import settings
from domain.recording import ClipKind


@dataclass(frozen=True)
class StoredClip:
    """One recording; only one that was reviewed is ever played to a citizen."""

    name: str
    language: str
    sentence_id: str
    wording_hash: str
    kind: ClipKind
    recorded_by: int
    is_reviewed: bool

    @property
    def path(self) -> Path:
        """Where the sound lies."""
        return path_of(self.language, self.name, self.kind)


def clips_of(session: Session, language: str | None = None) -> list[StoredClip]:
    """Every recording of a language, or of all, the oldest first."""
    statement = select(Clip).order_by(col(Clip.id))
    if language is not None:
        statement = statement.where(Clip.language == language)
    return [_stored(row) for row in session.exec(statement)]


def reviewed_clip(session: Session, name: str) -> StoredClip | None:
    """The recording of this name, if somebody else heard it and found it right."""
    statement = select(Clip).where(Clip.name == name, col(Clip.reviewed_by).is_not(None))
    row = session.exec(statement).first()
    return None if row is None else _stored(row)


def path_of(language: str, name: str, kind: str) -> Path:
    """Made of what the table holds, never of what a request says."""
    return settings().clips_dir / language / f"{name}.{kind}"


def write(path: Path, content: bytes) -> None:
    """Beside and then in place: nobody hears half a sentence."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.write_bytes(content)
    os.replace(draft, path)


def _stored(row: Clip) -> StoredClip:
    return StoredClip(
        name=row.name,
        language=row.language,
        sentence_id=row.sentence_id,
        wording_hash=row.wording_hash,
        kind=ClipKind(row.kind),
        recorded_by=row.recorded_by,
        is_reviewed=row.reviewed_by is not None,
    )
