"""Pack, check and device: on one's own assessment only, idempotent, and never the score."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, update

from db.assessments import open_draft
from db.commands import assessments, extra_answers
from db.commands.old_drafts import GRACE, delete_old_drafts
from db.engine import transaction
from db.models import ANSWER_COLUMNS, metadata
from db.rollups import rebuild
from db.verification import verify
from domain.checking import Seen
from domain.device import Device, Need
from domain.errors import (
    AlreadySubmitted,
    AnswerOffScale,
    CheckClosed,
    ExpiredResumeCode,
    MissingAnswers,
    UnknownQuestion,
    UnknownResumeCode,
)
from domain.people import Audience, Mode
from domain.questionnaire import PackItem, Packs, Questionnaire
from domain.resume_code import DAYS_VALID
from tests.db.people import LAN, all_rollups, answer, begin, send, stored
from tests.db.reference import NOW, TODAY, questionnaire
from tests.domain.checks import WORDINGS, a_check, published_check

_assessments = metadata.tables["assessment"]
_extras = metadata.tables["extraanswers"]
CHECK = a_check()
PACKS = Packs(
    "2026.1",
    {
        audience: tuple(
            PackItem(f"{audience}-{slot}", slot, 0, "0.1", need, WORDINGS)
            for slot, need in enumerate((Need.NONE, Need.NONE, Need.NONE, Need.SMARTPHONE), 1)
        )
        for audience in Audience
    },
)
BELOW = (0,) * 12


@pytest.fixture
def engine_with_check(each_engine):
    """The published documents, as far as `verify` reads them."""
    content = published_check()
    with transaction(each_engine) as connection:
        for table, held in (("packversion", {}), ("checkversion", content)):
            row = {"version": "2026.1", "published_on": TODAY, "content": held}
            connection.execute(insert(metadata.tables[table]), row)
    return each_engine


def _pack(engine, code, item="citizen-1", value=2, packs=PACKS, now=NOW):
    extra_answers.save_pack_answer(
        engine, code=code, item_id=item, value=value, packs=packs, now=now
    )


def _check(engine, code, item="check-0", value=1, check=CHECK, today=TODAY, now=NOW):
    extra_answers.save_check_answer(
        engine, code=code, item_id=item, value=value, check=check, now=now, today=today
    )


def _whole_check(engine, code, value=1):
    for group in range(6):
        _check(engine, code, f"check-{group}", value)


def _rows(engine):
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(_extras)).scalar_one()


def _checked(engine):
    return stored(engine, "checktotal")


def test_an_unknown_an_expired_and_a_sent_code_take_no_pack_answer(engine_with_check):
    engine = engine_with_check
    draft, sent = begin(engine, LAN, NOW).code, send(engine, LAN)

    with pytest.raises(UnknownResumeCode):
        _pack(engine, "ZZZZZZ")
    with pytest.raises(ExpiredResumeCode):
        _pack(engine, draft, now=NOW + timedelta(days=DAYS_VALID))
    with pytest.raises(AlreadySubmitted):
        _pack(engine, sent)
    assert _rows(engine) == 0


def test_the_pack_of_another_audience_another_version_or_another_device_is_refused(
    engine_with_check,
):
    engine = engine_with_check
    code = begin(engine, LAN, NOW).code
    extra_answers.set_device(engine, code=code, device=Device.BUTTONS, now=NOW)
    _pack(engine, code)

    with pytest.raises(UnknownQuestion):
        _pack(engine, code, "worker-1")
    with pytest.raises(UnknownQuestion):
        _pack(engine, code, "citizen-4")
    with pytest.raises(UnknownQuestion):
        _pack(engine, code, "citizen-2", packs=Packs("2027.1", PACKS.items))
    with pytest.raises(AnswerOffScale):
        _pack(engine, code, value=7)
    assert open_draft(engine, code, NOW).extras.stored["pack_2"] is None


def test_pack_and_check_never_change_the_score_and_a_second_tap_changes_nothing(
    engine_with_check,
):
    engine = engine_with_check
    code = begin(engine, LAN, NOW).code
    answer(engine, code, (2,) * 12, NOW)
    for _ in range(2):
        _pack(engine, code, value=0)
        _check(engine, code, value=0)

    score = assessments.submit(
        engine, code=code, questionnaire=questionnaire(), now=NOW, today=TODAY
    )

    assert score.groups_reached == 6
    assert _rows(engine) == 1
    assert open_draft(engine, code, NOW).extras.stored["pack_1"] == 0


@pytest.mark.parametrize("device", [3, -1, True, "2", None])
def test_a_device_that_is_none_of_ours_is_refused(engine_with_check, device):
    code = begin(engine_with_check, LAN, NOW).code

    with pytest.raises(AnswerOffScale):
        extra_answers.set_device(engine_with_check, code=code, device=device, now=NOW)


def test_the_check_is_closed_two_days_after_sending_and_once_all_is_answered(engine_with_check):
    engine = engine_with_check
    code, late = send(engine, LAN), send(engine, LAN)

    with pytest.raises(CheckClosed):
        _check(engine, late, today=TODAY + timedelta(days=2))
    _whole_check(engine, code)
    _check(engine, code, "overclaim", 0)
    _check(engine, code)  # the same again
    with pytest.raises(CheckClosed):
        _check(engine, code, value=0)

    assert open_draft(engine, code, NOW).extras.shown() == (1,) * 6


def test_alone_nobody_is_witnessed_and_with_a_helper_nobody_is_asked(engine_with_check):
    engine = engine_with_check
    alone = send(engine, LAN)
    helped = begin(engine, replace(LAN, mode=Mode.ASSISTED), NOW).code

    with pytest.raises(UnknownQuestion):
        _check(engine, alone, "task-0", Seen.SHOWN)
    with pytest.raises(UnknownQuestion):
        _check(engine, helped, "check-0")
    _check(engine, helped, "task-0", Seen.SHOWN)
    assert open_draft(engine, helped, NOW).extras.shown()[0] == 1


def test_claimed_is_counted_beside_shown_when_sent_and_after(engine_with_check):
    engine = engine_with_check
    able, unable = send(engine, LAN), send(engine, type(LAN)(**{**vars(LAN), "answers": BELOW}))
    before = begin(engine, LAN, NOW).code
    answer(engine, before, (2,) * 12, NOW)
    _check(engine, before, "check-0", 0)
    assert _checked(engine) == {}
    assessments.submit(engine, code=before, questionnaire=questionnaire(), now=NOW, today=TODAY)
    _check(engine, able, "check-0", 0)
    _check(engine, able, "check-0", 1)  # changed, while the check is not finished
    _check(engine, able, "check-1", 8)
    _check(engine, able, "overclaim", 3)
    _check(engine, unable, "check-0", 1)
    _check(engine, unable, "check-1", 7)

    [counts] = _checked(engine).values()

    assert counts == {
        **{"g0_claimed_shown": 1, "g0_claimed_only": 1, "g0_shown_only": 1, "g1_neither": 1},
        **{"overclaim_asked": 1, "overclaimed": 1},
    }
    assert verify(engine).is_clean
    rebuild(engine)
    assert list(_checked(engine).values()) == [counts]


def test_who_withdraws_leaves_no_extra_answer_and_no_count(engine_with_check):
    engine = engine_with_check
    before = all_rollups(engine)
    code = send(engine, LAN)
    _whole_check(engine, code)

    assessments.withdraw(engine, code=code, now=NOW, today=TODAY)

    assert _rows(engine) == 0
    assert all_rollups(engine) == before
    assert verify(engine).is_clean


def test_a_forgotten_draft_takes_its_extra_answers_along(engine_with_check):
    engine = engine_with_check
    _pack(engine, begin(engine, LAN, NOW).code)

    delete_old_drafts(engine, now=NOW + timedelta(days=DAYS_VALID) + GRACE)

    assert _rows(engine) == 0


def test_a_check_that_is_stored_wrongly_is_found(engine_with_check):
    engine = engine_with_check
    code = send(engine, LAN)
    _check(engine, code)
    with transaction(engine) as connection:
        connection.execute(update(_extras).values(shown_0=0))

    found = verify(engine)

    assert not found.is_clean
    assert any("check of assessment" in line for line in found.shown)


def _without_phone() -> Questionnaire:
    """The reference questionnaire, whose questions all but the first take a phone."""
    asked = questionnaire()
    first, *others = asked.questions
    needy = tuple(type(first)(**{**vars(one), "needs": Need.PHONE}) for one in others)
    return Questionnaire(asked.version, (first, *needy), asked.thresholds)


def test_without_a_phone_what_was_not_asked_is_0_and_is_no_tap(engine_with_check):
    engine = engine_with_check
    code = begin(engine, LAN, NOW).code
    with pytest.raises(MissingAnswers):
        assessments.submit(engine, code=code, questionnaire=_without_phone(), now=NOW, today=TODAY)
    extra_answers.set_device(engine, code=code, device=Device.NONE, now=NOW)
    answer(engine, code, (0,), NOW)

    assessments.submit(engine, code=code, questionnaire=_without_phone(), now=NOW, today=TODAY)

    with engine.connect() as connection:
        row = connection.execute(select(_assessments)).mappings().one()
    assert [row[name] for name in ANSWER_COLUMNS] == [0] * 14
    assert row["skipped"] == 2**14 - 2
    [progress] = stored(engine, "progresstotal").values()
    assert {name for name in progress if name.startswith("answered")} == {"answered_01"}
    [odd] = stored(engine, "oddtotal").values()
    assert "straight" not in odd
    assert verify(engine).is_clean
    counted = all_rollups(engine)
    rebuild(engine)
    assert all_rollups(engine) == counted


def test_an_answer_given_before_the_device_was_said_is_kept(engine_with_check):
    engine = engine_with_check
    code = begin(engine, LAN, NOW).code
    answer(engine, code, (2, 3), NOW)
    extra_answers.set_device(engine, code=code, device=Device.NONE, now=NOW)

    assessments.submit(engine, code=code, questionnaire=_without_phone(), now=NOW, today=TODAY)

    assert dict(open_draft(engine, code, NOW).answers)["q02"] == 3


def test_going_withdrawn_after_skipping_leaves_every_rollup_as_before(engine_with_check):
    engine = engine_with_check
    before = all_rollups(engine)
    code = begin(engine, LAN, NOW).code
    answer(engine, code, (0,), NOW)
    extra_answers.set_device(engine, code=code, device=Device.NONE, now=NOW)
    assessments.submit(engine, code=code, questionnaire=_without_phone(), now=NOW, today=TODAY)

    assessments.withdraw(engine, code=code, now=NOW, today=TODAY)

    assert all_rollups(engine) == before
