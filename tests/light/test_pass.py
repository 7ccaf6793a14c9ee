"""A phone that goes from hand to hand, without any script: the pass stays, the person goes."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import Session, select

from db.commands.accounts import NewGrant, create_account, create_first_admin, grant_area
from db.commands.helper_passes import give_passes
from db.engine import transaction
from db.models import Assessment, HelperPass
from domain.access import Role
from domain.helping import PassKind
from tests.light.person import TRIEU_SON, t
from ui import clock


@pytest.fixture
def give(engine):
    """The token of a pass of Triệu Sơn that holds now, whatever the hour of this test."""
    now, today = clock.now(), clock.today()
    when = {"now": now, "today": today}
    admin = create_first_admin(engine, display_name="Quản trị", **when).account_id
    held = NewGrant(Role.LEADER, TRIEU_SON, today, today + timedelta(days=9))
    made = create_account(engine, username="lan", display_name="Lan", by=admin, **when)
    leader = made.account_id
    grant_area(engine, account_id=leader, grant=held, by=admin, **when)

    def given(kind=PassKind.VOLUNTEER) -> str:
        [made] = give_passes(
            engine, area_code=TRIEU_SON, count=1, valid_on=today + timedelta(days=1), by=leader,
            now=now, today=today, kind=kind,
        )  # fmt: skip
        with transaction(engine) as connection:
            mine = update(HelperPass).where(HelperPass.id == made.pass_id)
            ends = now + timedelta(hours=1)
            connection.execute(mine.values(valid_on=today, expires_at=ends, number=made.pass_id))
        return made.token

    return given


def bar(key):
    return t(key, number="01", area="Xã Triệu Sơn", hour="x", helped=0).split(" · ")[0]


@pytest.mark.parametrize(
    ("kind", "key"),
    [(PassKind.VOLUNTEER, "helper.bar"), (PassKind.TEACHER, "helper.bar_teacher")],
)
def test_the_bar_says_whose_pass_it_is(person, give, kind, key):
    person.open(f"/nhe?the={give(kind)}")

    assert f"{bar(key)} · Xã Triệu Sơn" in person.html


def test_a_class_begins_with_a_teachers_pass_and_with_no_other(person, engine, give):
    for kind, ends in ((PassKind.VOLUNTEER, "start.age_band"), (PassKind.TEACHER, "minor.title")):
        person.open(f"/nhe?the={give(kind)}").press(t("mode.assisted"))
        person.press(t("help_relation.teacher")).press(t("help_language.vi"))
        person.press(t("age_band.7-15"))
        if kind is PassKind.TEACHER:
            person.press(t("consent_by.school")).press(t("gender.male"))
            person.press(t("audience.student"))
        assert person.heading == t(ends)
    person.press(t("consent.begin"), school="1", child="1")

    with Session(engine) as session:
        assert session.exec(select(Assessment.consent_by)).one() == "school"


def test_the_next_person_begins_with_the_pass_and_back_shows_nothing(person, give):
    token = give()
    person.open(f"/nhe?the={token}").press(t("mode.assisted"))
    person.press(t("help_relation.volunteer")).press(t("help_language.vi")).choose()
    person.press(t("consent.begin"), statistics="1").press(t("device.2"))
    question, code = person.at, person.code

    person.press(t("result.next_person"))

    (moved,) = person.answer.history
    assert moved.headers["clear-site-data"] == '"cache"'  # not the cookies: the pass and the marks
    assert moved.headers["cache-control"] == "no-store"
    assert bar("helper.bar") in person.html
    assert code not in person.html + str(person.answer.url)
    assert person.open(question).answer.status_code == 404


def test_without_a_pass_the_next_person_has_none(person):
    person.begin()
    person.post(person.at.rsplit("/", 1)[0] + "/nguoi-tiep", {})

    assert "the=" not in str(person.answer.url)
    assert person.answer.history[0].headers["clear-site-data"] == '"cache"'


def test_the_pass_of_this_browser_is_in_no_script_and_in_no_other_page(person, give):
    person.open(f"/nhe?the={give()}")

    (cookie,) = [one for one in person.answer.headers.get_list("set-cookie") if "the_giup" in one]
    assert "httponly" in cookie.lower()
    assert "path=/nhe" in cookie.lower()
