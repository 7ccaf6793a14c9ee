"""streamlit-authenticator's form and password check, without its cookie and its session state."""

import secrets
import threading
from collections.abc import Iterator, Mapping
from datetime import datetime

import streamlit as st
from sqlalchemy import Engine
from streamlit_authenticator.controllers import AuthenticationController
from streamlit_authenticator.views import Authenticate

from db.accounts import PasswordOwner, account_by_name
from db.commands.sign_in_attempts import Attempt, begin_attempt, forget_failures
from db.password_hash import stand_in
from domain import password as rules

_ITS_KEYS = (
    "name", "authentication_status", "username", "email", "roles", "logout", "password_hint",
)  # fmt: skip
_one_at_a_time = threading.Semaphore(1)  # a check takes 0.25 s of CPU: guessing gets one core


class PasswordCheck:
    """
    One run of the form. Afterwards `account_id` is whose password was right, or None.

    An unknown name, a wrong password and a lock take the same steps and the same time: the library
    always finds an account, and always compares one hash.
    """

    def __init__(self, engine: Engine, *, address: str | None, now: datetime) -> None:
        self._engine, self._address, self._now = engine, address, now
        self.account_id: int | None = None
        self.was_refused = False
        self.is_incomplete = False

    def draw(self, labels: dict[str, str]) -> None:
        """Draw the form and check what was sent; leaves no key of the library behind."""
        _forget_its_keys()
        try:
            _Form(self).login(fields=labels, key="sign-in")
        finally:
            _forget_its_keys()

    def check(self, controller: "_Controller", username: str, password: str) -> bool:
        """Let the library compare, after the attempt was counted."""
        attempt = begin_attempt(
            self._engine, username=username, address=self._address, now=self._now
        )
        owner = account_by_name(self._engine, username)
        held = owner if owner is not None and not attempt.locked else None
        with _one_at_a_time:
            matched = controller.compare(username, password, _hash_of(held))
        self._conclude(attempt, held if matched else None)
        return self.account_id is not None

    def _conclude(self, attempt: Attempt, owner: PasswordOwner | None) -> None:
        if owner is None:
            self.was_refused = True
            return
        forget_failures(self._engine, attempt)
        self.account_id = owner.account_id


class _Form(Authenticate):
    """The library's form. Its constructor is replaced: it would draw the cookie component."""

    def __init__(self, check: PasswordCheck) -> None:
        self.attrs = {"login_sleep_time": 0}
        self.path = None
        self.secret_key = secrets.token_hex(32)  # signs nothing we use
        self.cookie_controller = _NoCookie()
        self.authentication_controller = _Controller(check, self.secret_key)


class _Controller(AuthenticationController):
    def __init__(self, check: PasswordCheck, secret_key: str) -> None:
        self._check = check
        super().__init__({"usernames": {}}, auto_hash=False, secret_key=secret_key)

    def login(self, username: str = "", password: str = "", *_: object, **__: object) -> bool:
        """What the form calls when it is sent."""
        name, typed = username.strip().lower(), rules.normalise(password)
        if not name or not typed:
            self._check.is_incomplete = True
            return False
        return self._check.check(self, name, typed if rules.fits(typed) else "")

    def compare(self, username: str, password: str, password_hash: str) -> bool:
        """The library's own check, over one account under whatever name was typed."""
        self.authentication_model.credentials["usernames"] = _EveryName(password_hash)
        return bool(self.authentication_model.check_credentials(username, password))


class _EveryName(Mapping[str, dict[str, object]]):
    """The library asks whether a name exists; every name does, with this hash."""

    def __init__(self, password_hash: str) -> None:
        self._record: dict[str, object] = {"password": password_hash}

    def __getitem__(self, username: str) -> dict[str, object]:
        return self._record

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __contains__(self, username: object) -> bool:
        return True


class _NoCookie:
    """Stands where the library keeps its cookie: ours is set by a route of the server."""

    def get_cookie(self) -> None:
        """There is none."""

    def set_cookie(self) -> None:
        """Never."""


def _hash_of(owner: PasswordOwner | None) -> str:
    return owner.password_hash if owner is not None else stand_in()


def _forget_its_keys() -> None:
    for key in _ITS_KEYS:
        st.session_state.pop(key, None)
