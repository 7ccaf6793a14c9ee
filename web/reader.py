"""Who reads with the cookie of a session on a plain route."""

from datetime import datetime

from sqlalchemy import Engine

from db.accounts import SignedIn, signed_in


def person_of(database: Engine, token: str | None, *, now: datetime) -> SignedIn | None:
    """
    Whose cookie this is; None for nobody, and for who has to change a password first.

    While an administrator reads as somebody else they are nobody here: a plain route shows no
    ribbon that would say whose eyes these are.
    """
    person = signed_in(database, token, now=now) if token else None
    if person is None or person.must_change_password:
        return None
    return None if person.view is not None and person.view.ends_at > now else person
