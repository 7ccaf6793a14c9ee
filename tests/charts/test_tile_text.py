import json
import re
from functools import lru_cache

import altair as alt
import pytest
import vl_convert

from charts.labels import short_names
from charts.tiles import tile_map

NAMES = ("Thọ Phú", "Hợp Tiến", "Triệu Sơn", "Nghĩa Phương", "Xuân Trường - Đà Lạt", "Ia Rbol")


def layer(spec: dict, name: str) -> dict:
    return next(layer for layer in spec["layer"] if layer["name"] == name)


@pytest.fixture
def tiles(units, t):
    """A tile map of so many communes; the first is withheld, the second as its companion."""

    def draw(count: int) -> dict:
        figures = {f"u{number:03}": (40, 62.5) for number in range(1, count)}
        published = units(u000=(9, 50.0), **figures)
        names = [f"Xã {NAMES[number % len(NAMES)]}" for number in range(count)]
        published.table["unit_name"] = names
        points = {f"{number:03}": (105 + number % 6, 20 - number // 6) for number in range(count)}
        return tile_map(published, points, [], t=t)

    return draw


@lru_cache(maxsize=1)
def drawn(specification: str) -> str:
    return vl_convert.vegalite_to_svg(specification)


def picture_of(spec: dict, width: int) -> str:
    return drawn(json.dumps(spec | {"width": width}))


def written(spec: dict, width: int) -> dict[str, float]:
    """Each visible line of text in the picture and its font size."""
    picture = picture_of(spec, width)
    texts = re.findall(r'<text[^>]*font-size="([\d.]+)px"([^>]*)>(.*?)</text>', picture)
    return {
        line: float(size)
        for size, look, text in texts
        if 'opacity="0"' not in look
        for line in re.split("<[^>]+>", text)
        if line.strip()
    }


def squares(spec: dict, width: int) -> float:
    """The width of a square in pixels: the closest two that stand side by side."""
    picture = picture_of(spec, width)
    paths = re.findall(
        r'aria-roledescription="geoshape"[^>]* d="M([\d.]+),[^"]*?L([^"]*)Z"', picture
    )
    assert paths
    lefts = [float(left) for left, _ in paths]
    rights = [max(float(x) for x in re.findall(r"([\d.]+),", rest)) for _, rest in paths]
    return min(right - left for left, right in zip(lefts, rights, strict=True))


def test_names_stand_in_the_squares_of_a_small_area_without_their_kind(tiles):
    spec = tiles(6)
    names = {row["name_lines"] for row in layer(spec, "names")["data"]["values"]}

    assert {"Thọ Phú", "Hợp Tiến", "Xuân\nTrường\u00a0-\nĐà Lạt"} <= names


@pytest.mark.parametrize("width", [286, 326, 570, 990])
@pytest.mark.parametrize("count", [2, 6, 12, 30])
def test_no_written_line_is_wider_than_its_square_or_too_small_to_read(tiles, width, count):
    spec = tiles(count)
    rows = layer(spec, "names")["data"]["values"]
    lines = {line for row in rows for line in row["name_lines"].split("\n")}

    found = {line: size for line, size in written(spec, width).items() if line in lines}
    side = squares(spec, width)

    assert found.keys() == lines or (count == 30 and width < 400 and not found)
    assert all(0.6 * len(line) * size <= side for line, size in found.items())
    assert all(size >= 9 for size in found.values())


def test_names_are_written_on_a_telephone_and_larger_on_a_projector(tiles):
    spec = tiles(6)

    assert 9 <= written(spec, 326)["Hợp Tiến"] < written(spec, 990)["Hợp Tiến"] <= 20


def test_a_withheld_square_shows_its_name_and_a_dash(tiles):
    spec = tiles(6)
    rows = {row["unit_code"]: row for row in layer(spec, "numbers")["data"]["values"]}

    assert rows["000"]["number_below"] == "–"
    assert rows["000"]["number"] == ""
    assert [row["unit_code"] for row in layer(spec, "halos")["data"]["values"]] == ["000", "001"]


def test_a_number_in_a_square_is_rounded_as_everywhere_else(tiles):
    rows = {row["unit_code"]: row for row in layer(tiles(6), "numbers")["data"]["values"]}

    assert rows["002"]["number_below"] == "63\u00a0%"


def test_with_more_squares_than_provinces_only_numbers_are_written(tiles):
    spec = tiles(35)

    assert "names" not in [part["name"] for part in spec["layer"]]
    assert set(written(spec, 990)) >= {"63"}
    assert not any("%" in text and text.startswith("63") for text in written(spec, 990))


def test_both_forms_are_valid(tiles):
    for count in (2, 31):
        alt.Chart.from_dict(tiles(count), validate=True)


def test_units_of_the_same_short_name_keep_their_kind():
    names = ["Xã Phú Lộc", "Phường Phú Lộc", "Đặc khu Cô Tô", "Xã Ia Rbol", "Tỉnh Lào Cai"]

    assert short_names(names) == [
        "Xã Phú Lộc", "Phường Phú Lộc", "Cô Tô", "Ia Rbol", "Lào Cai",
    ]  # fmt: skip
