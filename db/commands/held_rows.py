"""One assessment held against everybody else until the transaction ends."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from db.assessments import SUBMITTED
from db.models import metadata
from domain.errors import AlreadySubmitted, ExpiredResumeCode, UnknownResumeCode
from domain.resume_code import is_code

_assessments = metadata.tables["assessment"]


def locked(connection: Connection, code: str) -> dict[str, Any]:
    """
    The row, so that a second sender waits for the first.

    Raises:
        UnknownResumeCode: nobody has this code.
    """
    if not is_code(code):  # PostgreSQL would break on some texts, not only find nothing
        raise UnknownResumeCode(code=code)
    found = connection.execute(
        select(_assessments).where(_assessments.c.resume_code == code).with_for_update()
    )
    row = found.mappings().first()
    if row is None:
        raise UnknownResumeCode(code=code)
    return dict(row)


def refuse(connection: Connection, code: str, now: datetime) -> None:
    """
    Say why a draft could not be changed; returns when it is open.

    Raises:
        UnknownResumeCode, AlreadySubmitted, ExpiredResumeCode.
    """
    refuse_unless_open(locked(connection, code), now)


def refuse_unless_open(row: Mapping[str, Any], now: datetime) -> None:
    """
    Refuse a row that is no draft, or not any more.

    Raises:
        AlreadySubmitted, ExpiredResumeCode.
    """
    if row["status"] == SUBMITTED:
        raise AlreadySubmitted(code=row["resume_code"])
    if row["expires_at"] <= now:
        raise ExpiredResumeCode(code=row["resume_code"])
