"""
Every number and sentence of a meeting, read back from each file: what pages show, nothing else.

Three officials and two days of boundaries. The figures are simulated and published for real; what
the gate was handed and did not let through is looked for in every part of every file.
"""

import csv
import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pandas as pd
import pytest

from charts.labels import marked_names
from domain.access import PUBLIC, Role, Scope
from domain.lineage import boundary_view
from domain.meetings import fingerprint
from domain.people import Mode
from exports.deck_parts import annex
from meeting.agenda import default_agenda
from meeting.deck import Deck, Frozen, Slide, SlideKind
from meeting.figures import thaw
from meeting.quoted import numbers_in, unfounded
from meeting.slides import deck
from seed.demo import simulate
from stats.boundaries import view_words
from stats.disclosure import Status
from stats.published import Published, publish
from tests.exports import read_back
from tests.templates import template
from text import formats, translator
from ui.file_maker import DeckFile, FileKind

T = translator("vi")
AT = datetime(2026, 11, 22, 1, tzinfo=UTC)
PEOPLE = 25_000
READERS = {  # who reads, of which area
    "thanh-hoa": ("38", "38"),
    "nation": ("VN", "15"),
    "trieu-son": ("397", "397"),
}
VIEWS = ("hom-nay", "2025-06-30")
RATES = ("percent", "low", "high", "firm_percent", "coverage", "gap", "gap_low", "gap_high")
NAMELESS = (Status.WITHHELD.value, Status.NO_DATA.value)
OF_UNITS = (
    SlideKind.NUMBERS, SlideKind.MAP, SlideKind.RANKED, SlideKind.COVERAGE, SlideKind.UNITS,
    SlideKind.HIDDEN, SlideKind.CONCLUSIONS,
)  # fmt: skip
OFFICE = (FileKind.SLIDES, FileKind.WORKBOOK, FileKind.REPORT)


@dataclass(frozen=True)
class Meeting:
    """A deck over real figures, what its page shows, what nobody may see, and its files."""

    deck: Deck
    whole: Deck  # with what is of today's area by either view, which its files need not say again
    tables: dict[SlideKind, Published]  # what pages show under the same view
    page: pd.DataFrame
    csv: bytes
    secrets: frozenset[str]
    files: dict[FileKind, bytes]


@pytest.fixture(scope="module")
def handed(reference_file, tmp_path_factory) -> Iterator[list[pd.DataFrame]]:
    """The pages' own functions over a simulated country, and what the gate held back there."""
    from tests.pages.conftest import forget_what_is_cached

    path = tmp_path_factory.mktemp("round-trip") / "app.db"
    shutil.copy(
        template(tmp_path_factory, "simulated_to_publish", _populate, start=reference_file), path
    )
    held: list[pd.DataFrame] = []

    def gate(table, notes, **more):
        published = publish(table, notes, **more)
        names = [name for name in RATES if name in table]
        gone = published.table[names].isna().to_numpy()
        held.append(table[names].where(gone))
        return published

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{path}")
        patch.setenv("APP_SECRET", "a secret of these tests only, long enough")
        patch.setenv("FRESHNESS_SECONDS", "0")  # read when the pages are first imported
        forget_what_is_cached()
        for module in ("load", "boundary", "checked"):
            patch.setattr(f"ui.{module}.publish", gate)
        yield held
    forget_what_is_cached()


def _populate(engine):
    simulate(engine, people=PEOPLE, random_state=11)


@pytest.fixture(scope="module", params=READERS)
def reader(request):
    return READERS[request.param]


@pytest.fixture(scope="module", params=VIEWS)
def meeting(request, reader, handed) -> Meeting:
    from ui import reading_day, reference

    scope, area = _officer(reader)
    key = (reference.rounds()[0], reading_day.data_version(), "vi")
    whole = made = _deck(scope, _frozen(scope, area, request.param, "vi"), "vi")
    page, file = _as_pages_show(scope, area, request.param, *key)
    tables = _tables(scope, area, request.param, *key)
    if request.param != VIEWS[0]:  # the others are of today's area by either view
        made = replace(made, slides=tuple(one for one in made.slides if one.kind in OF_UNITS))
    files = {kind: DeckFile(kind, made).made() for kind in FileKind if kind != "union_report"}
    return Meeting(made, whole, tables, page, file, _secrets(handed, made), files)


def _officer(reader):
    granted, area = reader
    return Scope(Role.OFFICIAL, frozenset({granted})), area


def _frozen(scope, area, view, language):
    from ui import meeting_frozen, reference

    code = reference.rounds()[0].code
    _, content = meeting_frozen.gathered(scope, area, code, view, language)
    return thaw(content, fingerprint(content))


def _deck(scope, figures, language):
    from ui import meeting_figures

    return deck(
        figures, title="Họp tháng 11", frozen=Frozen(7, AT, fingerprint(b"figures")),
        agenda=default_agenda(earlier_conclusions=False), edited={}, before=(), conclusions=(),
        geometry=meeting_figures.geometry_of(scope, figures), today=AT.date(),
        t=translator(language), language=language,
    )  # fmt: skip


def _tables(scope, area, view_code, campaign, version, language):
    """What pages show of the place: by the view where they do, else by today's boundaries."""
    from ui import boundary, checked, load, reading_day, reference

    key = (scope, area, campaign, version, language)
    own = load.communes(scope, area, campaign, Mode.SELF, version, language).only([area])
    home = reference.province_of(scope, area)
    found = {
        SlideKind.NUMBERS: own,
        SlideKind.GROUPS: load.groups(*key),
        SlideKind.AUDIENCES: load.audiences(*key),
        SlideKind.CHANGE: load.audiences(*key),
        SlideKind.TREND: load.months(*key),
        SlideKind.CHECKED: checked.figures(PUBLIC, home, campaign, version, language),
        SlideKind.TARGETS: load.audiences(*key),
    }
    view = boundary_view(view_code, today=reading_day.current(), changes=boundary.change_days())
    if view.is_today or area not in reference.province_codes():
        return found
    then = boundary.table(PUBLIC, area, campaign, view, boundary.PROVINCE, version, language)
    return {
        **found,
        SlideKind.NUMBERS: then.only([boundary.TOTAL]),
        SlideKind.CHANGE: then,
    }


def _as_pages_show(scope, area, view_code, campaign, version, language):
    """The units as the page of the area reads them, and its file."""
    from ui import boundary, boundary_inside, boundary_reading, load, reading_day, reference

    view = boundary_view(view_code, today=reading_day.current(), changes=boundary.change_days())
    if view.is_today:
        table = load.communes(scope, area, campaign, Mode.SELF, version, language)
        file = load.communes_file(scope, area, campaign, version, language)
        return table.without(area).table, file.content
    more = (area, campaign, view, boundary_reading.below(view), version, language)
    if area in reference.province_codes():
        table = boundary.table(PUBLIC, *more).without(boundary.TOTAL)
        return table.table, boundary.file(PUBLIC, *more).content
    return boundary_inside.table(scope, *more).table, boundary_inside.file(scope, *more).content


def _secrets(handed, made: Deck) -> frozenset[str]:
    """Rates that were held back, to four decimals, without those that are shown elsewhere."""
    shown = pd.concat([one.figures.table for one in made.slides if one.figures is not None])
    told = {_exactly(value) for name in RATES if name in shown for value in shown[name].dropna()}
    held = {_exactly(value) for one in handed for name in one for value in one[name].dropna()}
    return frozenset(text for text in held - told if not text.endswith("000"))


def _exactly(value: float) -> str:
    return f"{value:.6f}"[:-2]


def slide_of(made: Deck, kind: SlideKind) -> Slide:
    return next(slide for slide in made.slides if slide.kind is kind)


def on_paper(made: Deck) -> list[Slide]:
    """The slides whose sentence stands there too: a table of several slides is one."""
    return [*made.shown, *annex(made, T)]


def rows_of(made: Deck) -> set[tuple[str, ...]]:
    return {row for slide in made.slides if not slide.refused for row in slide.grid.rows}


def test_the_slide_of_units_shows_what_the_page_and_its_file_show(meeting):
    ranked = slide_of(meeting.deck, SlideKind.RANKED)
    table = ranked.figures.table
    pd.testing.assert_frame_equal(table, meeting.page, check_dtype=False)

    [head, *rows] = csv.reader(io.StringIO(meeting.csv.decode("utf-8-sig")))
    place, rate, n = (head.index(T(f"csv.{name}")) for name in ("unit_name", "percent", "n"))
    written = {row[place].lstrip("'"): (row[rate], row[n]) for row in rows}
    cells = {row[0]: row[1] for row in ranked.grid.rows}
    shown = table[table["status"] == Status.SHOWN.value]
    for name, row in zip(marked_names(shown, T), shown.to_dict("records"), strict=True):
        assert [float(cell) for cell in written[row["unit_name"]]] == [row["percent"], row["n"]]
        assert cells[name] == formats.percent(float(row["percent"]), int(row["n"]), "vi")
    assert len(shown) or ranked.refused


def test_every_slide_is_what_its_page_shows_and_says_by_which_boundaries(meeting):
    drawn = [slide for slide in meeting.whole.slides if slide.figures and not slide.refused]
    assert {slide.kind for slide in drawn} >= {SlideKind.NUMBERS, SlideKind.GROUPS}

    by_today = meeting.whole.boundaries.startswith(T("boundary.today"))
    for slide in drawn:
        words = view_words(slide.figures.notes.boundary_view, T)
        assert slide.subtitle == (slide.heading if by_today else f"{slide.heading} · {words}")
        expected = meeting.tables.get(slide.kind)
        if expected is not None:
            assert slide.figures.notes == expected.notes
            pd.testing.assert_frame_equal(slide.figures.table, expected.table, check_dtype=False)


@pytest.mark.parametrize("reader", ["nation", "trieu-son"])
def test_a_meeting_of_another_language_says_what_it_would_say_had_it_been_frozen_in_it(
    handed, reader
):
    from ui import meeting_language

    scope, area = _officer(READERS[reader])
    prepared, read = (_frozen(scope, area, VIEWS[0], one) for one in ("vi", "en"))

    said = _deck(scope, meeting_language.said_in(scope, prepared, "en"), "en")

    expected = _deck(scope, read, "en")
    assert said.place == expected.place
    assert said.period == expected.period
    assert [_words_of(one) for one in said.slides] == [_words_of(one) for one in expected.slides]


def _words_of(slide: Slide) -> tuple[object, ...]:
    names = [] if slide.figures is None else list(slide.figures.table["unit_name"])
    return (slide.subtitle, slide.finding, slide.spine, slide.grid, slide.native, slide.notes,
            slide.alternative, slide.refused, slide.picture, names)  # fmt: skip


def test_every_sentence_says_only_numbers_its_figures_say(meeting):
    found = {slide.heading: unfounded(slide) for slide in meeting.deck.slides}

    assert {heading: numbers for heading, numbers in found.items() if numbers} == {}


def test_hidden_units_have_no_number_in_any_row(meeting):
    table = meeting.page[meeting.page["status"].isin(NAMELESS)]
    names = set(marked_names(table, T)) if len(table) else set()
    ranked = slide_of(meeting.deck, SlideKind.RANKED)
    rows = [row for row in ranked.grid.rows if row[0] in names]

    assert len(rows) == len(table) or ranked.refused
    assert [row for row in rows if any(numbers_in(cell, "vi") for cell in row[1:])] == []
    for sheet in read_back.cells(meeting.files[FileKind.WORKBOOK]):
        for row in sheet:
            if names & set(map(str, row[:2])) and len(row) > 4:
                assert [cell for cell in row if isinstance(cell, float)] == []


def test_what_the_gate_held_back_stands_in_no_part_of_any_file(meeting):
    assert meeting.secrets
    files = {kind: meeting.files[kind] for kind in FileKind if kind in meeting.files}
    texts = {kind: read_back.everything(files[kind]) for kind in OFFICE}
    texts[FileKind.OFFLINE] = files[FileKind.OFFLINE].decode()
    texts[FileKind.HANDOUT] = read_back.paper(files[FileKind.HANDOUT])

    ways = {way for text in meeting.secrets for way in (text, text.replace(".", ","))}
    assert {kind: found for kind, text in texts.items() if (found := _standing(text, ways))} == {}


def _standing(text: str, ways: set[str]) -> list[str]:
    return sorted(ways & set(re.findall(r"(?<![\d.,])-?\d+[.,]\d{4}", text)))


def test_slides_say_every_row_and_draw_every_value_and_no_other(meeting):
    told, rows = read_back.slides(meeting.files[FileKind.SLIDES])
    heads = {slide.grid.head for slide in meeting.deck.slides}

    assert [s.finding for s in meeting.deck.slides if s.finding not in told] == []
    assert rows - heads == rows_of(meeting.deck)
    known = [series.values for slide in meeting.deck.slides if slide.native
             for series in slide.native.series]  # fmt: skip
    drawn = read_back.drawn(meeting.files[FileKind.SLIDES])
    assert drawn
    assert [values for values in drawn if values not in known] == []
    assert sorted(read_back.beside_charts(meeting.files[FileKind.SLIDES]), key=repr) == sorted(
        drawn, key=repr
    )


def test_the_report_says_every_sentence_and_every_row(meeting):
    told, rows = read_back.report(meeting.files[FileKind.REPORT])
    text = "\n".join(told)

    shown = [s for s in on_paper(meeting.deck) if s.kind is not SlideKind.CONCLUSIONS]
    assert [s.finding for s in shown if s.finding not in text] == []
    assert rows_of(meeting.deck) - rows == set()


def test_the_workbook_holds_every_rate_exactly_and_every_sentence(meeting):
    sheets = read_back.cells(meeting.files[FileKind.WORKBOOK])
    cells = {cell for sheet in sheets for row in sheet for cell in row}
    numbers = {round(cell, 9) for cell in cells if isinstance(cell, float)}

    for slide in meeting.deck.slides:
        assert slide.backup or slide.finding in cells
        if slide.figures is not None and not slide.refused:
            rates = slide.figures.table["percent"].dropna()
            assert {round(float(value), 9) for value in rates} <= numbers


def test_the_handout_can_be_searched_for_every_sentence_and_every_cell(meeting):
    text = read_back.paper(meeting.files[FileKind.HANDOUT])

    cells = {cell for row in rows_of(meeting.deck) for cell in row}
    said = {slide.finding for slide in on_paper(meeting.deck)} | cells
    assert [one for one in said if read_back.squeezed(one) not in text] == []


def test_the_offline_file_says_every_sentence_and_every_row(meeting):
    told, rows = read_back.page(meeting.files[FileKind.OFFLINE])

    assert [slide.finding for slide in meeting.deck.slides if slide.finding not in told] == []
    assert rows_of(meeting.deck) - rows == set()
