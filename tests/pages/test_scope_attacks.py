"""What readers tried to see beyond their scope, or beyond ten people."""

import json
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from db.commands.accounts import disable_account, grant_area, revoke_grant
from db.commands.new_grant import NewGrant
from db.models import Account, Area, AreaMember, Grant, Unit
from domain.access import NATION, Role
from domain.quoted import quoted
from tests.pages.conftest import words
from text.formats import day
from ui import clock

TRIEU_SON, THANH_HOA, LAO_CAI = "397", "38", "15"
A_COMMUNE = "15664"


def drawn(app):
    return [kind for kind in ("vega_lite_chart", "table", "download_button") if app.get(kind)]


@pytest.mark.parametrize("asked", [TRIEU_SON, A_COMMUNE, NATION])
def test_the_public_page_of_provinces_opens_no_district_commune_or_nation(open_page, asked):
    app = open_page("public/province", ma=asked)

    assert not app.exception
    assert app.error
    assert drawn(app) == []


@pytest.mark.parametrize("asked", [NATION, TRIEU_SON, A_COMMUNE])
def test_an_official_of_the_nation_reads_it_province_by_province(open_page, signed_in, asked):
    signed_in(Role.OFFICIAL, NATION)

    app = open_page("official/overview", ma=asked)

    assert app.error
    assert drawn(app) == []


@pytest.mark.parametrize("asked", ["396", TRIEU_SON, THANH_HOA, NATION])
def test_an_official_of_a_province_opens_no_other_area_and_no_part_of_it(
    open_page, signed_in, asked
):
    signed_in(Role.OFFICIAL, LAO_CAI)

    app = open_page("field/area", ma=asked)

    assert app.error
    assert drawn(app) == []


def test_a_leader_of_one_commune_reads_its_page(open_page, signed_in):
    signed_in(Role.LEADER, A_COMMUNE)

    app = open_page("field/area")

    assert not app.exception
    assert "trục trặc" not in words(app)
    assert "Xã Triệu Sơn" in words(app)


def test_a_grant_that_ends_at_midnight_ends_in_an_open_tab(open_page, signed_in, monkeypatch):
    signed_in(Role.LEADER, TRIEU_SON, valid_to=clock.today())
    app = open_page("field/area")
    assert drawn(app)

    tomorrow = clock.today() + timedelta(days=1)
    monkeypatch.setattr("ui.clock.today", lambda: tomorrow)
    app.run()

    assert "chưa được giao quyền" in words(app)
    assert drawn(app) == []


@pytest.mark.parametrize("end", ["disable", "revoke"])
def test_an_account_that_is_disabled_or_loses_its_grant_is_nobody_in_an_open_tab(
    open_page, signed_in, engine, end
):
    account_id = signed_in(Role.LEADER, TRIEU_SON)
    app = open_page("field/area")
    assert drawn(app)

    with Session(engine) as session:
        grant_id = session.exec(select(Grant.id).where(Grant.account_id == account_id)).one()
        admin_id = session.exec(select(Account.id).where(Account.username == "quan-tri")).one()
    when = {"by": admin_id, "now": clock.now(), "today": clock.today()}
    if end == "disable":
        disable_account(engine, account_id=account_id, **when)
    else:
        revoke_grant(engine, grant_id=grant_id, **when)
    app.run()

    assert "Trang này dành cho cán bộ" in words(app)
    assert drawn(app) == []


@pytest.mark.parametrize("parameter", ["ma", "dot"])
def test_what_a_link_holds_is_not_repeated_as_markup(open_page, parameter):
    for page in ("public/province", "public/map", "citizen/self_assessment"):
        app = open_page(page, **{parameter: "[a](//x.yz)"})

        assert not app.exception
        assert "](" not in words(app)


@pytest.mark.parametrize("typed", ["www.x.yz", "a@b.vn", "<b>", "**a**", "`a`", "\x00", ":red[x]"])
def test_only_letters_and_digits_of_a_stranger_are_repeated(typed):
    assert not set(quoted(typed)) & set("./@<>*`\x00:[]()")


def test_no_file_and_no_chart_of_an_area_holds_a_figure_its_province_withholds(
    open_page, signed_in, engine
):
    """Each page by itself is safe; what one shows must not give away what another hides."""
    signed_in(Role.LEADER, TRIEU_SON)
    public = rows_of(open_page("public/province", ma=THANH_HOA))
    hidden = {row["Mã"] for row in public if not n(row)}
    app = open_page("field/area")
    with Session(engine) as session:
        members = set(
            session.exec(
                select(Unit.code)
                .join(AreaMember, AreaMember.unit_id == Unit.id)
                .where(AreaMember.area_code == TRIEU_SON)
            )
        )

    assert {row["Mã"] for row in rows_of(app) if not n(row)} == hidden & members
    for chart in app.get("vega_lite_chart"):
        for value in data_values(json.loads(chart.proto.spec)):
            if value.get("unit_code") in hidden:
                known = {name for name, figure in value.items() if figure is not None}
                assert not {"n", "percent", "people", "low", "high"} & known


def rows_of(app):
    """The rows of the table as the page would give it as a file."""
    frame = next(each.value for each in app.get("table") if "n (người)" in each.value.columns)
    codes = code_by_name(app)
    return [{"Mã": codes.get(name, name), **row} for name, row in frame.to_dict("index").items()]


def code_by_name(app):
    from ui.places import communes

    return {place.full_name: place.code for place in communes() if place.province_code == THANH_HOA}


def n(row):
    return "" if row["n (người)"] == "–" else row["n (người)"]


def data_values(spec):
    """Every row of data anywhere in a specification."""
    if isinstance(spec, dict):
        for name, part in spec.items():
            if name == "values" and isinstance(part, list):
                yield from (row for row in part if isinstance(row, dict))
            else:
                yield from data_values(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from data_values(part)


# Grants


def test_a_leader_whose_grant_ended_yesterday_sees_no_figure_and_is_told_so(
    open_page, signed_in, monkeypatch
):
    signed_in(Role.LEADER, TRIEU_SON, valid_to=clock.today())
    tomorrow = clock.today() + timedelta(days=1)
    monkeypatch.setattr("ui.clock.today", lambda: tomorrow)

    for page in ("field/area", "official/overview", "admin/accounts"):
        app = open_page(page)

        assert "chưa được giao quyền" in words(app)
        assert drawn(app) == []


def test_of_overlapping_grants_the_areas_add_up_and_the_longer_days_are_said(
    open_page, signed_in, engine
):
    today = clock.today()
    later = today + timedelta(days=30)
    account_id = signed_in(Role.LEADER, TRIEU_SON, valid_to=today)
    give(engine, account_id, Role.LEADER, TRIEU_SON, valid_to=later)
    give(engine, account_id, Role.LEADER, LAO_CAI, valid_to=today)

    own = open_page("field/area", ma=TRIEU_SON)
    other = open_page("field/area", ma=LAO_CAI)

    assert f"đến hết {day(later, 'vi')}" in words(own)
    assert f"đến hết {day(today, 'vi')}" in words(other)
    assert drawn(own)
    assert drawn(other)
    assert drawn(open_page("field/area", ma=THANH_HOA)) == []


def test_of_overlapping_grants_only_the_one_that_still_runs_opens_its_area(
    open_page, signed_in, engine, monkeypatch
):
    today, tomorrow = clock.today(), clock.today() + timedelta(days=1)
    account_id = signed_in(Role.LEADER, TRIEU_SON, valid_to=today)
    give(engine, account_id, Role.LEADER, LAO_CAI, valid_to=tomorrow)
    assert drawn(open_page("field/area", ma=TRIEU_SON))

    monkeypatch.setattr("ui.clock.today", lambda: tomorrow)

    assert drawn(open_page("field/area", ma=TRIEU_SON)) == []
    assert drawn(open_page("field/area", ma=LAO_CAI))


def test_a_role_of_one_grant_does_not_reach_into_the_area_of_another(open_page, signed_in, engine):
    account_id = signed_in(Role.OFFICIAL, LAO_CAI)
    give(engine, account_id, Role.LEADER, TRIEU_SON)

    assert drawn(open_page("official/overview", ma=LAO_CAI))
    assert drawn(open_page("official/overview", ma=TRIEU_SON)) == []
    assert drawn(open_page("field/area", ma=TRIEU_SON))


@pytest.mark.parametrize("asked", [None, "rong", TRIEU_SON])
def test_a_grant_over_an_area_without_a_commune_sees_nothing_and_says_so(
    open_page, signed_in, engine, asked
):
    with Session(engine) as session:
        session.add(Area(code="rong", name="Địa bàn rỗng", kind="custom", search_key="rong"))
        session.commit()
    signed_in(Role.LEADER, "rong")

    app = open_page("field/area", **({"ma": asked} if asked else {}))

    assert not app.exception
    assert "nằm ngoài địa bàn được giao" in words(app)
    assert drawn(app) == []


def give(engine, account_id, role, area_code, valid_to=None):
    with Session(engine) as session:
        by = session.exec(select(Account.id).where(Account.username == "quan-tri")).one()
    grant = NewGrant(role, area_code, clock.today(), valid_to)
    when = {"now": clock.now(), "today": clock.today()}
    grant_area(engine, account_id=account_id, grant=grant, by=by, **when)


# Caches and addresses


def test_what_an_official_left_in_the_caches_opens_nothing_to_a_leader_elsewhere(
    open_page, signed_in
):
    signed_in(Role.OFFICIAL, LAO_CAI)
    official = open_page("official/overview")
    of_lao_cai = {row["unit_code"] for row in rows_drawn(official)}

    signed_in(Role.LEADER, TRIEU_SON)
    own = open_page("field/area")

    assert of_lao_cai
    assert not of_lao_cai & {row["unit_code"] for row in rows_drawn(own)}
    for page in ("field/area", "official/overview"):
        assert drawn(open_page(page, ma=LAO_CAI)) == []


@pytest.mark.parametrize(
    "asked",
    [
        "15' OR 1=1 --", "%", "397,15", "15 ", " 15", "015", "１５", "VN\x00", "", "../15",
        "9" * 400, "null", "-1",
    ],
)  # fmt: skip
def test_a_forged_code_in_the_address_opens_no_area(open_page, signed_in, asked):
    signed_in(Role.LEADER, TRIEU_SON)

    app = open_page("field/area", ma=asked)

    assert not app.exception
    assert not {row["unit_code"] for row in rows_drawn(app)} & {LAO_CAI, "VN"}
    assert drawn(app) == []


def rows_drawn(app):
    """Every row of data with a unit in the charts of a page."""
    specs = [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]
    return [row for spec in specs for row in data_values(spec) if "unit_code" in row]
