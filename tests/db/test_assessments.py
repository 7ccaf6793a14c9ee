"""What a citizen may change and what is refused; nothing given is lost, nobody counts twice."""

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import chain, cycle

import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from db.assessments import open_draft
from db.commands import assessments
from db.commands.old_drafts import delete_old_drafts
from db.deployment import SIMULATED, declare
from db.engine import transaction
from db.models import metadata
from db.questionnaires import NoQuestionnaire, current_version, load_questionnaire
from db.settings import PROJECT
from db.starting_point import NoCampaign
from domain.calendar_day import VIETNAM
from domain.errors import (
    AlreadySubmitted,
    AnswerOffScale,
    ChoiceMissing,
    ConsentMissing,
    ExpiredResumeCode,
    MissingAnswers,
    UnknownPlace,
    UnknownQuestion,
    UnknownResumeCode,
)
from domain.people import AgeBand, Audience, Gender, Mode
from domain.resume_code import ALPHABET, DAYS_VALID
from domain.scoring import GroupLevel, Outcome
from tests.db.people import LAN, answer, begin, stored
from tests.db.reference import (
    CLOSED,
    NOW,
    OLD_VERSION,
    TODAY,
    TRIEU_SON,
    VERSION,
    old_questionnaire,
    questionnaire,
)

ASKED = questionnaire()
CORE = [question.id for question in ASKED.core]
EXPIRED = NOW + timedelta(days=DAYS_VALID)
WRONG_CODE = "ZZZZZZ"


def _start(engine, **changes):
    choices = {
        "commune_code": TRIEU_SON,
        "audience": Audience.CITIZEN,
        "age_band": AgeBand.FROM_60,
        "gender": Gender.FEMALE,
        "mode": Mode.SELF,
        "consents": {"statistics": "2026-11-22"},
        "now": NOW,
    }
    return assessments.start(engine, **{**choices, **changes})


def _save(engine, code, question_id="q01", value=2, *, asked=ASKED, now=NOW):
    assessments.save_answer(
        engine, code=code, question_id=question_id, value=value, questionnaire=asked, now=now
    )


def _submit(engine, code, *, asked=ASKED, now=NOW):
    return assessments.submit(engine, code=code, questionnaire=asked, now=now, today=TODAY)


def _count(engine, table: str) -> int:
    with engine.connect() as connection:
        counted = select(func.count()).select_from(metadata.tables[table])
        return connection.execute(counted).scalar_one()


def _column(engine, name: str):
    with engine.connect() as connection:
        return connection.execute(select(metadata.tables["assessment"].c[name])).scalar_one()


@pytest.fixture
def code(each_engine) -> str:
    """A draft without answers."""
    return begin(each_engine, LAN, NOW).code


@pytest.fixture
def answered(each_engine, code) -> str:
    """A draft with all twelve core answers."""
    answer(each_engine, code, (2,) * 12, NOW)
    return code


@pytest.mark.parametrize("consents", [{}, {"research": "1"}, {"statistics": ""}])
def test_without_consent_to_statistics_nothing_is_stored(each_engine, consents):
    with pytest.raises(ConsentMissing):
        _start(each_engine, consents=consents)

    assert _count(each_engine, "assessment") == 0


@pytest.mark.parametrize("commune", ["99999", "", CLOSED, "38"])
def test_only_a_commune_of_today_can_be_chosen(each_engine, commune):
    with pytest.raises(UnknownPlace):
        _start(each_engine, commune_code=commune)

    assert _count(each_engine, "assessment") == 0


@pytest.mark.parametrize(
    "choice", [{"audience": "robot"}, {"age_band": "under-16"}, {"gender": "x"}, {"mode": ""}]
)
def test_a_choice_we_do_not_offer_is_refused(each_engine, choice):
    with pytest.raises(ChoiceMissing) as refusal:
        _start(each_engine, **choice)

    assert refusal.value.details == {"field": next(iter(choice))}


def test_a_new_draft_says_who_and_where_and_holds_no_answer(each_engine):
    draft = _start(each_engine)

    assert set(draft.code) <= set(ALPHABET)
    assert len(draft.code) == 6
    assert (draft.status, draft.version) == ("draft", VERSION)
    assert (draft.commune_code, draft.commune_name) == (TRIEU_SON, "Xã Triệu Sơn")
    assert draft.province_name == "Tỉnh Thanh Hóa"
    assert (draft.audience, draft.age_band) == (Audience.CITIZEN, AgeBand.FROM_60)
    assert (draft.gender, draft.mode) == (Gender.FEMALE, Mode.SELF)
    assert draft.answers == {}
    assert draft.score is None


def test_each_consent_is_stored_with_the_text_that_was_read(each_engine):
    _start(each_engine, consents={"statistics": "v1", "contact": "v2"})

    consents = metadata.tables["consent"]
    with each_engine.connect() as connection:
        rows = connection.execute(
            select(consents.c.purpose, consents.c.text_version, consents.c.given_at)
        ).all()
    assert sorted(rows) == [("contact", "v2", NOW), ("statistics", "v1", NOW)]


def test_a_code_already_given_out_is_not_given_again(each_engine, code, monkeypatch):
    letters = chain(code, code, "BBBBBB")
    monkeypatch.setattr("secrets.choice", lambda _: next(letters))

    assert _start(each_engine).code == "BBBBBB"


def test_an_endless_row_of_taken_codes_is_an_error_and_no_loop(each_engine, code, monkeypatch):
    letters = cycle(code)
    monkeypatch.setattr("secrets.choice", lambda _: next(letters))

    with pytest.raises(RuntimeError, match="no free resume code"):
        _start(each_engine)


@pytest.mark.parametrize(
    ("day", "campaign"),
    [
        (date(2026, 6, 30), "2026-1"),
        (date(2026, 7, 1), "2026-2"),
        (date(2026, 12, 31), "2026-2"),
        (date(2027, 1, 1), "2026-2"),
    ],
)
def test_the_campaign_is_the_one_of_the_day_in_vietnam_or_else_the_last(each_engine, day, campaign):
    just_after_midnight = NOW.astimezone(VIETNAM).replace(
        year=day.year, month=day.month, day=day.day, hour=0, minute=1
    )

    _start(each_engine, now=just_after_midnight)

    assert _column(each_engine, "campaign_code") == campaign


def test_the_first_answer_makes_an_undeclared_database_a_real_one(each_engine):
    _start(each_engine)

    assert _column(each_engine, "data_kind") == 0


def test_answers_in_a_simulated_database_are_simulated(each_engine):
    with transaction(each_engine) as connection:
        declare(connection, SIMULATED)

    _start(each_engine)

    assert _column(each_engine, "data_kind") == SIMULATED


def test_without_reference_data_the_operator_is_told_what_to_run(each_engine):
    with transaction(each_engine) as connection:
        connection.execute(metadata.tables["campaign"].delete())
    with pytest.raises(NoCampaign, match="python -m seed reference"):
        _start(each_engine)

    with transaction(each_engine) as connection:
        connection.execute(metadata.tables["question"].delete())
        connection.execute(metadata.tables["questionnaireversion"].delete())
    with pytest.raises(NoQuestionnaire, match="python -m seed reference"):
        _start(each_engine)


@pytest.mark.parametrize("value", [-1, 4, 8, 10, True, "2", 2.0, None])
def test_an_answer_off_the_scale_is_refused(each_engine, code, value):
    with pytest.raises(AnswerOffScale):
        _save(each_engine, code, value=value)

    assert open_draft(each_engine, code, NOW).answers == {}


@pytest.mark.parametrize("value", [0, 1, 2, 3, 9])
def test_an_answer_on_the_scale_is_kept(each_engine, code, value):
    _save(each_engine, code, "q07", value)

    assert open_draft(each_engine, code, NOW).answers == {"q07": value}


def test_a_question_nobody_asked_is_refused(each_engine, code):
    with pytest.raises(UnknownQuestion):
        _save(each_engine, code, "q99")


def test_a_question_of_another_version_is_refused(each_engine, code):
    with pytest.raises(UnknownQuestion):
        _save(each_engine, code, "old01", asked=old_questionnaire())

    assert open_draft(each_engine, code, NOW).answers == {}


def test_an_answer_to_a_code_nobody_has_is_refused(each_engine, code):
    with pytest.raises(UnknownResumeCode):
        _save(each_engine, WRONG_CODE)


def test_an_answer_is_taken_until_the_code_expires(each_engine, code):
    _save(each_engine, code, now=EXPIRED - timedelta(microseconds=1))

    with pytest.raises(ExpiredResumeCode):
        _save(each_engine, code, value=3, now=EXPIRED)


def test_an_answer_after_sending_is_refused_and_changes_nothing(each_engine, answered):
    _submit(each_engine, answered)

    with pytest.raises(AlreadySubmitted):
        _save(each_engine, answered, value=0)

    assert open_draft(each_engine, answered, NOW).answers["q01"] == 2


def test_a_double_tap_changes_nothing_and_a_second_thought_counts(each_engine, code):
    for value in (1, 1, 3):
        _save(each_engine, code, value=value)

    assert open_draft(each_engine, code, NOW).answers == {"q01": 3}


def test_two_tabs_on_one_draft_keep_each_others_answers(each_engine, code):
    start_together = threading.Barrier(2)

    def tab(question_ids: list[str]) -> None:
        start_together.wait()
        for question_id in question_ids:
            _save(each_engine, code, question_id)

    with ThreadPoolExecutor(2) as tabs:
        list(tabs.map(tab, (CORE[:6], CORE[6:])))

    assert open_draft(each_engine, code, NOW).answers == dict.fromkeys(CORE, 2)


@pytest.mark.parametrize("spelling", [str.lower, lambda code: f" {code[:3]}-{code[3:]} "])
def test_a_code_is_found_as_people_type_it(each_engine, code, spelling: Callable[[str], str]):
    assert open_draft(each_engine, spelling(code), NOW).code == code


@pytest.mark.parametrize("typed", ["", "ABC", "O0I1AA", WRONG_CODE, "' OR 1=1"])
def test_a_wrong_code_is_refused(each_engine, code, typed):
    with pytest.raises(UnknownResumeCode):
        open_draft(each_engine, typed, NOW)


def test_an_expired_draft_is_refused(each_engine, code):
    with pytest.raises(ExpiredResumeCode):
        open_draft(each_engine, code, EXPIRED)


def test_what_was_sent_can_be_read_for_ever_with_its_score(each_engine, answered):
    score = _submit(each_engine, answered)

    draft = open_draft(each_engine, answered, EXPIRED)

    assert draft.status == "submitted"
    assert draft.score == score


def test_sending_names_every_core_question_without_an_answer(each_engine, code):
    answer(each_engine, code, (2,) * 10, NOW)

    with pytest.raises(MissingAnswers) as refusal:
        _submit(each_engine, code)

    assert refusal.value.details["question_ids"] == CORE[10:]
    assert open_draft(each_engine, code, NOW).status == "draft"


def test_a_refusal_to_answer_counts_as_an_answer(each_engine, code):
    answer(each_engine, code, (9,) * 12, NOW)

    assert _submit(each_engine, code).outcome is Outcome.UNDETERMINED


def test_the_ai_questions_may_stay_open(each_engine, answered):
    _save(each_engine, answered, "q13")

    assert _submit(each_engine, answered).ai_level is None


def test_the_ai_questions_are_scored_when_both_are_answered(each_engine, answered):
    answer(each_engine, answered, (2,) * 13 + (0,), NOW)

    assert _submit(each_engine, answered).ai_level is GroupLevel.BASIC


def test_sending_an_unknown_or_expired_code_is_refused(each_engine, answered):
    with pytest.raises(UnknownResumeCode):
        _submit(each_engine, WRONG_CODE)
    with pytest.raises(ExpiredResumeCode):
        _submit(each_engine, answered, now=EXPIRED)

    assert stored(each_engine, "attainmenttotal") == {}


def test_a_draft_is_scored_only_by_its_own_version(each_engine, answered):
    with pytest.raises(UnknownQuestion):
        _submit(each_engine, answered, asked=old_questionnaire())


def test_many_senders_at_once_count_one_person(each_engine, answered):
    start_together = threading.Barrier(8)

    def send(_: int):
        start_together.wait()
        return _submit(each_engine, answered)

    with ThreadPoolExecutor(8) as senders:
        scores = set(senders.map(send, range(8)))

    assert len(scores) == 1
    [counts] = stored(each_engine, "attainmenttotal").values()
    assert counts["people"] == 1


def test_many_people_sending_at_once_are_all_counted(each_engine):
    codes = [begin(each_engine, LAN, NOW).code for _ in range(8)]
    for code in codes:
        answer(each_engine, code, (2,) * 12, NOW)
    start_together = threading.Barrier(8)

    def send(code: str):
        start_together.wait()
        return _submit(each_engine, code)

    with ThreadPoolExecutor(8) as senders:
        list(senders.map(send, codes))

    [counts] = stored(each_engine, "attainmentcell").values()
    assert counts["people"] == 8


_KILLED_WHILE_SENDING = """
import os, sys
from datetime import date
from sqlalchemy import select
from db.engine import open_engine, transaction
from db.models import metadata
from db.rollups import add_person

table = metadata.tables["assessment"]
sent = {"status": "submitted", "submitted_on": date(2026, 11, 20), "outcome": 2}
levels = {f"level_{group}": 2 for group in range(6)}
with transaction(open_engine(sys.argv[1])) as connection:
    connection.execute(table.update().values({**sent, **levels, "groups_reached": 6}))
    add_person(connection, connection.execute(select(table)).mappings().one())
    os._exit(9)
"""


def test_a_process_killed_while_sending_leaves_the_draft_as_it_was(each_engine, answered):
    url = each_engine.url.render_as_string(hide_password=False)

    killed = subprocess.run(
        [sys.executable, "-c", _KILLED_WHILE_SENDING, url], cwd=PROJECT, check=False
    )

    assert killed.returncode == 9
    assert open_draft(each_engine, answered, NOW).status == "draft"
    assert stored(each_engine, "attainmentcell") == {}
    assert _submit(each_engine, answered).outcome is Outcome.FIRM


def test_a_questionnaire_comes_back_as_it_was_published(each_engine):
    with Session(each_engine) as session:
        assert load_questionnaire(session, VERSION) == questionnaire()
        assert load_questionnaire(session, OLD_VERSION) == old_questionnaire()


def test_the_current_version_is_the_one_published_last(each_engine):
    with Session(each_engine) as session:
        assert current_version(session) == VERSION


def test_a_version_nobody_published_is_named(each_engine):
    with Session(each_engine) as session, pytest.raises(NoQuestionnaire, match="1999"):
        load_questionnaire(session, "1999")


def test_a_draft_is_forgotten_a_month_after_it_expired_and_a_sent_one_never(each_engine, answered):
    unfinished = begin(each_engine, LAN, NOW).code
    _submit(each_engine, answered)
    late = NOW + timedelta(days=60)

    assert delete_old_drafts(each_engine, now=late - timedelta(seconds=1)) == 0
    assert delete_old_drafts(each_engine, now=late) == 1

    with pytest.raises(UnknownResumeCode):
        open_draft(each_engine, unfinished, late)
    assert open_draft(each_engine, answered, late).score is not None
    assert _count(each_engine, "consent") == 1
