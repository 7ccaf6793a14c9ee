from itertools import pairwise

import pandas as pd
import pytest

from charts.labels import count_text, percent_text, records, unit_rows
from charts.scales import COLOURS, class_labels, classes
from text import formats, translator


def test_a_rate_is_written_as_the_rest_of_the_product_writes_it(t):
    for n in (99, 100):
        for hundredths in range(0, 10_001, 5):  # each tenth, and the half between two
            value = hundredths / 100
            assert percent_text(value, n, t) == formats.percent(value, n, "vi"), (value, n)


def test_numbers_follow_the_language():
    assert count_text(1234567, translator("vi")) == "1.234.567"
    assert count_text(1234567, translator("en")) == "1,234,567"
    assert percent_text(63.44, 250, translator("en")) == "63.4\u00a0%"


@pytest.mark.parametrize(
    ("percent", "number"),
    [(0, 0), (19.999, 0), (20, 1), (40, 2), (59.99, 2), (60, 3), (80, 4), (100, 4), (None, 5)],
)
def test_a_percentage_on_a_cut_belongs_to_the_class_above(t, percent, number):
    assert classes(pd.Series([percent], dtype=float), t)[0] == class_labels(t)[number]


def test_a_withheld_unit_stays_and_says_so_in_words(six, t):
    rows = unit_rows(six, t).set_index("unit_code")

    assert len(rows) == 6
    for code in ("48", "15", "56"):
        assert rows.loc[code, "percent_text"] == "chưa đủ dữ liệu"
        assert rows.loc[code, "class"] == "Chưa đủ dữ liệu"
    assert rows.loc["01", "percent_text"] == "63,4\u00a0%"


def test_what_is_missing_is_null_for_the_browser(six, t):
    withheld = next(row for row in records(unit_rows(six, t)) if row["unit_code"] == "48")

    assert withheld["percent"] is None
    assert withheld["low"] is None


def test_classes_stay_in_order_in_grey_and_on_a_pale_projector():
    luminance = [_luminance(colour) for colour in COLOURS]

    assert luminance == sorted(luminance, reverse=True)
    for light, dark in pairwise(luminance):
        assert (light + 0.05) / (dark + 0.05) > 1.3
        washed_light, washed_dark = 0.5 + light / 2, 0.5 + dark / 2
        assert washed_light - washed_dark > 0.02


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
