"""Somebody at a class presses one button: counted once, without a name, only on the day."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from db.commands.accounts import NewGrant, create_account, create_first_admin, grant_area
from db.commands.classes import cancel_class, plan_class
from db.models import metadata
from domain.access import NATION, Role
from domain.classes import ClassKind, ClassPlace, ClassPlan, Teacher
from tests.light.person import TRIEU_SON
from tests.light.test_visit import sent
from text import translator
from ui import clock

T = translator("vi")
NOW = datetime(2026, 11, 24, 12, 15, tzinfo=UTC)  # Tuesday, 19:15 in Vietnam
DAY = NOW.date()
WHEN = {"now": NOW, "today": DAY}


@pytest.fixture(autouse=True)
def evening(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def leader(engine):
    admin = create_first_admin(engine, display_name="Quản trị", **WHEN).account_id
    made = create_account(engine, username="hoa", display_name="Chị Hoa", by=admin, **WHEN)
    grant = NewGrant(Role.LEADER, NATION, DAY, None)
    grant_area(engine, account_id=made.account_id, grant=grant, by=admin, **WHEN)
    return made.account_id


@pytest.fixture
def planned(engine, leader):
    def plan(day=DAY):
        asked = ClassPlan(
            ClassKind.LESSON, ClassPlace.CULTURE_HOUSE, "Nhà văn hóa thôn 3", TRIEU_SON, day,
            19 * 60 + 30, 90, "everyone", Teacher.AMBASSADOR, (), (),
        )  # fmt: skip
        return plan_class(engine, plan=asked, by=leader, **WHEN)

    return plan


def came(engine):
    with engine.connect() as connection:
        return connection.scalar(
            select(func.count()).select_from(metadata.tables["classattendance"])
        )


def test_two_tabs_and_a_reload_are_one_person(engine, person, planned):
    page = f"/lop/{planned()}"
    for _ in range(2):
        person.client.get(page)

    taps = [person.client.post(page) for _ in range(3)]

    assert came(engine) == 1
    assert T("attend.done") in taps[-1].text
    assert "Tối thứ Ba 24/11/2026, 19:30" in taps[-1].text
    assert T("attend.here") not in re.findall("<button class=.main.>(.*?)</button>", taps[-1].text)


def test_a_phone_without_cookies_is_asked_to_be_counted_by_the_helper(engine, person, planned):
    answer = person.client.post(f"/lop/{planned()}")

    assert (answer.status_code, came(engine)) == (400, 0)
    assert T("attend.no_cookie") in answer.text


@pytest.mark.parametrize("days", [-1, 1])
def test_another_day_shows_the_class_without_a_button_and_refuses_the_post(
    engine, person, planned, days
):
    page = f"/lop/{planned(DAY + timedelta(days=days))}"

    shown, refused = person.client.get(page), person.client.post(page)

    assert T("attend.here") not in shown.text
    assert (refused.status_code, came(engine)) == (400, 0)


def test_a_cancelled_class_says_so(engine, person, planned, leader):
    token = planned()
    cancel_class(engine, token=token, by=leader, **WHEN)

    assert T("error.class_cancelled") in person.client.get(f"/lop/{token}").text


def test_a_wrong_code_counts_nobody_and_guessing_is_stopped(engine, person, planned):
    page = f"/lop/{planned()}"
    person.client.get(page)

    answers = [person.client.post(page, data={"ma": f"ABCDE{end}"}) for end in "ABCDEFGHJKLM"]

    assert came(engine) == 0
    assert {answers[0].status_code, answers[-1].status_code} == {400, 429}


def test_an_unknown_class_is_missing_and_capitals_of_the_code_lead_there(engine, person, planned):
    token = planned()

    assert person.client.get("/lop/ABCDE").status_code == 404
    assert person.client.get("/lop/%27--").status_code == 404
    assert str(person.client.get(f"/LOP/{token}").url).endswith(f"/lop/{token}")


def test_another_site_cannot_say_that_somebody_came(engine, person, planned):
    page = f"/lop/{planned()}"
    person.client.get(page)

    foreign = person.client.post(page, headers={"Origin": "https://evil.example"})

    assert (foreign.status_code, came(engine)) == (403, 0)


def test_a_result_names_the_next_class_of_the_commune(person, planned):
    planned(DAY + timedelta(days=2))
    sent(person)

    assert "thứ Năm 26/11/2026, 19:30, tại Nhà văn hóa thôn 3" in person.html
