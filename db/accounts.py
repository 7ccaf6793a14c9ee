"""Who has an account, what it may do, and who a browser's cookie belongs to."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from db.authority import may_manage, reach_of
from db.keyed_hash import keyed_hash
from db.models import Account, Area, Grant, SignInSession
from domain.access import GrantFact, Role
from domain.errors import ViewOnly
from domain.places import search_key


@dataclass(frozen=True)
class BegunView:
    """A view as a browser began it, before anybody checked that it still holds; None: the public"""

    account_id: int | None
    ends_at: datetime


@dataclass(frozen=True)
class SignedIn:
    """
    Somebody whose cookie was found, with every grant that is not revoked.

    `view` is what this browser began to read as; `viewed_by` the administrator who reads as them.
    """

    account_id: int
    username: str
    display_name: str
    must_change_password: bool
    grants: tuple[GrantFact, ...]
    view: BegunView | None = None
    viewed_by: int | None = None

    def writing_id(self) -> int:
        """
        The account that changes something.

        Raises:
            ViewOnly: somebody else is only reading as this account.
        """
        if self.viewed_by is not None:
            raise ViewOnly
        return self.account_id

    @property
    def roles(self) -> frozenset[Role]:
        """The roles of these grants; what they allow where is asked of `domain.access`."""
        return frozenset(grant.role for grant in self.grants)


@dataclass(frozen=True)
class PasswordOwner:
    """What is needed to check a password."""

    account_id: int
    username: str
    password_hash: str = field(repr=False)


@dataclass(frozen=True)
class ListedGrant:
    """A grant as an administrator sees it."""

    grant_id: int
    role: Role
    area_code: str
    area_name: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class ListedAccount:
    """An account as an administrator sees it."""

    account_id: int
    username: str
    display_name: str
    disabled: bool
    must_change_password: bool
    grants: tuple[ListedGrant, ...]


@dataclass(frozen=True)
class FoundArea:
    """An area a grant may name."""

    code: str
    name: str
    kind: str


def account_by_name(engine: Engine, username: str) -> PasswordOwner | None:
    """The account that may sign in under this name; a disabled one may not."""
    statement = select(Account).where(
        Account.username == username, col(Account.disabled_at).is_(None)
    )
    with Session(engine) as session:
        account = session.exec(statement).first()
        if account is None:
            return None
        return PasswordOwner(_id(account), account.username, account.password_hash)


def signed_in(engine: Engine, token: str, *, now: datetime) -> SignedIn | None:
    """
    Whose session this cookie is; None for a forged, ended, expired or disabled one.

    Grants are read each time, so a revoked one has no effect any more.
    """
    statement = (
        select(Account, SignInSession.viewed_account_id, SignInSession.view_ends_at)
        .join(SignInSession, col(SignInSession.account_id) == Account.id)
        .where(
            SignInSession.token_hash == keyed_hash("session", token),
            SignInSession.expires_at > now,
            col(Account.disabled_at).is_(None),
        )
    )
    with Session(engine) as session:
        found = session.exec(statement).first()
        if found is None:
            return None
        account, viewed_account_id, view_ends_at = found
        view = None if view_ends_at is None else BegunView(viewed_account_id, view_ends_at)
        return as_signed_in(session, account, view=view)


def as_signed_in(
    session: Session,
    account: Account,
    *,
    view: BegunView | None = None,
    viewed_by: int | None = None,
) -> SignedIn:
    """The account with every grant that is not revoked."""
    grants = session.exec(_live_grants().where(Grant.account_id == account.id)).all()
    return SignedIn(
        _id(account),
        account.username,
        account.display_name,
        account.must_change_password,
        tuple(_fact(grant) for grant in grants),
        view,
        viewed_by,
    )


def accounts_managed_by(engine: Engine, account_id: int, *, on: date) -> tuple[ListedAccount, ...]:
    """The accounts this administrator may change on that day, by name."""
    with Session(engine) as session:
        reach = reach_of(session.connection(), account_id, on=on)
        grants = _grants_by_account(session)
        accounts = session.exec(select(Account).order_by(Account.username)).all()
        return tuple(
            _listed_account(account, grants.get(_id(account), ()))
            for account in accounts
            if may_manage(session.connection(), reach, _id(account))
        )


def find_areas(engine: Engine, text: str, *, limit: int = 20) -> tuple[FoundArea, ...]:
    """Areas whose name holds the text, accents forgiven; the shortest names first."""
    wanted = search_key(text)
    if not wanted:
        return ()
    statement = select(Area).where(col(Area.search_key).contains(wanted, autoescape=True))
    with Session(engine) as session:
        areas = session.exec(statement).all()
        nearest = sorted(areas, key=lambda area: (len(area.search_key), area.search_key))[:limit]
        return tuple(FoundArea(area.code, area.name, area.kind) for area in nearest)


def _live_grants() -> SelectOfScalar[Grant]:
    return select(Grant).where(col(Grant.revoked_at).is_(None)).order_by(col(Grant.id))


def _grants_by_account(session: Session) -> dict[int, tuple[ListedGrant, ...]]:
    names = dict(session.exec(select(Area.code, Area.name)).all())
    found: dict[int, tuple[ListedGrant, ...]] = {}
    for grant in session.exec(_live_grants()).all():
        listed = _listed_grant(grant, names[grant.area_code])
        found[grant.account_id] = (*found.get(grant.account_id, ()), listed)
    return found


def _listed_grant(grant: Grant, area_name: str) -> ListedGrant:
    if grant.id is None:
        raise ValueError("a stored grant has an id")
    return ListedGrant(
        grant.id,
        Role(grant.role),
        grant.area_code,
        area_name,
        grant.valid_from,
        grant.valid_to,
    )


def _listed_account(account: Account, grants: tuple[ListedGrant, ...]) -> ListedAccount:
    return ListedAccount(
        _id(account),
        account.username,
        account.display_name,
        account.disabled_at is not None,
        account.must_change_password,
        grants,
    )


def _fact(grant: Grant) -> GrantFact:
    return GrantFact(Role(grant.role), grant.area_code, grant.valid_from, grant.valid_to)


def _id(account: Account) -> int:
    if account.id is None:
        raise ValueError("a stored account has an id")
    return account.id
