"""The work of the field in a few communes, made up: hamlets, teams, classes, ledger, reports."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Engine, func, select
from sqlmodel import Session, col

from db.deployment import SIMULATED, is_simulated
from db.models import Unit
from db.sealed import Keyring
from domain.errors import MixedData
from seed.simulation.field_accounts import HELPER, LEADER, REGION, demo_accounts
from seed.simulation.field_classes import hold_classes
from seed.simulation.field_hamlets import (
    attribute_answers,
    count_hamlets,
    make_hamlets,
    save_sheet,
)
from seed.simulation.field_households import found_households
from seed.simulation.field_indicators import report_indicators
from seed.simulation.field_ledger import keep_ledger
from seed.simulation.field_places import (
    COMMUNES,
    DAYS,
    FIRST,
    Field,
    Place,
    evening,
    units_of_today,
)
from seed.simulation.field_teams import make_teams


@dataclass(frozen=True)
class Written:
    """What was added, and the one-time passwords of accounts made now, to be said once."""

    communes: int
    hamlets: int
    passwords: Mapping[str, str] = field(repr=False)


def has_field(engine: Engine) -> bool:
    """Whether somebody made hamlets here already: nothing is put between those."""
    with engine.connect() as connection:
        hamlets = select(func.count()).where(col(Unit.level) == "hamlet")
        return connection.execute(hamlets).scalar_one() > 0


def simulate_field(
    engine: Engine, *, random_state: int, today: date, ring: Keyring | None
) -> Written:
    """
    Write the field's work of the last months up to today, beside simulated answers.

    The same random state, day and answers give the same rows; only what must not be guessed
    differs: the tokens of links, the passwords and the seals of names.

    Args:
        ring: what names of the ledger are sealed by; without it nobody there has a name.

    Raises:
        MixedData: this database holds no simulated answers.
        SeedError: somebody disabled one of the accounts.
    """
    with Session(engine) as session:
        if not is_simulated(session):
            raise MixedData(held=None, wanted=SIMULATED)
    first = today - timedelta(days=DAYS)
    accounts = demo_accounts(engine, since=first, now=evening(first))
    places = _places(engine, accounts.ids)
    where = Field(engine, places, accounts.ids, today, random_state)
    report_indicators(where)
    hamlets = {place: make_hamlets(where, place) for place in places}
    for place in places:
        attribute_answers(where, place, hamlets[place])
        save_sheet(where, place, hamlets[place])
        make_teams(where, place, hamlets[place])
        hold_classes(where, place, hamlets[place])
        keep_ledger(where, place, hamlets[place], ring)
        found_households(where, place)
    count_hamlets(where)
    return Written(len(places), sum(map(len, hamlets.values())), accounts.passwords)


def _places(engine: Engine, accounts: Mapping[str, int]) -> list[Place]:
    with engine.connect() as connection:
        units = units_of_today(connection)
    return [
        Place(
            one.code,
            name=units[one.code][1],
            unit_id=units[one.code][0],
            hamlets=one.hamlets,
            leader_id=accounts[LEADER if one.code == FIRST else REGION],
            helper_id=accounts[HELPER if one.code == FIRST else REGION],
        )
        for one in COMMUNES
        if one.code in units
    ]
