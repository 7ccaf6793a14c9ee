"""What an offline kit hands over is damaged, cut, forged, late or old: each has an answer."""

from datetime import timedelta

import pytest

from domain.device import Device, Need
from domain.errors import FileTooLarge, NotOurKitFile, TooManyRows
from domain.flow import REVIEW, Part, Situation, before_sending
from domain.kit import MOST_BYTES, Kit, lines_of, open_lines, steps_by_device
from domain.kit_check import LineFault, check
from domain.people import Audience, Mode
from domain.questionnaire import Answer, Questionnaire
from tests.db.reference import NOW, TODAY, TRIEU_SON, VERSION, questionnaire
from tests.kit_lines import file_of, line, record

KIT = Kit(
    **{"token": "ABCDEFGHJK", "point_token": "AB234", "point_name": "Chợ Đà"},
    **{"is_point_open": True, "commune_code": TRIEU_SON, "commune_name": "Xã Triệu Sơn"},
    **{"version": VERSION, "consent_version": "2026-11-22.2", "made_at": NOW},
)
ASKED = questionnaire()
LATER = NOW + timedelta(days=3)


def person(number=0, **changed):
    return record(KIT, ASKED, number, **changed)


def opened(content):
    return open_lines(lines_of(content))


def handed(*records, asked=ASKED):
    return check(opened(file_of(KIT, *records)), KIT, asked, now=LATER)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff\xfe\x00\x00", b"PK\x03\x04" * 50, b"<html></html>", b'["00000000",{}]',
        b"[" * 4000, b'{"key":1}\n' * 10,
    ],
)  # fmt: skip
def test_what_no_kit_wrote_is_refused_as_a_whole(content):
    with pytest.raises(NotOurKitFile):
        opened(content)


def test_too_large_and_too_many_are_refused_before_they_are_read():
    with pytest.raises(FileTooLarge):
        lines_of(b"x" * (MOST_BYTES + 1))
    with pytest.raises(TooManyRows):
        opened(b"\n".join(line({"key": str(n), "kit": "A"}).encode() for n in range(1001)))


def test_of_a_damaged_and_cut_file_the_whole_lines_are_taken_and_the_rest_named():
    lines = file_of(KIT, *(person(n) for n in range(1, 6))).decode().splitlines()
    lines[2] = lines[2].replace("citizen", "worker")
    content = "\r\n".join(lines[:4]) + lines[4][:40]

    found = opened(content.encode("utf-8-sig"))
    result = check(found, KIT, ASKED, now=LATER)

    assert [one.row for one in result.people] == [2, 4]
    assert result.faults == {3: LineFault.DAMAGED, 5: LineFault.DAMAGED}
    assert found.missing == 1


def test_the_same_text_pasted_twice_is_one_and_promises_its_people_once():
    content = file_of(KIT, person(1), person(2))

    found = opened(content + content)

    assert len(check(found, KIT, ASKED, now=LATER).people) == 2
    assert found.missing == 0


def test_codes_scanned_one_behind_the_other_are_read_like_lines():
    joined = file_of(KIT, person(1), person(2)).replace(b"\n", b" ")

    assert len(check(opened(joined), KIT, ASKED, now=LATER).people) == 2


def test_one_number_with_two_contents_takes_the_first_and_names_the_second():
    result = handed(person(1), person(1, gender="male"))

    assert [one.gender for one in result.people] == ["female"]
    assert result.faults == {3: LineFault.TWICE}


WRONG = {
    "off the scale": {"answers": {q.id: 4 for q in ASKED.questions}},
    "a truth value": {"answers": {q.id: True for q in ASKED.questions}},
    "one missing": {"answers": {q.id: 1 for q in ASKED.core[1:]}},
    "of another version": {"answers": {**person()["answers"], "old01": 1}},
    "no answers": {"answers": [1, 2]},
    "an unknown device": {"device": 3},
    "a device in words": {"device": "2"},
    "an unknown audience": {"audience": "robot"},
    "no mode": {"mode": None},
    "no time": {"at": None},
    "a time without zone": {"at": "2026-11-20T03:00:00"},
    "a time beyond all": {"at": "9999-12-31T23:59:59-12:00"},
    "a forged key": {"key": "x'; --"},
    "a key that is a list": {"key": [1]},
}


@pytest.mark.parametrize("name", WRONG)
def test_a_whole_line_that_says_what_cannot_be_is_named_and_not_taken(name):
    result = handed(person(1), person(2, **WRONG[name]))

    assert [one.row for one in result.people] == [2]
    assert result.faults == {3: LineFault.WRONG}


def test_children_other_kits_and_other_consents_are_told_apart():
    result = handed(
        person(1, age_band="7-15"), person(2, kit="ZZZZZZZZZZ"), person(3, consent="2025"),
        person(4, consent=None),
    )  # fmt: skip

    assert list(result.faults.values()) == [
        LineFault.CHILD, LineFault.OTHER_KIT, LineFault.NOT_AGREED, LineFault.NOT_AGREED,
    ]  # fmt: skip
    assert result.people == ()


def test_a_time_before_the_kit_or_still_to_come_is_named_and_filed_under_today():
    early, late = NOW - timedelta(days=400), LATER + timedelta(hours=1)

    result = handed(person(1, at=early.isoformat()), person(2, at=late.isoformat()), person(3))

    assert result.odd_times == (2, 3)
    assert [one.taken.on for one in result.people] == [LATER.date(), LATER.date(), TODAY]


def test_a_clock_a_few_minutes_ahead_is_honest():
    result = handed(person(1, at=(LATER + timedelta(minutes=9)).isoformat()))

    assert result.odd_times == ()


def with_needs():
    """The first question takes a phone, the last two a smartphone."""
    needs = {1: Need.PHONE, 13: Need.SMARTPHONE, 14: Need.SMARTPHONE}
    changed = [
        type(q)(**{**q.__dict__, "needs": needs.get(q.slot, Need.NONE)}) for q in ASKED.questions
    ]
    return Questionnaire(VERSION, tuple(changed), ASKED.thresholds)


def test_what_takes_more_than_the_device_is_zero_and_marked_as_online():
    asked = with_needs()
    kept = {q.id: 2 for q in asked.core[1:]}

    (one,) = handed(person(1, device=0, answers=kept), asked=asked).people

    assert one.answers[0] is Answer.CANNOT
    assert one.taken.skipped == 1 + (1 << 12) + (1 << 13)
    assert one.taken.ai == {13: Answer.CANNOT, 14: Answer.CANNOT}


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("device", list(Device))
def test_a_kit_asks_exactly_what_the_form_asks_in_its_order(device, audience, mode):
    asked = with_needs()
    form = before_sending(asked, None, Situation(device, audience, mode))

    steps = steps_by_device(asked)[device]

    assert [(Part.DEVICE, "device"), *steps, (REVIEW.part, REVIEW.id)] == [
        (step.part, step.id) for step in form
    ]
