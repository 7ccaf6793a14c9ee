"""How far an administrator reaches: nobody gives, or changes, more than they hold themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select
from sqlmodel import col

from db.models import Account, AreaMember, AuditEvent, Grant
from domain.access import NATION, PERMISSIONS, GrantFact, Permission, Role

_RANKS = tuple(Role)  # from the public up to the administrator


@dataclass(frozen=True)
class Reach:
    """The highest role somebody may give, and where. No area reaches nothing."""

    account_id: int
    role: Role
    area_codes: frozenset[str]


def reach_of(connection: Connection, account_id: int, *, on: date) -> Reach:
    """What this account manages on a day, read now; a disabled account manages nothing."""
    managing = [
        grant
        for grant in _grants(connection, account_id)
        if grant.covers(on) and Permission.MANAGE_ACCOUNTS in PERMISSIONS[grant.role]
    ]
    role = max((grant.role for grant in managing), key=_RANKS.index, default=Role.PUBLIC)
    return Reach(account_id, role, frozenset(grant.area_code for grant in managing))


def may_give(connection: Connection, reach: Reach, role: Role, area_code: str) -> bool:
    """Whether the role is not above theirs and the whole area lies inside their areas."""
    if _RANKS.index(role) > _RANKS.index(reach.role):
        return False
    if NATION in reach.area_codes or area_code in reach.area_codes:
        return True
    wanted = _communes(connection, [area_code])
    held = _communes(connection, reach.area_codes)
    return area_code != NATION and bool(wanted) and wanted <= held


def may_manage(connection: Connection, reach: Reach, account_id: int) -> bool:
    """
    Whether each live grant of the account is one they could have given themselves.

    An account without any is managed by whoever made it, and by administrators of the nation: else
    another province could take it over before its grant comes.
    """
    if not reach.area_codes:
        return False
    grants = _grants(connection, account_id, even_disabled=True)
    if not grants and NATION not in reach.area_codes:
        return _made_by(connection, account_id) == reach.account_id
    return all(may_give(connection, reach, grant.role, grant.area_code) for grant in grants)


def _made_by(connection: Connection, account_id: int) -> int | None:
    return connection.scalar(
        select(col(AuditEvent.account_id)).where(
            col(AuditEvent.action) == "account.create",
            col(AuditEvent.subject) == f"account:{account_id}",
        )
    )


def _grants(
    connection: Connection, account_id: int, *, even_disabled: bool = False
) -> list[GrantFact]:
    statement = (
        select(col(Grant.role), col(Grant.area_code), col(Grant.valid_from), col(Grant.valid_to))
        .join(Account, col(Account.id) == col(Grant.account_id))
        .where(col(Grant.account_id) == account_id, col(Grant.revoked_at).is_(None))
    )
    if not even_disabled:
        statement = statement.where(col(Account.disabled_at).is_(None))
    return [GrantFact(Role(row.role), *row[1:]) for row in connection.execute(statement)]


def _communes(connection: Connection, area_codes: Iterable[str]) -> frozenset[int]:
    statement = select(col(AreaMember.unit_id)).where(col(AreaMember.area_code).in_(area_codes))
    return frozenset(connection.scalars(statement))
