"""Classes of the field, past and coming: in a hamlet, at the market, of a family, cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from sqlalchemy import Connection, insert, select
from sqlmodel import Session

from db.class_topics import competences, resource_ids
from db.classes import visitor_hash
from db.commands.classes import cancel_class, plan_class, tally_class
from db.engine import transaction
from db.models import ClassAttendance, ClassSession
from domain.classes import ClassKind, ClassPlace, ClassPlan, Teacher
from domain.targets import EVERYONE
from seed.simulation.field_places import FIRST, Field, Hamlet, Place, evening
from seed.store import table_of

_PLANNED_BEFORE = timedelta(days=8)
_PHONES = 45  # different ones that come to the classes of a commune
_BY_PHONE, _WITHOUT = (6, 22), (0, 9)  # people in a class
_COURSE_MINUTES, _MARKET_MINUTES = 90, 180
_EVENING, _MORNING = 19 * 60 + 30, 7 * 60 + 30


@dataclass(frozen=True)
class _Kind:
    """A class, so many days from today; without a name it is held in the house of a hamlet."""

    days: int
    kind: ClassKind
    teacher: Teacher
    place_kind: ClassPlace = ClassPlace.CULTURE_HOUSE
    place_name: str = ""
    is_tallied: bool = True
    is_cancelled: bool = False


_CLASSES = (
    _Kind(-44, ClassKind.LESSON, Teacher.VOLUNTEER),
    _Kind(-30, ClassKind.PARTY_PIONEER, Teacher.PARTY_MEMBER),
    _Kind(-19, ClassKind.DIGITAL_MARKET, Teacher.AMBASSADOR, ClassPlace.MARKET, "Chợ phiên thử"),
    _Kind(-12, ClassKind.LESSON, Teacher.SCHOOL_TEACHER),
    _Kind(-9, ClassKind.DIGITAL_FAMILY, Teacher.NEIGHBOUR, ClassPlace.HOME, "Gia đình thử"),
    _Kind(-4, ClassKind.GUIDANCE, Teacher.OFFICIAL, ClassPlace.POST_OFFICE,
          "Bưu điện văn hóa xã thử", is_tallied=False),
    _Kind(3, ClassKind.LESSON, Teacher.AMBASSADOR),
    _Kind(10, ClassKind.DIGITAL_MARKET, Teacher.AMBASSADOR, ClassPlace.MARKET, "Chợ phiên thử"),
    _Kind(17, ClassKind.FESTIVAL, Teacher.OFFICIAL, ClassPlace.OTHER, "Sân vận động thử",
          is_cancelled=True),
)  # fmt: skip


def hold_classes(field: Field, place: Place, hamlets: Sequence[Hamlet]) -> None:
    """All of these classes in the first commune, every other one elsewhere, with who came."""
    random = field.random(place, 7)
    with Session(field.engine) as session:
        topics = list(competences(session))
    for number, one in enumerate(_CLASSES if place.code == FIRST else _CLASSES[::2]):
        plan = _plan(field, place, one, hamlets[number % (len(hamlets) - 1)], topics[number:][:2])
        planned_on = min(plan.held_on - _PLANNED_BEFORE, field.today)
        token = plan_class(
            field.engine, plan=plan, by=place.leader_id, now=evening(planned_on), today=planned_on
        )
        if one.days < 0:
            _came(field, place, token, plan, random, is_tallied=one.is_tallied)
        if one.is_cancelled:
            now = evening(field.today)
            cancel_class(field.engine, token=token, by=place.leader_id, now=now, today=field.today)


def _plan(
    field: Field, place: Place, one: _Kind, hamlet: Hamlet, topics: Sequence[str]
) -> ClassPlan:
    is_market = one.place_kind is ClassPlace.MARKET
    here = None if one.place_name else hamlet
    return ClassPlan(
        kind=one.kind,
        place_kind=one.place_kind,
        place_name=one.place_name or f"Nhà văn hóa {hamlet.name}",
        commune_code=place.code,
        held_on=field.today + timedelta(days=one.days),
        starts_minute=_MORNING if is_market else _EVENING,
        minutes=_MARKET_MINUTES if is_market else _COURSE_MINUTES,
        audience=EVERYONE,
        teacher=one.teacher,
        competences=tuple(topics),
        resources=tuple(sorted(resource_ids())[:1]),
        hamlet_code=None if here is None else here.code,
        point_token=None if here is None else here.point_token,
    )


def _came(
    field: Field,
    place: Place,
    token: str,
    plan: ClassPlan,
    random: np.random.Generator,
    *,
    is_tallied: bool,
) -> None:
    """Phones, the same ones again in other classes, and those without one as a helper counted."""
    phones = random.choice(_PHONES, size=int(random.integers(*_BY_PHONE)), replace=False)
    hashes = [visitor_hash(f"mo-phong-{place.code}-{phone}", plan.held_on) for phone in phones]
    with transaction(field.engine) as connection:
        class_id = _class_id(connection, token)
        rows = [
            {"class_id": class_id, "visitor_hash": one, "attended_on": plan.held_on}
            for one in hashes
        ]
        connection.execute(insert(ClassAttendance), rows)
    if is_tallied:
        tally_class(
            field.engine, token=token, people=int(random.integers(*_WITHOUT)), by=place.helper_id,
            now=evening(plan.held_on), today=plan.held_on,
        )  # fmt: skip


def _class_id(connection: Connection, token: str) -> int:
    held = table_of(ClassSession).c
    return int(connection.execute(select(held.id).where(held.token == token)).scalar_one())
