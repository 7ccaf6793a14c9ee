"""The offline file of a meeting: whole, closed to the outside, and nothing hidden in it."""

import re
from html import unescape

import pytest

from domain.errors import FileNotMade
from exports.offline_html import html_of
from tests.decks import small_deck
from tests.exports.meeting_decks import EVIL, SPINE, T, broken, cells, handout, slide, told
from text import LANGUAGES, translator

BUDGET = 3_000_000  # bytes, of 12 slides with 166 communes


@pytest.fixture(scope="module")
def page():
    return html_of(handout(166), t=T).decode("utf-8")


def test_every_figure_of_the_deck_is_in_the_file(page):
    shown = {unescape(cell) for cell in re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", page)}

    assert [cell for cell in cells(handout(166)) if cell not in shown] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_a_whole_meeting_is_in_its_file(language):
    meeting = small_deck(language)

    words = unescape(html_of(meeting, t=translator(language)).decode("utf-8"))

    said = [*cells(meeting), *(text for one in meeting.slides for text in (one.finding, one.notes))]
    said += [one.alternative for one in meeting.slides if one.picture]
    assert [one for one in said if one not in words] == []


def test_every_slide_says_its_origin(page):
    sections = page.split("<section ")[1:]

    assert len(sections) == 4
    for section in sections:
        for said in (*SPINE, "số 12", "4F7A", "MÔ PHỎNG"):
            assert said in unescape(section)


def test_nothing_is_fetched_and_nothing_evaluated(page):
    addresses = re.findall(r'(?:src|href)\s*=\s*"([^"#]*)"|url\(([^)#]*)\)', page)

    assert {(one or two)[:5] for one, two in addresses} <= {"data:"}
    assert "default-src 'none'" in unescape(page)
    assert "eval" not in page
    assert page.count("<script") == 1


def test_what_may_not_be_seen_is_nowhere_in_the_file(page):
    assert told(unescape(page)) == []


def test_names_inside_pictures_are_their_own(page):
    ids = re.findall(r'\bid="([^"]+)"', page)
    asked_for = re.findall(r"url\(#([^)]+)\)", page)

    assert len(ids) == len(set(ids))
    assert set(asked_for) <= set(ids)


def test_hostile_words_stay_words():
    hostile = slide(
        picture=None, native=None, heading=EVIL, finding=EVIL, alternative=EVIL, notes=EVIL,
        spine=(EVIL,),
    )  # fmt: skip

    page = html_of(handout(6, hostile, title=EVIL), t=T).decode("utf-8")

    assert "<img" not in page
    assert page.count("<script") == page.count("</script") == 1


def test_twelve_slides_of_166_communes_can_be_sent():
    one = handout(166)
    whole = handout(166, *[one.slides[1]] * 8)

    assert len(html_of(whole, t=T)) < BUDGET


def test_a_slide_that_cannot_be_drawn_is_named_and_there_is_no_file():
    with pytest.raises(FileNotMade) as refused:
        html_of(handout(6, broken()), t=T)

    assert refused.value.details["part"] == "Trang hỏng"
