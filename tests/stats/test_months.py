"""Which months a trend shows: none after the end in which nothing happened, and gaps as gaps."""

import pandas as pd

from stats.months import shown_months

JUNE = "2026-06"


def record(*rows):
    """Counts of months; each row is (month, mode, people, reached)."""
    table = pd.DataFrame(rows, columns=["unit_code", "mode", "people", "reached"])
    return table.assign(unit_name=table["unit_code"])[
        ["unit_code", "unit_name", "mode", "people", "reached"]
    ]


def months_of(table):
    return list(dict.fromkeys(table["unit_code"]))


def test_nothing_recorded_shows_nothing():
    assert shown_months(record(), last=JUNE).empty


def test_months_after_the_end_in_which_nothing_was_published_are_left_out():
    counts = record(
        ("2026-05", "self", 20, 5), ("2026-06", "self", 40, 9), ("2026-07", "self", 40, 9),
        ("2026-08", "self", 40, 9),
    )  # fmt: skip

    assert months_of(shown_months(counts, last=JUNE)) == ["2026-05", "2026-06"]


def test_a_quiet_month_inside_the_campaign_stays():
    counts = record(("2026-04", "self", 20, 5), ("2026-05", "self", 20, 5))

    assert months_of(shown_months(counts, last=JUNE)) == ["2026-04", "2026-05"]


def test_what_waited_and_was_published_after_the_end_is_shown_in_its_month_in_every_mode():
    counts = record(
        ("2026-06", "assisted", 15, 5), ("2026-06", "self", 40, 9),
        ("2026-07", "assisted", 15, 5), ("2026-07", "self", 52, 9),
        ("2026-08", "assisted", 15, 5), ("2026-08", "self", 52, 9),
    )  # fmt: skip

    shown = shown_months(counts, last=JUNE)

    assert months_of(shown) == ["2026-06", "2026-07"]
    assert shown["people"].tolist() == [15, 40, 15, 52]


def test_a_correction_that_keeps_the_number_of_people_is_a_change():
    counts = record(("2026-06", "self", 40, 9), ("2026-07", "self", 40, 8))

    assert months_of(shown_months(counts, last=JUNE)) == ["2026-06", "2026-07"]


def test_a_month_without_a_record_between_two_others_is_a_row_of_nobody():
    counts = record(("2025-12", "self", 20, 5), ("2026-02", "self", 40, 9))

    shown = shown_months(counts, last=JUNE)

    assert months_of(shown) == ["2025-12", "2026-01", "2026-02"]
    assert shown["people"].tolist() == [20, 0, 40]
