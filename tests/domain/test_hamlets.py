"""Names of hamlets, sheets of people, and how much is said of who is left."""

from datetime import date, timedelta

import pytest

from domain.errors import BadHamletName, HamletSourceMissing, TooManyRows
from domain.hamlet_sheet import HamletFault, as_source, check_rows
from domain.hamlets import MOST_AT_ONCE, as_hamlet_name, as_list
from domain.reached import HamletGroup, Reach, is_stale
from stats.reached import Line, most_left, over, stale, worklist

TODAY = date(2026, 11, 20)
ADULTS, ELDERLY, MINORITIES = HamletGroup.ADULTS, HamletGroup.ELDERLY, HamletGroup.MINORITIES


@pytest.mark.parametrize("typed", ["", "Thôn", "Tổ dân phố  ", "<>", "Thôn " + "x" * 60])
def test_a_name_without_anything_beside_its_kind_is_refused(typed):
    with pytest.raises(BadHamletName):
        as_hamlet_name(typed)


@pytest.mark.parametrize(
    ("typed", "kind", "full"),
    [
        ("tổ dân phố số 5", "Tổ dân phố", "Tổ dân phố số 5"),
        ("Bản Pú", "Bản", "Bản Pú"),
        ("3", "Thôn", "Thôn 3"),
        ("Khu phố 2", "Khu phố", "Khu phố 2"),
        ("Thônh Sơn", "Thôn", "Thôn Thônh Sơn"),
        ("Thôn [a](//x.yz)", "Thôn", "Thôn a(//x.yz)"),
    ],
)
def test_a_name_keeps_its_kind_or_gets_one(typed, kind, full):
    name = as_hamlet_name(typed)

    assert (name.kind, name.full) == (kind, full)


def test_a_pasted_list_loses_its_bullets_and_what_stands_twice_but_not_accents():
    names = as_list("- Thôn Lạng\n\n2. Thôn Lăng\nTHÔN LẠNG\n7\n", "Xóm")

    assert [name.full for name in names] == ["Thôn LẠNG", "Thôn Lăng", "Xóm 7"]
    with pytest.raises(TooManyRows):
        as_list("\n".join(str(number) for number in range(MOST_AT_ONCE + 1)))


def check(*rows):
    return check_rows(
        rows, open_codes=frozenset({"1-001", "1-002"}), closed_codes=frozenset({"1-9"})
    )


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("-5", HamletFault.NEGATIVE),
        ("−5", HamletFault.NEGATIVE),
        ("mười", HamletFault.NOT_A_NUMBER),
        ("12,5", HamletFault.NOT_A_NUMBER),
        ("50.001", HamletFault.TOO_MANY),
    ],
)
def test_a_number_that_cannot_be_people_names_its_row_and_group(typed, fault):
    cells, faults = check((4, "Thôn 1", "1-001", {"adults": typed}))

    assert cells == []
    assert [(one.row, one.field, one.kind) for one in faults] == [(4, "adults", fault)]


def test_a_row_of_another_commune_of_a_closed_hamlet_or_given_twice_is_refused():
    _, faults = check(
        (4, "Thôn 1", "2-001", {"adults": "1"}),
        (5, "Thôn 9", "1-9", {"adults": "1"}),
        (6, "Thôn 1", "1-001", {"adults": "1"}),
        (7, "Thôn 1", "1-001", {"adults": "1"}),
    )

    assert [(one.row, one.kind) for one in faults] == [
        (4, HamletFault.ELSEWHERE), (5, HamletFault.CLOSED), (7, HamletFault.TWICE),
    ]  # fmt: skip


def test_nobody_and_thousands_are_numbers_and_an_empty_cell_says_nothing():
    cells, faults = check((4, "", "1-001", {"adults": "1.200", "elderly": "0", "women": " "}))

    assert faults == []
    assert [(one.group, one.people) for one in cells] == [(ADULTS, 1200), (ELDERLY, 0)]


def test_a_part_of_the_adults_is_not_more_than_all_but_households_may_be():
    _, faults = check((4, "", "1-001", {"adults": "10", "women": "11", "untrained": "11"}))

    assert [(one.field, one.kind) for one in faults] == [("women", HamletFault.OVER_ADULTS)]
    assert check((4, "", "1-001", {"adults": "10", "women": "10"}))[1] == []


def test_a_source_is_given():
    assert as_source(" Sổ  hộ khẩu <b>") == "Sổ hộ khẩu b"
    with pytest.raises(HamletSourceMissing):
        as_source(" .")


@pytest.mark.parametrize(
    ("exist", "answered", "tens", "left", "percent"),
    [
        (45, 0, 0, 45, 0),
        (45, 9, 0, 45, 0),
        (45, 10, 10, 35, 22),
        (45, 41, 40, 5, 88),
        (40, 40, 40, 0, 100),
        (40, 41, 40, 0, 100),
        (0, 0, 0, 0, None),
        (0, 12, 10, 0, None),
        (None, 12, 10, None, None),
        (45, None, None, 45, None),
    ],
)
def test_what_is_said_follows_from_whole_tens(exist, answered, tens, left, percent):
    reach = Reach(ADULTS, exist, answered)

    assert (reach.tens, reach.most_left, reach.least_percent) == (tens, left, percent)


@pytest.mark.parametrize(
    ("exist", "answered", "flagged"), [(40, 40, False), (40, 41, True), (0, 1, True), (0, 0, False)]
)
def test_only_above_a_hundred_percent_the_number_of_people_wants_a_look(exist, answered, flagged):
    assert Reach(ADULTS, exist, answered).is_over is flagged


def test_a_hamlet_is_stale_on_the_thirtieth_day_and_without_any_answer():
    assert is_stale(None, TODAY)
    assert is_stale(TODAY - timedelta(days=30), TODAY)
    assert not is_stale(TODAY - timedelta(days=29), TODAY)


def line(name, exist, answered, days=0):
    return Line(name, name, "Xã", Reach(ADULTS, exist, answered), TODAY - timedelta(days=days))


def test_the_worklist_begins_where_most_are_left_and_tells_nothing_between_tens():
    lines = [line("a", 50, 19), line("b", None, 3), line("c", 50, 11), line("d", 90, 5)]

    assert [one.name for one in worklist(lines)] == ["d", "a", "c", "b"]
    assert most_left(lines) == 40 + 40 + 90


def test_the_longest_forgotten_hamlet_comes_first():
    lines = [line("a", 1, 0, 31), line("b", 1, 0, 2), line("c", 1, 0, 90)]

    assert [one.name for one in stale(lines, TODAY)] == ["c", "a"]
    assert over([line("a", 1, 2), line("b", 2, 2)]) == [line("a", 1, 2)]
