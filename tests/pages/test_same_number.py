"""The same number, wherever it is asked for: page, chart, tooltip, headline, file, other page."""

import csv
import io
import json
from collections import Counter

import pytest
from sqlmodel import Session, col, select

from db.models import Area, AreaMember, Unit
from domain.access import NATION, PUBLIC, Role, Scope
from domain.people import Mode
from text import formats, translator
from ui import load, reference
from ui.places import communes

t = translator("vi")
THANH_HOA, TRIEU_SON = "38", "397"
PERCENT, N, UNIT = t("show.percent"), t("show.n"), t("show.unit")
OFFICIAL = Scope(Role.OFFICIAL, frozenset({THANH_HOA}))
LEADER = Scope(Role.LEADER, frozenset({TRIEU_SON}))


def codes():
    names = {name: code for code, name in reference.province_names(PUBLIC).items()}
    return names | {
        place.full_name: place.code for place in communes() if place.province_code == "38"
    }


def table_rows(app):
    """Code → (rate, n) as the table of units reads."""
    known = codes()
    frames = [one.value for one in app.get("table") if {PERCENT, N} <= set(one.value.columns)]
    [frame] = [frame for frame in frames if frame.index.name == UNIT]
    return {known[name]: (row[PERCENT], row[N]) for name, row in frame.to_dict("index").items()}


def specs(app):
    return [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]


def drawn(app):
    """Every (code, rate, n) of every chart, as marks, labels and tooltips read it."""
    found = set()
    for spec in specs(app):
        for row in values(spec):
            if "unit_code" in row and "percent_text" in row and "group" not in row:
                found.add((row["unit_code"], row["percent_text"], row["n_text"]))
    return found


def values(spec):
    parts = spec.values() if isinstance(spec, dict) else spec if isinstance(spec, list) else ()
    for part in parts:
        yield from values(part)
    if isinstance(spec, dict) and isinstance(spec.get("values"), list):
        yield from (row for row in spec["values"] if isinstance(row, dict))


def filed(file):
    """Code → (rate, n, status) as the file holds it, written as a page writes it."""
    rows = csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")))
    name = {key: t(f"csv.{key}") for key in ("unit_code", "percent", "n", "status")}
    return {
        row[name["unit_code"]]: (
            row[name["percent"]]
            and formats.percent(float(row[name["percent"]]), int(row[name["n"]]), "vi"),
            row[name["n"]] and formats.count(int(row[name["n"]]), "vi"),
            row[name["status"]],
        )
        for row in rows
    }


def said(rate):
    """The figure inside a rate: "tối đa 17 %" is 17 %; a sentence without one is no figure."""
    return rate.split(" ")[-1] if rate.endswith("%") else ""


def headline(app):
    """The sentences above the charts."""
    return " ".join(one.value for one in app.markdown)


def number(rate):
    return float(said(rate).replace("%", "").strip().replace(",", "."))


def a_district_with_figures(engine, campaign):
    """A former district of Thanh Hóa in which several communes are shown."""
    version = load.data_version()
    table = load.communes(PUBLIC, THANH_HOA, campaign, Mode.SELF, version, "vi").table
    shown = set(table.loc[table["status"] == "shown", "unit_code"])
    with Session(engine) as session:
        rows = session.exec(
            select(AreaMember.area_code, Unit.code)
            .join(Unit, Unit.id == AreaMember.unit_id)
            .join(Area, Area.code == AreaMember.area_code)
            .where(Area.kind == "former_district", col(Unit.code).in_(shown))
        ).all()
    found = Counter(area_code for area_code, _ in rows)
    return found.most_common(1)[0][0]


@pytest.fixture
def latest(engine):
    return reference.rounds()[0]


PAGES = {
    "public": ("public/province", None, THANH_HOA),
    "official": ("official/overview", Role.OFFICIAL, THANH_HOA),
    "leader": ("field/area", Role.LEADER, "a district"),
    "nation": ("public/map", None, NATION),
}


def file_of(role, area_code, campaign):
    version = load.data_version()
    if area_code == NATION:
        return load.provinces_file(PUBLIC, campaign, version, "vi")
    scope = Scope(role, frozenset({area_code})) if role else PUBLIC
    return load.communes_file(scope, area_code, campaign, version, "vi")


@pytest.mark.parametrize("reader", PAGES)
def test_table_chart_tooltip_headline_and_file_say_the_same(
    open_page, signed_in, engine, latest, reader
):
    page, role, area_code = PAGES[reader]
    if area_code == "a district":
        area_code = a_district_with_figures(engine, latest)
    if role:
        signed_in(role, area_code)

    app = open_page(page, **({"ma": area_code} if reader == "public" else {}))

    rows, file = table_rows(app), filed(file_of(role, area_code, latest))
    assert not app.exception
    assert set(rows) == set(file)
    assert {code: (said(rate), n.replace("–", "")) for code, (rate, n) in rows.items()} == {
        code: (said(rate), n) for code, (rate, n, _) in file.items()
    }
    for code, rate, n in drawn(app):
        if code in rows:
            assert (said(rate), n) == (said(rows[code][0]), rows[code][1])
    known = sorted((rate for rate, _ in rows.values() if said(rate)), key=number)
    assert known
    assert known[0] in headline(app)
    assert known[-1] in headline(app)


def test_a_province_reads_alike_on_the_map_on_its_page_and_for_its_official(
    open_page, signed_in, latest
):
    version = load.data_version()
    nation = load.provinces(PUBLIC, latest, Mode.SELF, version, "vi").table.set_index("unit_code")
    public = load.communes(PUBLIC, THANH_HOA, latest, Mode.SELF, version, "vi")
    own = load.communes(OFFICIAL, THANH_HOA, latest, Mode.SELF, version, "vi")
    audiences = load.audiences(OFFICIAL, THANH_HOA, latest, version, "vi").table
    everyone = audiences.set_index("unit_code").loc["everyone"]
    row = nation.loc[THANH_HOA]

    for other in (
        public.table.set_index("unit_code").loc[THANH_HOA],
        own.table.set_index("unit_code").loc[THANH_HOA],
        everyone,
    ):
        assert (other["n"], other["percent"], other["low"]) == (
            row["n"],
            row["percent"],
            row["low"],
        )
    assert public.n_total == own.n_total == row["n"]
    summary = [metric.value for metric in open_page("public/province", ma=THANH_HOA).get("metric")]
    assert formats.count(int(row["n"]), "vi") in summary
    assert formats.percent(float(row["percent"]), int(row["n"]), "vi") in summary


def test_a_commune_reads_alike_for_the_public_and_for_its_leader(latest, engine):
    version = load.data_version()
    public = load.communes(PUBLIC, THANH_HOA, latest, Mode.SELF, version, "vi").table
    own = load.communes(LEADER, TRIEU_SON, latest, Mode.SELF, version, "vi").table
    of_public = public.set_index("unit_code")

    for code, row in own.set_index("unit_code").drop(index=TRIEU_SON).iterrows():
        same = ["status", "n", "percent", "low", "high", "people", "undetermined"]
        assert row[same].astype(str).tolist() == of_public.loc[code, same].astype(str).tolist()


def test_the_nation_holds_its_provinces_and_what_is_left_is_nobody_or_enough(latest, engine):
    version = load.data_version()
    table = load.provinces(PUBLIC, latest, Mode.SELF, version, "vi").table.set_index("unit_code")

    left = table.loc[NATION, "n"] - table.drop(index=NATION)["n"].sum()
    hidden = (table["status"] == "withheld").sum()
    assert (left, hidden) == (0, 0) or (left >= 10 and hidden >= 2)
