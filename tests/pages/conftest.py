"""Pages through the front door (app.py), on a copy of a small simulated country."""

import shutil
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from db.commands.accounts import NewGrant, create_account, create_first_admin, grant_area
from db.commands.passwords import set_password
from db.commands.sessions import issue_ticket, redeem_ticket
from db.engine import open_engine
from db.settings import settings
from seed.demo import simulate
from tests.templates import template
from ui import clock

PROJECT = Path(__file__).resolve().parent.parent.parent
PEOPLE = 6000


@pytest.fixture(scope="session")
def country(reference_file, tmp_path_factory):
    """All reference data and 6,000 simulated people; every test works on a copy."""
    return template(tmp_path_factory, "country", populate, start=reference_file)


def populate(engine):
    simulate(engine, people=PEOPLE, random_state=1)


@pytest.fixture
def engine(country, tmp_path, monkeypatch):
    path = tmp_path / "app.db"
    shutil.copy(country, path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.setenv("APP_SECRET", "a secret of these tests only, long enough")
    monkeypatch.setenv("FRESHNESS_SECONDS", "0")
    forget_what_is_cached()
    engine = open_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()
    forget_what_is_cached()


def forget_what_is_cached():
    from db import settings as module

    module.settings.cache_clear()
    module.app_secret.cache_clear()
    st.cache_data.clear()
    st.cache_resource.clear()
    assert settings().database_url


@pytest.fixture
def open_page(engine):
    """Open a page as a visitor does: app.py first, then the page; `query` is what the URL says."""

    def open_(file: str, **query: str) -> AppTest:
        app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=30)
        app.run()
        for name, value in query.items():
            app.query_params[name] = value
        return app.switch_page(f"pages/{file}.py").run()

    return open_


@pytest.fixture
def signed_in(engine, monkeypatch):
    """Sign somebody in with a role over an area; AppTest has no cookies, so it is handed over."""
    when = {"now": clock.now(), "today": clock.today()}
    admin = create_first_admin(engine, display_name="Quản trị", **when)

    def sign_in(role, area_code, valid_from=None, valid_to=None):
        made = create_account(
            engine, username=f"{role}-{area_code}".lower(), display_name="Người thử",
            by=admin.account_id, **when,
        )  # fmt: skip
        grant = NewGrant(role, area_code, valid_from or clock.today(), valid_to)
        grant_area(engine, account_id=made.account_id, grant=grant, by=admin.account_id, **when)
        set_password(engine, account_id=made.account_id, current=made.one_time_password,
                     new="một câu dài dễ nhớ", now=clock.now())  # fmt: skip
        ticket = issue_ticket(engine, made.account_id, now=clock.now())
        token = redeem_ticket(engine, ticket, now=clock.now())
        monkeypatch.setattr("ui.auth.browser_token", lambda: token)
        return made.account_id

    return sign_in


def words(app: AppTest) -> str:
    """Everything a reader reads on the page."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "warning", "error",
             "success", "button", "selectbox")  # fmt: skip
    parts = []
    for kind in kinds:
        for element in app.get(kind):
            parts += [str(getattr(element, "value", "")), str(getattr(element, "label", ""))]
    parts += [frame.value.to_string() for frame in app.get("table")]
    return "\n".join(parts)
