"""Correcting one's own data without a script, and places that are called otherwise today."""

import pytest
from sqlmodel import Session, select

from db.models import Assessment
from tests.light.person import t

NAN_SAN = "02626"  # ended: part of Xã Si Ma Cai, Lào Cai


def to_correct(person):
    person.begin().follow(t("my_data.title"))
    return person.follow(t("my_data.correct"))


def stored(engine) -> Assessment:
    with Session(engine) as session:
        return session.exec(select(Assessment)).one()


def test_what_is_stored_is_chosen_beforehand_and_what_is_sent_is_changed(person, engine):
    to_correct(person)
    assert 'value="70+" checked' in person.html

    person.press(t("my_data.correct_save"), tuoi="60-69", gioi="male")

    assert t("my_data.corrected") in person.html
    row = stored(engine)
    assert (row.age_band, row.gender, row.audience) == ("60-69", "male", "citizen")


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"tuoi": "7-15"}, "error.age_fixed"),
        ({"gioi": "robot"}, "error.choice_missing"),
        ({"noi": "99999"}, "error.unknown_place"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(person, engine, wrong, key):
    to_correct(person)

    person.post(person.at, wrong)

    assert person.answer.status_code == 400
    assert t(key, code="99999") in person.html
    assert (stored(engine).age_band, stored(engine).gender) == ("70+", "female")


def test_the_place_is_corrected_by_its_name(person, engine):
    before = to_correct(person).at and stored(engine).commune_id

    person.press(t("my_data.correct_find"), ten="si ma cai").press("Xã Si Ma Cai")

    assert t("my_data.corrected") in person.html
    assert stored(engine).commune_id != before


def test_a_name_of_before_says_what_became_of_it_and_offers_that(person):
    for page in (person.open("/nhe?ai=self&ten=n%C3%A0n+s%C3%A1n"), to_correct(person)):
        if page.at.endswith("/sua"):
            page.press(t("my_data.correct_find"), ten="nàn sán")

        assert "Nàn Sán cũ</strong>" in page.html
        assert "Nghị quyết số" in page.html
        assert t("start.place_now", place="Xã ") in page.html


def test_answers_that_were_sent_are_not_changed_one_by_one(person):
    to_correct(person)
    assert t("my_data.answers_draft") in person.html

    person.follow(t("my_data.go_on"))

    assert person.heading == t("review.title")
