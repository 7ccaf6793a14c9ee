"""Between midnight of a change and that day's first release, everything reads as the day before."""

import shutil
from datetime import date, timedelta

import pytest
import streamlit as st
from sqlmodel import Session

from db import deployment
from db.commands.accounts import create_first_admin
from db.commands.unit_changes import change_units
from db.engine import open_engine
from db.settings import settings
from db.unit_plans import Change, NewUnit, PlannedChange
from domain.access import PUBLIC
from domain.people import Mode
from publishing.release import release
from seed.demo import simulate
from ui import clock, load, reading_day, reference

KEPT, GONE, THANH_HOA = "15796", "15820", "38"


@pytest.fixture
def country(tmp_path, monkeypatch, reference_file):
    from db import settings as module

    shutil.copyfile(reference_file, tmp_path / "app.db")
    url = f"sqlite:///{tmp_path / 'app.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("APP_SECRET", "a secret of these tests only, long enough")
    forget(module)
    engine = open_engine(url)
    yield engine
    engine.dispose()
    monkeypatch.undo()
    forget(module)


def forget(module) -> None:
    module.settings.cache_clear()
    st.cache_data.clear()
    st.cache_resource.clear()


def read() -> tuple[object, ...]:
    st.cache_data.clear()
    st.cache_resource.clear()
    version = load.data_version()
    campaign = reference.rounds()[0]
    table = load.communes(PUBLIC, THANH_HOA, campaign, Mode.SELF, version, "vi").table
    columns = ["unit_code", "unit_name", "n", "percent"]
    return (
        table[columns].astype(str).values.tolist(),
        reference.area_names()[KEPT],
        reference.area(PUBLIC, THANH_HOA, "vi").communes,
        sorted(reference.commune_points(PUBLIC, THANH_HOA)["unit_code"]),
    )


def test_a_change_is_read_from_the_first_release_of_its_day_on(country, monkeypatch):
    simulate(country, people=400, random_state=1)
    now, today = clock.now(), clock.today()
    day = today + timedelta(days=1)
    admin = create_first_admin(country, display_name="Quản trị", now=now, today=today)
    asked = {"minimum": settings().minimum_group, "month": f"{today:%Y-%m}"}
    release(country, now=now, **asked)
    new = NewUnit(KEPT, "Triệu Ngọc", "phường")
    merge = PlannedChange(Change.MERGE, (KEPT, GONE), (new,), "NQ 1", day)
    change_units(country, merge, by=admin.account_id, now=now, today=today)
    release(country, now=now, **asked)
    before = read()
    assert "Triệu Ngọc" not in before[1]

    monkeypatch.setattr("ui.clock.today", lambda: day)
    monkeypatch.setattr("ui.clock.now", lambda: now + timedelta(days=1))

    assert read() == before
    release(country, now=now + timedelta(days=1), **asked)
    after = read()
    assert reading_day.current() == day
    assert "Phường Triệu Ngọc" in after[1]
    assert after[2] == before[2] - 1
    assert GONE not in after[3]


def test_without_a_release_the_day_is_the_real_one(country, monkeypatch):
    monkeypatch.setattr("ui.clock.today", lambda: date(2030, 1, 1))
    st.cache_data.clear()

    assert reading_day.current() == date(2030, 1, 1)
    with Session(country) as session:
        assert deployment.released_on(session) is None
