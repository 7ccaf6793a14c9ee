"""The figures of a meeting as a workbook: what it is first, then a sheet for each slide."""

import io
import math
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from exports.deck_parts import (
    Translate,
    frozen_line,
    local_time,
    origin,
    part,
    refuse_blank,
    settled,
)
from exports.workbook_tables import COLUMNS, Cell, Columns, Rows, contents, is_told, words
from meeting.deck import Deck, Slide
from stats.boundaries import view_sentence
from stats.published import Published

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

ABOUT = (
    "what", "place", "period", "boundaries", "modes", "unit", "n", "source", "hidden", "frozen",
    "kind",
)  # fmt: skip
_HEAD_ROW = 3  # of the table, below the subject, the sentence and where it is from
_WHOLE = ("n", "people", "undetermined", "population", "population_year")
_MOST_WORDS = 30  # rows of a table in words that is written below its figures
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")  # in the name of a sheet
_NAME_LETTERS = 31
_WIDEST, _NARROWEST = 44, 9  # letters of a column
_TEXT_WIDTH = 110
_LEAST_COLUMNS = 7  # a line above a narrow table is not squeezed into it
_LINE = 15.0  # points of a row of text


def xlsx_of(deck: Deck, *, t: Translate) -> bytes:
    """
    Every figure of the meeting as a number; hidden ones are empty and a word says why.

    Raises:
        FileNotMade: a slide could not be written; it names it.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with part(deck.title), xlsxwriter.Workbook(buffer, options) as book:
        looks = _looks(book)
        book.set_properties(
            {"title": deck.title, "subject": deck.place, "author": t("pptx.product"),
             "comments": frozen_line(deck, t), "created": local_time(deck).replace(tzinfo=None)}
        )  # fmt: skip
        first = book.add_worksheet(t("workbook.read_first"))
        names = []
        told: list[Slide] = []
        for slide in deck.slides:
            with part(slide.heading):
                refuse_blank(slide)
                if is_told(slide, told):
                    continue
                told.append(slide)
                names.append(_sheet_name(len(told), slide.heading))
                _sheet(book.add_worksheet(names[-1]), deck, slide, looks, t)
        _read_first(first, deck, dict(zip(names, told, strict=True)), looks, t)
    return settled(buffer.getvalue(), deck)


def _looks(book: "Workbook") -> dict[str, "Format"]:
    top = {"valign": "top"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "bold": book.add_format({"bold": True, **top}),
        "head": book.add_format(
            {"bold": True, "text_wrap": True, "bg_color": "#DBE7F3", "bottom": 1, **top}
        ),
        "text": book.add_format({"num_format": "@", **top}),
        "wrapped": book.add_format({"text_wrap": True, **top}),
        "whole": book.add_format({"num_format": "#,##0"}),
        "share": book.add_format({"num_format": "#,##0.0"}),
        "year": book.add_format({"num_format": "0"}),
        "mark": book.add_format({"bold": True, "bg_color": "#FFD54D"}),
    }


def _sheet_name(number: int, heading: str) -> str:
    """Numbered, so that no two are alike, and short enough for a spreadsheet."""
    return f"{number}. {_FORBIDDEN.sub(' ', heading)}"[:_NAME_LETTERS].strip()


def _sheet(
    sheet: "Worksheet", deck: Deck, slide: Slide, looks: Mapping[str, "Format"], t: Translate
) -> None:
    """The subject, the sentence, where it is from; then the figures or why there are none."""
    sheet.write_string(0, 0, slide.subtitle, looks["title"])
    sheet.write_string(1, 0, slide.finding, looks["bold"])
    columns, rows = contents(deck, slide, t)
    _write_where(sheet, " · ".join((*origin(deck, slide, t), frozen_line(deck, t))), columns, looks)
    if slide.refused or not rows:
        sheet.write_string(_HEAD_ROW, 0, slide.refused or t("pptx.nothing"))
    else:
        _write_table(sheet, columns, rows, looks)
        _set_up(sheet, columns, rows)
        if slide.figures is not None and 0 < len(slide.grid.rows) <= _MOST_WORDS:
            below = _HEAD_ROW + len(rows) + 3
            sheet.write_string(below - 1, 0, t("workbook.as_on_slide"), looks["bold"])
            _write_table(sheet, *words(slide.grid), looks, top=below)
    if deck.simulated:
        sheet.write_string(0, 4, t("chart.simulated"), looks["mark"])
    _print_setup(sheet, frozen_line(deck, t))


def _write_where(
    sheet: "Worksheet", where: str, columns: Columns, looks: Mapping[str, "Format"]
) -> None:
    """Across the columns: a long line does not make the printed page wider than they are."""
    last = max(len(columns) - 1, _LEAST_COLUMNS)
    sheet.merge_range(2, 0, 2, last, where, looks["wrapped"])
    sheet.set_row(2, _height(where, (last + 1) * _NARROWEST))


def _height(text: str, letters: float) -> float:
    """Points of a row with wrapped text in so many letters: not every program finds out itself."""
    return _LINE * max(math.ceil(len(text) / letters), 1)


def _write_table(
    sheet: "Worksheet",
    columns: Columns,
    rows: Rows,
    looks: Mapping[str, "Format"],
    *,
    top: int = _HEAD_ROW,
) -> None:
    """Words as words, whatever they begin with; numbers as numbers; nothing where nothing is."""
    sheet.set_row(top, 2 * _LINE)  # headings wrap once
    for column, (_, heading) in enumerate(columns):
        sheet.write_string(top, column, heading, looks["head"])
    for place, row in enumerate(rows, start=top + 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(place, column, cell, looks["text"])
            elif cell is not None:
                sheet.write_number(place, column, cell, looks[_look(columns[column][0])])


def _set_up(sheet: "Worksheet", columns: Columns, rows: Rows) -> None:
    for column, width in enumerate(_widths(columns, rows)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(_HEAD_ROW + 1, 1)
    sheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + len(rows), max(len(columns) - 1, 0))
    sheet.repeat_rows(_HEAD_ROW)


def _look(name: str) -> str:
    if name == "population_year":
        return "year"
    return "whole" if name in _WHOLE else "share"


def _widths(columns: Columns, rows: Rows) -> Iterator[float]:
    for column, (_, heading) in enumerate(columns):
        cells: list[Cell] = [row[column] for row in rows]
        letters = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
        yield min(max(letters + 1, len(heading) / 2 + 2, _NARROWEST), _WIDEST)


def _print_setup(sheet: "Worksheet", frozen: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{frozen.replace('&', '&&')}&R&P/&N")


def _read_first(
    sheet: "Worksheet",
    deck: Deck,
    sheets: Mapping[str, Slide],
    looks: Mapping[str, "Format"],
    t: Translate,
) -> None:
    """What this is, which figures they are, and what each column means."""
    lines = [*_about(deck, t), ("", "")]
    lines += [(name, slide.finding) for name, slide in sheets.items()]
    lines += [("", ""), (t("workbook.columns"), "")]
    used = _used(deck)
    lines += [
        (t(f"workbook.column_{name}"), t(f"workbook.means_{name}"))
        for name in COLUMNS if name in used
    ]  # fmt: skip
    sheet.write_string(0, 0, deck.title, looks["title"])
    for row, (what, said) in enumerate(lines, start=1):
        sheet.write_string(row, 0, what, looks["bold"])
        sheet.write_string(row, 1, said, looks["wrapped"])
        sheet.set_row(row, _height(said, _TEXT_WIDTH))
    sheet.set_column(0, 0, _WIDEST)
    sheet.set_column(1, 1, _TEXT_WIDTH)
    _print_setup(sheet, frozen_line(deck, t))
    sheet.activate()


def _about(deck: Deck, t: Translate) -> list[tuple[str, str]]:
    """Filters, unit, period, boundaries, n, what is hidden, and which frozen figures."""
    minimum = max((one.notes.minimum for one in _tables(deck)), default=0)
    sources = "; ".join(dict.fromkeys(one.notes.source for one in _tables(deck)))
    modes = dict.fromkeys(mode for one in _tables(deck) for mode in one.notes.modes)
    views = dict.fromkeys(view_sentence(one, t) for one in _tables(deck))
    said = (
        *(t("workbook.about_what"), deck.place, deck.period),
        "; ".join(dict.fromkeys((deck.boundaries, *views))),
        "; ".join(t(f"mode_name.{mode}") for mode in modes),
        *(t("workbook.about_unit"), t("workbook.about_n"), sources),
        t("workbook.about_hidden", minimum=minimum) if minimum else "",
        *(frozen_line(deck, t), t("csv.is_simulated" if deck.simulated else "csv.is_real")),
    )
    lines = zip(ABOUT, said, strict=True)
    return [(t(f"workbook.label_{name}"), words) for name, words in lines if words]


def _tables(deck: Deck) -> list[Published]:
    return [slide.figures for slide in deck.slides if slide.figures is not None]


def _used(deck: Deck) -> set[str]:
    return {str(name) for one in _tables(deck) for name in one.table.columns}
