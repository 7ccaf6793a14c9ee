"""What people do with what is stored about them: correct it, take a consent back, ask us."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, insert, or_

from db import rollups
from db.assessments import DRAFT
from db.commands.audit import record
from db.commands.choices import person_of
from db.commands.held_rows import locked, refuse_unless_open
from db.engine import transaction
from db.models import PACK_COLUMNS, metadata
from db.rights import holidays, request_hash
from db.starting_point import filed_under
from domain.calendar_day import day_of
from domain.consent import (
    OF_MINORS,
    REPEAT,
    SENSITIVE,
    STATISTICS,
    TEXT_VERSIONS,
    Disability,
    Ethnicity,
)
from domain.errors import AgeFixed, ChoiceMissing, ConsentMisplaced, ConsentNeeded, UnknownPlace
from domain.minors import require_audience
from domain.people import is_child
from domain.places import is_unit_code
from domain.rights import RequestKind, deadlines, new_request_code

_assessments = metadata.tables["assessment"]
_consents = metadata.tables["consent"]
_extras = metadata.tables["extraanswers"]
_sensitive = metadata.tables["sensitiveanswers"]
_requests = metadata.tables["rightsrequest"]
_areas = metadata.tables["area"]
_units = metadata.tables["unit"]


def correct_person(
    engine: Engine,
    *,
    code: str,
    commune_code: str,
    audience: str,
    age_band: str,
    gender: str,
    now: datetime,
) -> None:
    """
    Change who answers; a person who has sent moves in every rollup, in the same transaction.

    The audit line says that somebody corrected something, not who or what.

    Raises:
        ChoiceMissing: audience, age band or gender is not one of ours.
        AgeFixed: from under 16 to above, or back.
        UnknownPlace: the commune is another one, and today none has this code.
        UnknownResumeCode, ExpiredResumeCode.
    """
    with transaction(engine) as connection:
        row = locked(connection, code)
        is_draft = row["status"] == DRAFT
        if is_draft:
            refuse_unless_open(row, now)
        changes = {
            **person_of(audience=audience, age_band=age_band, gender=gender, mode=row["mode"]),
            "commune_id": _commune_id(connection, row["commune_id"], commune_code, now),
        }
        if changes["commune_id"] != row["commune_id"]:
            changes["hamlet_id"] = None  # it lies in the commune of before
        _refuse_another_age(row, changes)
        if all(row[name] == value for name, value in changes.items()):
            return
        mine = _assessments.c.id == row["id"]
        connection.execute(_assessments.update().where(mine).values(changes))
        if row["audience"] != changes["audience"]:
            # The four questions of a pack are those of an audience: to another they say nothing.
            pack = dict.fromkeys(("pack_version", *PACK_COLUMNS))
            connection.execute(_extras.update().where(_of(row["id"])).values(pack))
        if is_draft:
            rollups.move_draft(connection, row, **changes)
        else:
            rollups.move_person(connection, row, {**row, **changes})
        record(connection, "assessment.correct", _campaign(row), by=None, now=now)


def _refuse_another_age(row: Mapping[str, object], changes: Mapping[str, object]) -> None:
    """Each age has its own consents, and counts or does not: across 16 one begins anew."""
    if is_child(row["age_band"]) != is_child(changes["age_band"]):
        raise AgeFixed
    if is_child(row["age_band"]):
        require_audience(str(changes["audience"]))


def give_sensitive(
    engine: Engine, *, code: str, ethnicity: Ethnicity, disability: Disability, now: datetime
) -> None:
    """
    Keep the two sensitive answers of a draft together with the consent to keep them.

    Raises:
        ChoiceMissing: one of them is not one of ours.
        ConsentMisplaced: of a child they are not asked.
        UnknownResumeCode, ExpiredResumeCode, AlreadySubmitted.
    """
    given = _known_sensitive(ethnicity, disability)
    with transaction(engine) as connection:
        row = locked(connection, code)
        refuse_unless_open(row, now)
        if is_child(row["age_band"]):
            raise ConsentMisplaced
        _forget_sensitive(connection, row["id"])
        agreed = {"purpose": SENSITIVE, "text_version": TEXT_VERSIONS[SENSITIVE], "given_at": now}
        connection.execute(insert(_consents), {"assessment_id": row["id"], **agreed})
        connection.execute(
            insert(_sensitive), {"assessment_id": row["id"], "given_at": now, **given}
        )


def withdraw_consent(engine: Engine, *, code: str, purpose: str, now: datetime) -> None:
    """
    Take back one optional consent, and what was kept only because of it; twice is once.

    Raises:
        ConsentNeeded: without this one nothing may be kept: `withdraw` deletes everything.
        UnknownResumeCode, ExpiredResumeCode: as for `withdraw`.
    """
    if purpose in (STATISTICS, *OF_MINORS):
        raise ConsentNeeded
    with transaction(engine) as connection:
        row = locked(connection, code)
        if row["status"] == DRAFT:
            refuse_unless_open(row, now)
        taken_back = connection.execute(
            _consents.update()
            .where(_consents.c.assessment_id == row["id"], _consents.c.purpose == purpose)
            .where(_consents.c.withdrawn_at.is_(None))
            .values(withdrawn_at=now)
        )
        if taken_back.rowcount == 0:
            return
        if purpose == SENSITIVE:
            mine = _sensitive.c.assessment_id == row["id"]
            connection.execute(_sensitive.delete().where(mine))
        if purpose == REPEAT:
            _part_from_others(connection, row["id"])
        record(connection, "consent.withdraw", _campaign(row), by=None, now=now, purpose=purpose)


def make_request(engine: Engine, *, kind: str, province_code: str | None, now: datetime) -> str:
    """
    Ask for something that needs a person; the code by which to ask what became of it.

    Raises:
        ChoiceMissing: the kind is not one of ours.
        UnknownPlace: no province has this code.
    """
    try:
        asked = RequestKind(kind)
    except ValueError:
        raise ChoiceMissing(field="request_kind") from None
    code = new_request_code()
    due = deadlines(asked, day_of(now), holidays())
    with transaction(engine) as connection:
        _refuse_unless_province(connection, province_code)
        connection.execute(
            insert(_requests),
            {
                **{"code_hash": request_hash(code), "kind": asked.value, "received_at": now},
                **{"province_code": province_code, "state": "received"},
                **{"reply_due": due.reply_due, "due": due.due},
            },
        )
        record(connection, "request.make", f"request:{asked.value}", by=None, now=now)
    return code


def _of(assessment_id: int) -> ColumnElement[bool]:
    return _extras.c.assessment_id == assessment_id


def _commune_id(connection: Connection, held: int, code: str, now: datetime) -> int:
    """The commune as it is, even one of before; another one must be a commune of today."""
    if not is_unit_code(code):
        raise UnknownPlace(code="")
    units = _units.c
    same = connection.execute(_units.select().where(units.id == held, units.code == code)).first()
    return held if same else filed_under(connection, code, day_of(now))["commune_id"]


def _campaign(row: dict[str, object]) -> str:
    return f"campaign:{row['campaign_code']}"


def _known_sensitive(ethnicity: str, disability: str) -> dict[str, str]:
    for field, kind, value in (
        ("ethnicity", Ethnicity, ethnicity),
        ("disability", Disability, disability),
    ):
        if value not in set(kind):
            raise ChoiceMissing(field=field)
    return {"ethnicity": str(ethnicity), "disability": str(disability)}


def _forget_sensitive(connection: Connection, assessment_id: int) -> None:
    connection.execute(_sensitive.delete().where(_sensitive.c.assessment_id == assessment_id))
    connection.execute(
        _consents.delete().where(
            _consents.c.assessment_id == assessment_id, _consents.c.purpose == SENSITIVE
        )
    )


def _part_from_others(connection: Connection, assessment_id: int) -> None:
    """No assessment of another time is known to be of the same person any more."""
    either = or_(_assessments.c.id == assessment_id, _assessments.c.repeat_of == assessment_id)
    connection.execute(_assessments.update().where(either).values(repeat_of=None))


def _refuse_unless_province(connection: Connection, code: str | None) -> None:
    if code is None:
        return
    if not is_unit_code(code):
        raise UnknownPlace(code="")
    province = _areas.select().where(_areas.c.code == code, _areas.c.kind == "province")
    if connection.execute(province).first() is None:
        raise UnknownPlace(code="")
