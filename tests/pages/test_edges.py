"""Hardly any data, or none: every page says so in a sentence; no traceback, no NaN, no leak."""

import re

import pytest
from sqlalchemy import delete, insert

from db.engine import transaction
from db.models import COUNT_COLUMNS, metadata
from domain.access import NATION, Role
from publishing.release import release
from tests.pages.conftest import words
from ui import clock

THANH_HOA = "38"
_BROKEN = re.compile(r"\b(nan|None|inf|NaT|<NA>)\b", re.IGNORECASE)
_TABLES = ("attainmenttotal", "attainmentcell", "releasedtotal", "releasedprovince",
           "releasedcheck", "releasedmonth", "withholding", "release")  # fmt: skip
PAGES = (
    ("public/map", None),
    ("public/province", None),
    ("public/ranking", None),
    ("field/area", (Role.LEADER, "397")),
    ("official/overview", (Role.OFFICIAL, THANH_HOA)),
    ("official/targets", (Role.OFFICIAL, THANH_HOA)),
)


def only(engine, people):
    """A country in which just so many people answered, all in one commune of Triệu Sơn."""
    unit = metadata.tables["unit"]
    with transaction(engine) as connection:
        for name in _TABLES:
            connection.execute(delete(metadata.tables[name]))
        wanted = (unit.c.code == "15664") & (unit.c.level == "commune") & unit.c.valid_to.is_(None)
        commune = connection.scalar(unit.select().with_only_columns(unit.c.id).where(wanted))
        if people:
            key = {"campaign_code": "2026-2", "audience": "citizen", "mode": "self"}
            counts = dict.fromkeys(COUNT_COLUMNS, 0) | {"people": people, "reached": people}
            row = {"commune_id": commune, **key, **counts}
            connection.execute(insert(metadata.tables["attainmenttotal"]).values(row))
    release(engine, now=clock.now(), minimum=10, month="2026-11")


def broken(app):
    """Words a reader must never read; a drop-down without a choice is none of them."""
    lines = [line for line in words(app).splitlines() if line != "None"]
    return _BROKEN.findall("\n".join(lines))


def says_nothing(app):
    """Nothing broken, and no figure of anybody."""
    specs = " ".join(chart.proto.spec for chart in app.get("vega_lite_chart"))
    assert not app.exception
    assert not broken(app)
    assert "NaN" not in specs
    assert '"percent_text": "100' not in specs
    metrics = [metric.value for metric in app.get("metric")]
    assert not [value for value in metrics if value.endswith("%") and value != "100 %"]
    return words(app) + " ".join(metrics)


@pytest.mark.parametrize("people", [0, 1, 9])
@pytest.mark.parametrize(("page", "who"), PAGES, ids=[page for page, _ in PAGES])
def test_a_country_with_hardly_anybody_is_sentences(
    open_page, signed_in, engine, page, who, people
):
    only(engine, people)
    if who:
        signed_in(*who)

    app = open_page(page, **({"ma": THANH_HOA} if page == "public/province" else {}))

    assert re.search("Chưa (đủ|có) ", says_nothing(app))


def test_ten_people_of_one_commune_are_read_everywhere_above_it(open_page, engine):
    only(engine, 10)

    app = open_page("public/map")

    assert "10" in [metric.value for metric in app.get("metric")]
    assert not broken(app)


@pytest.mark.parametrize("query", [{"dia-gioi": "1900-01-01"}, {"dia-gioi": "hom-qua"}])
def test_a_day_before_the_data_is_a_sentence(open_page, query):
    app = open_page("public/map", **query)

    assert not app.exception
    assert app.warning


@pytest.mark.parametrize("code", ["02", "99", NATION])
def test_a_province_that_is_no_longer_or_never_was_is_a_sentence(open_page, code):
    app = open_page("public/province", ma=code)

    assert not app.exception
    assert app.error
    assert not app.get("table")
