"""People typed in by somebody else: checked again, then saved whole and once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, select
from sqlmodel import Session, col

from db import rollups
from db.assessments import SUBMITTED, score_columns
from db.authority import acting_scope
from db.batches import answer_columns, offline_columns
from db.collection_points import commune_within
from db.commands.assessment_rows import (
    insert_with_new_code,
    score_of,
    store_consents,
)
from db.commands.audit import record
from db.commands.choices import person_of
from db.commands.collection_points import count_at_point, hamlet_of_point
from db.dialects import insert_into
from db.engine import transaction
from db.models import CollectionPoint, metadata
from db.scopes import within
from db.starting_point import FiledUnder, filed_under
from domain import resume_code
from domain.access import Permission, Scope
from domain.collection import KEYED_MODES, PAPER_CONSENT_VERSION, BatchKind, EnteredPerson
from domain.consent import STATISTICS
from domain.errors import ChoiceMissing, NoRows, UnknownBatch, UnknownPoint, UnknownQuestion
from domain.people import ADULTS
from domain.questionnaire import Questionnaire, as_answer

_assessments = metadata.tables["assessment"]
_batches = metadata.tables["importbatch"]
_rows = metadata.tables["importrow"]


@dataclass(frozen=True)
class SavedBatch:
    """What was stored: row → the code that opens this person's own answers."""

    batch_id: int
    codes: Mapping[int, str]


def save_rows(
    engine: Engine,
    people: Sequence[EnteredPerson],
    *,
    kind: BatchKind,
    key: str,
    questionnaire: Questionnaire,
    by: int,
    now: datetime,
    today: date,
    point: str | None = None,
) -> SavedBatch:
    """
    Store, score and count these people in one transaction, all or none.

    The same `key` again stores nothing and returns the same batch; sheets that were typed in
    before are left out. Each person agreed on paper, which whoever types confirms row by row, or on
    the screen of an offline kit, whose people keep its questionnaire and their own day.

    Raises:
        NotAllowed, OutsideScope: `by` may not collect in one of the communes today.
        ChoiceMissing, AnswerOffScale: a row that `domain.collection.check_rows` refuses.
        UnknownQuestion: the questionnaire is not the newest any more.
        UnknownPoint: the point is closed, or lies outside their scope.
        NoRows: nothing of it is new.
        UnknownBatch: somebody else used this key.
    """
    if not people:
        raise NoRows
    with transaction(engine) as connection:
        scope = acting_scope(connection, by, Permission.COLLECT, on=today)
        filed = _filed(connection, scope, people, today)
        point_id = _point_of(connection, scope, point)
        batch = {
            **{"kind": kind, "key": key, "people": len(people), "created_by": by},
            **{"created_at": now, "point_id": point_id},
        }
        batch_id = _claim(connection, batch)
        if batch_id is None:
            return _saved_before(connection, key, by, people, filed)
        new = _unknown(connection, batch_id, people, filed)
        if not new:
            raise NoRows
        hamlets = {
            code: hamlet_of_point(connection, point_id, place["commune_id"], today)
            for code, place in filed.items()
        }
        stored = [
            {
                **_row(person, filed, questionnaire, now, today),
                **{"point_id": point_id, "hamlet_id": hamlets[person.commune_code]},
            }
            for person in new
        ]
        codes = {
            person.row: _store(connection, person, row, now)
            for person, row in zip(new, stored, strict=True)
        }
        rollups.add_people(connection, [_person(row) for row in stored])
        for day, number in sorted(Counter(row["submitted_on"] for row in stored).items()):
            count_at_point(connection, point_id, day, number)
        mine = _batches.c.id == batch_id
        connection.execute(_batches.update().where(mine).values(people=len(new)))
        record(connection, "batch.save", f"batch:{batch_id}", by=by, now=now, people=len(new))
        return SavedBatch(batch_id, codes)


def _point_of(connection: Connection, scope: Scope, token: str | None) -> int | None:
    if token is None:
        return None
    mine = select(col(CollectionPoint.id)).where(
        col(CollectionPoint.token) == token,
        col(CollectionPoint.revoked_at).is_(None),
        within(scope, col(CollectionPoint.commune_id)),
    )
    found = connection.execute(mine).scalar()
    if found is None:
        raise UnknownPoint(token=token)
    return int(found)


def _filed(
    connection: Connection, scope: Scope, people: Sequence[EnteredPerson], today: date
) -> dict[str, FiledUnder]:
    """Commune code → what its people are filed under; each commune is asked for once."""
    filed = {}
    with Session(connection) as session:
        for code in {person.commune_code for person in people}:
            commune_within(session, scope, code, on=today)
            filed[code] = filed_under(connection, code, today)
    return filed


def _claim(connection: Connection, batch: Mapping[str, object]) -> int | None:
    """A new batch; None when one with this key stands already."""
    statement = insert_into(_batches, connection.dialect.name).on_conflict_do_nothing(
        index_elements=["key"]
    )
    return connection.execute(statement.returning(_batches.c.id), batch).scalar()


def _saved_before(
    connection: Connection,
    key: str,
    by: int,
    people: Sequence[EnteredPerson],
    filed: Mapping[str, FiledUnder],
) -> SavedBatch:
    """The batch this key stands for, with the codes of those of its people who are asked about."""
    mine = (_batches.c.key == key) & (_batches.c.created_by == by)
    batch_id = connection.execute(select(_batches.c.id).where(mine)).scalar()
    if batch_id is None:
        raise UnknownBatch
    found = connection.execute(
        select(_rows.c.commune_id, _rows.c.row_key, _assessments.c.resume_code)
        .join(_assessments, _assessments.c.id == _rows.c.assessment_id)
        .where(_rows.c.batch_id == batch_id)
    )
    codes = {(commune_id, row_key): code for commune_id, row_key, code in found}
    places = {person.row: (filed[person.commune_code]["commune_id"], person.key)
              for person in people}  # fmt: skip
    return SavedBatch(
        batch_id, {row: codes[place] for row, place in places.items() if place in codes}
    )


def _unknown(
    connection: Connection,
    batch_id: int,
    people: Iterable[EnteredPerson],
    filed: Mapping[str, FiledUnder],
) -> list[EnteredPerson]:
    """Those whose sheet nobody typed in before, claimed for this batch by the one statement."""
    claim = (
        insert_into(_rows, connection.dialect.name)
        .on_conflict_do_nothing(index_elements=["commune_id", "row_key"])
        .returning(_rows.c.row_key)
    )
    sheets = {
        person.row: {
            "commune_id": filed[person.commune_code]["commune_id"],
            "row_key": person.key,
            "batch_id": batch_id,
        }
        for person in people
    }
    return [
        person
        for person in people
        if connection.execute(claim, sheets[person.row]).scalar() is not None
    ]


def _row(
    person: EnteredPerson,
    filed: Mapping[str, FiledUnder],
    questionnaire: Questionnaire,
    now: datetime,
    today: date,
) -> dict[str, Any]:
    """The columns of a submitted Assessment. No time taken: nobody measured it."""
    place = filed[person.commune_code]
    if person.taken is None and place["version"] != questionnaire.version:
        raise UnknownQuestion(question_id="", version=place["version"])
    if person.taken is None and person.mode not in KEYED_MODES:
        raise ChoiceMissing(field="mode")
    if person.age_band not in ADULTS:  # the consent on paper is one of adults
        raise ChoiceMissing(field="age_band")
    who = person_of(
        audience=person.audience, age_band=person.age_band, gender=person.gender, mode=person.mode
    )
    answers = answer_columns(questionnaire, (as_answer(int(one)) for one in person.answers))
    row: dict[str, Any] = {
        **{**who, **place, **answers, "started_at": now, "status": SUBMITTED},
        **{"submitted_on": today, **offline_columns(person, questionnaire)},
    }
    everything = {**dict.fromkeys(_assessments.c.keys()), **row}
    score = score_columns(score_of(questionnaire, everything))
    ends = now + timedelta(days=resume_code.DAYS_VALID)
    return {**row, **score, "expires_at": ends}


def _store(
    connection: Connection, person: EnteredPerson, row: Mapping[str, object], now: datetime
) -> str:
    assessment_id, code = insert_with_new_code(connection, row)
    agreed = PAPER_CONSENT_VERSION if person.taken is None else person.taken.consent_version
    store_consents(connection, assessment_id, {STATISTICS: agreed}, now)
    sheet = (_rows.c.commune_id == row["commune_id"]) & (_rows.c.row_key == person.key)
    connection.execute(_rows.update().where(sheet).values(assessment_id=assessment_id))
    return code


def _person(row: Mapping[str, object]) -> dict[str, object]:
    """Every column of Assessment, as the rollups ask for them."""
    return {**dict.fromkeys(_assessments.c.keys()), **row}
