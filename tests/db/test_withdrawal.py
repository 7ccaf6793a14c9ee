"""Who withdraws is forgotten everywhere, and every rollup is as if they had never come."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from db.assessments import open_draft
from db.commands import assessments
from db.commands.old_drafts import GRACE, delete_old_drafts
from db.engine import transaction
from db.models import metadata
from db.rollup_rows import RollupOutOfStep
from db.rollups import rebuild
from db.verification import verify
from domain.errors import ExpiredResumeCode, UnknownResumeCode
from domain.people import Mode
from domain.resume_code import DAYS_VALID
from tests.db.people import LAN, all_rollups, answer, begin, send
from tests.db.reference import NOW, TODAY, questionnaire

_assessments = metadata.tables["assessment"]
EXPIRED = NOW + timedelta(days=DAYS_VALID)


def _withdraw(engine, code, now=NOW):
    assessments.withdraw(engine, code=code, now=now, today=TODAY)


def _count(engine, table: str) -> int:
    with engine.connect() as connection:
        return connection.execute(
            select(func.count()).select_from(metadata.tables[table])
        ).scalar_one()


def test_an_unknown_code_withdraws_nobody(each_engine):
    send(each_engine, LAN)
    before = all_rollups(each_engine)

    with pytest.raises(UnknownResumeCode):
        _withdraw(each_engine, "ZZZZZZ")

    assert all_rollups(each_engine) == before


def test_an_expired_draft_cannot_be_withdrawn_and_somebody_who_sent_always_can(each_engine):
    draft = begin(each_engine, LAN, NOW).code
    sent = send(each_engine, LAN)

    with pytest.raises(ExpiredResumeCode):
        _withdraw(each_engine, draft, EXPIRED)
    _withdraw(each_engine, sent, EXPIRED)

    assert _count(each_engine, "assessment") == 1


def test_a_code_withdraws_once(each_engine):
    code = send(each_engine, LAN)
    _withdraw(each_engine, code)

    with pytest.raises(UnknownResumeCode):
        _withdraw(each_engine, code)


@pytest.mark.parametrize("answers", [(2,) * 12, (0, 9) * 7])
def test_sending_and_withdrawing_leaves_every_rollup_as_before(each_engine, answers):
    send(each_engine, LAN)
    before = all_rollups(each_engine)
    code = send(each_engine, type(LAN)(**{**LAN.__dict__, "answers": answers}))

    _withdraw(each_engine, code)

    assert all_rollups(each_engine) == before
    assert verify(each_engine).is_clean


def test_a_withdrawn_draft_leaves_the_progress_as_before(each_engine):
    before = all_rollups(each_engine)
    code = begin(each_engine, LAN, NOW).code
    answer(each_engine, code, (1, 2, 3), NOW)

    _withdraw(each_engine, code)

    assert all_rollups(each_engine) == before


def test_answers_and_consents_are_gone_and_the_audit_line_names_nobody(each_engine):
    code = send(each_engine, LAN)

    _withdraw(each_engine, code)

    assert _count(each_engine, "assessment") == 0
    assert _count(each_engine, "consent") == 0
    events = metadata.tables["auditevent"]
    with each_engine.connect() as connection:
        [line] = connection.execute(select(events)).mappings().all()
    assert (line["action"], line["subject"]) == ("assessment.withdraw", "campaign:2026-2")
    assert code not in str(dict(line))


def test_a_later_assessment_stays_when_the_earlier_one_is_withdrawn(each_engine):
    earlier, later = send(each_engine, LAN), send(each_engine, LAN)
    with transaction(each_engine) as connection:
        mine = select(_assessments.c.id).where(_assessments.c.resume_code == earlier)
        connection.execute(
            update(_assessments)
            .where(_assessments.c.resume_code == later)
            .values(repeat_of=mine.scalar_subquery())
        )

    _withdraw(each_engine, earlier)

    assert open_draft(each_engine, later, NOW).score is not None


def test_who_was_never_counted_cannot_be_withdrawn_and_stays(each_engine):
    code = send(each_engine, LAN)
    with transaction(each_engine) as connection:
        connection.execute(metadata.tables["itemtotal"].delete())

    with pytest.raises(RollupOutOfStep):
        _withdraw(each_engine, code)

    assert _count(each_engine, "assessment") == 1
    rebuild(each_engine)
    assert verify(each_engine).is_clean


def test_changing_an_answer_counts_its_slot_once(each_engine):
    code = begin(each_engine, LAN, NOW).code
    for value in (0, 3, 3, 9):
        answer(each_engine, code, (value,), NOW)

    [counts] = all_rollups(each_engine)["progresstotal"].values()

    assert counts == {"started": 1, "answered_01": 1}


def test_deleting_old_drafts_takes_their_progress_back(each_engine):
    send(each_engine, LAN)
    before = all_rollups(each_engine)
    for mode in Mode:
        code = begin(each_engine, replace(LAN, mode=mode), NOW).code
        answer(each_engine, code, (1, 2), NOW)

    assert delete_old_drafts(each_engine, now=EXPIRED + GRACE) == 3

    assert all_rollups(each_engine) == before
    assert verify(each_engine).is_clean


def test_a_clock_set_back_makes_no_negative_time(each_engine):
    code = begin(each_engine, LAN, NOW).code
    answer(each_engine, code, LAN.answers, NOW)
    earlier = NOW - timedelta(minutes=3)

    assessments.submit(
        each_engine, code=code, questionnaire=questionnaire(), now=earlier, today=TODAY
    )

    with each_engine.connect() as connection:
        assert connection.execute(select(_assessments.c.seconds_taken)).scalar_one() == 0
