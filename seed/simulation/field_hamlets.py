"""Hamlets of the field: their points, who answered there, and a sheet of who lives there."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from sqlalchemy import Connection, bindparam, insert, select

from db.assessments import SUBMITTED
from db.commands.hamlet_sheets import save_hamlet_sheet
from db.commands.hamlets import create_hamlets
from db.counted import HAMLETS
from db.engine import transaction
from db.models import Assessment, CollectionPoint, PointDay, Unit
from db.rollups import refill
from domain.collection import PointKind, new_token
from domain.hamlet_sheet import SheetCell
from domain.hamlets import as_list
from domain.people import AgeBand, Gender
from domain.reached import HamletGroup
from seed.simulation.field_places import OVER, SOURCE, Field, Hamlet, Place, evening
from seed.store import table_of

_FEWEST, _MOST = 6, 12  # hamlets of a commune
_BY_A_POINT = 0.8  # of the answers of these communes
_QUIET_DAYS = 45  # of the hamlet from which nothing came for long
# What share of a hamlet is reached, from where most answered to where fewest did.
_REACHED = (0.34, 0.85, 0.48, 0.16, 0.70, 0.24, 0.10)
_TOO_FEW_NAMED = 1.15  # of the first hamlet of OVER
_ENOUGH = 10  # answers by which the size of a hamlet is made up
_LIVE_THERE = (90, 320)  # adults of a hamlet about which answers say nothing
_SHARES = {  # of the adults, from … to …
    HamletGroup.ELDERLY: (0.16, 0.26),
    HamletGroup.MINORITIES: (0.02, 0.12),
    HamletGroup.WOMEN: (0.48, 0.54),
    HamletGroup.FREELANCE: (0.12, 0.30),
    HamletGroup.TRADERS: (0.02, 0.09),
    HamletGroup.UNTRAINED: (0.05, 0.20),  # households, of which there are fewer than adults
}
_OTHER_SHARES = {
    "02809": {HamletGroup.MINORITIES: (0.80, 0.96)},
    "00721": {HamletGroup.MINORITIES: (0.75, 0.92)},
}

_assessments = table_of(Assessment)


@dataclass(frozen=True)
class _Answered:
    """Who answered in a hamlet, by the columns a sheet has too."""

    people: int = 0
    elderly: int = 0
    women: int = 0


def make_hamlets(field: Field, place: Place) -> list[Hamlet]:
    """The hamlets of a commune, with a point for each from which people came."""
    random, first = field.random(place, 1), field.first_day
    now, count = evening(first), int(random.integers(_FEWEST, _MOST + 1))
    names = as_list("\n".join(f"{place.hamlets} thử {number + 1}" for number in range(count)))
    create_hamlets(
        field.engine, names, commune_code=place.code, by=place.leader_id, now=now, today=first
    )
    made = _hamlets(field, place)
    _open_points(field, place, made[:-1])  # nobody has been to the last one
    return _with_points(field, made)


def attribute_answers(field: Field, place: Place, hamlets: Sequence[Hamlet]) -> None:
    """Let most who answered in a commune since the field began have come by one of its points."""
    random = field.random(place, 2)
    reached = [one for one in hamlets if one.point_id is not None]
    weight = random.dirichlet(np.linspace(3, 0.6, len(reached)))
    quiet = field.today - timedelta(days=_QUIET_DAYS)
    came: list[dict[str, int]] = []
    days = Counter[tuple[int, date]]()
    with transaction(field.engine) as connection:
        for assessment_id, day in _answers(connection, field, place):
            hamlet = reached[random.choice(len(reached), p=weight)]
            if random.random() >= _BY_A_POINT or (hamlet is reached[-1] and day > quiet):
                continue
            point_id = hamlet.point_id or 0
            came.append({"which": assessment_id, "hamlet": hamlet.unit_id, "point": point_id})
            days[point_id, day] += 1
        if came:
            connection.execute(_COME_BY, came)
            finished = [
                {"point_id": point_id, "day": day, "finished": people}
                for (point_id, day), people in days.items()
            ]
            connection.execute(insert(PointDay), finished)


def count_hamlets(field: Field) -> None:
    """Fill the rollup of hamlets, to which answers were attributed."""
    with transaction(field.engine) as connection:
        refill(connection, HAMLETS)


def save_sheet(field: Field, place: Place, hamlets: Sequence[Hamlet]) -> None:
    """A sheet of who lives in the hamlets of a commune; of one hamlet nothing is known."""
    random = field.random(place, 3)
    answered = _by_hamlet(field, hamlets)
    most_first = sorted(answered, key=lambda unit_id: (-answered[unit_id].people, unit_id))
    reached = {unit_id: _REACHED[rank % len(_REACHED)] for rank, unit_id in enumerate(most_first)}
    if most_first and place.code in OVER:
        reached[most_first[0]] = _TOO_FEW_NAMED
    cells = [
        cell
        for row, hamlet in enumerate(hamlets[:-1], start=2)
        for cell in _cells(row, hamlet, place, answered.get(hamlet.unit_id, _Answered()),
                           reached.get(hamlet.unit_id, 0.0), random)
    ]  # fmt: skip
    first = field.first_day
    save_hamlet_sheet(
        field.engine, cells, key=f"mo-phong-{place.code}", year=first.year,
        source=f"{SOURCE}, phiếu rà soát thử", by=place.leader_id, now=evening(first), today=first,
    )  # fmt: skip


def _cells(
    row: int,
    hamlet: Hamlet,
    place: Place,
    answered: _Answered,
    reached: float,
    random: np.random.Generator,
) -> list[SheetCell]:
    adults = int(random.integers(*_LIVE_THERE))
    if answered.people >= _ENOUGH:
        adults = int(answered.people / reached)
    shares = _SHARES | _OTHER_SHARES.get(place.code, {})
    people = {group: round(adults * random.uniform(*share)) for group, share in shares.items()}
    if reached <= 1:  # a group is no smaller than those of it who answered
        people[HamletGroup.ELDERLY] = max(people[HamletGroup.ELDERLY], answered.elderly)
        people[HamletGroup.WOMEN] = max(people[HamletGroup.WOMEN], answered.women)
    people[HamletGroup.ADULTS] = adults
    return [SheetCell(row, hamlet.code, group, number) for group, number in people.items()]


def _by_hamlet(field: Field, hamlets: Sequence[Hamlet]) -> Mapping[int, _Answered]:
    wanted = _assessments.c.hamlet_id.in_([one.unit_id for one in hamlets])
    columns = (_assessments.c.hamlet_id, _assessments.c.age_band, _assessments.c.gender)
    found: dict[int, _Answered] = {}
    with field.engine.connect() as connection:
        for hamlet_id, age_band, gender in connection.execute(select(*columns).where(wanted)):
            before = found.get(hamlet_id, _Answered())
            found[hamlet_id] = _Answered(
                before.people + 1,
                before.elderly + (age_band in (AgeBand.FROM_60, AgeBand.FROM_70)),
                before.women + (gender == Gender.FEMALE),
            )
    return found


def _hamlets(field: Field, place: Place) -> list[Hamlet]:
    unit = table_of(Unit).c
    statement = (
        select(unit.id, unit.code, unit.full_name)
        .where(unit.level == "hamlet", unit.parent_code == place.code)
        .order_by(unit.code)
    )
    with field.engine.connect() as connection:
        return [Hamlet(*row) for row in connection.execute(statement)]


def _open_points(field: Field, place: Place, hamlets: Sequence[Hamlet]) -> None:
    """In one statement: `open_point` looks at all hamlets of a leader for each one."""
    tokens = {new_token() for _ in range(2 * len(hamlets))}
    rows = [
        {
            **{"token": token, "kind": PointKind.HAMLET.value, "hamlet_id": hamlet.unit_id},
            **{"name": f"Nhà văn hóa {hamlet.name}", "commune_id": place.unit_id},
            **{"created_by": place.leader_id, "created_at": evening(field.first_day)},
        }
        for token, hamlet in zip(tokens, hamlets, strict=False)
    ]
    with transaction(field.engine) as connection:
        connection.execute(insert(CollectionPoint), rows)


def _with_points(field: Field, hamlets: Sequence[Hamlet]) -> list[Hamlet]:
    point = table_of(CollectionPoint).c
    statement = select(point.hamlet_id, point.id, point.token)
    with field.engine.connect() as connection:
        points = {
            hamlet_id: (id_, token) for hamlet_id, id_, token in connection.execute(statement)
        }
    found = [(one, points.get(one.unit_id, (None, None))) for one in hamlets]
    return [replace(one, point_id=id_, point_token=token) for one, (id_, token) in found]


def _answers(connection: Connection, field: Field, place: Place) -> list[tuple[int, date]]:
    """Id and day of what was sent since the field began, in an order that never changes."""
    a = _assessments.c
    statement = select(a.id, a.submitted_on).where(
        a.status == SUBMITTED, a.commune_id == place.unit_id, a.submitted_on >= field.first_day
    )
    return [(id_, day) for id_, day in connection.execute(statement.order_by(a.id))]


_COME_BY = (
    _assessments.update()
    .where(_assessments.c.id == bindparam("which"))
    .values(hamlet_id=bindparam("hamlet"), point_id=bindparam("point"))
)
