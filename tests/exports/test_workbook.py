"""The workbook of a meeting: numbers as numbers, hidden ones empty, text never a formula."""

import io
from dataclasses import replace

import pandas as pd
import pytest
import python_calamine

from domain.errors import FileNotMade
from exports.workbook import xlsx_of
from meeting.deck import Grid
from tests.decks import HIDDEN_CODE, small_deck
from tests.exports.meeting_decks import (
    HOSTILE,
    SECRETS,
    T,
    communes,
    deck,
    every_part,
    published,
    slide,
    told_in,
)
from text import translator

HEAD = 3  # row of the headings, counted from 0
PLAIN = slide(picture=None, native=None)


def sheets(content):
    book = python_calamine.load_workbook(io.BytesIO(content))
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }


def figures(sheet):
    """The rows of a sheet by their headings."""
    rows = [row for row in sheet[HEAD + 1 :] if row[0] != ""]
    return [dict(zip(sheet[HEAD], row, strict=True)) for row in rows]


def _rounded(cell):
    """A spreadsheet keeps sixteen digits of a number."""
    return round(cell, 10) if isinstance(cell, float) else cell


def test_every_number_is_exactly_that_of_the_published_table():
    sheet = sheets(xlsx_of(deck(PLAIN), t=T))["1. Từng xã, phường"]

    for told, row in zip(figures(sheet), PLAIN.figures.table.to_dict("records"), strict=False):
        for heading, name in (("Tỷ lệ (%)", "percent"), ("Số người tính tỷ lệ (n)", "n")):
            known = "" if pd.isna(row[name]) else float(row[name])
            assert _rounded(told[heading]) == _rounded(known)
        assert told["Đơn vị"] == row["unit_name"]


def test_a_hidden_row_is_empty_and_a_word_says_why():
    sheet = sheets(xlsx_of(deck(PLAIN), t=T))["1. Từng xã, phường"]

    [hidden] = [row for row in figures(sheet) if row["Đơn vị"] == "Xã Kín"]
    assert hidden["Tình trạng"] == "Chưa đủ dữ liệu (dưới mức công bố)"
    assert [cell for cell in hidden.values() if isinstance(cell, float)] == []


def test_what_is_hidden_stands_in_no_part_of_the_file():
    assert told_in(xlsx_of(deck(PLAIN), t=T), SECRETS) == []


def test_a_hidden_row_with_a_number_is_no_file():
    figures = published([("Xã Một", 9, 50.0), ("Xã Hai", 200, 50.0)])
    figures.table.loc[0, "percent"] = 50.0

    with pytest.raises(FileNotMade) as refusal:
        xlsx_of(deck(slide(figures=figures, heading="Trang hỏng")), t=T)

    assert refusal.value.details == {"part": "Trang hỏng"}


def test_text_never_becomes_a_formula_or_a_link():
    hostile = replace(
        PLAIN, heading="=1+1 [a]/b?", finding=HOSTILE, grid=Grid((HOSTILE,), ((HOSTILE,),))
    )
    content = xlsx_of(deck(hostile, title=HOSTILE), t=T)

    parts = {name: body for name, body in every_part(content).items() if "worksheets" in name}
    assert [name for name, body in parts.items() if b"<f>" in body or b"hyperlink" in body] == []
    assert any(HOSTILE in row for rows in sheets(content).values() for row in rows)


def test_the_first_sheet_says_what_the_figures_are():
    first = sheets(xlsx_of(deck(PLAIN), t=T))["Đọc trước"]

    told = "\n".join(str(cell) for row in first for cell in row)
    for said in (
        *("Tỉnh Thanh Hóa", "Đợt 2 năm 2026", "Địa giới hiện nay", "Bình dân số", "10 người"),
        *("Bản trình bày số 12 · chốt 08:00 20/8/2026 · mã 4F7A", "SỐ LIỆU MÔ PHỎNG"),
        *("Số người tính tỷ lệ (n)", PLAIN.finding),
    ):
        assert said in told


def test_166_communes_have_a_frozen_head_and_fit_the_paper():
    content = xlsx_of(deck(slide(communes(166), picture=None, native=None)), t=T)

    assert len(figures(sheets(content)["1. Từng xã, phường"])) == 166
    xml = every_part(content)["xl/worksheets/sheet2.xml"].decode()
    assert 'state="frozen"' in xml
    assert 'fitToHeight="0"' in xml
    assert 'orientation="landscape"' in xml


def test_a_slide_for_questions_whose_figures_stand_already_has_no_sheet_of_its_own():
    again = replace(PLAIN, backup=True, heading="Từng đơn vị")

    assert list(sheets(xlsx_of(deck(PLAIN, again), t=T))) == ["Đọc trước", "1. Từng xã, phường"]


def test_a_refused_slide_says_why():
    why = "Mọi xã đều dưới 10 người."

    sheet = sheets(xlsx_of(deck(slide(refused=why, heading="Nhóm")), t=T))["1. Nhóm"]

    assert sheet[HEAD][0] == why


def test_a_blank_slide_is_no_file():
    with pytest.raises(FileNotMade):
        xlsx_of(deck(replace(PLAIN, grid=Grid())), t=T)


def test_equal_decks_are_equal_files():
    assert xlsx_of(deck(PLAIN), t=T) == xlsx_of(deck(PLAIN), t=T)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_sentence_and_number_of_a_whole_meeting_is_read_back(language):
    whole = small_deck(language)

    told = sheets(xlsx_of(whole, t=translator(language)))

    every = {_rounded(cell) for rows in told.values() for row in rows for cell in row}
    for one in whole.slides:
        if not one.backup:
            assert one.finding in every
            assert {cell for row in one.grid.rows for cell in row} <= every
        if one.figures is not None:
            assert {_rounded(float(one)) for one in one.figures.table["percent"].dropna()} <= every
    hidden = [row for rows in told.values() for row in rows if HIDDEN_CODE in row]
    assert hidden
    assert all(not isinstance(cell, float) for row in hidden for cell in row)
