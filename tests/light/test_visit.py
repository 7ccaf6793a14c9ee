"""A whole visit without any script, page by page, and one that goes from path to path."""

import re
from datetime import timedelta

from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from db.assessments import open_draft
from db.commands import assessments
from db.models import Assessment, Consent, ExtraAnswers
from db.settings import PROJECT
from tests.light.person import t
from text import clips
from ui import clock, database


def stored(engine) -> list[Assessment]:
    with Session(engine) as session:
        return list(session.exec(select(Assessment)))


def answered(person, *, times=12, value=2):
    for _ in range(times):
        person.press(t(f"answer.{value}"))
    return person


def sent(person):
    answered(person.begin())
    return person.follow(t("form.skip_extra")).press(t("review.send"))


def test_a_person_comes_from_the_poster_to_the_result_without_script(person, engine):
    sent(person)

    assert person.heading == t("result.headline_firm", person="Bác")
    (row,) = stored(engine)
    assert (row.status, row.outcome, row.resume_code) == ("submitted", 3, person.code)
    assert t("result.ambassador", person="bác") in person.html


def test_nothing_is_stored_before_consent_and_a_missing_tick_is_said(person, engine):
    person.to_consent().press(t("consent.begin"))

    assert person.answer.status_code == 400
    assert t("error.consent_missing") in person.html
    assert stored(engine) == []

    person.press(t("consent.begin"), statistics="1")

    assert len(stored(engine)) == 1


def test_no_box_is_ticked_beforehand_and_each_purpose_is_kept_apart(person, engine):
    person.to_consent()
    assert " checked" not in person.html

    person.press(t("consent.begin"), statistics="1", repeat="1", sensitive="1")
    person.press(t("start.go_on"), ethnicity="minority")

    with Session(engine) as session:
        purposes = session.exec(select(Consent.purpose)).all()
    assert sorted(purposes) == ["repeat", "sensitive", "statistics"]


def test_beginning_twice_with_one_page_begins_once(person, engine):
    form = person.to_consent().page.forms[0]
    fields = {**form.fields, "statistics": "1"}

    first = person.post(form.action, fields).at
    second = person.post(form.action, fields).at

    assert first == second
    assert len(stored(engine)) == 1


def test_an_answer_sent_twice_is_one_answer_and_a_reload_sends_nothing(person, engine):
    person.begin()
    question, fields = person.at, {"tra-loi": "1"}

    person.post(question, fields)
    person.post(question, fields)

    assert [answer.status_code for answer in person.answer.history] == [303]
    (row,) = stored(engine)
    assert (row.answer_01, row.answer_02) == (1, None)


def test_the_script_gets_the_next_page_with_the_answer_and_its_address(person, engine):
    question = person.begin().at

    person.post(question, {"tra-loi": "2"}, **{"X-Nhe": "1"})

    assert person.answer.history == []
    assert t("form.counter", number=2, total=12) in person.html
    again = person.open(person.answer.headers["x-nhe"])
    assert t("form.counter", number=2, total=12) in again.html
    assert stored(engine)[0].answer_01 == 2


def test_sending_with_an_open_question_names_it_and_keeps_the_rest(person, engine):
    person.begin()
    answered(person, times=3)
    person.follow(t("light.all_link")).follow(t("review.title")).press(t("review.send"))

    assert person.answer.status_code == 400
    assert t("error.missing_answers", numbers="4, 5, 6, 7, 8, 9, 10, 11, 12") in person.html
    (row,) = stored(engine)
    assert (row.status, row.answer_03) == ("draft", 2)


def test_a_line_of_the_review_leads_to_its_question_and_back(person, engine):
    answered(person.begin()).follow(t("form.skip_extra"))
    line = next(words for words, _ in person.page.links if t("answer.2") in words)

    person.follow(line).press(t("answer.0"))

    assert person.heading == t("review.title")
    assert stored(engine)[0].answer_01 == 0


def test_all_questions_stand_on_one_page_and_each_tap_is_saved(person, engine):
    person.begin().follow(t("light.all_link"))
    for form in person.page.forms:
        person.post(form.action, {**form.fields, "tra-loi": "2"})

    assert person.heading == t("light.all_title")
    person.follow(t("review.title")).press(t("review.send"))
    assert stored(engine)[0].outcome == 3


def test_who_has_no_phone_is_asked_nothing_that_needs_one(person, engine):
    person.begin(device=0)
    questions = 0
    while person.heading != t("review.title"):
        person.press(t("answer.2"))
        questions += 1

    person.press(t("review.send"))

    assert questions < 12
    assert stored(engine)[0].status == "submitted"
    assert t("next_step.person", person="bác") in person.html
    assert t("result.ambassador", person="bác") not in person.html


def test_the_pack_is_offered_at_the_review_and_saved(person, engine):
    answered(person.begin()).follow(t("form.skip_extra"))
    offer = next(words for words, _ in person.page.links if words.startswith("Thêm"))
    person.follow(offer)
    answered(person, times=4, value=3)

    assert person.heading == t("review.title")
    with Session(engine) as session:
        extras = session.exec(select(ExtraAnswers)).one()
    assert (extras.pack_1, extras.pack_4) == (3, 3)


def test_after_sending_the_check_is_offered_and_told_at_its_end(person, engine):
    sent(person)
    person.follow(t("check.offer_questions", count=7)[:6])
    for _ in range(7):
        button = person.page.forms[-1].buttons[0]
        person.press(button["words"])

    assert person.heading == t("check.told_title")
    assert t("check.told_overclaim", person="bác").split("**")[0] in person.html


def test_who_is_helped_says_by_whom_and_the_answers_say_so(person, engine):
    person.open("/nhe?noi=15664").press(t("mode.assisted"))
    person.press(t("help_relation.volunteer")).press(t("help_language.hmn"))
    person.press(t("start.place_yes"))
    person.choose().press(t("consent.begin"), statistics="1")

    (row,) = stored(engine)
    assert (row.mode, row.helper_relation, row.help_language) == ("assisted", "volunteer", "hmn")


def test_who_began_in_the_full_form_goes_on_in_the_light_one(person, engine):
    person.begin()
    code = person.code
    asked = database.questionnaire(open_draft(engine, code, clock.now()).version)
    for question in asked.core[:4]:  # as ui.form saves a tap
        assessments.save_answer(engine, code=code, question_id=question.id, value=2,
                                questionnaire=asked, now=clock.now())  # fmt: skip

    person.open("/nhe/tiep-tuc").press(t("start.resume"), ma=f" {code[:3].lower()}-{code[3:]} ")

    assert t("form.counter", number=5, total=12) in person.html


def test_who_began_in_the_light_form_goes_on_in_the_full_one(person, engine):
    answered(person.begin(), times=4)
    code, seal = re.search(r"/nhe/(\w{6})\.(\w+)/", person.at).groups()
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=30).run()
    app.query_params["ma"], app.query_params["dau"] = code, seal

    app.switch_page("pages/citizen/self_assessment.py").run()

    assert not app.exception
    assert app.button_group[0].key == database.questionnaire("2026.1").core[4].id


def test_everything_is_deleted_by_the_person_and_nothing_opens_it_any_more(person, engine):
    sent(person).follow(t("my_data.title")).follow(t("my_data.delete_ask"))
    before = person.at
    person.press(t("my_data.delete_yes"))

    assert t("my_data.deleted") in person.html
    assert stored(engine) == []
    assert person.open(before).answer.status_code == 404


def test_my_data_says_what_is_stored_and_gives_it_as_a_file(person):
    sent(person).follow(t("my_data.title"))

    assert "Triệu Sơn" in person.html
    assert t("age_band.70+") in person.html
    file = person.follow(t("my_data.download_json")).answer
    assert file.headers["content-disposition"].startswith("attachment")
    assert file.json()["code"] == person.code


def test_english_is_whole_and_stays_chosen(person):
    person.open("/nhe?noi=15664&nn=en")

    assert '<html lang="en"' in person.html
    assert '<html lang="en"' in person.open("/nhe/tiep-tuc").html
    assert '<html lang="vi"' in person.open("/nhe?nn=vi").html


def test_letters_and_contrast_are_drawn_by_the_server_and_remembered(person):
    person.open("/nhe?chu=to").open("/nhe?tp=1")

    assert 'class="chu-to tuong-phan"' in person.open("/nhe/tiep-tuc").html


def test_a_draft_that_is_too_old_is_refused_in_words(person, engine, monkeypatch):
    person.begin()
    question, later = person.at, clock.now() + timedelta(days=31)
    monkeypatch.setattr("ui.clock.now", lambda: later)
    person.open(question)

    assert person.answer.status_code == 410
    assert t("error.expired_resume_code") in person.html


def test_the_person_is_spoken_to_in_the_wording_of_their_age(person):
    assert "Bạn" in person.begin(age_band="25-34").heading


def test_the_result_is_kept_on_paper_as_a_picture_and_beside_the_time_before(person, engine):
    answered(person.to_consent().press(t("consent.begin"), statistics="1", repeat="1")
             .press(t("device.2")), value=1)  # fmt: skip
    person.follow(t("form.skip_extra")).press(t("review.send"))
    earlier = person.code
    sent(person)
    base = person.at.removesuffix("/ket-qua")
    assert "binhdanhocvuso.gov.vn" in person.html

    drawing = person.client.get(f"{base}/ket-qua.svg")
    assert drawing.headers["content-type"] == "image/svg+xml"
    assert person.code not in drawing.text
    assert "Triệu Sơn" not in drawing.text
    assert f'src="{base}/ma-vuong.svg"' in person.html
    assert person.client.get(f"{base}/ma-vuong.svg").text.startswith("<svg")
    assert "A5 portrait" in person.open(f"{base}/ket-qua?in=a5").html
    assert person.post(f"{base}/lan-truoc", {"ma": "ZZZZZZ"}).answer.status_code == 404
    person.post(f"{base}/lan-truoc", {"ma": earlier})

    assert t("before.risen", count=6) in person.html


def test_a_recorded_question_and_its_answers_are_played(person):
    words = {"device-simple": t("device.question_simple"), "device-2": t("device.2"),
             "answer-0": t("answer.0"), "answer-1": "the words of before"}  # fmt: skip
    clips.offer({("vi", one): (said, f"/{one}.ogg") for one, said in words.items()})

    person.to_consent("70+").press(t("consent.begin"), statistics="1")
    device = person.html
    question = person.press(t("device.2")).html
    clips.offer({})

    for one, page in (("device-simple", device), ("device-2", device), ("answer-0", question)):
        assert f'data-clip="/{one}.ogg"' in page
    assert "/answer-1.ogg" not in question
