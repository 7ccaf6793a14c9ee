"""Claimed beside shown on the page, in the table behind it and in the file: one number."""

import csv
import io

import pandas as pd
import pytest

from domain.access import NATION, PUBLIC
from stats.checked import GROUPS, Measure
from text import translator
from ui import checked, reference

THANH_HOA, LAI_CHAU = "38", "12"
T = translator("vi")


def published(area_code):
    return checked.figures(PUBLIC, area_code, reference.rounds()[0], 0, "vi")


def file_rows(area_code):
    found = checked.file(PUBLIC, area_code, reference.rounds()[0], 0, "vi")
    return list(csv.DictReader(io.StringIO(found.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("area_code", [THANH_HOA, NATION])
def test_the_file_says_what_the_table_says(engine, area_code):
    table = published(area_code).table
    assert (table["status"] == "shown").any()

    for row, line in zip(table.to_dict("records"), file_rows(area_code), strict=True):
        assert line[T("csv.figure")] == T(f"check_figure.{row['figure']}")
        for name, column in (("n", "csv.n"), ("percent", "csv.rate"), ("gap", "csv.gap")):
            said = "" if pd.isna(row[name]) else str(row[name])
            assert line[T(column)] == said


def test_a_province_where_hardly_anybody_was_checked_has_no_figure_at_all(engine):
    table = published(LAI_CHAU).table

    assert set(table["status"]) <= {"withheld", "no_data"}
    assert table[["n", "percent", "low", "high", "gap"]].isna().all(axis=None)
    assert {line[T("csv.rate")] for line in file_rows(LAI_CHAU)} == {""}


def test_a_part_of_a_province_is_never_told(engine):
    with pytest.raises(ValueError, match="397"):
        published("397")


def test_the_page_shows_every_group_with_its_number_or_says_it_was_not_checked(open_page):
    page = open_page("public/province", ma=THANH_HOA)

    assert not page.exception
    tables = [frame.value for frame in page.get("table")]
    [own, *_] = [table for table in tables if T("checked.claimed") in table.columns]
    rows = published(THANH_HOA).table
    rows = rows[(rows["figure"] == Measure.SHOWN) & (rows["mode"] == "self")].set_index("group")
    assert list(own.index) == [T(f"group.{group}") for group in GROUPS]
    for group, people in zip(GROUPS, own[T("checked.people")], strict=True):
        n = rows.loc[group, "n"]
        assert people == ("–" if pd.isna(n) else str(n))
