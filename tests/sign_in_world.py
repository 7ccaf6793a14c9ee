"""A small country to sign in to: three communes, two districts, and people who manage them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine, insert
from sqlmodel import Session, select

from db.commands.accounts import NewGrant, create_account, create_first_admin, grant_area
from db.commands.sessions import issue_ticket, redeem_ticket
from db.engine import open_engine, transaction
from db.models import Area, AreaMember, AuditEvent, Unit, metadata
from domain.access import NATION, Role
from domain.places import search_key, sort_key

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
AREAS = {
    NATION: ("Việt Nam", "nation", (1, 2, 3)),
    "38": ("Tỉnh Thanh Hóa", "province", (1, 2)),
    "397": ("Địa bàn Triệu Sơn", "former_district", (1, 2)),
    "398": ("Địa bàn Thọ Xuân", "former_district", (3,)),
}


@dataclass(frozen=True)
class Person:
    """An account of this world and the one-time password it was made with."""

    id: int
    username: str
    password: str


def build(folder: Path) -> Engine:
    """A database with the communes and areas of this world, and no account."""
    engine = open_engine(f"sqlite:///{folder / 'test.db'}")
    settle(engine)
    return engine


def settle(engine: Engine) -> None:
    """Make the tables of an empty database, and this world in them."""
    metadata.create_all(engine)
    with transaction(engine) as connection:
        for unit_id in (1, 2, 3):
            name = f"Xã số {unit_id}"
            connection.execute(
                insert(Unit).values(
                    id=unit_id,
                    level="commune",
                    code=f"0000{unit_id}",
                    name=name,
                    full_name=name,
                    kind="xã",
                    parent_code="38",
                    valid_from=date(2025, 7, 1),
                    search_key=search_key(name),
                    sort_key=sort_key(name),
                )
            )
        for code, (name, kind, members) in AREAS.items():
            connection.execute(
                insert(Area).values(code=code, name=name, kind=kind, search_key=search_key(name))
            )
            for unit_id in members:
                connection.execute(insert(AreaMember).values(area_code=code, unit_id=unit_id))


def add_first_admin(engine: Engine) -> Person:
    """The administrator of the nation."""
    made = create_first_admin(engine, display_name="Quản trị", now=NOW, today=TODAY)
    if made is None:
        raise ValueError("this world already has an account")
    return Person(made.account_id, made.username, made.one_time_password)


def add_account(engine: Engine, username: str, *, by: Person) -> Person:
    """An account without grants."""
    made = create_account(
        engine, username=username, display_name=username.title(), by=by.id, now=NOW, today=TODAY
    )
    return Person(made.account_id, made.username, made.one_time_password)


def give(
    engine: Engine,
    person: Person,
    role: Role,
    area_code: str,
    *,
    by: Person,
    valid_from: date = TODAY,
    valid_to: date | None = None,
) -> int:
    """A grant, today and without end unless said otherwise."""
    return grant_area(
        engine,
        account_id=person.id,
        grant=NewGrant(role, area_code, valid_from, valid_to),
        by=by.id,
        now=NOW,
        today=TODAY,
    )


def open_session(engine: Engine, person: Person) -> str:
    """The token of a session somebody just opened."""
    return redeem_ticket(engine, issue_ticket(engine, person.id, now=NOW), now=NOW)


def audited(engine: Engine) -> list[str]:
    """The actions of the audit trail, oldest first."""
    with Session(engine) as session:
        return list(session.exec(select(AuditEvent.action).order_by(AuditEvent.id)).all())
