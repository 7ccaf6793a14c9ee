"""Pictures of charts to take away: made beside, shapes and origin inside, nothing else read."""

import pytest
from streamlit.testing.v1 import AppTest

from charts.bars import ranked_bars
from charts.maps import national_map
from domain.errors import FileNotMade
from tests.exports.meeting_decks import SIX, SPINE, T, published
from ui import geometry
from ui.chart_pictures import made

BARS = ranked_bars(published(SIX), level="commune", t=T)
SAID = " · ".join(SPINE)


def page():
    from tests.exports.meeting_decks import SIX, published
    from ui import chart_pictures, show

    def never() -> dict[str, object]:
        raise AssertionError("nobody asked for a picture")

    chart_pictures.offer(never, lambda: show.spine_text(published(SIX)), key="cac-xa")


def test_a_map_is_drawn_with_the_outlines_a_browser_would_fetch():
    address = f"/app/static/{geometry.find_provinces(geometry._STATIC).name}"
    drawing = national_map(published(SIX), address, geometry.islands(), t=T)

    picture = made("svg", drawing, SAID).decode()

    assert picture.count('aria-roledescription="geoshape"') == 34
    assert "Quần đảo Hoàng Sa" in picture
    assert "Quần đảo Trường Sa" in picture
    assert SPINE[0] in picture


@pytest.mark.parametrize("address", ["/app/static/../db/settings.py", "https://example.org/a.json"])
def test_no_other_address_is_read(address):
    with pytest.raises(FileNotMade):
        made("png", BARS | {"data": {"url": address}}, SAID)


def test_a_png_is_a_png():
    assert made("png", BARS, SAID).startswith(b"\x89PNG")


def test_nothing_is_drawn_before_somebody_asks():
    app = AppTest.from_function(page, default_timeout=20).run()

    assert not app.exception
    assert not app.get("download_button")
