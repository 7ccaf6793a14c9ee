"""Odd records are those the boards look at, told in tens; a week moves a rate or is chance."""

import pandas as pd
import pytest

from domain.weeks import OddKind
from stats.change import Verdict
from stats.monday import Odd, Rate, by_people, moved, of_people, of_things, rate_of, still_open
from stats.ranking import Rules

RULES = Rules()


def counts(people=100, straight=0, fast=0, by_one=0):
    row = {"unit_code": "1", "people": people, "straight": straight, "fast": fast}
    return pd.DataFrame([{**row, "by_one": by_one}])


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"fast": 25}, []),  # exactly a quarter is not many
        ({"fast": 26}, [Odd("1", OddKind.FAST, 20)]),
        ({"straight": 39}, [Odd("1", OddKind.STRAIGHT, 30)]),
        ({"by_one": 79}, []),
        ({"by_one": 80}, [Odd("1", OddKind.ONE_HELPER, 80)]),
        ({"people": 29, "fast": 29}, []),  # of so few it would be their own answers
        ({"people": 30, "fast": 8}, [Odd("1", OddKind.FAST, 0)]),
        ({"people": 0}, []),
    ],
)
def test_many_of_a_commune_make_a_line_and_few_people_make_none(changes, found):
    assert by_people(counts(**changes), RULES) == found


def test_people_are_told_in_tens_and_things_as_they_are():
    assert of_people(OddKind.UNLIKELY, {"1": 9, "2": 19, "3": 0}) == [
        Odd("1", OddKind.UNLIKELY, 0), Odd("2", OddKind.UNLIKELY, 10),
    ]  # fmt: skip
    assert of_things(OddKind.DUPLICATES, {"1": 3}) == [Odd("1", OddKind.DUPLICATES, 3)]


def test_what_somebody_looked_at_comes_back_when_its_number_moves_either_way():
    line = Odd("1", OddKind.FAST, 20)

    assert still_open([line], {("1", OddKind.FAST): 20}) == []
    assert still_open([line], {("1", OddKind.FAST): 10}) == [line]
    assert still_open([line], {("1", OddKind.FAST): 30}) == [line]
    assert still_open([line], {("1", OddKind.STRAIGHT): 20}) == [line]


def test_a_week_moves_a_rate_only_beyond_chance_and_of_what_is_shown():
    low, near, high = (
        Rate(percent, percent - 3, percent + 3, 1000) for percent in (40.0, 42.0, 50.0)
    )

    assert moved(low, near) is Verdict.UNCLEAR
    assert moved(low, high) is Verdict.RISEN
    assert moved(high, low) is Verdict.FALLEN
    assert moved(None, low) is moved(low, None) is Verdict.UNKNOWN


@pytest.mark.parametrize("status", ["withheld", "at_most", "at_least", "shielded", "no_data"])
def test_a_rate_that_is_not_shown_as_it_is_is_none(status):
    row = {"percent": 40.0, "low": 37.0, "high": 43.0, "n": 1000.0}

    assert rate_of(pd.Series({**row, "status": status})) is None
    assert rate_of(pd.Series({**row, "status": "shown"})) == Rate(40.0, 37.0, 43.0, 1000)
