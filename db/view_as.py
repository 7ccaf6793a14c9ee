"""As whom an administrator reads, checked anew on every run."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from db.accounts import SignedIn, as_signed_in
from db.authority import holds, may_give, may_manage, reach_of
from db.models import Account
from domain.access import Permission


@dataclass(frozen=True)
class View:
    """As whom an administrator reads until a moment; `reader` is None for the public."""

    reader: SignedIn | None
    ends_at: datetime


def view_of(engine: Engine, person: SignedIn, *, now: datetime, today: date) -> View | None:
    """
    What this person may read as somebody else now; None when the view they began is over.

    It is over after its time, when they lose the permission, and when the account is disabled or
    holds anything beyond their own reach. Only what both hold is ever seen.
    """
    begun = person.view
    if begun is None or begun.ends_at <= now:
        return None
    with Session(engine) as session:
        connection = session.connection()
        if not holds(connection, person.account_id, Permission.VIEW_AS, on=today):
            return None
        if begun.account_id is None:
            return View(None, begun.ends_at)
        account = session.get(Account, begun.account_id)
        reach = reach_of(connection, person.account_id, on=today)
        if (
            account is None
            or account.disabled_at is not None
            or not may_manage(connection, reach, begun.account_id)
        ):
            return None
        reader = as_signed_in(session, account, viewed_by=person.account_id)
        shared = [g for g in reader.grants if may_give(connection, reach, g.role, g.area_code)]
        return View(replace(reader, grants=tuple(shared)), begun.ends_at)
