"""A figure that breaks a rule is refused with the rule's own name; one on the edge is taken."""

from datetime import date

import pytest

from domain.indicator_board import Timeliness, timeliness
from domain.indicator_checks import as_count, as_words, check, check_all
from domain.indicator_periods import PeriodKind, as_period, before, newest_ended, period_of
from domain.indicators import Counted, Entry, FaultKind, Figure, Indicator, Known, is_small

TODAY = date(2026, 11, 22)
RATE = Indicator("vneid-muc-2", "VNeID", "kích hoạt", "đủ điều kiện", "Công an", PeriodKind.MONTH,
                 Counted.PEOPLE, 10, "Đề án 06", "")  # fmt: skip
HEADS = Indicator("nguoi-hoc", "Người học", "người", "", "Đoàn xã", PeriodKind.MONTH,
                  Counted.PEOPLE, 5, "Kế hoạch", "")  # fmt: skip
RIGHT = {"numerator": "25.736", "denominator": "36 845", "counted": "people", "source": "BC 45"}


def entry(indicator=RATE, period="2026-10", **typed):
    given = {**RIGHT, **typed}
    if not indicator.is_ratio and "denominator" not in typed:
        given["denominator"] = ""
    return Entry(0, "15664", indicator.code, period, **given)


def kinds(indicator=RATE, known=None, **typed):
    known = known or Known()
    return [fault.kind for fault in check(entry(indicator, **typed), indicator, known,
                                          today=TODAY)[1]]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"numerator": "36846"}, FaultKind.ABOVE_DENOMINATOR),
        ({"denominator": "0"}, FaultKind.ZERO_DENOMINATOR),
        ({"denominator": " "}, FaultKind.NO_DENOMINATOR),
        ({"numerator": ""}, FaultKind.MISSING),
        ({"numerator": "-5"}, FaultKind.NEGATIVE),
        ({"denominator": "−5"}, FaultKind.NEGATIVE),
        ({"numerator": "69,85"}, FaultKind.NOT_A_COUNT),
        ({"numerator": "1e3"}, FaultKind.NOT_A_COUNT),
        ({"numerator": "²"}, FaultKind.NOT_A_COUNT),
        ({"counted": "visits"}, FaultKind.COUNTED_OTHERWISE),
        ({"counted": ""}, FaultKind.COUNTED_MISSING),
        ({"qualifier": "chừng"}, FaultKind.UNKNOWN_QUALIFIER),
        ({"source": " <> "}, FaultKind.NO_SOURCE),
        ({"period": "2026-11"}, FaultKind.NOT_ENDED),
        ({"period": "2027-01"}, FaultKind.NOT_ENDED),
        ({"period": "2026-13"}, FaultKind.NOT_A_PERIOD),
        ({"period": "2026-Q3"}, FaultKind.NOT_A_PERIOD),
        ({"period": "tháng 10"}, FaultKind.NOT_A_PERIOD),
    ],
)
def test_each_rule_refuses_alone(typed, fault):
    assert kinds(**typed) == [fault]
    assert check(entry(**typed), RATE, Known(), today=TODAY)[0] is None


def test_a_right_figure_is_taken_with_marks_of_thousands_and_on_the_edge():
    figure, faults = check(entry(), RATE, Known(), today=TODAY)

    assert faults == []
    assert (figure.numerator, figure.denominator) == (25_736, 36_845)
    assert round(figure.value, 2) == 69.85
    assert kinds(numerator="36845") == kinds(numerator="0") == []


def test_a_count_has_no_denominator_and_an_unknown_indicator_nothing():
    assert kinds(HEADS, denominator="5") == [FaultKind.NEEDS_NO_DENOMINATOR]
    assert check(entry(HEADS), HEADS, Known(), today=TODAY)[0].value == 25_736
    assert check(entry(), None, Known(), today=TODAY)[1][0].kind is FaultKind.UNKNOWN_INDICATOR


def test_a_unit_reports_no_period_before_it_was_there():
    assert kinds(known=Known(unit_since=date(2026, 10, 31))) == []
    assert kinds(known=Known(unit_since=date(2026, 11, 1))) == [FaultKind.BEFORE_UNIT]


def test_more_people_than_live_there_are_visits():
    assert kinds(known=Known(population=36_845)) == []
    assert kinds(known=Known(population=36_844)) == [FaultKind.ABOVE_POPULATION]
    assert kinds(HEADS, known=Known(population=25_735)) == [FaultKind.ABOVE_POPULATION]


def test_a_jump_is_taken_with_a_reason_only_and_exactly_twice_is_none():
    def said(number, old=100.0, **more):
        return kinds(HEADS, Known(earlier={"2026-09": old}), numerator=str(number), **more)

    assert said(200) == said(50) == []
    assert said(201) == said(49) == said(5, old=0.0) == [FaultKind.JUMP]
    assert said(201, reason="mở thêm 12 lớp") == said(0, old=0.0) == []


def test_a_missing_period_before_is_told_and_refuses_nothing():
    figure, faults = check(entry(), RATE, Known(earlier={"2026-08": 69.0}), today=TODAY)

    assert figure is not None
    assert [(one.kind, one.details) for one in faults] == [(FaultKind.GAP, {"missing": "2026-09"})]
    assert kinds(known=Known(earlier={"2026-12": 69.0})) == []  # later ones are not before


def test_a_correction_needs_a_reason_and_the_same_figure_none():
    same = check(entry(), RATE, Known(), today=TODAY)[0]

    assert kinds(known=Known(stored=same, version=1)) == []
    assert kinds(known=Known(stored=same, version=1), numerator="25737") == [FaultKind.NO_REASON]
    assert kinds(known=Known(stored=None, version=2)) == [FaultKind.NO_REASON]  # taken back before
    assert kinds(known=Known(stored=same, version=1), numerator="25737", reason="gõ nhầm") == []


def test_rows_of_a_file_outside_the_area_are_named_and_twice_the_same_is_told():
    rows = [entry(), entry(), Entry(9, "02752", RATE.code, "2026-10", "1", unit="Xã Si [Ma] Cai")]

    figures, faults = check_all(
        rows, {RATE.code: RATE}, lambda one: Known() if one.area_code == "15664" else None,
        today=TODAY,
    )  # fmt: skip

    assert [(one.kind, one.details.get("unit")) for one in faults] == [
        (FaultKind.TWICE, None),
        (FaultKind.ELSEWHERE, "Xã Si Ma Cai"),
    ]
    assert len(figures) == 2


@pytest.mark.parametrize("typed", ["1.23", "12.3456", "1,234", "", "1 2", "٣", "1.234.56"])
def test_what_is_no_whole_number_is_none(typed):
    assert as_count(typed) is None


def test_words_of_a_source_hold_no_markup_and_no_address():
    assert as_words("[BC](http://x.vn) <b>45/BC-UBND</b> *ngày* 5/11") == (
        "BC(http/ /x.vn) b45/BC-UBND/b ngày 5/11"
    )
    assert "www." not in as_words("wwwww.w.w.x.vn và www.x.vn")


def test_periods_follow_each_other_across_years():
    quarter = as_period(PeriodKind.QUARTER, "2026-Q1")

    assert (quarter.first, quarter.last) == (date(2026, 1, 1), date(2026, 3, 31))
    assert before(quarter).code == "2025-Q4"
    assert before(as_period(PeriodKind.MONTH, "2026-01")).code == "2025-12"
    assert as_period(PeriodKind.YEAR, "2014") is None
    listed = [one.code for one in newest_ended(PeriodKind.MONTH, date(2026, 2, 28), 3)]
    assert listed == ["2026-01", "2025-12", "2025-11"]


@pytest.mark.parametrize("kind", [PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR])
def test_a_period_has_ended_on_the_day_after_its_last_and_a_moment_on_its_own(kind):
    period = period_of(kind, date(2025, 12, 15))

    assert as_period(kind, period.code) == period
    assert not period.has_ended(date(2025, 12, 31))
    assert period.has_ended(date(2026, 1, 1))
    assert as_period(PeriodKind.MOMENT, "2026-11-22").has_ended(TODAY)
    assert not as_period(PeriodKind.MOMENT, "2026-11-23").has_ended(TODAY)


@pytest.mark.parametrize(
    ("first_on", "today", "state"),
    [
        (date(2026, 11, 10), TODAY, Timeliness.ON_TIME),
        (date(2026, 11, 11), TODAY, Timeliness.LATE),
        (None, date(2026, 11, 10), Timeliness.WAITING),
        (None, date(2026, 11, 11), Timeliness.OVERDUE),
        (None, date(2026, 11, 29), Timeliness.OVERDUE),
        (None, date(2026, 11, 30), Timeliness.SILENT),
    ],
)
def test_a_unit_is_late_from_the_day_after_it_was_due_and_silent_after_thirty(
    first_on, today, state
):
    october = as_period(PeriodKind.MONTH, "2026-10")

    assert timeliness(october, 10, first_on=first_on, today=today) is state


def test_few_people_or_few_left_over_are_small_and_few_teams_are_not():
    def figure(value, numerator=None, denominator=None):
        return Figure(value, numerator, denominator, "", "BC", "")

    assert is_small(Counted.PEOPLE, figure(9), 10)
    assert not is_small(Counted.PEOPLE, figure(10), 10)
    assert not is_small(Counted.PEOPLE, figure(0), 10)
    assert not is_small(Counted.TEAMS, figure(9), 10)
    assert is_small(Counted.HOUSEHOLDS, figure(99.5, 1991, 2000), 10)
    assert not is_small(Counted.HOUSEHOLDS, figure(99.5, 1990, 2000), 10)
