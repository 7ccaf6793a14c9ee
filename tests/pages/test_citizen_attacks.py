"""What somebody tried with the self-assessment: guessing, flooding, forging, injecting."""

import pytest
from sqlalchemy import text

from domain import resume_code
from tests.pages.conftest import words
from tests.pages.test_self_assessment import PAGE, TRIEU_SON, answer, asked, begin, only_draft
from ui import limits

WRONG = "ABCDEF"


def try_code(app, code):
    app.text_input(key="typed_code").set_value(code)
    next(button for button in app.button if button.label == "Làm tiếp").click().run()
    return app


def guess_until_refused(open_page, *, visits):
    """Each visit begins anew, as somebody who reconnects for every few guesses does."""
    for _ in range(visits):
        app = open_page(PAGE)
        for _ in range(2):
            if "quá nhiều lần" in words(try_code(app, WRONG)):
                return True
    return False


@pytest.fixture
def few_guesses(monkeypatch):
    monkeypatch.setattr(limits, "_WRONG_PER_SERVER", limits.RateLimitItemPerMinute(4))


def test_reconnecting_does_not_give_a_guesser_new_tries(open_page, few_guesses):
    assert guess_until_refused(open_page, visits=4)


def test_right_codes_are_not_counted_so_a_busy_day_locks_nobody_out(engine, open_page, few_guesses):
    begin(open_page(PAGE, noi=TRIEU_SON))
    code = only_draft(engine).resume_code

    for _ in range(6):
        app = open_page(PAGE, ma=code)

        assert asked(app)


def test_a_guesser_does_not_stop_a_person_who_reloads_their_own_page(
    engine, open_page, few_guesses
):
    mine = begin(open_page(PAGE, noi=TRIEU_SON))
    address = {name: only(value) for name, value in mine.query_params.items()}
    assert guess_until_refused(open_page, visits=4)

    reloaded = open_page(PAGE, **address)

    assert asked(reloaded)
    assert "quá nhiều lần" not in words(reloaded)


def only(value):
    """AppTest gives the values of a parameter as a list."""
    return value[0] if isinstance(value, list) else value


def test_a_seal_of_one_code_opens_no_other_one(engine, open_page, few_guesses):
    mine = begin(open_page(PAGE, noi=TRIEU_SON))
    seal = only(mine.query_params["dau"])
    assert guess_until_refused(open_page, visits=4)

    assert "quá nhiều lần" in words(open_page(PAGE, ma=WRONG, dau=seal))


def test_a_flood_of_drafts_is_stopped_in_words_and_the_choices_stay(open_page, monkeypatch, engine):
    monkeypatch.setattr(limits, "_STARTS_PER_SERVER", limits.RateLimitItemPerMinute(2))
    for _ in range(2):
        begin(open_page(PAGE, noi=TRIEU_SON))
    before = drafts(engine)

    app = begin(open_page(PAGE, noi=TRIEU_SON))

    assert "quá nhiều người bắt đầu" in words(app)
    assert app.checkbox(key="consent-statistics")
    assert drafts(engine) == before


def test_one_visit_does_not_begin_dozens(open_page, monkeypatch, engine):
    monkeypatch.setattr(limits, "_STARTS_PER_VISIT", limits.RateLimitItemPerMinute(1))
    app = begin(open_page(PAGE, noi=TRIEU_SON))
    del app.session_state["draft_code"]
    app.query_params.clear()
    app.query_params["noi"] = TRIEU_SON
    before = drafts(engine)

    begin(app.run())

    assert drafts(engine) == before


def drafts(engine):
    with engine.connect() as connection:
        return connection.scalar(text("SELECT count(*) FROM assessment"))


@pytest.mark.parametrize(
    "code", ["' OR 1=1 --", "A%", "______", "\x00\x00", "ABCDEFG", "ＡＢＣＤＥＦ"]
)
def test_a_code_is_never_a_pattern_or_a_statement(open_page, code):
    app = open_page(PAGE, ma=code)

    assert not app.exception
    assert app.button(key="mode-self")


def test_the_text_of_a_search_is_repeated_as_letters_only(open_page):
    app = open_page(PAGE)
    app.button(key="mode-self").click().run()
    app.text_input(key="typed_place").set_value("[zzz](https://x.yz) <b>www.x.yz</b> `a`")
    next(button for button in app.button if button.label == "Tìm").click().run()

    said = " ".join(warning.value for warning in app.warning)
    assert "zzz" in said
    assert not set(said.split("“")[1].split("”")[0]) & set("[]()<>`./:")


def test_a_draft_that_is_gone_in_the_middle_offers_a_new_start(open_page, engine):
    app = begin(open_page(PAGE, noi=TRIEU_SON))
    with engine.begin() as connection:
        connection.execute(text("UPDATE assessment SET expires_at = '2026-01-01 00:00:00.000000'"
                                " WHERE status = 'draft'"))  # fmt: skip

    app.run()

    assert not app.exception
    assert "quá 30 ngày" in words(app)
    assert app.button(key="mode-self")


def test_a_sent_assessment_takes_no_answer_from_a_tab_left_open(open_page, engine):
    app = begin(open_page(PAGE, noi=TRIEU_SON))
    with engine.begin() as connection:
        connection.execute(text("UPDATE assessment SET expires_at = '2026-01-01 00:00:00.000000'"
                                " WHERE status = 'draft'"))  # fmt: skip

    answer(app, 3)

    assert only_draft(engine).answer_01 is None


def test_codes_are_spread_over_the_whole_alphabet():
    seen = {char for _ in range(400) for char in resume_code.new_code()}

    assert seen == set(resume_code.ALPHABET)
