"""Charts as pictures: words stay words, nothing is fetched, the origin is inside."""

import io

import pytest
from PIL import Image

from charts.bars import ranked_bars
from charts.fetched import with_shapes_inside
from domain.errors import FileNotMade
from exports.pictures import png_of, ratio, svg_of, untitled
from tests.exports.meeting_decks import EVIL, LONG, SIX, SPINE, T, broken, published, told

BARS = ranked_bars(published(SIX), level="commune", t=T)


def test_a_picture_says_its_words_and_its_origin():
    picture = svg_of(BARS, spine=SPINE)

    for words in (LONG, "chưa đủ dữ liệu", *SPINE):
        assert words in picture


def test_what_may_not_be_seen_is_not_in_a_picture():
    picture = svg_of(BARS, spine=SPINE)

    assert told(picture) == []


def test_a_chart_as_wide_as_its_container_gets_a_width():
    narrow, wide = ratio(svg_of(BARS, width=400)), ratio(svg_of(BARS, width=1000))

    assert narrow > 2 * wide


def test_letters_leave_a_trace_in_a_png():
    with_words = Image.open(io.BytesIO(png_of(BARS, spine=SPINE, scale=1))).convert("L")
    foot = with_words.crop((0, with_words.height - 20, with_words.width, with_words.height))

    assert foot.getextrema()[0] < 120


def test_words_in_another_font_are_refused_since_they_would_vanish():
    strange = BARS | {"config": {"font": "Comic Sans MS"}}

    with pytest.raises(FileNotMade):
        svg_of(strange)


@pytest.mark.parametrize(
    "data", [{"url": "https://example.org/x.json"}, {"url": "file:///etc/passwd"}]
)
def test_a_chart_that_would_fetch_something_is_refused(data):
    with pytest.raises(FileNotMade):
        svg_of(BARS | {"data": data})


def test_shapes_are_put_where_they_would_be_fetched():
    spec = {"layer": [{"data": {"url": "/a.json", "format": {"type": "topojson"}}}]}

    inside = with_shapes_inside(spec, lambda url: {"from": url})

    assert inside == {
        "layer": [{"data": {"format": {"type": "topojson"}, "values": {"from": "/a.json"}}}]
    }


def test_a_chart_that_cannot_be_drawn_names_itself():
    picture = broken().picture

    with pytest.raises(FileNotMade) as refused:
        svg_of(picture, name="Bản đồ")

    assert refused.value.details["part"] == "Bản đồ"


def test_a_hostile_name_stays_text():
    hostile = untitled(BARS) | {"title": {"text": EVIL}}

    picture = svg_of(hostile, spine=(EVIL,))

    assert "<img" not in picture
    assert "<script" not in picture
