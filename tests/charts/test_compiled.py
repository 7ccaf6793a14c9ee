"""A valid specification can still fail in the browser: every chart is compiled as it does there."""

from dataclasses import replace

import pandas as pd
import pytest
import vl_convert

from charts.bars import ranked_bars
from charts.islands import of_province
from charts.maps import commune_map, national_map
from charts.points import point_map
from charts.profile import competence_profile
from charts.tiles import tile_map
from domain.people import Mode
from stats.attainment import GROUPS
from stats.published import publish
from text import translator

POINTS = {"001": (108.0, 16.0), "002": (108.4, 15.6), "003": (112.1, 16.4)}
OUTLINE = {
    "type": "Topology",
    "arcs": [[[108, 15], [108, 17], [110, 17], [110, 15], [108, 15]]],
    "objects": {
        "provinces": {
            "type": "GeometryCollection",
            "geometries": [{"type": "Polygon", "id": "48", "arcs": [[0]]}],
        }
    },
}


@pytest.fixture(params=["vi", "en"])
def specs(request, units, six, topology, islands):
    t = translator(request.param)
    ours = of_province(islands, "48")
    communes = units(u001=(50, 10.0), u002=(60, 90.0), u003=(200, 45.0))
    return {
        "nation": national_map(six, OUTLINE, islands, t=t),
        "communes": commune_map(communes, topology, ours, t=t),
        "tiles": tile_map(communes, POINTS, ours, t=t),
        "points": point_map(communes, POINTS, OUTLINE, ours, province_code="48", t=t),
        "bars": ranked_bars(six, level="province", t=t),
        "bars with target": ranked_bars(six, level="province", t=t, target=80, names="beside"),
        "profile": competence_profile(_profile(six.notes), t=t),
    }


def _profile(notes):
    rows = [
        {"mode": mode, "group": group, "n": 40 - number}
        for mode in ("self", "assisted")
        for number, group in enumerate(GROUPS)
    ]
    table = pd.DataFrame(rows).assign(
        unit_code="38", unit_name="Tỉnh Thanh Hóa", people=40, percent=50.0, low=40.0, high=60.0
    )
    return publish(table, replace(notes, modes=(Mode.SELF, Mode.ASSISTED)))


def test_every_chart_compiles_and_carries_its_title(specs):
    for name, spec in specs.items():
        picture = vl_convert.vegalite_to_svg(spec | {"width": 300})

        assert "<svg" in picture, name
        assert spec["title"]["text"][0] in picture, name
        assert "NaN" not in picture, name


def test_the_labels_of_the_archipelagos_are_in_the_picture(specs):
    picture = vl_convert.vegalite_to_svg(specs["nation"] | {"width": 300})

    assert "Quần đảo Hoàng Sa" in picture
    assert "Quần đảo Trường Sa" in picture
