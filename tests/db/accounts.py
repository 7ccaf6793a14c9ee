"""Accounts with a grant each, made by the commands that make them in earnest."""

from collections.abc import Mapping

from sqlalchemy import Engine

from db.commands.accounts import NewGrant, create_account, create_first_admin, grant_area
from domain.access import Role
from tests.db.reference import NOW, TODAY

FIRST_ADMIN = 1  # the id of who gives every grant here


def account(engine: Engine, name: str, role: Role, area: str) -> int:
    """The id of a new account that holds a role in an area from today on."""
    when = {"now": NOW, "today": TODAY}
    create_first_admin(engine, display_name="Quản trị", **when)  # none is made where one is
    made = create_account(engine, username=name, display_name=name, by=FIRST_ADMIN, **when)
    grant = NewGrant(role, area, TODAY, None)
    grant_area(engine, account_id=made.account_id, grant=grant, by=FIRST_ADMIN, **when)
    return made.account_id


def accounts(engine: Engine, wanted: Mapping[str, tuple[Role, str]]) -> dict[str, int]:
    """Ids by name of new accounts, each with its role and area."""
    return {name: account(engine, name, role, area) for name, (role, area) in wanted.items()}
