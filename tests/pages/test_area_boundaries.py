"""A boundary file is of a whole province; a leader's map is of the communes of the area."""

import json

import pytest
from sqlmodel import Session, select

from db.models import Unit
from domain.access import Role
from tests.pages.conftest import forget_what_is_cached, words

PROVINCE, TRIEU_SON = "38", "397"
SQUARE = [[105, 19], [105, 20], [106, 20], [106, 19], [105, 19]]


@pytest.fixture
def boundaries(engine, tmp_path, monkeypatch):
    """The folder of an operator, where every commune of the province is the same square."""
    of_today = select(Unit.code).where(Unit.level == "commune", Unit.valid_to.is_(None))
    with Session(engine) as session:
        codes = session.exec(of_today.where(Unit.parent_code == PROVINCE)).all()
    shapes = [{"type": "Polygon", "id": code, "arcs": [[0]]} for code in codes]
    objects = {"communes": {"type": "GeometryCollection", "geometries": shapes}}
    (tmp_path / "communes").mkdir()
    file = tmp_path / "communes" / f"{PROVINCE}.topo.json"
    file.write_text(json.dumps({"type": "Topology", "arcs": [SQUARE], "objects": objects}))
    monkeypatch.setenv("BOUNDARIES_DIR", str(tmp_path))
    forget_what_is_cached()


@pytest.mark.usefixtures("boundaries")
def test_a_leader_sees_the_boundaries_of_the_area_and_no_other(open_page, signed_in):
    signed_in(Role.LEADER, TRIEU_SON)

    app = open_page("field/area")

    spec = json.loads(app.get("vega_lite_chart")[0].proto.spec)
    shapes = spec["layer"][0]["data"]["values"]["objects"]["communes"]["geometries"]
    assert len(shapes) == 8
    assert "ranh giới bị hỏng" not in words(app)
