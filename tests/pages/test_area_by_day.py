"""
Older boundaries on every page of figures: a part of what everybody reads, and the same numbers.

That no part of a province shows more of another day than its province does to everybody is tested
over all of them in tests/publishing/test_views_attacked.py; here as the pages draw it.
"""

import csv
import io
import json
from datetime import timedelta

import pytest
from sqlalchemy import func
from sqlmodel import Session, col, select
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df

from db.engine import transaction
from db.models import ReleasedTotal, Unit, metadata
from domain.access import NATION, PUBLIC, Role, Scope
from domain.errors import OutsideScope
from domain.lineage import boundary_view
from domain.people import Mode
from tests.pages.conftest import words
from text import formats
from ui import boundary, boundary_inside, clock, drawings, load, reading_day, reference

EVE = "2025-06-30"
THANH_HOA, TRIEU_SON, NGHE_AN, QUANG_TRI = "38", "397", "40", "44"
LEADER = Scope(Role.LEADER, frozenset({TRIEU_SON}))


def rows_of(app):
    """Every row (name, rate, interval, n) of every table of units."""
    columns = ["Đạt mức cơ bản", "Khoảng tin cậy 95%", "n (người)"]
    frames = [one.value for one in app.get("table") if {*columns} <= {*one.value.columns}]
    return {(name, *row) for one in frames for name, *row in one[columns].itertuples()}


def drawn(app):
    """Every (name, rate, n) of every chart of bars, as marks and tooltips read it."""
    frames = [convert_arrow_bytes_to_pandas_df(chart.proto.data.data)
              for chart in app.get("vega_lite_chart") if chart.proto.data.data]  # fmt: skip
    columns = ["unit_name", "percent_text", "n_text"]
    return {row for one in frames if "bar_y" in one for row in one[columns].itertuples(index=False)}


def key_of(day, level):
    view = boundary_view(day, today=clock.today(), changes=boundary.change_days())
    return reference.rounds()[0], view, level, load.data_version(), "vi"


def test_a_leader_reads_of_another_day_what_the_page_of_the_province_shows_and_no_more(
    open_page, signed_in
):
    public = open_page("public/province", ma=THANH_HOA, **{"dia-gioi": EVE})
    signed_in(Role.LEADER, TRIEU_SON)

    app = open_page("field/area", **{"dia-gioi": EVE})

    text = words(app)
    assert not app.exception
    assert drawn(app)
    assert drawn(app) <= drawn(public)
    assert rows_of(app) <= rows_of(public)
    assert "là một phần của: Tỉnh Thanh Hóa" in text
    assert "Theo địa giới tại thời điểm 30/6/2025" in text
    assert "công bố theo địa giới hôm nay" in text


def test_table_chart_headline_and_file_of_a_part_of_a_province_say_the_same(open_page, signed_in):
    signed_in(Role.LEADER, TRIEU_SON)

    app = open_page("field/area", **{"dia-gioi": EVE})
    file = boundary_inside.file(LEADER, TRIEU_SON, *key_of(EVE, "district"))

    [row] = csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")))
    n = int(row["Số người tính tỷ lệ (n)"])
    rate = formats.percent(float(row["Đạt mức cơ bản (%)"]), n, "vi")
    name = row["Đơn vị"]
    assert {(one[0], one[1], one[3]) for one in rows_of(app)} == {(name, rate, str(n))}
    assert drawn(app) == {(name, rate, str(n))}
    assert f"**{name}: {rate} đạt mức cơ bản**" in words(app)
    assert row["Địa giới"] == "Theo địa giới tại thời điểm 30/6/2025"


@pytest.mark.usefixtures("engine")
def test_a_part_of_a_province_has_no_figures_of_its_own_of_another_day():
    key = key_of(EVE, "district")

    with pytest.raises(OutsideScope):
        boundary.table(LEADER, TRIEU_SON, *key)
    with pytest.raises(OutsideScope):
        boundary.table(LEADER, THANH_HOA, *key)
    with pytest.raises(OutsideScope):
        boundary_inside.table(LEADER, NGHE_AN, *key)
    assert boundary_inside.table(LEADER, TRIEU_SON, *key_of(EVE, "province")).table.empty


def test_targets_of_another_day_stand_beside_its_provinces_and_their_own_documents(
    open_page, signed_in
):
    signed_in(Role.OFFICIAL, QUANG_TRI)

    app = open_page("official/targets", **{"dia-gioi": EVE})

    text = words(app)
    assert not app.exception
    assert {row[0] for row in rows_of(app)} == {"Tỉnh Quảng Bình", "Tỉnh Quảng Trị"}
    assert "của tỉnh Quảng Bình cũ" in text
    assert "chỉ đọc được theo địa giới hôm nay" in text
    assert "người/tuần" not in text
    [against] = [one.value for one in app.get("table") if "Văn bản" in one.value.columns
                 and "n (người)" in one.value.columns]  # fmt: skip
    own = against[against["Văn bản"].str.contains("Quảng Bình cũ")]
    assert set(own.index) == {"Tỉnh Quảng Bình"}


def test_targets_of_a_part_of_a_province_are_read_by_today_and_say_so(open_page, signed_in):
    signed_in(Role.OFFICIAL, TRIEU_SON)

    app = open_page("official/targets", **{"dia-gioi": EVE})

    assert not app.exception
    assert "vẫn đọc theo địa giới hôm nay" in words(app)
    assert "người/tuần" in words(app) or "Mốc năm 2026" in words(app)


def test_a_ranking_of_another_day_names_every_province_of_it_and_says_that_it_is_crude(open_page):
    app = open_page("public/ranking", ma=NATION, **{"dia-gioi": EVE})

    tables = [one.value for one in app.get("table")]
    assert not app.exception
    assert sum(map(len, tables)) == 63
    assert "Tỷ lệ thô" in tables[0].columns
    assert "chưa kiểm tra bài trả lời bất thường" in words(app)
    assert "không tách được" in words(app)
    links = {link.label: link.proto.query_string for link in app.get("page_link")}
    assert f"dia-gioi={EVE}" in links["Bản đồ"]
    assert "dia-gioi" not in links["Tự đánh giá"]


def test_a_board_that_needs_audiences_is_read_by_today_and_says_why(open_page):
    app = open_page("public/ranking", ma=THANH_HOA, bang="progress", **{"dia-gioi": EVE})

    assert not app.exception
    assert "vì vậy dưới đây đọc theo địa giới hôm nay" in words(app)
    assert "30/6/2025" not in " ".join(one.value for one in app.caption)


@pytest.mark.parametrize(
    ("page", "asked", "sentence"),
    [
        ("public/ranking", "nonsense", "không phải là một ngày"),
        ("field/area", "2020-01-01", "sớm nhất là ngày 30/6/2025"),
    ],
)
def test_a_day_that_cannot_be_read_is_said_and_today_is_read(
    open_page, signed_in, page, asked, sentence
):
    signed_in(Role.LEADER, TRIEU_SON)

    app = open_page(page, **{"dia-gioi": asked})

    assert not app.exception
    assert sentence in words(app)
    assert "Theo địa giới hôm nay" in words(app)


def test_a_province_that_holds_a_share_of_a_divided_commune_is_an_estimate_everywhere(engine):
    divide_between(engine, THANH_HOA, NGHE_AN)
    key = (PUBLIC, reference.rounds()[0])
    more = (load.data_version(), "vi")

    table = load.provinces(*key, Mode.SELF, *more).table
    drawn = json.dumps(drawings.national_map(*key, *more), ensure_ascii=False)
    file = load.provinces_file(*key, *more).content.decode("utf-8-sig")

    marked = table.loc[table["estimated"].astype(bool), "unit_code"]
    assert set(marked) == {THANH_HOA, NGHE_AN}
    assert "Tỉnh Thanh Hóa (ước tính)" in drawn
    assert "Tỉnh Hà Tĩnh (ước tính)" not in drawn
    assert sum(",ước tính" in line for line in file.splitlines()) == 2


def divide_between(engine, home, neighbour):
    """Yesterday the busiest commune of a province ended, half here and half in another province."""
    unit, lineage = metadata.tables["unit"], metadata.tables["unitlineage"]
    of_today = select(Unit.id).where(Unit.level == "commune", col(Unit.valid_to).is_(None))
    counted = select(ReleasedTotal.commune_id).join(Unit, Unit.id == ReleasedTotal.commune_id)
    with Session(engine) as session:
        busy = counted.where(Unit.parent_code == home).group_by(ReleasedTotal.commune_id)
        old = session.exec(busy.order_by(func.sum(ReleasedTotal.people).desc())).first()
        others = of_today.where(Unit.id != old).order_by(Unit.id)
        new = [session.exec(others.where(Unit.parent_code == one)).first()
               for one in (home, neighbour)]  # fmt: skip
    today = reading_day.current()
    edge = {"old_id": old, "weight": 0.5, "part": "part", "happened_on": today, "document": "NQ 1"}
    with transaction(engine) as connection:
        ends = unit.update().where(unit.c.id == old)
        connection.execute(ends.values(valid_to=today - timedelta(days=1)))
        connection.execute(lineage.insert(), [{**edge, "new_id": one} for one in new])
