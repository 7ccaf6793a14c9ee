"""Activity beside ability: flags only from both figures, among enough peers, by plain quarters."""

import pandas as pd
import pytest

from stats.activity import LEAST_PEERS, Flag, beside, per_month, quarters
from stats.change import Verdict


def units(verdicts):
    codes = [f"{number:02d}" for number in range(len(verdicts))]
    return pd.DataFrame({"unit_code": codes, "verdict": [one.value for one in verdicts]})


def classes(*counts):
    codes = [f"{number:02d}" for number in range(len(counts))]
    return pd.DataFrame({"unit_code": codes, "activity": counts, "months": 1}, dtype=object).astype(
        {"activity": float}
    )


EIGHT = (0, 1, 2, 3, 4, 5, 6, 7)  # quarters at 1.75 and 5.25


def test_one_peer_below_the_least_nothing_stands_out():
    assert LEAST_PEERS == 8
    rows = beside(units([Verdict.RISEN] * 7), classes(*EIGHT[:7]))

    assert quarters(rows) is None
    assert set(rows["flag"]) == {Flag.TOO_LITTLE.value}


def test_much_activity_without_a_rise_and_little_with_one_stand_out():
    verdicts = [Verdict.RISEN, *[Verdict.UNCLEAR] * 5, Verdict.FALLEN, Verdict.RISEN]

    rows = beside(units(verdicts), classes(*EIGHT))

    assert rows["flag"].tolist() == [
        Flag.LITTLE_BUT_RISE, *[Flag.NEITHER] * 5, Flag.MUCH_NO_RISE, Flag.NEITHER,
    ]  # fmt: skip


def test_a_unit_without_a_report_or_without_a_change_is_too_little_and_moves_no_quarter():
    verdicts = [Verdict.RISEN, *[Verdict.UNCLEAR] * 7, Verdict.UNKNOWN, Verdict.RISEN]

    rows = beside(units(verdicts), classes(*EIGHT, 900))

    assert quarters(rows) == (1.75, 5.25)
    assert rows["flag"].tolist()[-2:] == [Flag.TOO_LITTLE, Flag.TOO_LITTLE]


def test_where_all_report_the_same_nobody_did_much_or_little():
    rows = beside(units([Verdict.RISEN] * 4 + [Verdict.UNCLEAR] * 4), classes(*[3] * 8))

    assert set(rows["flag"]) == {Flag.NEITHER.value}


def test_months_are_averaged_over_those_that_were_reported_inside_the_round():
    reports = pd.DataFrame(
        [("a", "2026-06", 90), ("a", "2026-07", 4), ("a", "2026-12", 1), ("b", "2026-07", None),
         ("a", "2027-01", 90)],
        columns=["area_code", "period", "value"],
    )  # fmt: skip

    found = per_month(reports, first="2026-07", last="2026-12")

    assert found.to_dict("records") == [{"unit_code": "a", "activity": 2.5, "months": 2}]


@pytest.mark.parametrize("wrong", [classes(1, 2).assign(unit_code="00"), classes(-1)])
def test_two_counts_of_a_unit_or_a_negative_one_are_refused(wrong):
    with pytest.raises(ValueError, match="one count"):
        beside(units([Verdict.RISEN] * 2), wrong)
