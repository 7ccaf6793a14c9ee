"""Older boundaries on the pages: the same people, estimates that say so, and no dead ends."""

import io

import pandas as pd
import pytest
from sqlalchemy import func
from sqlmodel import Session, select

from db.commands.accounts import create_first_admin
from db.commands.unit_changes import change_units
from db.engine import transaction
from db.models import ReleasedTotal, Unit, metadata
from db.unit_plans import Change, NewUnit, PlannedChange
from domain.access import NATION, PUBLIC
from domain.people import Mode
from publishing.release import release
from tests.pages.conftest import words

EVE = "2025-06-30"


def tables(app) -> list[pd.DataFrame]:
    return [frame.value for frame in app.get("table") if "n (người)" in frame.value.columns]


def test_the_nation_reads_as_63_provinces_and_their_people_are_those_of_today(open_page):
    today = open_page("public/map")
    app = open_page("public/map", **{"dia-gioi": EVE})

    assert not app.exception
    assert len(tables(app)[0]) == 63
    assert app.metric[1].value == today.metric[1].value
    assert app.metric[0].value == today.metric[0].value
    assert "Theo địa giới tại thời điểm 30/6/2025" in words(app)
    assert "không vẽ bản đồ" in words(app)
    assert "Tỉnh Hà Giang" in tables(app)[0].index


def test_no_former_province_is_an_estimate_but_former_districts_are(open_page):
    nation = open_page("public/map", **{"dia-gioi": EVE})
    province = open_page("public/province", ma="38", **{"dia-gioi": EVE})

    assert not province.exception
    assert "ước tính" not in words(nation)
    provinces, districts = tables(province)
    assert list(provinces.index) == ["Tỉnh Thanh Hóa"]
    assert any(name.endswith("(ước tính)") for name in districts.index)
    assert "đơn vị là ước tính" in words(province)


def test_a_merged_province_reads_as_the_provinces_it_was(open_page):
    app = open_page("public/province", ma="08", **{"dia-gioi": EVE})

    assert not app.exception
    assert list(tables(app)[0].index) == ["Tỉnh Hà Giang", "Tỉnh Tuyên Quang"]


def test_between_two_changes_communes_are_read_by_their_names_of_then(open_page):
    app = open_page("public/province", ma="75", **{"dia-gioi": "2026-04-29"})

    assert not app.exception
    assert list(tables(app)[0].index) == ["Tỉnh Đồng Nai"]
    assert "Xã Lộc Ninh" in tables(app)[1].index


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("2020-01-01", "sớm nhất là ngày 30/6/2025"),
        ("2025-06-29", "sớm nhất là ngày 30/6/2025"),
        ("9999-01-01", "chưa đến"),
        ("nonsense", "không phải là một ngày"),
        ("<b>x</b>", "không phải là một ngày"),
    ],
)
def test_a_day_that_cannot_be_read_is_said_and_today_is_shown(open_page, asked, sentence):
    app = open_page("public/map", **{"dia-gioi": asked})

    assert not app.exception
    assert sentence in words(app)
    assert len(tables(app)[0]) == 34


def test_a_province_that_is_no_longer_says_what_it_became_and_leads_there(open_page):
    app = open_page("public/province", ma="02")

    assert not app.exception
    assert "Tỉnh Hà Giang không còn là đơn vị hành chính. Nay thuộc: Tỉnh Tuyên Quang." in words(
        app
    )
    assert app.button(key="open-successor").label == "Mở Tỉnh Tuyên Quang"


@pytest.mark.usefixtures("open_page")
def test_page_file_and_total_of_a_view_say_the_same_number():
    from ui import boundary, load, reference
    from ui.boundary import PROVINCE, TOTAL, BoundaryView, boundary_view, change_days
    from ui.clock import today

    campaign = reference.rounds()[0]
    view: BoundaryView = boundary_view(EVE, today=today(), changes=change_days())
    key = (PUBLIC, NATION, campaign, view, PROVINCE, load.data_version(), "vi")

    published = boundary.table(*key)
    file = pd.read_csv(io.BytesIO(boundary.file(*key).content))
    nation = load.provinces(PUBLIC, campaign, Mode.SELF, load.data_version(), "vi")

    row = nation.table.set_index("unit_code").loc[NATION]
    assert published.table.set_index("unit_code").loc[TOTAL, "n"] == row["n"]
    shown = published.without(TOTAL).table
    assert file["Số người tính tỷ lệ (n)"].fillna(0).tolist() == shown["n"].fillna(0).tolist()
    assert set(file["Địa giới"]) == {"Theo địa giới tại thời điểm 30/6/2025"}
    assert set(file["Ước tính"]) == {"chính xác"}


def test_pieces_of_a_commune_that_was_divided_are_estimates_everywhere(open_page, engine):
    from datetime import timedelta

    from ui import load, reference
    from ui.clock import now, today

    with Session(engine) as session:
        rows = select(Unit.code).join(ReleasedTotal, ReleasedTotal.commune_id == Unit.id)
        largest = rows.where(Unit.parent_code == "38", Unit.valid_from < today())
        busy = largest.group_by(Unit.code).order_by(func.sum(ReleasedTotal.people).desc())
        code = session.exec(busy).first()
    admin = create_first_admin(
        engine, display_name="Quản trị", now=now(), today=today() - timedelta(days=9)
    )
    pieces = tuple(NewUnit(f"9990{n}", f"Mảnh {n}", "xã", 0.5) for n in (1, 2))
    change = PlannedChange(Change.SPLIT, (code,), pieces, "NQ 1", today() + timedelta(days=1))
    change_units(engine, change, by=admin.account_id, now=now(), today=today())
    with transaction(engine) as connection:  # the day has come
        for table, column, day in (
            ("unit", "valid_from", today()),
            ("unitlineage", "happened_on", today()),
            ("unitchange", "happens_on", today()),
        ):
            table = metadata.tables[table]
            connection.execute(
                table.update().where(table.c[column] > today()).values({column: day})
            )
        unit = metadata.tables["unit"]
        eve = today() - timedelta(days=1)
        connection.execute(unit.update().where(unit.c.valid_to == today()).values(valid_to=eve))
    release(engine, now=now(), minimum=10, month=f"{today():%Y-%m}")

    app = open_page("public/province", ma="38")
    key = (PUBLIC, "38", reference.rounds()[0])
    file = load.communes_file(*key, load.data_version(), "vi").content.decode("utf-8-sig")
    table = load.communes(*key, Mode.SELF, load.data_version(), "vi").table

    assert not app.exception
    assert "Xã Mảnh 1 (ước tính)" in words(app)
    assert sum(line.endswith("ước tính") or ",ước tính," in line for line in file.splitlines()) == 2
    assert table.loc[table["estimated"].astype(bool), "unit_code"].tolist() == ["99901", "99902"]
    assert (table["people"].dropna() % 1 == 0).all()
