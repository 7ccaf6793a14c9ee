"""The festival wall: who took part, never a site of under ten, and nothing to pay per viewer."""

import base64
import re
import shutil
from datetime import date
from math import dist

import pytest
from sqlalchemy import event, insert, update
from starlette.applications import Starlette

from db.engine import open_engine, transaction
from db.models import metadata
from db.wall import Site
from publishing.wall import participation
from tests.db.reference import NOW
from tests.pages.conftest import forget_what_is_cached
from tests.web.asking import Client
from text import translator
from ui import wall_map
from web import later, wall

POINTS, DAYS, UNITS, TOTALS = (
    metadata.tables[name] for name in ("collectionpoint", "pointday", "unit", "attainmenttotal")
)
SITES = 1018


def site(people, token="AAAAA"):
    return Site(token, "Nhà văn hóa", "Xã A", "38", (105.0, 20.0), people)


@pytest.mark.parametrize(("people", "told"), [(0, None), (9, None), (10, 10), (11, 11)])
def test_a_site_has_a_number_from_ten_people_on(people, told):
    now = participation([site(people)], 500, minimum=10)

    assert [spot.people for spot in now.spots] == [told]


@pytest.mark.parametrize(
    ("people", "total", "exact"),
    [(9, None, False), (10, 10, False), (26, 20, False), (29, 20, False), (30, 30, True)],
)
def test_the_total_says_nothing_of_the_sites_that_are_not_told(people, total, exact):
    """20 people are told of; a rest of 1 to 9 would be how many finished at the other site."""
    now = participation([site(20), site(people - 20)], people, minimum=10)

    assert now.total == total
    assert total is None or now.exact is exact


def test_a_thousand_dots_stay_apart_and_near_where_they_belong():
    places = tuple((104 + n % 32 * 0.15, 18 + n // 32 * 0.15) for n in range(SITES))

    dots = wall_map.dots(places)

    assert len(set(dots)) == SITES
    nearest = min(dist(a, b) for n, a in enumerate(dots) for b in dots[:n])
    furthest = max(dist(a, wall_map.place(*b)) for a, b in zip(dots, places, strict=True))
    assert nearest >= wall_map.APART - 0.01
    assert furthest < 40  # the width of a province
    assert wall_map.dots((None,)) == [None]


@pytest.fixture(scope="module")
def hall(reference_file, tmp_path_factory):
    """1,018 open sites, every second with twelve people, the others with three."""
    path = tmp_path_factory.mktemp("wall") / "app.db"
    shutil.copy(reference_file, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{path}")
        patch.setenv("APP_SECRET", "a secret of these tests only, long enough")
        patch.setenv("PUBLIC_ADDRESS", "https://binhdanso.vn")
        forget_what_is_cached()
        engine = open_engine(f"sqlite:///{path}")
        fill(engine)
        yield engine
        engine.dispose()
    forget_what_is_cached()


def fill(engine):
    with transaction(engine) as connection:
        today = UNITS.c.valid_to.is_(None)
        statement = UNITS.select().where(UNITS.c.level == "commune", today).limit(SITES)
        units = connection.execute(statement).mappings().all()
        points = [
            {"id": n + 1, "token": token(n), "kind": "video_link", "created_at": NOW,
             "name": f"Điểm cầu <{n}>", "commune_id": unit["id"]} for n, unit in enumerate(units)
        ]  # fmt: skip
        connection.execute(insert(POINTS), points)
        counted = [{"point_id": n + 1, "day": date(2026, 10, 10), "finished": 3 if n % 2 else 12}
                   for n in range(SITES)]  # fmt: skip
        connection.execute(insert(DAYS), counted)
        market = {"id": 5000, "token": "MARKT", "kind": "market", "name": "Chợ",
                  "created_at": NOW, "commune_id": units[0]["id"]}  # fmt: skip
        connection.execute(insert(POINTS), [market])


def token(number):
    letters = "ABCDEFGHJK"
    return "W" + "".join(letters[int(digit)] for digit in f"{number:04}")


@pytest.fixture
def ask(hall):
    wall.forget()
    return Client(Starlette(routes=later.below("/tuong", "web.wall")))


def test_1018_sites_fit_in_two_kilobytes_and_no_small_number_is_in_them(ask):
    got = ask("/tuong/so-lieu.json")

    said = got.json()
    bits = base64.b64decode(said["lit"])
    assert len(got.content) < 2000
    assert said["sites"] == "509/1.018"
    assert sum(bin(byte).count("1") for byte in bits) == 509
    page = ask("/tuong").text
    assert page.count("<circle") == SITES
    assert "Hoàng Sa" in page
    assert "Trường Sa" in page
    assert "/app/static/wall/wall.js" in page
    assert "http-equiv" in page
    assert not re.search(r"<script(?![^>]* src=)| style=| on\w+=", page)


def test_a_site_of_three_people_says_under_ten_in_page_and_json(ask):
    few, many = ask(f"/tuong/{token(1)}"), ask(f"/tuong/{token(0).lower()}")

    assert '<b id="here">dưới 10</b>' in few.text
    assert ask(f"/tuong/{token(1)}/so-lieu.json").json()["here"] == "dưới 10"
    assert '<b id="here">12</b>' in many.text
    assert f"binhdanso.vn/t/{token(0)}" in many.text
    assert "&lt;0&gt;" in many.text


def test_a_province_without_sites_says_so_and_counts_none_of_none(ask):
    page = ask("/tuong/96").text

    assert translator("vi")("wall.no_sites") in page
    assert "0/0" not in page
    assert 'id="here"' not in page
    assert "Hoàng Sa" in page


def test_who_looks_again_gets_nothing_new_and_the_database_is_not_asked(ask, hall):
    first = ask("/tuong/so-lieu.json")
    asked = []
    opened = wall.engine()
    event.listen(opened, "before_cursor_execute", lambda *of: asked.append(of))

    again = [ask("/tuong/so-lieu.json", headers={"if-none-match": first.headers["etag"]})
             for _ in range(20)]  # fmt: skip

    assert {one.status_code for one in again} == {304}
    assert asked == []


def test_a_wall_is_english_by_its_address_and_so_is_what_changes_on_it(ask):
    page = ask("/tuong", nn="en").text

    assert '<html lang="en">' in page
    assert 'data-json="/tuong/so-lieu.json?nn=en"' in page
    assert translator("en")("wall.total") in page
    assert ask("/tuong/so-lieu.json", nn="en").json()["sites"] == "509/1,018"
    assert ask("/tuong/so-lieu.json", nn="<b>").json()["sites"] == "509/1.018"


@pytest.mark.parametrize("which", ["99", "MARKT", "AAAAA", "397", "so-lieu", "%3Cb%3E"])
def test_what_is_no_open_site_and_no_province_has_no_wall(ask, which):
    for path in (f"/tuong/{which}", f"/tuong/{which}/so-lieu.json"):
        got = ask(path)
        assert got.status_code == 404
        assert "<" not in got.text


def test_a_revoked_site_vanishes_and_a_total_that_was_shown_does_not_fall(ask, hall):
    province = ask("/tuong/01/so-lieu.json").json()
    with transaction(hall) as connection:
        unit = connection.scalar(UNITS.select().where(UNITS.c.level == "commune"))
        connection.execute(insert(TOTALS), [people(unit, 40)])
    wall.forget()
    before = ask("/tuong/so-lieu.json").json()
    with transaction(hall) as connection:
        connection.execute(update(TOTALS).values(people=30))
        revoked = POINTS.c.token == token(0)
        connection.execute(update(POINTS).where(revoked).values(revoked_at=NOW))
    try:
        wall._wall.renew()
        after = ask("/tuong/so-lieu.json").json()
        assert after["sites"] == "508/1.017"
        assert after["layout"] != before["layout"]
        assert after["total"] == before["total"]
        assert ask(f"/tuong/{token(0)}").status_code == 404
        assert province["sites"].count("/") == 1
    finally:
        with transaction(hall) as connection:
            connection.execute(update(POINTS).where(revoked).values(revoked_at=None))


def people(unit_id, number):
    from ui import reference

    row = {column.name: 0 for column in TOTALS.columns}
    return row | {"commune_id": unit_id, "campaign_code": reference.rounds()[0].code,
                  "audience": "citizen", "mode": "self", "people": number}  # fmt: skip
