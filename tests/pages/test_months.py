"""The section "Theo tháng": what was recorded, inside the scope, equal to the raw cells."""

import csv
import io
import json

import pandas as pd
import pytest
from sqlalchemy import delete
from sqlmodel import Session, col, select

from db.engine import transaction
from db.models import AreaMember, AttainmentCell, ReleasedMonth, ReleasedTotal, Withholding
from db.months import by_month
from db.settings import settings
from domain.access import NATION, PUBLIC, Role, Scope
from domain.errors import OutsideScope
from publishing.release import release
from tests.pages.conftest import words
from ui import clock, load, reference

THANH_HOA, LAO_CAI, TRIEU_SON = "38", "15", "397"
PRESENT = "2026-2"
NONE, ONE = "Chưa có tháng nào được ghi lại", "Mới có một tháng được ghi lại"


def leader_of(*area_codes):
    return Scope(Role.LEADER, frozenset(area_codes))


def recorded(engine, scope, area_code, campaign_code=PRESENT):
    with Session(engine) as session:
        return by_month(session, scope, area_code=area_code, campaign_code=campaign_code)


def months_on(app):
    return next((f.value for f in app.get("table") if f.value.index.name == "Tháng"), None)


def shown_spec(app):
    specs = (json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart"))
    return next((spec for spec in specs if "cộng dồn" in spec["description"]), None)


def keep_months(engine, *months):
    """Forget every other month of the present campaign."""
    month, campaign = col(ReleasedMonth.month), col(ReleasedMonth.campaign_code)
    with transaction(engine) as connection:
        connection.execute(delete(ReleasedMonth).where(campaign == PRESENT, month.not_in(months)))


def test_the_months_of_an_area_outside_the_scope_or_only_partly_inside_are_refused(engine):
    for scope, area_code in (
        (leader_of(LAO_CAI), THANH_HOA),
        (leader_of(TRIEU_SON), THANH_HOA),
        (leader_of(THANH_HOA), NATION),
        (leader_of(), TRIEU_SON),
        (PUBLIC, "no such area"),
    ):
        with pytest.raises(OutsideScope):
            recorded(engine, scope, area_code)


def test_months_come_in_order_and_people_only_add_up(engine):
    frame = recorded(engine, PUBLIC, NATION)

    for _, mode in frame.groupby("mode"):
        assert mode["unit_code"].is_monotonic_increasing
        assert mode["unit_code"].is_unique
        assert mode["people"].is_monotonic_increasing
    assert (frame["people"] >= settings().minimum_group).all()


@pytest.mark.parametrize("area_code", [NATION, THANH_HOA])
def test_where_nothing_waits_the_rate_of_each_month_is_that_of_the_raw_cells(engine, area_code):
    publish_all_of_every_month(engine)
    campaign = next(one for one in reference.rounds() if one.code == PRESENT)

    table = load.months(PUBLIC, area_code, campaign, load.data_version(), "vi").table

    naive = by_hand(engine, area_code)
    assert len(naive) > 3
    for month, (n, percent) in naive.items():
        row = table[(table["unit_code"] == month) & (table["mode"] == "self")].iloc[0]
        assert (row["n"], row["percent"]) == (n, pytest.approx(percent))


def publish_all_of_every_month(engine):
    """As if each month were the first ever published, and nobody too few: nothing waits."""
    for month in by_hand(engine, NATION):
        with transaction(engine) as connection:
            for table in (ReleasedTotal, Withholding):
                connection.execute(delete(table))
        done = release(engine, now=clock.now(), minimum=1, month=month, through=True)
        assert done.waiting == 0


def by_hand(engine, area_code):
    """Month → (n, percent), people who answered alone added up cell by cell."""
    members = select(AreaMember.unit_id).where(AreaMember.area_code == area_code)
    with Session(engine) as session:
        cells = session.exec(
            select(AttainmentCell).where(
                AttainmentCell.campaign_code == PRESENT,
                AttainmentCell.mode == "self",
                col(AttainmentCell.commune_id).in_(members),
            )
        ).all()
    found = {}
    for month in sorted({cell.month for cell in cells}):
        until = [cell for cell in cells if cell.month <= month]
        n = sum(cell.people - cell.undetermined for cell in until)
        found[month] = (n, 100 * sum(cell.reached for cell in until) / n)
    return found


def test_the_province_page_draws_the_months_with_n_period_source_and_boundary(open_page):
    app = open_page("public/province", ma=THANH_HOA)
    text = words(app)

    assert not app.exception
    assert "Theo tháng" in [heading.value for heading in app.subheader]
    assert shown_spec(app) is not None
    for part in ("Theo địa giới khi từng tháng được ghi", "Số cộng dồn", "Đợt 2 năm 2026"):
        assert part in text
    assert len(months_on(app)) > 3


@pytest.mark.parametrize(
    ("role", "area_code", "page"),
    [(Role.LEADER, TRIEU_SON, "field/area"), (Role.OFFICIAL, LAO_CAI, "official/overview")],
)
def test_leaders_and_officials_read_the_months_of_their_own_area(
    open_page, signed_in, role, area_code, page
):
    signed_in(role, area_code)

    app = open_page(page)

    assert not app.exception
    assert "Theo tháng" in [heading.value for heading in app.subheader]
    assert (months_on(app) is not None) != (NONE in words(app))


def test_an_area_without_any_record_says_so_and_offers_no_file(open_page, engine):
    keep_months(engine)

    app = open_page("public/province", ma=THANH_HOA)

    assert not app.exception
    assert NONE in words(app)
    assert months_on(app) is None
    assert shown_spec(app) is None
    assert "Tải bảng số liệu theo tháng" not in [b.label for b in app.get("download_button")]


def test_one_month_is_a_sentence_and_a_table_and_no_chart(open_page, engine):
    keep_months(engine, "2026-08")

    app = open_page("public/province", ma=THANH_HOA)

    assert not app.exception
    assert f"{ONE}, 8/2026" in words(app)
    assert shown_spec(app) is None
    assert list(months_on(app).index) == ["8/2026"]


def test_a_month_that_was_not_recorded_stays_in_the_table_without_a_figure(open_page, engine):
    keep_months(engine, "2026-07", "2026-09")

    app = open_page("public/province", ma=THANH_HOA)

    assert not app.exception
    months = months_on(app)
    assert list(months.index) == ["7/2026", "8/2026", "9/2026"]
    assert set(months.loc["8/2026"]) == {"Chưa đủ dữ liệu", "–"}


def test_months_after_the_end_of_a_campaign_in_which_nothing_was_published_are_left_out(engine):
    earlier = next(one for one in reference.rounds() if one.code != PRESENT)

    found = load.months(PUBLIC, NATION, earlier, load.data_version(), "vi").table

    assert recorded(engine, PUBLIC, NATION, earlier.code)["unit_code"].max() > "2026-06"
    assert found["unit_code"].max() == "2026-06"


def test_the_file_names_months_and_says_that_figures_are_simulated(engine):
    campaign = next(one for one in reference.rounds() if one.code == PRESENT)

    file = load.months_file(PUBLIC, THANH_HOA, campaign, load.data_version(), "vi")

    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert file.name == "theo-thang-38-mo-phong.csv"
    assert {row["Tháng"] for row in rows} >= {"7/2026", "8/2026"}
    assert {row["Loại số liệu"] for row in rows} == {"SỐ LIỆU MÔ PHỎNG"}
    assert {row["Địa giới"] for row in rows} == {"Theo địa giới khi từng tháng được ghi"}


def test_fewer_people_than_the_minimum_of_today_stay_blank_though_they_were_recorded(
    engine, monkeypatch
):
    campaign = next(one for one in reference.rounds() if one.code == PRESENT)
    before = load.months(PUBLIC, THANH_HOA, campaign, 1, "vi").table
    raised = int(before.loc[before["mode"] == "self", "n"].min()) + 1
    monkeypatch.setattr(settings(), "minimum_group", raised)

    after = load.months(PUBLIC, THANH_HOA, campaign, 2, "vi").table

    assert after.iloc[0]["status"] == "withheld"
    assert pd.isna(after.iloc[0]["n"])


def test_the_documents_of_a_province_are_folded_and_say_how_many_they_are(open_page):
    app = open_page("public/province", ma=THANH_HOA)

    folded = {box.label: box for box in app.expander}
    targets = reference.targets(THANH_HOA)
    label = f"Xem {len(targets)} mục tiêu và văn bản đặt ra"
    assert len(folded[label].get("table")[0].value) == len(targets)
    headings = [heading.value for heading in app.subheader]
    assert {"Mục tiêu theo văn bản", "Số liệu báo cáo"} <= set(headings)


def test_the_ranking_begins_with_ability(open_page):
    app = open_page("public/ranking", ma=THANH_HOA)

    board = next(box for box in app.selectbox if box.key.startswith("filter-bang"))
    assert board.value == "ability"
