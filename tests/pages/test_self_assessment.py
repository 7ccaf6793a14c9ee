"""The self-assessment through the front door, with every refusal in words and nothing lost."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from db.models import Assessment, Consent, SensitiveAnswers
from domain.consent import TEXT_VERSIONS
from domain.people import AgeBand
from tests.pages.conftest import words
from ui import clock

PAGE = "citizen/self_assessment"
TRIEU_SON = "15664"


def begin(app, age_band=AgeBand.FROM_60, agree=True, device=2):
    """From the first screen to the first question, in a place the link names."""
    app.button(key="mode-self").click().run()
    app.button(key="place-yes").click().run()
    app.button_group(key="start-age_band").set_value(str(age_band)).run()
    app.button_group(key="start-gender").set_value("female").run()
    app.button_group(key="start-audience").set_value("citizen").run()
    if agree:
        app.checkbox(key="consent-statistics").check().run()
    app.button(key="begin").click().run()
    if not any(group.key == "device" for group in app.button_group):
        return app  # refused, and it says why
    return app.button_group(key="device").set_value(device).run()


def asked(app):
    return next(group.key for group in app.button_group)


def answer(app, value):
    question = asked(app)
    app.button_group(key=question).set_value(value).run()
    return question


def search(app, typed):
    app.text_input(key="typed_place").set_value(typed)
    return next(button for button in app.button if button.label == "Tìm").click().run()


def only_draft(engine):
    with Session(engine) as session:
        return session.exec(
            select(Assessment).where(Assessment.started_at >= clock.now() - timedelta(minutes=5))
        ).one()


@pytest.fixture
def form(open_page):
    return begin(open_page(PAGE, noi=TRIEU_SON))


def test_nothing_is_stored_before_consent_is_given(open_page, engine):
    before = counted(engine)

    app = begin(open_page(PAGE, noi=TRIEU_SON), agree=False)

    assert "Cần đánh dấu vào ô đồng ý" in words(app)
    assert counted(engine) == before


def counted(engine):
    with engine.connect() as connection:
        return connection.scalar(text("SELECT count(*) FROM assessment"))


def test_consent_is_unticked_versioned_and_stored(form, engine):
    draft = only_draft(engine)

    with Session(engine) as session:
        consent = session.exec(select(Consent).where(Consent.assessment_id == draft.id)).one()
    assert (consent.purpose, consent.text_version) == ("statistics", TEXT_VERSIONS["statistics"])


def to_consent(app):
    app.button(key="mode-self").click().run()
    app.button(key="place-yes").click().run()
    for name, value in (("age_band", "60-69"), ("gender", "female"), ("audience", "citizen")):
        app.button_group(key=f"start-{name}").set_value(value).run()
    return app


def test_sensitive_questions_come_only_after_their_own_consent(open_page, engine):
    app = to_consent(open_page(PAGE, noi=TRIEU_SON))
    assert not any(box.value for box in app.checkbox)
    assert not app.button_group

    app.checkbox(key="consent-sensitive").check().run()
    assert [group.key for group in app.button_group] == ["start-ethnicity", "start-disability"]
    app.button_group(key="start-ethnicity").set_value("minority").run()
    app.button(key="begin").click().run()
    assert "Cần đánh dấu vào ô đồng ý" in words(app)  # the optional one is not the needed one
    app.checkbox(key="consent-statistics").check().run()
    app.button(key="begin").click().run()

    draft = only_draft(engine)
    with Session(engine) as session:
        given = session.exec(select(Consent).where(Consent.assessment_id == draft.id)).all()
        [stored] = session.exec(select(SensitiveAnswers)).all()
    assert {one.purpose for one in given} == {"statistics", "sensitive"}
    assert (stored.assessment_id, stored.ethnicity) == (draft.id, "minority")
    assert stored.disability == "unsaid"  # not answered is not an answer


def test_an_unknown_place_in_a_link_is_said_and_the_place_can_be_searched(open_page):
    app = open_page(PAGE, noi="99999")
    app.button(key="mode-self").click().run()

    assert "“99999” không còn dùng" in words(app)
    search(app, "trieu son")
    assert app.button(key=f"place-{TRIEU_SON}")


def test_a_place_is_found_without_accents_and_at_most_eight_are_sent(open_page):
    app = open_page(PAGE)
    app.button(key="mode-self").click().run()
    search(app, "tan")

    places = [button.key for button in app.button if (button.key or "").startswith("place-")]
    assert 1 <= len(places) <= 8


def test_each_answer_is_in_the_database_at_the_tap(form, engine):
    answer(form, 2)

    assert only_draft(engine).answer_01 == 2
    assert "✓ Đã lưu câu trả lời" in words(form)
    assert "Câu 2/12" in [bar.proto.text for bar in form.get("progress")]


def test_back_is_always_there_and_shows_the_stored_answer(form, engine):
    first = answer(form, 1)
    form.button(key="back").click().run()

    assert asked(form) == first
    assert form.button_group(key=first).value == 1
    answer(form, 3)
    assert only_draft(engine).answer_01 == 3


def test_a_new_session_goes_on_by_code_where_the_old_one_stopped(form, engine, open_page):
    for value in (0, 1, 2):
        answer(form, value)
    code = only_draft(engine).resume_code

    other = open_page(PAGE)
    other.text_input(key="typed_code").set_value(f"{code[:3].lower()} {code[3:].lower()}")
    next(b for b in other.button if b.label == "Làm tiếp").click().run()

    assert asked(other) == "check-news"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("ABCDEF", "Không có mã “ABCDEF”"), ("12", "Không có mã “12”"), ("", "Không có mã “”")],
)
def test_a_wrong_code_is_said_and_the_form_stays(open_page, typed, sentence):
    app = open_page(PAGE)
    app.text_input(key="typed_code").set_value(typed)
    next(b for b in app.button if b.label == "Làm tiếp").click().run()

    assert sentence in words(app)
    assert app.button(key="mode-self")


def test_a_wrong_code_in_the_url_is_said_and_a_new_start_is_offered(open_page):
    app = open_page(PAGE, ma="ABCDEF")

    assert "Không có mã “ABCDEF”" in words(app)
    assert app.button(key="mode-self")


def test_an_expired_code_is_said_kindly(form, engine, open_page):
    code = only_draft(engine).resume_code
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE assessment SET expires_at = :past WHERE resume_code = :code"),
            {"past": "2026-01-01 00:00:00.000000", "code": code},
        )

    assert "quá 30 ngày" in words(open_page(PAGE, ma=code))


def test_guessing_codes_is_stopped(open_page):
    app = open_page(PAGE)
    for _ in range(12):
        app.text_input(key="typed_code").set_value("ABCDEF")
        next(b for b in app.button if b.label == "Làm tiếp").click().run()

    assert "quá nhiều lần" in words(app)


def test_sending_with_a_gap_names_the_question_and_loses_nothing(form, engine):
    for _ in range(12):
        answer(form, 2)
    form.button(key="skip").click().run()
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE assessment SET answer_05 = NULL WHERE resume_code = :code"),
            {"code": only_draft(engine).resume_code},
        )

    form.button(key="send").click().run()

    assert "Còn câu chưa trả lời: câu 5" in words(form)
    assert only_draft(engine).status == "draft"
    assert only_draft(engine).answer_12 == 2


def test_the_result_is_one_sentence_a_staircase_and_three_steps(form, engine):
    for value in (2, 2, 2, 1, 2, 2, 0, 1, 2, 2, 3, 3):
        answer(form, value)
    form.button(key="skip").click().run()
    form.button(key="send").click().run()
    form.run()

    text_read = words(form)
    assert "Bác đã làm được 5 trong sáu nhóm kỹ năng số." in text_read
    assert all(f"**{number}.**" in text_read for number in (1, 2, 3))
    assert "không phải giấy chứng nhận" in text_read
    assert only_draft(engine).status == "submitted"
    assert form.get("image")


def test_a_sent_code_shows_the_result_again_and_takes_no_answer(form, engine, open_page):
    for _ in range(12):
        answer(form, 2)
    form.button(key="skip").click().run()
    form.button(key="send").click().run()
    form.run()

    again = open_page(PAGE, ma=only_draft(engine).resume_code)

    assert "Bác làm vững cả sáu nhóm kỹ năng số." in words(again)
    assert not again.button_group


def test_two_tabs_on_one_draft_keep_both_answers_and_one_person_is_counted(form, engine, open_page):
    code = only_draft(engine).resume_code
    other = open_page(PAGE, ma=code)
    before = counted_people(engine)
    answer(form, 0)
    for _ in range(12):
        answer(other, 2)
    for tab in (form, other):
        tab.run()
    other.button(key="skip").click().run()
    other.button(key="send").click().run()

    answer(form, 3)

    assert counted_people(engine) == before + 1
    assert only_draft(engine).answer_02 == 2
    assert "gửi rồi" in words(form) or "Đã nhận câu trả lời" in words(form)


def counted_people(engine):
    with engine.connect() as connection:
        return connection.scalar(text("SELECT sum(people) FROM attainmenttotal"))
