"""The audit line every command writes in its own transaction."""

from datetime import datetime

from sqlalchemy import Connection, insert

from db.models import AuditEvent


def record(
    connection: Connection,
    action: str,
    subject: str,
    *,
    by: int | None,
    now: datetime,
    **details: str | int | None,
) -> None:
    """Say who did what to which thing; never a password, a cookie or an answer."""
    connection.execute(
        insert(AuditEvent).values(
            happened_at=now, account_id=by, action=action, subject=subject, details=details
        )
    )
