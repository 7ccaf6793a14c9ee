"""The light path over its real routes and a real database of reference data."""

import shutil
import warnings
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st

from db import settings as settings_module
from light import site
from tests.light.person import Person
from tests.server_process import SECRET, reference_database
from ui import clock, database
from web import light_path
from web.headers import SecurityHeaders

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would rather have another HTTP library
    from starlette.testclient import TestClient


@pytest.fixture(scope="session")
def reference(tmp_path_factory) -> Path:
    return reference_database(tmp_path_factory.mktemp("light"))


@pytest.fixture
def engine(reference, tmp_path, monkeypatch):
    path = tmp_path / "light.db"
    shutil.copyfile(reference, path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.setenv("APP_SECRET", SECRET)
    forget()
    engine = database.engine()
    yield engine
    engine.dispose()
    forget()


def forget():
    settings_module.settings.cache_clear()
    settings_module.app_secret.cache_clear()
    st.cache_resource.clear()
    light_path.forget()


@pytest.fixture
def app(engine) -> SecurityHeaders:
    """What serve.py serves below /nhe, with its headers."""
    shared = replace(light_path.shared, clock=lambda: clock.now())  # a test may move the clock
    return SecurityHeaders(site.application(shared))


@pytest.fixture
def person(app) -> Person:
    """Somebody without any script, who presses what is on the page."""
    return Person(TestClient(app, raise_server_exceptions=False))
