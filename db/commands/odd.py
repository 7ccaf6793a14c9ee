"""Odd records are looked at: who, when and what came of it; no figure changes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine, insert, select
from sqlmodel import Session

from db.authority import acting_scope
from db.collection_points import commune_within
from db.commands.audit import record
from db.engine import transaction
from db.models import metadata
from domain.access import Permission
from domain.errors import ChoiceMissing
from domain.weeks import OddKind, OddReason

_resolutions = metadata.tables["oddresolution"]
_campaigns = metadata.tables["campaign"]


@dataclass(frozen=True)
class Looked:
    """A line of the inbox as it was drawn, and what came of looking."""

    commune_code: str
    campaign_code: str
    kind: str
    number: int
    reason: str


def resolve_odd(engine: Engine, looked: Looked, *, by: int, now: datetime, today: date) -> None:
    """
    Say that odd records were looked at. No figure changes; a second tap adds nothing.

    Raises:
        NotAllowed: `by` leads nowhere today.
        OutsideScope: the commune is not one of theirs.
        ChoiceMissing: no kind or reason of ours, or no such round.
    """
    if looked.kind not in set(OddKind) or looked.reason not in set(OddReason):
        raise ChoiceMissing(field="reason")
    row: dict[str, object] = {**asdict(looked), "resolved_by": by, "resolved_at": now}
    del row["commune_code"]
    with transaction(engine) as connection:
        scope = acting_scope(connection, by, Permission.REPORT_WEEK, on=today)
        session = Session(connection)
        row["commune_id"] = commune_within(session, scope, looked.commune_code, on=today)
        round_ = select(_campaigns.c.code).where(_campaigns.c.code == looked.campaign_code)
        if connection.scalar(round_) is None:
            raise ChoiceMissing(field="campaign")
        if _last_looked(connection, row) != looked.number:
            connection.execute(insert(_resolutions).values(row))
            record(connection, "odd.resolve", f"unit:{looked.commune_code}", by=by, now=now,
                   kind=looked.kind, number=looked.number, reason=looked.reason)  # fmt: skip


def _last_looked(connection: Connection, row: Mapping[str, object]) -> int | None:
    same = (_resolutions.c[name] == row[name] for name in ("commune_id", "campaign_code", "kind"))
    newest = select(_resolutions.c.number).where(*same).order_by(_resolutions.c.id.desc()).limit(1)
    return connection.scalar(newest)
