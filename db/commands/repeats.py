"""Two assessments of one person are joined when that person asks, by the earlier code."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, select

from db.assessments import SUBMITTED
from db.commands.assessment_rows import store_consents
from db.commands.held_rows import locked
from db.engine import transaction
from db.models import metadata
from domain.consent import REPEAT, TEXT_VERSIONS
from domain.errors import NotComparable
from domain.people import is_child
from domain.resume_code import normalise

_assessments = metadata.tables["assessment"]
_consents = metadata.tables["consent"]


def join_earlier(engine: Engine, *, code: str, earlier_code: str, now: datetime) -> None:
    """
    Keep that `code` is the same person's later assessment; the same two again change nothing.

    The earlier one must hold the consent to be compared; asking here is the later one's consent.

    Raises:
        NotComparable: one is not sent, they are in the wrong order, one took the consent back or
            never gave it, or the earlier one is joined with another; or one is a child's, whom
            nobody asked.
        UnknownResumeCode: nobody has one of the codes.
    """
    with transaction(engine) as connection:
        # Always in the order of the codes, so that two people who join wait in no circle.
        held = {one: locked(connection, one) for one in sorted({code, normalise(earlier_code)})}
        later, earlier = held[code], held[normalise(earlier_code)]
        if later["repeat_of"] == earlier["id"]:
            return
        _refuse_unless_comparable(connection, later, earlier)
        if _consent(connection, later) is None:
            store_consents(connection, later["id"], {REPEAT: TEXT_VERSIONS[REPEAT]}, now)
        connection.execute(
            _assessments.update()
            .where(_assessments.c.id == later["id"])
            .values(repeat_of=earlier["id"])
        )


def _refuse_unless_comparable(
    connection: Connection, later: dict[str, Any], earlier: dict[str, Any]
) -> None:
    both_sent = {later["status"], earlier["status"]} == {SUBMITTED}
    in_order = earlier["id"] < later["id"]
    taken = select(_assessments.c.id).where(_assessments.c.repeat_of == earlier["id"])
    is_free = connection.execute(taken).first() is None
    agreed = _consent(connection, earlier) is True and _consent(connection, later) is not False
    grown_up = not (is_child(later["age_band"]) or is_child(earlier["age_band"]))
    if not (both_sent and in_order and is_free and agreed and grown_up):
        raise NotComparable


def _consent(connection: Connection, row: dict[str, Any]) -> bool | None:
    """Whether the consent to be compared holds; None = it was never given."""
    found = connection.execute(
        select(_consents.c.withdrawn_at).where(
            _consents.c.assessment_id == row["id"], _consents.c.purpose == REPEAT
        )
    ).first()
    return None if found is None else found.withdrawn_at is None
