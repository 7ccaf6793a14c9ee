"""The few communes in which the work of the field is simulated, and what all parts of it share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
from sqlalchemy import Connection, Engine, select

from db.models import Unit
from seed.simulation.places import Places
from seed.store import table_of

SOURCE = "Số liệu mô phỏng"  # stands as the source of every figure that is made up here
DAYS = 120  # the field begins so long before the last day
FIRST = "15664"  # Xã Triệu Sơn, whose leader and volunteer have accounts
FIRST_DISTRICT = "397"  # the former district Triệu Sơn
OFFICIAL_PROVINCE = "38"  # Thanh Hóa


@dataclass(frozen=True)
class _Chosen:
    """A commune by its code, the former district it is shown by, and how it calls its hamlets."""

    code: str
    district: str
    hamlets: str


COMMUNES = (
    *(
        _Chosen(code, FIRST_DISTRICT, "Thôn")
        for code in (FIRST, "15667", "15682", "15715", "15724", "15754", "15763", "15766")
    ),
    _Chosen("02809", "084", "Thôn"),  # Xã Si Ma Cai, Lào Cai
    _Chosen("02647", "", "Tổ dân phố"),  # Phường Lào Cai
    _Chosen("00721", "", "Thôn"),  # Xã Đồng Văn, Tuyên Quang
    _Chosen("02215", "", "Tổ dân phố"),  # Phường Minh Xuân, Tuyên Quang
    _Chosen("22366", "", "Tổ dân phố"),  # Phường Nha Trang, Khánh Hòa
    _Chosen("22453", "", "Thôn"),  # Xã Cam Lâm, Khánh Hòa
)
# So many people answer there at least, and no larger share of a small nation, so that hamlets have
# something to show; where few are named here few answer, which has to be seen too.
_PEOPLE = {FIRST: 320, "22366": 20, "00721": 20}
_PEOPLE_ELSEWHERE = 260
_LARGEST_SHARE = 0.04
OVER = (FIRST, "15763", "02647")  # where a hamlet has more answers than people on its sheet
DOUBTFUL = (FIRST, "02809")  # where one piece of work was written down twice


@dataclass(frozen=True)
class Place:
    """A commune of the field: its unit, how it calls hamlets, and the accounts at work there."""

    code: str
    name: str
    unit_id: int
    hamlets: str
    leader_id: int
    helper_id: int  # logs the work of teams


@dataclass(frozen=True)
class Hamlet:
    """A hamlet that was made, and the point by which people of it answer; None = nobody came."""

    unit_id: int
    code: str
    name: str
    point_id: int | None = None
    point_token: str | None = None


@dataclass(frozen=True)
class Field:
    """Where and when, and the number that decides everything drawn."""

    engine: Engine
    places: Sequence[Place]
    accounts: Mapping[str, int]
    today: date
    random_state: int

    @property
    def first_day(self) -> date:
        """The day on which the field begins."""
        return self.today - timedelta(days=DAYS)

    def random(self, place: Place, part: int) -> np.random.Generator:
        """A source of its own for each part of each commune: one more changes no other."""
        return np.random.default_rng([self.random_state, place.unit_id, part])


def evening(day: date, *, minutes: int = 0) -> datetime:
    """A moment of that evening in Vietnam, which is the same day in UTC."""
    return datetime.combine(day, time(12), UTC) + timedelta(minutes=minutes)


def with_more_people(places: Places, units: Mapping[str, tuple[int, str]], people: int) -> Places:
    """The same places with the least number of people in the communes of the field."""
    share = places.share.copy()
    for code, (unit_id, _) in units.items():
        least = min(_PEOPLE.get(code, _PEOPLE_ELSEWHERE) / people, _LARGEST_SHARE)
        here = places.unit_ids == unit_id
        share[here] = np.maximum(share[here], least)
    return replace(places, share=share / share.sum())


def units_of_today(connection: Connection) -> dict[str, tuple[int, str]]:
    """Code → id and name of the chosen communes that exist."""
    unit = table_of(Unit).c
    statement = select(unit.code, unit.id, unit.name).where(
        unit.level == "commune",
        unit.code.in_([one.code for one in COMMUNES]),
        unit.valid_to.is_(None),
    )
    return {code: (unit_id, name) for code, unit_id, name in connection.execute(statement)}
