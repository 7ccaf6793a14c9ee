"""What slides say is what the figures say, in every case a place can be in."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date

import pytest

from charts.boundaries import read_provinces
from meeting.agenda import CHOOSABLE, default_agenda
from meeting.deck import Deck, Slide, SlideKind
from meeting.figures import AUDIENCES, AUDIENCES_BEFORE, MONTHS, TARGETS, freeze
from meeting.places import Geometry
from meeting.quoted import unfounded
from stats.published import Published
from tests import decks

EVERY_KIND = tuple(CHOOSABLE)


def slide_of(deck: Deck, kind: SlideKind) -> Slide:
    return next(slide for slide in deck.slides if slide.kind is kind)


def values_in(thing: object) -> Iterator[object]:
    """Every text and number in a deck, however deep."""
    if isinstance(thing, Published):
        yield from values_in(thing.table.to_dict("records"))
        yield from values_in([thing.n_total, repr(thing.notes)])
    elif is_dataclass(thing):
        yield from (v for one in fields(thing) for v in values_in(getattr(thing, one.name)))
    elif isinstance(thing, dict):
        yield from (v for pair in thing.items() for part in pair for v in values_in(part))
    elif isinstance(thing, list | tuple):
        yield from (value for part in thing for value in values_in(part))
    else:
        yield thing


def records_in(thing: object) -> Iterator[dict[str, object]]:
    """Every row of data in a picture."""
    if isinstance(thing, dict):
        if "unit_name" in thing or "label" in thing:
            yield thing
        yield from (row for part in thing.values() for row in records_in(part))
    elif isinstance(thing, list):
        yield from (row for part in thing for row in records_in(part))


def all_hidden() -> Published:
    return decks.units_table({code: (f"Xã {code}", 7, 3) for code in ("16001", "16002")})


CASES = {
    "usual": lambda: decks.small_figures(),
    "one commune": lambda: decks.small_figures(units=decks.units_table({})),
    "all hidden": lambda: decks.small_figures(units=all_hidden()),
    "nobody": lambda: decks.small_figures(
        units=decks.units_table({"16001": ("Xã A", 0, 0), "16002": ("Xã B", 0, 0)}),
        audiences=decks.audiences_table({"citizen": (0, 0), "student": (0, 0)}),
        groups=decks.groups_table().only([]),
        months=decks.months_table().only([]),
    ),
    "166 communes": lambda: decks.small_figures(units=decks.units_table(decks.many_units(166))),
    "units alone": lambda: decks.small_figures(
        without=[AUDIENCES, AUDIENCES_BEFORE, "groups", "months", "checked", "whole"], facts={}
    ),
    "bounds alone": lambda: decks.small_figures(
        units=decks.units_table(
            {"16001": ("Xã A", 40, 1), "16002": ("Xã B", 30, 0)}, bound_codes=["16001", "16002"]
        )
    ),
    "another day": lambda: decks.small_figures(units=decks.units_table(view="2025-06-30")),
    "one month": lambda: decks.small_figures(months=decks.months_table({"2026-09": (600, 290)})),
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("case", list(CASES))
def test_every_slide_shows_something_or_says_why_not(case, language):
    deck = decks.small_deck(language, figures=CASES[case](), agenda=EVERY_KIND)

    for slide in deck.slides:
        assert slide.refused or slide.grid.rows, slide.kind
        assert not (slide.refused and (slide.picture or slide.native)), slide.kind
        assert slide.finding.strip()
        assert unfounded(slide, language) == ()
    words = [value for value in values_in(deck.slides) if isinstance(value, str)]
    assert not [
        word for word in words if re.search(r"\b(nan|NaN|NaT|None(?! of))\b|<NA>|\{\w+\}", word)
    ]
    json.dumps([slide.picture for slide in deck.slides], allow_nan=False)


def test_an_agenda_has_twelve_slides_and_everything_else_is_kept_for_questions():
    deck = decks.small_deck()

    assert [slide.kind for slide in deck.shown] == list(default_agenda(earlier_conclusions=True))
    assert len(deck.shown) == len(default_agenda(earlier_conclusions=False)) == 12
    assert [slide.kind for slide in deck.asked] == [
        SlideKind.REPORTED,
        SlideKind.UNITS,
        SlideKind.METHOD,
        SlideKind.HIDDEN,
    ]


def test_166_communes_stand_on_fourteen_slides_for_questions_and_on_one_picture_as_dots():
    deck = decks.small_deck(figures=CASES["166 communes"]())

    tables = [slide for slide in deck.asked if slide.kind is SlideKind.UNITS]
    assert [len(slide.grid.rows) for slide in tables] == [12] * 13 + [10]
    picture = slide_of(deck, SlideKind.RANKED).picture
    assert picture is not None
    assert [layer["name"] for layer in picture["layer"]][-1] == "dots"


def test_nothing_of_a_hidden_group_stands_anywhere_in_a_deck():
    deck = decks.small_deck(agenda=EVERY_KIND)
    rate = 100 * decks.HIDDEN_REACHED / decks.HIDDEN_PEOPLE

    numbers = [v for v in values_in(deck) if isinstance(v, float | int) and v is not True]
    assert not [number for number in numbers if abs(number - rate) < 0.2]
    words = " ".join(value for value in values_in(deck) if isinstance(value, str))
    assert not re.search(r"42,[89]|43\u00a0%|n = 7\b", words)
    for slide in deck.slides:
        for row in records_in(slide.picture):
            if "Ba Bảy" in f"{row.get('unit_name')} {row.get('label')}":
                shown = {name: v for name, v in row.items() if isinstance(v, float | int)}
                assert set(shown) <= {"lines", "longitude", "latitude", "dark"}, row
        if slide.native and (found := [c for c in slide.native.categories if "Ba Bảy" in c]):
            place = slide.native.categories.index(found[0])
            assert [series.values[place] for series in slide.native.series] == [None]
        for row in slide.grid.rows:
            if row[0] == "Xã Ba Bảy":
                assert row[1:] == ("chưa đủ dữ liệu", "–", "–")


def test_a_bound_is_written_as_a_bound_and_no_editable_bar_makes_a_rate_of_it():
    native = slide_of(decks.small_deck(), SlideKind.RANKED).native
    assert native is not None

    found = {name: v for name, v in zip(native.categories, native.series[0].values, strict=True)}

    assert found["Xã Gần Như Chưa Ai (tối đa 5\u00a0%)"] is None
    assert found["Xã Như Thanh"] == 35  # of 95 people: no decimals in the chart's workbook either


def test_a_change_is_named_only_beyond_chance():
    near = decks.audiences_table({"citizen": (900, 480), "student": (854, 500)})
    same = decks.small_figures(**{AUDIENCES: near, AUDIENCES_BEFORE: near})

    assert slide_of(decks.small_deck(), SlideKind.CHANGE).finding.startswith("Tăng rõ: từ 46,7")
    said = slide_of(decks.small_deck(figures=same), SlideKind.CHANGE).finding
    assert said.startswith("Chưa thấy thay đổi rõ")


def test_without_an_earlier_campaign_the_slide_of_change_says_so():
    deck = decks.small_deck(figures=decks.small_figures(without=[AUDIENCES_BEFORE]))

    assert slide_of(deck, SlideKind.CHANGE).refused == "Chưa có đợt trước để so."


def test_a_group_is_called_lowest_only_beyond_the_intervals_of_all_others():
    told = slide_of(decks.small_deck(), SlideKind.GROUPS).finding
    close = decks.groups_table((900, 760, 1100, 420, 440, 700, 210))
    two = slide_of(decks.small_deck(figures=decks.small_figures(groups=close)), SlideKind.GROUPS)

    assert (
        told == "Thấp nhất là nhóm kỹ năng “Sáng tạo nội dung”: 23,9\u00a0%; cao nhất 62,7\u00a0%."
    )
    assert two.finding.startswith("Hai nhóm kỹ năng thấp nhất là “Sáng tạo nội dung” (23,9\u00a0%)")


def test_a_target_without_a_document_stands_on_no_slide():
    slide = slide_of(decks.small_deck(), SlideKind.TARGETS)

    assert len(slide.grid.rows) == 2
    assert "ít nhất 95" not in str(slide.grid.rows)
    assert "1 mục tiêu không có văn bản" in slide.notes


def test_targets_of_which_none_has_a_document_are_refused():
    figures = decks.small_figures(facts={TARGETS: (decks.target(document=""),)})

    assert slide_of(decks.small_deck(figures=figures), SlideKind.TARGETS).refused


@pytest.mark.parametrize(
    ("today", "ending"),
    [
        (date(2026, 12, 31), "hạn là hôm nay, 31/12/2026."),
        (date(2027, 1, 1), "người trả lời."),
    ],
)
def test_a_pace_is_said_until_the_deadline_and_not_after_it(today, ending):
    slide = slide_of(decks.small_deck(today=today), SlideKind.NUMBERS)

    assert slide.finding.endswith(ending)


def test_what_was_written_by_hand_is_not_shown_where_nothing_can_be_shown():
    figures = decks.small_figures(without=[MONTHS])
    deck = decks.small_deck(figures=figures, edited={SlideKind.TREND: "Tăng 12 % mỗi tháng"})

    assert slide_of(deck, SlideKind.TREND).finding == "Chưa có tháng nào đủ dữ liệu để công bố."


def test_without_outlines_of_that_day_the_map_says_so_and_the_units_still_stand():
    deck = decks.small_deck(geometry=Geometry())

    assert "đường ranh giới" in slide_of(deck, SlideKind.MAP).refused
    assert slide_of(deck, SlideKind.RANKED).picture is not None


def test_every_slide_with_figures_says_n_period_source_minimum_and_which_frozen_figures():
    deck = decks.small_deck()
    slide = slide_of(deck, SlideKind.RANKED)

    assert slide.spine == (
        "SỐ LIỆU MÔ PHỎNG",
        "n = 1.747",
        "Người tự trả lời",
        "Đợt 2 năm 2026 (1/7/2026–30/9/2026)",
        "Theo địa giới hôm nay",
        "Nguồn: Tự đánh giá trên Bình dân số, theo ngưỡng tham khảo của ứng dụng",
        "Nhóm dưới 10 người không công bố",
        "2 dòng không có tỷ lệ",
        f"Bản trình bày số 12 · chốt 08:00 20/9/2026 · mã {deck.frozen.code}",
    )


def test_the_map_of_the_nation_carries_its_outlines_and_islands(tmp_path):
    from charts.boundaries import find_provinces
    from db.settings import PROJECT
    from ui.geometry import islands

    path = find_provinces(PROJECT / "static")
    codes = [
        one["id"] for one in json.loads(path.read_text())["objects"]["provinces"]["geometries"]
    ]
    units = decks.units_table({code: (f"Tỉnh {code}", 200, 120) for code in codes if code != "38"})
    outlines = read_provinces(path, codes)

    deck = decks.small_deck(
        figures=decks.small_figures(units=units),
        geometry=Geometry(outlines, "provinces", islands=islands()),
    )

    drawn = json.dumps(slide_of(deck, SlideKind.MAP).picture, ensure_ascii=False)
    assert all(part in drawn for part in ("Quần đảo Trường Sa", '"arcs"'))
    assert '"url"' not in drawn


def test_a_deck_of_frozen_figures_is_the_same_whenever_it_is_made():
    figures = decks.small_figures()

    assert list(map(str, values_in(decks.small_deck(figures=figures).slides))) == list(
        map(str, values_in(decks.small_deck(figures=decks.small_figures()).slides))
    )
    assert freeze(figures) == freeze(decks.small_figures())


def test_the_units_of_a_slide_for_questions_are_those_of_its_table():
    slide = slide_of(decks.small_deck(), SlideKind.UNITS)
    assert slide.figures is not None

    assert list(slide.figures.table["unit_name"]) == [row[0] for row in slide.grid.rows]


def test_a_slide_of_targets_shows_four_and_all_stand_among_those_for_questions():
    many = [decks.target(target_value=50.0 + place, year="2030", deadline="2030-12-31")
            for place in range(6)]  # fmt: skip
    made = decks.small_deck(figures=decks.small_figures(facts={TARGETS: (*many, decks.target())}))

    [shown] = [slide for slide in made.shown if slide.kind is SlideKind.TARGETS]
    [kept] = [slide for slide in made.asked if slide.kind is SlideKind.TARGETS]
    assert (len(shown.grid.rows), len(kept.grid.rows)) == (4, 7)
    assert "3 mục tiêu khác" in shown.notes
    assert "có kỹ năng số cơ bản" in kept.grid.rows[0][1]
