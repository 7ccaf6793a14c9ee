"""What a citizen may add: which phone there is, the pack, the small check; one transaction each."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, select

from db import rollups
from db.assessments import SUBMITTED
from db.check_counts import EXTRA_FACTS
from db.commands.held_rows import locked, refuse_unless_open
from db.engine import transaction
from db.extra_answers import EXTRA_COLUMNS, NOTHING, Extras, answers_and_seen, column_of
from db.models import SHOWN_COLUMNS, metadata
from domain.checking import Check, as_stored, refuse_when_closed, shown
from domain.device import Device
from domain.errors import AnswerOffScale, CheckClosed, UnknownQuestion
from domain.people import Audience, Mode
from domain.questionnaire import Packs, as_answer

_assessments = metadata.tables["assessment"]
_extras = metadata.tables["extraanswers"]

Row = Mapping[str, Any]


def set_device(engine: Engine, *, code: str, device: object, now: datetime) -> None:
    """
    Say which phone there is to use; answers already given stay.

    Raises:
        AnswerOffScale: it is none of `Device`.
        UnknownResumeCode, ExpiredResumeCode, AlreadySubmitted.
    """
    if isinstance(device, bool) or device not in tuple(Device):
        raise AnswerOffScale(value=device)
    with transaction(engine) as connection:
        row = locked(connection, code)
        refuse_unless_open(row, now)
        mine = _assessments.c.id == row["id"]
        connection.execute(_assessments.update().where(mine).values(device=device))


def save_pack_answer(
    engine: Engine, *, code: str, item_id: str, value: object, packs: Packs, now: datetime
) -> None:
    """
    Store one answer of the pack of a draft's audience; the same answer again changes nothing.

    Raises:
        AnswerOffScale.
        UnknownQuestion: another audience is asked this, or it takes a device the person lacks, or
            the pack was begun in another version.
        UnknownResumeCode, ExpiredResumeCode, AlreadySubmitted.
    """
    answer = int(as_answer(value))
    with transaction(engine) as connection:
        row = locked(connection, code)
        refuse_unless_open(row, now)
        item = packs.item(Audience(row["audience"]), item_id)
        if not item.needs.is_met(_device(row)):
            raise UnknownQuestion(question_id=item_id, version=packs.version)
        before = _of(connection, row)
        _refuse_other_version(before.pack_version, packs.version, item_id)
        _store(connection, row, {"pack_version": packs.version, column_of(item): answer})


def save_check_answer(
    engine: Engine,
    *,
    code: str,
    item_id: str,
    value: object,
    check: Check,
    now: datetime,
    today: date,
) -> None:
    """
    Store an answer of the check, what a helper saw, or the over-claim; it never changes the score.

    Allowed in a draft, and after sending until the day after; the same answer again changes
    nothing, and once everything is answered nothing can be changed: by then it was told.

    Raises:
        AnswerOffScale, CheckClosed.
        UnknownQuestion: this person, alone or helped, with this device, is not asked that.
        UnknownResumeCode, ExpiredResumeCode.
    """
    with transaction(engine) as connection:
        row = locked(connection, code)
        if row["status"] != SUBMITTED:
            refuse_unless_open(row, now)
        refuse_when_closed(row["submitted_on"], today)
        everything = check.asked(Mode(row["mode"]), _device(row))
        asked = check.one(Mode(row["mode"]), _device(row), item_id)
        answer, before = as_stored(asked, value), _of(connection, row)
        _refuse_other_version(before.check_version, check.version, item_id)
        if before.answer(asked) == answer:
            return
        if before.is_finished(everything):
            raise CheckClosed
        _store(connection, row, _checked(check, before, {column_of(asked): answer}))
        if row["status"] == SUBMITTED:
            facts = {name: before.stored[name] for name in EXTRA_FACTS}
            rollups.change_check(connection, row, facts)


def _checked(check: Check, before: Extras, changes: dict[str, int]) -> dict[str, object]:
    """The changes, with what they show."""
    answers, seen = answers_and_seen(check, {**before.stored, **changes})
    levels = dict(zip(SHOWN_COLUMNS, shown(check, answers, seen), strict=True))
    return {"check_version": check.version, **changes, **levels}


def _device(row: Row) -> Device | None:
    return None if row["device"] is None else Device(row["device"])


def _of(connection: Connection, row: Row) -> Extras:
    mine = _extras.c.assessment_id == row["id"]
    wanted = select(*(_extras.c[name] for name in EXTRA_COLUMNS)).where(mine)
    found = connection.execute(wanted).mappings().first()
    return Extras(dict(found)) if found else NOTHING


def _refuse_other_version(begun: str | None, version: str, item_id: str) -> None:
    if begun is not None and begun != version:
        raise UnknownQuestion(question_id=item_id, version=begun)


def _store(connection: Connection, row: Row, changes: Mapping[str, object]) -> None:
    """The assessment is locked, so nobody else writes its extra answers."""
    mine = _extras.c.assessment_id == row["id"]
    if connection.execute(_extras.update().where(mine).values(changes)).rowcount == 0:
        connection.execute(_extras.insert().values(assessment_id=row["id"], **changes))
