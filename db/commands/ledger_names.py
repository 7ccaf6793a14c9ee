"""Who is in the ledger 1-kèm-5 by name: written down after they agreed, and read."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine, insert, select
from sqlmodel import Session

from db.authority import acting_scope
from db.collection_points import commune_within
from db.commands.audit import record
from db.commands.ledger_rows import learner_row, store_step
from db.engine import transaction
from db.hamlets import hamlet_of_commune
from db.ledger_names import Ledger, named_people, read_ledger
from db.models import metadata
from db.sealed import Keyring, new_handle, seal
from domain.access import Permission
from domain.errors import SamePerson, StepRefused
from domain.ledger import LearnerState, Naming, as_naming, is_same_person

_people = metadata.tables["namedperson"]
_ambassadors = metadata.tables["ambassador"]
_learners = metadata.tables["learner"]
_events = metadata.tables["auditevent"]
_A_LOOK = timedelta(minutes=10)  # a page that is drawn again within it is the same look


@dataclass(frozen=True)
class Told:
    """
    What somebody told of themselves, after they heard the text of this version and said yes.

    `hamlet`: the code of one of the commune; empty when they did not say.
    `another`: the leader says that this is not who is in the ledger by the same name.
    """

    name: str
    contact: str
    hamlet: str
    agreed: bool
    version: str
    another: bool = False


def open_names(
    engine: Engine, ring: Keyring, *, commune_code: str, by: int, now: datetime, today: date
) -> Ledger:
    """
    The ledger of a commune, with a line in the audit for every look.

    Raises:
        NotAllowed, OutsideScope, SealKeyWrong.
    """
    with engine.connect() as connection:
        scope = acting_scope(connection, by, Permission.KEEP_LEDGER, on=today)
        read = read_ledger(Session(connection), scope, ring, commune_code=commune_code, on=today)
        subject = f"commune:{commune_code}"
        looked = connection.scalar(
            select(_events.c.id).where(
                _events.c.action == "ledger.look",
                _events.c.account_id == by,
                _events.c.subject == subject,
                _events.c.happened_at > now - _A_LOOK,
            )
        )
    if looked is None:
        with transaction(engine) as connection:
            record(connection, "ledger.look", subject, by=by, now=now)
    return read


def export_names(
    engine: Engine, ring: Keyring, *, commune_code: str, by: int, now: datetime, today: date
) -> Ledger:
    """
    The same for a file: every one has its own line in the audit.

    Raises:
        NotAllowed, OutsideScope, SealKeyWrong.
    """
    with transaction(engine) as connection:
        scope = acting_scope(connection, by, Permission.KEEP_LEDGER, on=today)
        read = read_ledger(Session(connection), scope, ring, commune_code=commune_code, on=today)
        record(connection, "ledger.export", f"commune:{commune_code}", by=by, now=now)
    return read


def add_ambassador(
    engine: Engine, ring: Keyring, *, commune_code: str, told: Told, by: int, now: datetime,
    today: date,
) -> int:  # fmt: skip
    """
    Write down an ambassador of a commune; their id.

    Raises:
        NamedConsentMissing, BadPersonName, BadContact: as `domain.ledger.as_naming`.
        NotAllowed, OutsideScope, UnknownHamlet, SamePerson, SealKeyWrong.
    """
    with transaction(engine) as connection:
        row = _write_down(connection, ring, commune_code, told, by, now, today)
        row["since"] = today
        added = insert(_ambassadors).values(row).returning(_ambassadors.c.id)
        id_ = int(connection.execute(added).scalar_one())
        record(connection, "ledger.ambassador", f"ambassador:{id_}", by=by, now=now)
        return id_


def add_learner(
    engine: Engine, ring: Keyring, *, commune_code: str, told: Told, by: int, now: datetime,
    today: date,
) -> int:  # fmt: skip
    """
    Write down somebody who was invited to learn and agreed to be named; their id.

    Raises:
        NamedConsentMissing, BadPersonName, BadContact: as `domain.ledger.as_naming`.
        NotAllowed, OutsideScope, UnknownHamlet, SamePerson, SealKeyWrong.
    """
    with transaction(engine) as connection:
        row = _write_down(connection, ring, commune_code, told, by, now, today)
        row |= {"state": LearnerState.INVITED.value, "state_on": today}
        added = insert(_learners).values(row).returning(_learners.c.id)
        id_ = int(connection.execute(added).scalar_one())
        store_step(connection, id_, LearnerState.INVITED, day=today, by=by, now=now)
        record(connection, "ledger.learner", f"learner:{id_}", by=by, now=now)
        return id_


def make_ambassador(engine: Engine, *, learner_id: int, by: int, now: datetime, today: date) -> int:
    """
    A learner who helps others by now becomes an ambassador, under the same name; their id there.

    Raises:
        NotAllowed, UnknownLearner.
        StepRefused: they do not help others yet, their name is gone, or they are one already.
    """
    with transaction(engine) as connection:
        learner = learner_row(
            connection, acting_scope(connection, by, Permission.KEEP_LEDGER, on=today), learner_id
        )
        already = select(_ambassadors.c.id).where(_ambassadors.c.person_id == learner.person_id)
        if (
            learner.state != LearnerState.HELPS
            or learner.person_id is None
            or connection.scalar(already) is not None
        ):
            raise StepRefused
        row = {"person_id": learner.person_id, "commune_id": learner.commune_id, "since": today,
               "hamlet_id": learner.hamlet_id, "hamlet_text": learner.hamlet_text,
               "created_by": by, "created_at": now}  # fmt: skip
        added = insert(_ambassadors).values(row).returning(_ambassadors.c.id)
        id_ = int(connection.execute(added).scalar_one())
        record(connection, "ledger.ambassador", f"ambassador:{id_}", by=by, now=now)
        return id_


def _write_down(
    connection: Connection, ring: Keyring, commune_code: str, told: Told, by: int, now: datetime,
    today: date,
) -> dict[str, object]:  # fmt: skip
    """What an ambassador and a learner have in common: the sealed person and where they are."""
    naming = as_naming(told.name, told.contact, agreed=told.agreed, version=told.version)
    session = Session(connection)
    scope = acting_scope(connection, by, Permission.KEEP_LEDGER, on=today)
    commune_id = commune_within(session, scope, commune_code, on=today)
    hamlet_id = None
    if told.hamlet:
        hamlet_id = hamlet_of_commune(
            session, scope, told.hamlet, commune_code=commune_code, on=today
        ).unit_id
    known = named_people(session, scope, ring, commune_id, on=today)
    if not told.another and any(is_same_person(one, naming) for one in known):
        raise SamePerson
    person_id = _seal(connection, ring, naming, told.version, by, now)
    return {"person_id": person_id, "commune_id": commune_id, "hamlet_id": hamlet_id,
            "hamlet_text": "", "created_by": by, "created_at": now}  # fmt: skip


def _seal(
    connection: Connection, ring: Keyring, naming: Naming, version: str, by: int, now: datetime
) -> int:
    handle = new_handle()
    sealed = seal(ring, naming, handle)
    row = {"handle": handle, "sealed": sealed.content, "key_id": sealed.key_id,
           "consent_version": version, "agreed_at": now, "read_by": by}  # fmt: skip
    added = insert(_people).values(row).returning(_people.c.id)
    return int(connection.execute(added).scalar_one())
