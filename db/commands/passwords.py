"""Changing one's own password."""

from datetime import datetime

from sqlalchemy import Engine, select, update
from sqlmodel import col

from db.commands.audit import record
from db.commands.sessions import end_all
from db.engine import transaction
from db.models import Account
from db.password_hash import hash_password, matches
from domain import password as rules
from domain.errors import SignInRequired, WeakPassword, WrongPassword


def set_password(engine: Engine, *, account_id: int, current: str, new: str, now: datetime) -> None:
    """
    Replace one's own password; ends every session of the account, this one too.

    Raises:
        WrongPassword: the current one does not match.
        WeakPassword: the new one breaks the rules or is the current one again.
        SignInRequired: the account is gone, disabled, or its password changed meanwhile.
    """
    with engine.connect() as connection:
        held = connection.execute(
            select(col(Account.username), col(Account.password_hash)).where(
                col(Account.id) == account_id, col(Account.disabled_at).is_(None)
            )
        ).first()
    if held is None:
        raise SignInRequired
    current, new = rules.normalise(current), rules.normalise(new)
    if not matches(current, held.password_hash):
        raise WrongPassword
    rules.check_new(new, held.username)
    if new == current:
        raise WeakPassword(minimum=rules.MINIMUM_CHARACTERS)
    _replace(engine, account_id, held.password_hash, hash_password(new), now)


def _replace(engine: Engine, account_id: int, old_hash: str, new_hash: str, now: datetime) -> None:
    with transaction(engine) as connection:
        replaced = connection.execute(
            update(Account)
            .where(col(Account.id) == account_id, col(Account.password_hash) == old_hash)
            .values(password_hash=new_hash, must_change_password=False)
        )
        if replaced.rowcount != 1:
            raise SignInRequired
        end_all(connection, account_id, now=now)
        record(connection, "account.set_password", f"account:{account_id}", by=account_id, now=now)
