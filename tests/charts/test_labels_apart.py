"""What is written on a picture is read: no two texts of it lie on each other, none is cut off."""

import re
from itertools import combinations

import pytest
import vl_convert
from lxml import etree

from charts.linked import linked_map
from charts.picture import measured_picture
from stats import measures

_LETTER, _LINE = 0.5, 0.8  # of the size of the letters: the width of one, the height of small ones
_SHIFT = re.compile(r"translate\(([-\d.]+)[ ,]([-\d.]+)\)")


def texts(svg):
    """(text, left, top, right, bottom) of everything written, in pixels, by a careful guess."""
    root = etree.fromstring(svg.encode())
    found = []
    for one in root.iter("{*}text"):
        if one.get("opacity") == "0":
            continue
        x = y = 0.0
        for part in (one, *one.iterancestors()):
            shift = _SHIFT.search(part.get("transform") or "")
            x, y = (x + float(shift[1]), y + float(shift[2])) if shift else (x, y)
        size = float((one.get("font-size") or "11").removesuffix("px"))
        lines = ["".join(line.itertext()) for line in one.iter("{*}tspan")] or [one.text or ""]
        wide = max(map(len, lines)) * size * _LETTER
        left = x - {"middle": wide / 2, "end": wide}.get(one.get("text-anchor"), 0)
        bottom = y + size * 1.2 * (len(lines) - 1)
        found.append((" ".join(lines), left, y - size * _LINE, left + wide, bottom))
    return [one for one in found if one[0].strip()]


def on_each_other(found):
    return [
        (one[0], other[0])
        for one, other in combinations(found, 2)
        if one[1] < other[3] and other[1] < one[3] and one[2] < other[4] and other[2] < one[4]
    ]


@pytest.mark.parametrize("width", [286, 326])  # a screen of 320 and of 360 pixels
def test_on_a_phone_the_legend_of_the_nation_lies_on_no_archipelago(
    units, islands, outline, t, width
):
    codes = [f"{place:02d}" for place in range(34)]
    before, now = (units(**{f"u{code}": (200, rate) for code in codes}) for rate in (40.0, 55.0))
    picture = measured_picture(
        measures.change(before, now), level="province", place="Cả nước", audience="everyone",
        name="Thay đổi so với đợt trước", t=t,
    )  # fmt: skip
    drawn = linked_map(picture, outline, islands, t=t, height=420)
    untitled = {name: part for name, part in drawn.items() if name != "title"}

    svg = vl_convert.vegalite_to_svg(untitled | {"width": width})

    assert float(re.search(r'class="background"[^>]* d="M0,0h([\d.]+)', svg)[1]) >= width - 16
    found = texts(svg)
    named = [one for one in found if one[0].startswith("Quần đảo")]
    assert len(named) == 2
    assert on_each_other([*named, *(one for one in found if "điểm" in one[0])]) == []
    assert [one for one in named if one[1] < 0 or one[3] > width] == []
