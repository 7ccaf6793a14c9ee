"""Under 16 at the front door: a family or a teacher's pass, two boxes, a result, no figure."""

import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from db.commands import assessments
from db.models import AttainmentCell, Consent
from domain.consent import MINOR_TEXT_VERSION
from domain.helping import PassKind
from tests.pages.conftest import words
from tests.pages.test_helper_pass import give  # noqa: F401
from tests.pages.test_my_data import enter
from tests.pages.test_self_assessment import PAGE, TRIEU_SON, answer, counted, only_draft
from text import translator
from ui import clock

T = translator("vi")


def to_age(app, mode="self", relation=None):
    app.button(key=f"mode-{mode}").click().run()
    if mode != "self":
        if relation:
            app.button_group(key="help-relation").set_value(relation).run()
        app.button(key="help-go-on").click().run()
    if any(button.key == "place-yes" for button in app.button):
        app.button(key="place-yes").click().run()
    return app


def choose_age(app, age="7-15"):
    return app.button_group(key="start-age_band").set_value(age).run()


def to_consent(app, consent_by):
    app.button(key=f"consent-by-{consent_by}").click().run()
    app.button_group(key="start-gender").set_value("female").run()
    [audience] = app.button_group
    assert list(audience.options) == [
        T("audience.student"), T("audience.citizen"),
    ]  # fmt: skip
    return audience.set_value("student").run()


@pytest.mark.parametrize(
    ("mode", "relation", "age", "key"),
    [
        ("self", None, "under-7", "error.under_seven"),
        ("proxy", "family", "7-15", "error.child_answers"),
        ("assisted", "volunteer", "7-15", "error.child_helper_refused"),
        ("assisted", "teacher", "7-15", "error.child_helper_refused"),
    ],
)
def test_a_child_in_the_wrong_company_goes_no_further(open_page, engine, mode, relation, age, key):
    before = counted(engine)
    app = to_age(open_page(PAGE, noi=TRIEU_SON), mode, relation)

    choose_age(app, age)

    assert T(key) in words(app)
    assert app.button_group(key="start-age_band")
    assert counted(engine) == before


def test_the_school_without_a_teachers_pass_is_told_what_it_takes(open_page, engine):
    app = choose_age(to_age(open_page(PAGE, noi=TRIEU_SON)))

    app.button(key="consent-by-school").click().run()

    assert T("error.child_helper_refused") in words(app)
    assert app.button(key="consent-by-parent")


def test_with_a_parent_both_agree_and_the_child_sees_a_result_that_counts_nowhere(
    open_page, engine
):
    with Session(engine) as session:
        people = session.scalar(select(func.sum(AttainmentCell.people)))
    before = counted(engine)
    app = to_consent(choose_age(to_age(open_page(PAGE, noi=TRIEU_SON))), "parent")
    assert [(box.key, box.value) for box in app.checkbox] == [
        ("consent-guardian", False), ("consent-child", False),
    ]  # fmt: skip

    app.checkbox(key="consent-guardian").check().run()
    app.button(key="begin").click().run()
    assert T("error.child_consent_missing") in words(app)
    assert counted(engine) == before
    app.checkbox(key="consent-child").check().run()
    app.button(key="begin").click().run()
    app.button_group(key="device").set_value(2).run()
    while any((group.key or "")[:1] == "q" for group in app.button_group):
        answer(app, 2)

    draft = only_draft(engine)
    with Session(engine) as session:
        given = session.exec(select(Consent).where(Consent.assessment_id == draft.id)).scalars()
        assert {(one.purpose, one.text_version) for one in given} == {
            ("guardian", MINOR_TEXT_VERSION), ("child", MINOR_TEXT_VERSION),
        }  # fmt: skip
        assert session.scalar(select(func.sum(AttainmentCell.people))) == people
    assert (draft.consent_by, draft.age_band) == ("parent", "7-15")


@pytest.mark.parametrize("kind", list(PassKind))
def test_a_class_begins_with_a_teachers_pass_and_with_no_other(
    open_page,
    engine,
    give,  # noqa: F811
    kind,
):
    made = give(kind=kind)
    app = choose_age(to_age(open_page(PAGE, the=made.token), "assisted"))
    if kind is PassKind.VOLUNTEER:
        assert T("error.child_helper_refused") in words(app)
        return

    to_consent(app, "school")
    for purpose in ("school", "child"):
        app.checkbox(key=f"consent-{purpose}").check().run()
    app.button(key="begin").click().run()

    draft = only_draft(engine)
    assert (draft.consent_by, draft.helper_pass_id) == ("school", made.pass_id)
    assert "Thẻ giáo viên 01" in words(app)


def test_a_childs_data_say_who_agreed_and_that_nothing_is_counted(open_page, engine):
    code = assessments.start(
        engine, commune_code=TRIEU_SON, audience="student", age_band="7-15", gender="female",
        mode="self", consents={"guardian": "1", "child": "1"}, now=clock.now(),
        consent_by="guardian",
    ).code  # fmt: skip

    app = enter(open_page("citizen/my_data"), code)

    assert T("consent_by.guardian") in words(app)
    assert T("my_data.counted_not") in words(app)
    assert T("minor.take_back") in words(app)
    assert list(app.button_group(key="correct-age_band").options) == [T("age_band.7-15")]
