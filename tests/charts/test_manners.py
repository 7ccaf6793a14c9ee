"""
What every chart owes its reader, asked of every chart: a new one fails until it is listed here.

The finding as title; who was asked, where or when, below it; axes that say their unit; percent
from 0 to 100; decimal comma; the font of the house; a text alternative.
"""

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from charts import linked
from charts.activity import activity_and_change
from charts.bars import ranked_bars
from charts.big import subject_lines
from charts.big_bars import big_bars
from charts.big_numbers import big_numbers
from charts.big_pairs import big_pairs
from charts.big_strip import BETWEEN, big_strip
from charts.dumbbell import dumbbells
from charts.events import Event
from charts.islands import of_province
from charts.labels import with_labels
from charts.maps import commune_map, national_map
from charts.months import monthly_trend
from charts.multiples import audience_panels
from charts.picture import picture_of
from charts.points import point_map
from charts.profile import competence_profile
from charts.strip import strip
from charts.tiers import tier_chart
from charts.tiles import tile_map
from charts.timeliness import timeliness_bars
from charts.trend import Milestone, target_trend
from domain.indicator_board import Timeliness
from domain.people import Mode
from stats.attainment import GROUPS
from stats.published import publish
from stats.ranking import Board
from text import translator

PERIOD = "Đợt 2 năm 2026"
POINTS = {"001": (108.0, 16.0), "002": (108.4, 15.6), "003": (112.1, 16.4)}
URL = "app/static/provinces_34.abc.topo.json"
WORDS_FROM_OUTSIDE = {"timeliness"}  # counts of units: nobody was asked
NO_HELD = pd.DataFrame(columns=["unit_code", "mode", "hidden", "low", "high", "shielded"])


def modules_that_draw():
    """Every module of charts/ that makes a chart with the theme; slides have their own look."""
    folder = Path(linked.__file__).parent
    found = set()
    for path in folder.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if path.stem in {"theme"} or path.stem.startswith("big"):
            continue
        calls = [
            node for node in ast.walk(tree)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "chart"
        ]  # fmt: skip
        if calls:
            found.add(path.stem)
    return found


def months_and_groups(six):
    both = replace(six.notes, modes=(Mode.SELF, Mode.ASSISTED))
    shared = {"people": 400, "n": 400, "undetermined": 0, "percent": 50.0, "low": 44.0,
              "high": 56.0, "firm_percent": 20.0}  # fmt: skip
    months = pd.DataFrame(
        [{"unit_code": f"2026-{month:02d}", "unit_name": f"{month}/2026", "mode": mode, **shared}
         for month in (9, 10, 11) for mode in ("self", "assisted")]
    )  # fmt: skip
    groups = pd.DataFrame(
        [{"unit_code": "38", "unit_name": "Tỉnh Thanh Hóa", "mode": mode, "group": group, **shared}
         for mode in ("self", "assisted") for group in GROUPS]
    )  # fmt: skip
    return (publish(months, both, held=NO_HELD), publish(groups.drop(columns=[
        "undetermined", "firm_percent"]), both))  # fmt: skip


def ranked(six):
    table = six.table.dropna(subset="percent")
    return pd.DataFrame(
        {"unit_code": table["unit_code"], "unit_name": table["unit_name"], "n": table["n"],
         "value": table["percent"], "low": table["low"], "high": table["high"],
         "standing": "ranked", "tier": 1}
    ).astype({"tier": "Int64"})  # fmt: skip


@pytest.fixture(params=["vi", "en"])
def language(request):
    return request.param


@pytest.fixture
def charts(language, units, six, topology, islands):
    t = translator(language)
    ours = of_province(islands, "48")
    communes = units(u001=(50, 10.0), u002=(60, 90.0), u003=(200, 45.0))
    many = [units(**{f"u{n}": (200, 40.0 + n * step) for n in range(8)}) for step in (0, 2)]
    activity = pd.DataFrame({"unit_code": list("01234567"), "activity": 1.0, "months": 1})
    audiences = units(everyone=(300, 51.7), worker=(60, 40.0))
    months, groups = months_and_groups(six)
    events = [Event(date(2026, 10, 10), "10/10/2026", "Ngày hội")]
    targets = [Milestone(date(2026, 12, 31), 80, "KH 01")]
    rounds = [("Đợt 2", date(2026, 11, 22), audiences)]
    panel, _ = audience_panels([("Đợt 2", audiences)], t=t)
    return {
        "activity": activity_and_change(*many, activity, level="commune", t=t),
        "bars": ranked_bars(six, level="province", t=t, target=80),
        "dumbbell": dumbbells(*many, level="commune", rounds=("Đợt 1", "Đợt 2"), t=t),
        "linked": linked.linked_map(picture_of(six, "province", t), URL, islands, t=t, height=470),
        "maps": national_map(six, URL, islands, t=t),
        "maps of communes": commune_map(communes, topology, ours, t=t),
        "months": monthly_trend(months, t=t, events=events),
        "multiples": panel,
        "points": point_map(communes, POINTS, URL, ours, province_code="48", t=t),
        "profile": competence_profile(groups, t=t),
        "strip": strip(picture_of(six, "province", t), "38", t=t),
        "tiers": tier_chart(six, ranked(six), Board.ABILITY, level="province", t=t),
        "tiers of change": tier_chart(six, ranked(six), Board.PROGRESS, level="province", t=t),
        "tiles": tile_map(communes, POINTS, ours, t=t),
        "timeliness": timeliness_bars(
            {Timeliness.ON_TIME: 3}, title="3 đơn vị đúng hạn", subtitle="Kỳ 10/2026", t=t
        ),
        "trend": target_trend(rounds, "everyone", targets, t=t, events=events),
    }


@pytest.fixture
def slides(language, six):
    """Every kind of picture of a slide."""
    t = translator(language)
    rows = with_labels(six.table, t)
    about = subject_lines("Đạt mức cơ bản", "Tỉnh Thanh Hóa", t("chart.who.self"), PERIOD)
    names, standings = ("Đợt 1", "Đợt 2"), [BETWEEN] * len(rows)
    return {
        "big_bars": big_bars(rows, subject=about, t=t, target=80),
        "big_numbers": big_numbers([("3.586", "người đạt")], subject=about, t=t),
        "big_pairs": big_pairs(rows, rows, names=names, subject=about, t=t),
        "big_strip": big_strip(rows, standings, whole=(60.1, "Chung"), subject=about, t=t),
    }


def axes(spec):
    """Every place axis that is drawn: (field or channel definition, axis)."""
    for layer in spec["layer"]:
        for channel in ("x", "y"):
            placed = layer.get("encoding", {}).get(channel)
            if placed and "field" in placed and placed.get("axis", {}) is not None:
                yield placed


def title_of(placed):
    return placed["axis"]["title"] if "title" in placed.get("axis", {}) else placed.get("title")


def test_every_chart_is_asked(charts):
    assert {name.split(" ")[0] for name in charts} == modules_that_draw()


def test_the_title_is_a_finding_and_the_subtitle_says_who_and_when(charts, language):
    who = translator(language)("chart.who.self")
    for name, spec in charts.items():
        title, subtitle = (" ".join(spec["title"][part]) for part in ("text", "subtitle"))
        assert len(title) > 10, name
        assert spec["description"].startswith(f"{title}. "), name
        if name not in WORDS_FROM_OUTSIDE:
            assert who in subtitle, name
            assert PERIOD in subtitle, name


def test_every_axis_says_what_it_counts_and_percent_runs_from_0_to_100(charts):
    for name, spec in charts.items():
        drawn = [placed for placed in axes(spec) if placed["type"] == "quantitative"]
        for placed in drawn:
            assert title_of(placed), name
            if "(%)" in title_of(placed):
                assert placed["scale"]["domain"] == [0, 100], name


def test_pictures_of_slides_keep_the_same_manners_in_letters_for_the_back_row(slides, language):
    assert set(slides) == {path.stem for path in Path(linked.__file__).parent.glob("big_*.py")}
    for name, spec in slides.items():
        above = " ".join([*spec["title"]["text"], *spec["title"]["subtitle"]])
        assert all(said in above for said in ("Tỉnh Thanh Hóa", PERIOD)), name
        house = spec["config"]
        assert house["font"].startswith("Be Vietnam Pro"), name
        assert house["locale"]["number"]["decimal"] == ("," if language == "vi" else "."), name
        sizes = [
            house["text"]["fontSize"],
            *(house[part]["labelFontSize"] for part in ("axis", "legend")),
        ]
        assert min(sizes) >= 20, name
        for placed in axes(spec):
            if placed["type"] == "quantitative" and placed["axis"].get("title"):
                assert placed["scale"]["domain"] == [0, 100], name


def test_axes_of_rounds_and_months_have_a_title(charts):
    for name in ("months", "multiples", "trend"):
        assert {bool(title_of(placed)) for placed in axes(charts[name])} == {True}, name


def test_numbers_font_and_text_alternative_are_those_of_the_house(charts, language):
    for name, spec in charts.items():
        marks = spec["config"]["locale"]["number"]
        assert marks["decimal"] == ("," if language == "vi" else "."), name
        assert spec["config"]["font"].startswith("Be Vietnam Pro"), name
        assert len(spec["description"]) > 20, name


def test_no_chart_speaks_of_a_cause(charts):
    causal = ("vì ", "nhờ ", "do đó", "because", "thanks to", "led to", "effect of")
    for name, spec in charts.items():
        assert not [word for word in causal if word in spec["description"].lower()], name
