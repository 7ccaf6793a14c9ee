"""The ledger 1-kèm-5 of the field: ambassadors, and learners at every step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, Table, insert

from db.engine import transaction
from db.models import Ambassador, Learner, LearnerStep, Mentorship, NamedPerson
from db.sealed import Keyring, new_handle, seal
from domain.ledger import CIRCLES, CLOSED, CONSENT_VERSION, LearnerState, PairEnd, as_naming
from seed.simulation.field_places import FIRST, Field, Hamlet, Place, evening
from seed.store import table_of

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # a name holds no digit (domain.ledger.as_name)
_AMBASSADORS_SINCE = 95  # days ago
_LEFT = 12  # days ago, in the first commune
_STEP_AFTER = (0, 6, 30, 30, 48)  # days between having been invited and each state; a check is one
_INVITED = 82  # days ago, the first of them
_APART = 3  # days between one invitation and the next
_FIRST_STATES = (
    *[LearnerState.HELPS] * 2,
    *[LearnerState.CAN_DO] * 4,
    *[LearnerState.CHECKED] * 2,
    *[LearnerState.LEARNING] * 7,
    *[LearnerState.INVITED] * 5,
)
_STATES = (
    LearnerState.HELPS,
    *[LearnerState.CAN_DO] * 2,
    LearnerState.CHECKED,
    *[LearnerState.LEARNING] * 3,
    *[LearnerState.INVITED] * 2,
)
_CIRCLES = {FIRST: (5, 4, 4, 2, 0)}  # learners of each ambassador; the last of these has none yet
_OTHER_CIRCLES = (5, 2)
_LEARNT = list(LearnerState).index(LearnerState.CAN_DO)
_Row = dict[str, object]


@dataclass(frozen=True)
class _Writer:
    """Everything that is the same for all rows of a commune."""

    connection: Connection
    field: Field
    place: Place
    ring: Keyring | None  # None: CONTACT_KEY is not set, so nobody has a name


def keep_ledger(
    field: Field, place: Place, hamlets: Sequence[Hamlet], ring: Keyring | None
) -> None:
    """
    The ledger of a commune; without a key its people have no names.

    In the first commune one ambassador has left, whose learners wait again.
    """
    circles = _CIRCLES.get(place.code, _OTHER_CIRCLES)
    states = _FIRST_STATES if place.code == FIRST else _STATES
    with transaction(field.engine) as connection:
        writer = _Writer(connection, field, place, ring)
        ambassadors = _ambassadors(writer, len(circles), hamlets)
        learners = _learners(writer, states, hamlets)
        _pairs(writer, ambassadors, learners, states, circles)
        if place.code == FIRST:
            _one_left(writer, learners[-1], hamlets)


def _ambassadors(writer: _Writer, count: int, hamlets: Sequence[Hamlet]) -> list[int]:
    since = writer.field.today - timedelta(days=_AMBASSADORS_SINCE)
    people = _people(writer, [f"Đại sứ thử {_LETTERS[n]}" for n in range(count)], since)
    rows = [
        {**_stamped(writer, since), "person_id": person, "since": since,
         "hamlet_id": _home(hamlets, number)}
        for number, person in enumerate(people)
    ]  # fmt: skip
    return _ids(writer.connection, table_of(Ambassador), rows)


def _learners(
    writer: _Writer, states: Sequence[LearnerState], hamlets: Sequence[Hamlet]
) -> list[int]:
    first = _invited_on(writer.field, 0)
    people = _people(writer, [f"Học viên thử {_LETTERS[n]}" for n in range(len(states))], first)
    rows = [
        {**_stamped(writer, _invited_on(writer.field, number)), "person_id": people[number],
         "state": state.value, "state_on": _days(writer.field, number, state)[-1],
         "hamlet_id": _home(hamlets, number)}
        for number, state in enumerate(states)
    ]  # fmt: skip
    ids = _ids(writer.connection, table_of(Learner), rows)
    steps = [
        {"learner_id": learner_id, "state": step.value, "day": day,
         "recorded_by": writer.place.leader_id, "recorded_at": evening(day)}
        for number, (learner_id, state) in enumerate(zip(ids, states, strict=True))
        for step, day in zip(LearnerState, _days(writer.field, number, state), strict=False)
    ]  # fmt: skip
    writer.connection.execute(insert(LearnerStep), steps)
    return ids


def _pairs(
    writer: _Writer,
    ambassadors: Sequence[int],
    learners: Sequence[int],
    states: Sequence[LearnerState],
    circles: Sequence[int],
) -> None:
    """The learners in order, into the circles of one ambassador after the other; the rest waits."""
    taught_by = [one for one, size in zip(ambassadors, circles, strict=True) for _ in range(size)]
    rows = []
    for number, (learner_id, teacher) in enumerate(zip(learners, taught_by, strict=False)):
        days = _days(writer.field, number, states[number])
        closed = days[_LEARNT] if states[number] in CLOSED else None
        began = days[0]
        rows.append(
            {"ambassador_id": teacher, "learner_id": learner_id, "began_on": began,
             "closed_on": closed, "created_by": writer.place.leader_id,
             "created_at": evening(began)}
        )  # fmt: skip
    writer.connection.execute(insert(Mentorship), rows)


def _one_left(writer: _Writer, learner_id: int, hamlets: Sequence[Hamlet]) -> None:
    """An ambassador who is none any more; whom they taught waits for another."""
    since = writer.field.today - timedelta(days=_AMBASSADORS_SINCE)
    left = writer.field.today - timedelta(days=_LEFT)
    row = {**_stamped(writer, since), "since": since, "left_on": left,
           "hamlet_id": hamlets[0].unit_id}  # fmt: skip
    ambassador_id = _ids(writer.connection, table_of(Ambassador), [row])[0]
    began = left - timedelta(days=1)
    pair = {"ambassador_id": ambassador_id, "learner_id": learner_id, "began_on": began,
            "ended_on": left, "end_reason": PairEnd.AMBASSADOR_LEFT.value,
            "created_by": writer.place.leader_id, "created_at": evening(began)}  # fmt: skip
    writer.connection.execute(insert(Mentorship).values(pair))


def _people(writer: _Writer, names: Sequence[str], day: date) -> Sequence[int | None]:
    """Ids of sealed people; nobody, where there is no key to seal by."""
    if writer.ring is None:
        return [None] * len(names)
    rows = []
    for name in names:
        handle = new_handle()
        naming = as_naming(name, "", agreed=True, version=CONSENT_VERSION)
        sealed = seal(writer.ring, naming, handle)
        rows.append(
            {"handle": handle, "sealed": sealed.content, "key_id": sealed.key_id,
             "consent_version": CONSENT_VERSION, "agreed_at": evening(day),
             "read_by": writer.place.leader_id}
        )  # fmt: skip
    return _ids(writer.connection, table_of(NamedPerson), rows)


def _home(hamlets: Sequence[Hamlet], number: int) -> int:
    """In few hamlets, so that some who wait live near an ambassador."""
    return hamlets[number % min(len(hamlets), CIRCLES)].unit_id


def _stamped(writer: _Writer, day: date) -> _Row:
    return {"commune_id": writer.place.unit_id, "created_by": writer.place.leader_id,
            "created_at": evening(day)}  # fmt: skip


def _ids(connection: Connection, table: Table, rows: Iterable[Mapping[str, object]]) -> list[int]:
    added = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(connection.scalars(added, [dict(row) for row in rows]))


def _invited_on(field: Field, number: int) -> date:
    return field.today - timedelta(days=_INVITED - _APART * number)


def _days(field: Field, number: int, state: LearnerState) -> list[date]:
    """The days on which a learner reached each state up to this one."""
    steps = _STEP_AFTER[: list(LearnerState).index(state) + 1]
    return [_invited_on(field, number) + timedelta(days=after) for after in steps]
