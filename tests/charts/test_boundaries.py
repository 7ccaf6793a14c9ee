import json
from pathlib import Path

import pytest

from charts import boundaries
from domain.errors import BoundaryFileCorrupt, BoundaryFileMissing

CODES = ["001", "002", "003"]
STATIC = Path(__file__).resolve().parents[2] / "static"
INSTALLED = Path(__file__).resolve().parents[3] / "shared" / "data" / "geo"


@pytest.fixture
def folder(tmp_path, topology):
    (tmp_path / "communes").mkdir()
    (tmp_path / "communes" / "48.topo.json").write_text(json.dumps(topology), encoding="utf-8")
    return tmp_path


def rewrite(folder: Path, content: object) -> None:
    (folder / "communes" / "48.topo.json").write_text(json.dumps(content), encoding="utf-8")


def test_no_folder_set_is_a_missing_file():
    with pytest.raises(BoundaryFileMissing):
        boundaries.read_communes(None, "48", CODES)


def test_a_province_without_a_file_is_a_missing_file(folder):
    with pytest.raises(BoundaryFileMissing) as refused:
        boundaries.read_communes(folder, "38", CODES)

    assert refused.value.details["file"] == "38.topo.json"


@pytest.mark.parametrize("code", ["../48", "48/../48", "", "٤٨"])
def test_a_province_code_never_leaves_the_folder(folder, code):
    with pytest.raises(BoundaryFileMissing):
        boundaries.read_communes(folder, code, CODES)


def test_a_good_file_is_read_as_it_is(folder, topology):
    assert boundaries.read_communes(folder, "48", CODES) == topology


@pytest.mark.parametrize("content", ["", "{", "[]", '{"type": "FeatureCollection"}', "\x00\xff"])
def test_a_file_that_is_no_topology_is_corrupt(folder, content):
    (folder / "communes" / "48.topo.json").write_text(content, encoding="latin-1")

    with pytest.raises(BoundaryFileCorrupt):
        boundaries.read_communes(folder, "48", CODES)


def test_a_missing_object_is_corrupt(folder, topology):
    del topology["objects"]["communes"]
    rewrite(folder, topology)

    with pytest.raises(BoundaryFileCorrupt) as refused:
        boundaries.read_communes(folder, "48", CODES)

    assert "communes" in str(refused.value.details["reason"])


@pytest.mark.parametrize("codes", [["001", "002"], ["001", "002", "003", "004"], []])
def test_a_file_with_other_units_is_corrupt(folder, codes):
    with pytest.raises(BoundaryFileCorrupt, match="ids differ"):
        boundaries.read_communes(folder, "48", codes)


def test_a_unit_drawn_twice_is_corrupt(folder, topology):
    topology["objects"]["communes"]["geometries"][1]["id"] = "001"
    rewrite(folder, topology)

    with pytest.raises(BoundaryFileCorrupt, match="twice"):
        boundaries.read_communes(folder, "48", CODES)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("arcs", [[[0, 0], [1, 1]]]),
        ("arcs", "nothing"),
        ("arcs", [[["a", "b"], [1, 1]]] * 4),
        ("transform", {"scale": [1, 1]}),
    ],
)
def test_a_file_whose_lines_are_broken_is_corrupt(folder, topology, part, value):
    rewrite(folder, topology | {part: value})

    with pytest.raises(BoundaryFileCorrupt):
        boundaries.read_communes(folder, "48", CODES)


def test_a_point_in_place_of_a_polygon_is_corrupt(folder, topology):
    topology["objects"]["communes"]["geometries"][0] = {"type": "Point", "id": "001", "arcs": []}
    rewrite(folder, topology)

    with pytest.raises(BoundaryFileCorrupt, match="not a polygon"):
        boundaries.read_communes(folder, "48", CODES)


def test_the_outlines_of_provinces_are_found_by_their_hashed_name(tmp_path):
    with pytest.raises(BoundaryFileMissing):
        boundaries.find_provinces(tmp_path)

    only = tmp_path / "provinces_34.abc.topo.json"
    only.touch()
    assert boundaries.find_provinces(tmp_path) == only

    (tmp_path / "provinces_34.def.topo.json").touch()
    with pytest.raises(BoundaryFileCorrupt):
        boundaries.find_provinces(tmp_path)


def test_the_shipped_outlines_are_34_provinces():
    path = boundaries.find_provinces(STATIC)
    geometries = json.loads(path.read_bytes())["objects"]["provinces"]["geometries"]
    codes = [geometry["id"] for geometry in geometries]

    assert len(boundaries.read_provinces(path, codes)["objects"]["provinces"]["geometries"]) == 34


@pytest.mark.skipif(not INSTALLED.is_dir(), reason="no installed boundary folder to try")
def test_every_file_of_an_installed_folder_is_sound():
    for path in sorted((INSTALLED / "communes").glob("*.topo.json")):
        geometries = json.loads(path.read_bytes())["objects"]["communes"]["geometries"]
        codes = [geometry["id"] for geometry in geometries]

        read = boundaries.read_communes(INSTALLED, path.name[:2], codes)

        assert len(read["objects"]["communes"]["geometries"]) == len(codes)
