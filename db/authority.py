"""Where an account may act, and how far an administrator reaches: never beyond what they hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, select
from sqlmodel import col

from db.models import Account, AreaMember, AuditEvent, Grant
from domain.access import (
    NATION,
    PERMISSIONS,
    GrantFact,
    Permission,
    Role,
    Scope,
    has_permission,
    scope_for,
)
from domain.errors import NotAllowed

_RANKS = tuple(Role)  # from the public up to the administrator
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Reach:
    """What somebody may give on a day: their own managing grants, those of other days too."""

    account_id: int
    on: date
    grants: tuple[GrantFact, ...]

    @property
    def area_codes(self) -> frozenset[str]:
        """The areas managed on that day. None reaches nothing."""
        return frozenset(grant.area_code for grant in self.grants if grant.covers(self.on))


def reach_of(connection: Connection, account_id: int, *, on: date) -> Reach:
    """What this account manages on a day, read now; a disabled account manages nothing."""
    managing = tuple(
        grant
        for grant in _grants(connection, account_id)
        if Permission.MANAGE_ACCOUNTS in PERMISSIONS[grant.role]
    )
    return Reach(account_id, on, managing)


def holds(connection: Connection, account_id: int, permission: Permission, *, on: date) -> bool:
    """Whether this account has a permission on a day, somewhere; a disabled one has none."""
    return has_permission(_grants(connection, account_id), permission, on=on)


def acting_scope(
    connection: Connection, account_id: int, permission: Permission, *, on: date
) -> Scope:
    """
    Where this account has a permission on a day, read now; a disabled one nowhere.

    Every command asks it for itself, so that a page that was opened before does not matter.

    Raises:
        NotAllowed: it holds no such grant.
    """
    if not holds(connection, account_id, permission, on=on):
        raise NotAllowed(permission=permission.value)
    return scope_for(live_grants(connection, account_id), permission, on=on)


def reaches(
    connection: Connection, account_id: int, permission: Permission, area_code: str, *, on: date
) -> bool:
    """Whether this account has a permission on a day over every commune of an area, read now."""
    held = {
        grant.area_code
        for grant in _grants(connection, account_id)
        if grant.covers(on) and permission in PERMISSIONS[grant.role]
    }
    wanted = _communes(connection, [area_code])
    return bool(wanted) and wanted <= _communes(connection, held)


def may_give(connection: Connection, reach: Reach, role: Role, area_code: str) -> bool:
    """Whether the role is not above theirs today and the whole area lies inside their areas."""
    return _holds_on(connection, reach, role, area_code, reach.on)


def may_give_until(connection: Connection, reach: Reach, grant: GrantFact) -> bool:
    """
    Whether they hold as much themselves on every day of the grant that is still to come.

    Their own areas shrink only on the day after one of their grants ends, so the first day and
    those days are all that need to be looked at. A grant without end asks for one without end.
    """
    first, last = max(grant.valid_from, reach.on), grant.valid_to or date.max
    ends = (own.valid_to for own in reach.grants if own.valid_to is not None)
    turns = {first, *(end + _ONE_DAY for end in ends if first <= end < last)}
    return all(_holds_on(connection, reach, grant.role, grant.area_code, day) for day in turns)


def may_manage(connection: Connection, reach: Reach, account_id: int) -> bool:
    """
    Whether each live grant of the account is over a role and an area they could give themselves.

    An account without any is managed by whoever made it, and by administrators of the nation: else
    another province could take it over before its grant comes.
    """
    if not reach.area_codes:
        return False
    grants = live_grants(connection, account_id)
    if not grants and NATION not in reach.area_codes:
        return _made_by(connection, account_id) == reach.account_id
    return all(may_give(connection, reach, grant.role, grant.area_code) for grant in grants)


def may_restore(connection: Connection, reach: Reach, account_id: int) -> bool:
    """
    Whether they could give every grant of the account again, dates too.

    Asked before somebody gets into an account again: a new password in the hands of who made it
    must not outlast their own office.
    """
    live = [each for each in live_grants(connection, account_id) if not _is_over(each, reach.on)]
    return may_manage(connection, reach, account_id) and all(
        may_give_until(connection, reach, grant) for grant in live
    )


def live_grants(connection: Connection, account_id: int) -> tuple[GrantFact, ...]:
    """Every grant that is not revoked, whatever its days; of a disabled account too."""
    return tuple(_grants(connection, account_id, even_disabled=True))


def _is_over(grant: GrantFact, on: date) -> bool:
    return grant.valid_to is not None and grant.valid_to < on


def _holds_on(connection: Connection, reach: Reach, role: Role, area_code: str, day: date) -> bool:
    """Whether their own grants of that day, which are not lower than the role, hold the area."""
    held = {
        own.area_code
        for own in reach.grants
        if own.covers(day) and _RANKS.index(own.role) >= _RANKS.index(role)
    }
    if NATION in held or area_code in held:
        return True
    wanted = _communes(connection, [area_code])
    return area_code != NATION and bool(wanted) and wanted <= _communes(connection, held)


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
