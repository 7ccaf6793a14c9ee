"""From 7 to 15 without a script: the right company, two consents, and in no figure."""

import pytest
from sqlmodel import Session, select

from db.models import Assessment, Consent
from tests.light.person import t


def to_age(person, mode="self", relation=None, age="7-15", query=""):
    person.open(f"/nhe?noi=15664{query}").press(t(f"mode.{mode}"))
    if relation is not None:
        person.press(t(f"help_relation.{relation}")).press(t("help_language.vi"))
    if "the=" not in query:
        person.press(t("start.place_yes"))
    return person.press(t(f"age_band.{age}"))


def to_consent(person, by="parent", **company):
    to_age(person, **company).press(t(f"consent_by.{by}"))
    return person.press(t("gender.female")).press(t("audience.student"))


def stored(engine) -> list[Assessment]:
    with Session(engine) as session:
        return list(session.exec(select(Assessment)))


@pytest.mark.parametrize(
    ("mode", "relation", "age", "key"),
    [
        ("self", None, "under-7", "error.under_seven"),
        ("proxy", "family", "7-15", "error.child_answers"),
        ("assisted", "volunteer", "7-15", "error.child_helper_refused"),
    ],
)
def test_a_child_in_the_wrong_company_goes_no_further(person, engine, mode, relation, age, key):
    to_age(person, mode, relation, age)

    assert person.answer.status_code == 400
    assert t(key) in person.html
    assert person.heading == t("start.age_band")
    assert stored(engine) == []


def test_the_school_without_a_teachers_pass_is_told_what_it_takes(person):
    to_age(person).press(t("consent_by.school"))

    assert t("error.child_helper_refused") in person.html
    assert person.heading == t("minor.who")


def test_one_consent_is_not_enough_and_nothing_is_stored(person, engine):
    to_consent(person).press(t("consent.begin"), guardian="1")

    assert person.answer.status_code == 400
    assert t("error.child_consent_missing") in person.html
    assert " checked" in person.html
    assert stored(engine) == []


def test_an_adults_consent_is_not_taken_for_a_child(person, engine):
    to_consent(person).press(t("consent.begin"), statistics="1", repeat="1")

    assert person.answer.status_code == 400
    assert stored(engine) == []


def test_with_a_parent_both_agree_and_the_result_counts_nowhere(person, engine):
    to_consent(person).press(t("consent.begin"), guardian="1", child="1").press(t("device.2"))
    for _ in range(12):
        person.press(t("answer.2"))
    person.follow(t("form.skip_extra")).press(t("review.send"))

    assert t("minor.not_counted") in person.html
    (row,) = stored(engine)
    assert (row.age_band, row.consent_by, row.audience) == ("7-15", "parent", "student")
    with Session(engine) as session:
        assert sorted(session.exec(select(Consent.purpose))) == ["child", "guardian"]
    person.follow(t("my_data.title"))
    assert t("minor.take_back") in person.html


@pytest.mark.parametrize("forged", ["nguoi-lon=school", "nguoi-lon=robot", "nhom=worker"])
def test_a_forged_choice_of_a_child_is_asked_again(person, forged):
    person.open(f"/nhe?ai=self&noi=15664&dung=1&tuoi=7-15&gioi=female&nhom=citizen&{forged}")

    assert person.heading in (t("minor.who"), t("start.audience"))


def test_an_adult_brings_nobody_who_agrees_for_them(person, engine):
    query = "ai=self&noi=15664&dung=1&tuoi=70%2B&nguoi-lon=parent&gioi=female&nhom=citizen"
    person.open(f"/nhe?{query}").press(t("consent.begin"), statistics="1")

    assert stored(engine)[0].consent_by is None
