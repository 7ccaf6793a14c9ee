"""Rows typed in from paper, names and tokens of points: every fault is found, and found once."""

import pytest

from domain.collection import (
    ANSWER_FIELDS,
    Fault,
    FaultKind,
    as_point_name,
    as_token,
    check_rows,
    new_token,
)
from domain.errors import BadPointName, UnknownPoint
from domain.questionnaire import Answer

RIGHT = {
    **{"audience": "citizen", "age_band": "60-69", "gender": "female", "mode": "assisted"},
    **{"consent": "yes", **dict.fromkeys(ANSWER_FIELDS, "2")},
}
HERE = frozenset({"15796"})


def faults_of(key="K7Q2M-001", commune="15796", **changed):
    _, faults = check_rows([(4, key, commune, {**RIGHT, **changed})], HERE)
    return faults


@pytest.mark.parametrize(
    ("changed", "field", "kind"),
    [
        ({"consent": ""}, "consent", FaultKind.NOT_AGREED),
        ({"consent": "no"}, "consent", FaultKind.NOT_AGREED),
        ({"mode": "self"}, "mode", FaultKind.UNKNOWN),
        ({"age_band": "under-16"}, "age_band", FaultKind.UNKNOWN),
        ({"q07": "5"}, "q07", FaultKind.NOT_A_DIGIT),
        ({"q07": "9"}, "q07", FaultKind.NOT_A_DIGIT),
        ({"q07": "2.5"}, "q07", FaultKind.NOT_A_DIGIT),
        ({"q12": " "}, "q12", FaultKind.MISSING),
        ({"commune": "02752"}, "commune", FaultKind.ELSEWHERE),
        ({"commune": ""}, "commune", FaultKind.MISSING),
        ({"key": ""}, "key", FaultKind.MISSING),
        ({"key": "Nguyễn Thị Lan"}, "key", FaultKind.NOT_OURS),
    ],
)
def test_one_wrong_cell_is_one_fault_that_names_row_and_column(changed, field, kind):
    [fault] = faults_of(**changed)

    assert (fault.row, fault.field, fault.kind) == (4, field, kind)


def test_the_second_row_with_one_key_is_the_fault_and_the_first_is_stored():
    people, faults = check_rows(
        [(1, "AAAAA-01", "15796", RIGHT), (2, "AAAAA-01", "15796", RIGHT)], HERE
    )

    assert [person.row for person in people] == [1]
    assert faults == [Fault(2, "key", FaultKind.TWICE, "AAAAA-01")]


def test_the_fifth_digit_is_the_refusal():
    [person], faults = check_rows([(1, "AAAAA-01", "15796", {**RIGHT, "q03": "4"})], HERE)

    assert faults == []
    assert person.answers[:3] == (Answer.ALONE, Answer.ALONE, Answer.REFUSED)


def test_what_a_fault_repeats_holds_no_markup():
    [fault] = faults_of(q01="[x](http://evil.vn)<b>")

    assert fault.value == "xhttpevilvnb"


@pytest.mark.parametrize("typed", ["", "ABC2", "ABC234", "ABC0I", "' OR 1"])
def test_what_is_no_token_is_an_unknown_point(typed):
    with pytest.raises(UnknownPoint):
        as_token(typed)


def test_a_token_is_found_however_it_is_typed():
    token = new_token()

    assert as_token(f" {token[:2].lower()}-{token[2:]} ") == token


@pytest.mark.parametrize("typed", ["", " - ", "2026", "x" * 61])
def test_a_point_has_a_name_of_letters_that_fits_the_poster(typed):
    with pytest.raises(BadPointName):
        as_point_name(typed)


def test_a_name_keeps_its_letters_and_loses_markup():
    assert as_point_name("  Chợ **Đà** <img>  3/2") == "Chợ Đà img 3/2"
