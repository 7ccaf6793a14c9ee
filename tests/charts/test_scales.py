from itertools import pairwise

import pytest

from charts.maps import national_map
from charts.scales import COLOURS
from charts.theme import EDGE, PALE_EDGE


def lightness(colour: str) -> float:
    """CIE L* (0-100) of a colour as a screen of full contrast shows it."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    luminance = sum(w * s for w, s in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


def washed_out(colour: str) -> str:
    """The colour at half contrast, as a projector in a lit room shows it."""
    return "#" + "".join(f"{128 + int(colour[p : p + 2], 16) // 2 - 1:02x}" for p in (1, 3, 5))


def test_classes_get_darker_step_by_step_also_in_grey():
    steps = [lighter - darker for lighter, darker in pairwise(map(lightness, COLOURS))]

    assert min(steps) >= 12


def test_classes_differ_on_a_projector_of_half_contrast():
    pale = [lightness(washed_out(colour)) for colour in COLOURS]

    assert min(lighter - darker for lighter, darker in pairwise(pale)) >= 4


def test_the_edge_between_units_is_seen_on_every_class():
    on_light = [abs(lightness(colour) - lightness(EDGE)) for colour in COLOURS[:-1]]

    assert min(on_light) >= 20
    assert abs(lightness(COLOURS[-1]) - lightness(PALE_EDGE)) >= 20


@pytest.mark.parametrize("name", ["stroke", "strokeWidth"])
def test_what_the_pointer_is_over_and_what_was_clicked_stand_out(six, islands, t, name):
    spec = national_map(six, "app/static/provinces_34.abc.topo.json", islands, t=t)
    units = next(part for part in spec["layer"] if part["name"] == "units")

    assert [param["name"] for param in spec["params"]] == ["pick", "hover"]
    assert "'hover'" in str(units["encoding"][name])
    assert "'pick'" in str(units["encoding"][name])


def test_the_legend_of_the_nation_stands_inside_the_frame_where_there_is_no_land(six, islands, t):
    spec = national_map(six, "app/static/provinces_34.abc.topo.json", islands, t=t)
    units = next(part for part in spec["layer"] if part["name"] == "units")
    legend = units["encoding"]["color"]["legend"]

    assert (legend["orient"], legend["columns"]) == ("top-right", 1)
    assert max(map(len, legend["title"])) <= 14
