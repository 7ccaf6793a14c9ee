"""What is stored about one person, for that person; and what people asked of us."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Select, Table, select
from sqlmodel import Session, col

from db.assessments import Draft, read_draft
from db.keyed_hash import keyed_hash
from db.models import Area, RightsRequest, metadata
from db.settings import PROJECT
from domain.access import NATION, Scope
from domain.consent import Disability, Ethnicity
from domain.errors import UnknownRequest
from domain.resume_code import normalise
from domain.rights import (
    ExtensionReason,
    Outcome,
    RequestKind,
    State,
    is_overdue,
    normalise_request_code,
)

_assessments = metadata.tables["assessment"]
_HOLIDAYS = PROJECT / "seed" / "data" / "holidays.csv"

Row = Mapping[str, object]


@dataclass(frozen=True)
class GivenConsent:
    """A purpose, the version of the text that was read, and from when until when it held."""

    purpose: str
    text_version: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class MyData:
    """
    Everything stored about one person.

    `rows`: table → its rows as stored, of every table that refers to the assessment, so that what
    is added to the product later is part of what a person sees and downloads.
    """

    draft: Draft
    started_at: datetime
    sent_on: date | None
    consents: tuple[GivenConsent, ...]
    sensitive: tuple[Ethnicity, Disability] | None
    rows: Mapping[str, Sequence[Row]]

    @property
    def held(self) -> frozenset[str]:
        """The purposes agreed to and not withdrawn."""
        return frozenset(one.purpose for one in self.consents if one.withdrawn_at is None)


@dataclass(frozen=True)
class Request:
    """A request as the person who made it, and whoever handles it, may see it."""

    number: int
    kind: RequestKind
    state: State
    province_name: str | None
    received_at: datetime
    reply_due: date
    due: date
    extension_reason: ExtensionReason | None
    outcome: Outcome | None

    def overdue(self, today: date) -> bool:
        """Whether something should have happened before today."""
        return is_overdue(state=self.state, reply_due=self.reply_due, due=self.due, today=today)


def my_data(engine: Engine, code: str, now: datetime) -> MyData:
    """
    Everything stored under a resume code, as a person typed it.

    Raises:
        UnknownResumeCode, ExpiredResumeCode: as `db.assessments.open_draft`.
    """
    with engine.connect() as connection:
        draft = read_draft(connection, normalise(code), now)
        mine = _assessments.c.resume_code == draft.code
        own = connection.execute(select(_assessments).where(mine)).mappings().one()
        rows: dict[str, Sequence[Row]] = {
            "assessment": [dict(own)],
            **_referring(connection, own["id"]),
        }
    return MyData(
        draft=draft,
        started_at=own["started_at"],
        sent_on=own["submitted_on"],
        consents=tuple(_consent(row) for row in rows["consent"]),
        sensitive=_sensitive(rows["sensitiveanswers"]),
        rows={table: found for table, found in rows.items() if found},
    )


def request_with_code(engine: Engine, typed: str) -> Request:
    """
    What became of a request, for whoever holds its code.

    Raises:
        UnknownRequest: nobody has this code.
    """
    code = normalise_request_code(typed)
    with Session(engine) as session:
        found = session.execute(
            _requests().where(col(RightsRequest.code_hash) == request_hash(code))
        ).mappings().first()  # fmt: skip
    if found is None:
        raise UnknownRequest(code=code)
    return _request(found)


def requests_in(session: Session, scope: Scope, *, today: date) -> list[Request]:
    """Requests of the provinces of a scope, all for the nation: overdue first, closed last."""
    statement = _requests()
    if NATION not in scope.area_codes:
        statement = statement.where(col(RightsRequest.province_code).in_(scope.area_codes))
    found = [_request(row) for row in session.execute(statement).mappings()]
    return sorted(found, key=lambda one: (_rank(one, today), _next_due(one), one.number))


def request_hash(code: str) -> str:
    """What is kept of the code of a request."""
    return keyed_hash("rights request", code)


@cache
def holidays() -> frozenset[date]:
    """Days off besides weekends, from `seed/data/holidays.csv`; who runs the product adds more."""
    with _HOLIDAYS.open(encoding="utf-8", newline="") as file:
        return frozenset(date.fromisoformat(row["day"]) for row in csv.DictReader(file))


def tables_about_a_person() -> list[Table]:
    """Every table whose rows belong to an assessment."""
    return [
        table
        for table in metadata.sorted_tables
        if table is not _assessments and _own_columns(table)
    ]


def _own_columns(table: Table) -> list[str]:
    return [key.parent.name for key in table.foreign_keys if key.column.table is _assessments]


def _referring(connection: Connection, assessment_id: int) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for table in tables_about_a_person():
        [column] = _own_columns(table)
        rows = connection.execute(
            select(table).where(table.c[column] == assessment_id).order_by(*table.primary_key)
        )
        found[table.name] = [dict(row) for row in rows.mappings()]
    return found


def _consent(row: Row) -> GivenConsent:
    return GivenConsent(**{name: row[name] for name in GivenConsent.__dataclass_fields__})  # type: ignore[arg-type]


def _sensitive(rows: Sequence[Row]) -> tuple[Ethnicity, Disability] | None:
    if not rows:
        return None
    return Ethnicity(str(rows[0]["ethnicity"])), Disability(str(rows[0]["disability"]))


def _requests() -> Select[Any]:
    requests = RightsRequest.__table__  # type: ignore[attr-defined]
    joined = requests.outerjoin(Area, col(Area.code) == requests.c.province_code)
    return select(requests, col(Area.name).label("province_name")).select_from(joined)


def _request(row: RowMapping) -> Request:
    reason, outcome = row["extension_reason"], row["outcome"]
    return Request(
        number=row["id"],
        kind=RequestKind(row["kind"]),
        state=State(row["state"]),
        province_name=row["province_name"],
        received_at=row["received_at"],
        reply_due=row["reply_due"],
        due=row["due"],
        extension_reason=None if reason is None else ExtensionReason(reason),
        outcome=None if outcome is None else Outcome(outcome),
    )


def _rank(request: Request, today: date) -> int:
    if request.state is State.CLOSED:
        return 2
    return 0 if request.overdue(today) else 1


def _next_due(request: Request) -> date:
    if request.state is State.RECEIVED:
        return min(request.reply_due, request.due)
    return request.due
