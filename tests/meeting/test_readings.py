"""By which boundaries and in which language slides are read, and how much one of them holds."""

from dataclasses import replace

from meeting.agenda import CHOOSABLE
from meeting.deck import SlideKind
from meeting.figures import AUDIENCES_BEFORE, REPORTED, UNITS
from meeting.quoted import unfounded
from stats.published import publish
from tests import decks
from tests.decks import rates
from tests.meeting.test_slides import slide_of
from text import translator

EVERY_KIND = tuple(CHOOSABLE)


def test_units_of_another_day_are_not_said_beside_the_whole_of_today():
    then = decks.units_table(view="2025-06-30").without(decks.PLACE)
    figures = decks.small_figures(units=decks.units_table())
    mixed = replace(figures, tables={**figures.tables, UNITS: then}, view="2025-06-30")

    deck = decks.small_deck(figures=mixed, agenda=EVERY_KIND)

    ranked, coverage = slide_of(deck, SlideKind.RANKED), slide_of(deck, SlideKind.COVERAGE)
    assert "mức chung" not in ranked.finding
    assert ranked.finding.startswith("Tỷ lệ của 10 xã")
    assert coverage.figures is not None
    assert coverage.figures.notes.boundary_view == "2025-06-30"
    assert "người trả lời" not in coverage.finding
    today = {SlideKind.NUMBERS, SlideKind.GROUPS, SlideKind.AUDIENCES, SlideKind.CHANGE}
    for slide in deck.shown:
        if slide.kind in today:
            assert slide.subtitle.endswith("· Theo địa giới hôm nay")
    assert ranked.subtitle.endswith("· Theo địa giới tại thời điểm 30/6/2025")
    reported = slide_of(deck, SlideKind.REPORTED)
    assert reported.boundaries == "Theo đơn vị ghi trong báo cáo"


def test_by_another_day_the_change_is_that_of_the_place_and_the_provinces_it_was_made_of():
    before, now = (
        publish(
            rates([("tong", "Tỉnh Tuyên Quang", 900, able + 270),
                   ("08", "Tỉnh Tuyên Quang", 500, able), ("02", "Tỉnh Hà Giang", 400, 270)]),
            decks.context(view="2025-06-30"),
            total_code="tong",
        )
        for able in (100, 300)
    )  # fmt: skip
    figures = decks.small_figures(
        without=[AUDIENCES_BEFORE], former=now, former_before=before, whole=now.only(["tong"])
    )

    slide = slide_of(decks.small_deck(figures=figures), SlideKind.CHANGE)

    assert slide.finding == "Tăng rõ: từ 41,1\u00a0% ở đợt trước lên 63,3\u00a0% ở đợt này."
    assert [row[0] for row in slide.grid.rows] == ["Tỉnh Tuyên Quang"] * 2 + ["Tỉnh Hà Giang"]
    assert unfounded(slide) == ()


def test_a_sentence_somebody_wrote_is_not_translated_and_says_so_to_readers_of_another_language():
    own = {SlideKind.NUMBERS: "Hơn một nửa đã đạt"}
    mark = translator("en")("slide.own_words")

    read = slide_of(decks.small_deck("en", edited=own), SlideKind.NUMBERS)

    assert read.finding == "Hơn một nửa đã đạt"
    assert read.spine[0] == mark
    assert mark not in slide_of(decks.small_deck("vi", edited=own), SlideKind.NUMBERS).spine
    assert mark not in slide_of(decks.small_deck("en"), SlideKind.NUMBERS).spine


def test_of_many_reported_figures_a_slide_shows_the_latest_of_each_and_the_rest_if_asked():
    def fact(name, period):
        return {"indicator": name, "period": period, "value": 5.0, "unit_of_measure": "people",
                "qualifier": "", "too_few": False, "place": "", "source": "Nguồn"}  # fmt: skip

    facts = {REPORTED: tuple(fact(f"Chỉ tiêu {n % 3}", f"2026-0{1 + n // 3}") for n in range(9))}
    deck = decks.small_deck(figures=decks.small_figures(facts=facts), agenda=[SlideKind.REPORTED])

    [shown] = deck.shown
    assert [row[2] for row in shown.grid.rows] == ["3/2026"] * 3
    assert "6 số liệu khác" in shown.notes
    asked = [slide for slide in deck.asked if slide.kind is SlideKind.REPORTED]
    assert [len(slide.grid.rows) for slide in asked] == [5, 4]
