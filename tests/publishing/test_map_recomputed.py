"""Every measure of the map, counted again person by person over the raw answers in plain Python."""

import math
import shutil
from collections import Counter

import pytest
from sqlalchemy import delete, select

from db.engine import open_engine, transaction
from db.models import metadata
from domain.access import NATION, PUBLIC
from domain.people import Audience, Mode
from domain.targets import EVERYONE
from publishing import checks, storing, withheld
from publishing.release import release
from stats.checked import GROUPS
from stats.measures import GROUP_OF, Measure
from tests.pages.conftest import forget_what_is_cached
from tests.publishing.conftest import MINIMUM, NOW
from ui import load, measures, reference
from ui.measures import Choice

LAO_CAI = "15"
WHO = (EVERYONE, *Audience)
LEVELS = [*(f"level_{group}" for group in range(6)), "level_ai"]
KNOWN = (0, 1, 2, 3)


@pytest.fixture(scope="module")
def everything_out(publications, tmp_path_factory):
    """The same country with every answer published at once: waiting is no part of the formulas."""
    path = tmp_path_factory.mktemp("recomputed") / "country.db"
    shutil.copyfile(publications.engine.url.database, path)
    engine = open_engine(f"sqlite:///{path}")
    with transaction(engine) as connection:
        for table in (*storing.TABLES, withheld.table, checks.table, metadata.tables["release"]):
            connection.execute(delete(table))
    month = publications.months[-1]
    assert release(engine, now=NOW, minimum=MINIMUM, month=month).waiting == 0
    return engine


@pytest.fixture
def people(answers, everything_out, monkeypatch):
    """The answers, while the pages read the country they were given in."""
    monkeypatch.setenv("DATABASE_URL", str(everything_out.url))
    monkeypatch.setenv("APP_SECRET", "a secret of these tests only, long enough")
    forget_what_is_cached()
    yield answers
    forget_what_is_cached()


@pytest.fixture(scope="module")
def answers(everything_out):
    """Everybody who sent: place, campaign, audience, mode, outcome, levels and the small check."""
    assessment, extras, unit = (
        metadata.tables[name] for name in ("assessment", "extraanswers", "unit")
    )
    statement = (
        select(
            unit.c.code.label("commune"), unit.c.parent_code.label("province"),
            *(assessment.c[name] for name in
              ("campaign_code", "audience", "mode", "outcome", *LEVELS)),
            *(extras.c[f"shown_{group}"] for group in GROUPS),
        )
        .join(unit, unit.c.id == assessment.c.commune_id)
        .outerjoin(extras, extras.c.assessment_id == assessment.c.id)
        .where(assessment.c.status == "submitted")
    )  # fmt: skip
    with everything_out.connect() as connection:
        return [dict(row) for row in connection.execute(statement).mappings()]


def told(area, campaign, choice):
    """The rows with a value that is no bound."""
    found = measures.measured(PUBLIC, area, campaign, choice, load.data_version(), "vi").table
    rows = found[found["value"].notna() & (found["status"] == "shown")]
    return rows.to_dict("records")


def wilson(able, n):
    z = 1.959963984540054
    p, shrink = able / n, 1 + z * z / n
    half = z / shrink * math.sqrt(p * (1 - p) / n + (z / (2 * n)) ** 2)
    middle = (p + z * z / (2 * n)) / shrink
    return 100 * p, 100 * max(middle - half, 0), 100 * min(middle + half, 1)


def newcombe(before, now):
    (p, low, high), (q, least, most) = before, now
    down, up = math.hypot(q - least, high - p), math.hypot(most - q, p - low)
    return q - p, q - p - down, q - p + up


def tally(people, level, where):
    """Of each place, audience, mode and round: who is determined, and who of them can."""
    n, able = Counter(), Counter()
    for one in people:
        if one[level] in KNOWN:
            for who in (EVERYONE, one["audience"]):
                key = one[where], who, one["mode"], one["campaign_code"]
                n[key] += 1
                able[key] += one[level] >= 2
    return n, able


def agrees(row, parts):
    value, low, high = parts
    assert row["value"] == pytest.approx(value)
    assert row["low"] == pytest.approx(low)
    assert row["high"] == pytest.approx(high)


@pytest.mark.parametrize(("area", "where"), [(LAO_CAI, "commune"), (NATION, "province")])
def test_rates_equal_a_count_of_people(people, area, where):
    campaign, compared = reference.rounds()[0], 0
    n, able = tally(people, "outcome", where)
    for who in WHO:
        for mode in Mode:
            for row in told(area, campaign, Choice(audience=who, mode=mode)):
                key = row["unit_code"], who, mode.value, campaign.code
                assert row["n"] == n[key]
                agrees(row, wilson(able[key], n[key]))
                compared += 1
    assert compared > 50


def test_changes_equal_the_difference_of_two_counts(people):
    now, before = reference.rounds()[:2]
    n, able = tally(people, "outcome", "province")
    compared = 0
    for who in WHO:
        for row in told(NATION, now, Choice(Measure.CHANGE, audience=who)):
            key = row["unit_code"], who, Mode.SELF.value
            then, later = (wilson(able[*key, w.code], n[*key, w.code]) for w in (before, now))
            agrees(row, newcombe(then, later))
            compared += 1
    assert compared > 10


def test_groups_of_skills_equal_a_count_of_people(people):
    compared = 0
    for measure, level in zip(GROUP_OF, LEVELS, strict=True):
        n, able = tally(people, level, "province")
        for mode in Mode:
            campaign = reference.rounds()[0]
            for row in told(NATION, campaign, Choice(measure, mode=mode)):
                key = row["unit_code"], EVERYONE, mode.value, campaign.code
                assert row["n"] == n[key]
                agrees(row, wilson(able[key], n[key]))
                compared += 1
    assert compared > 50


def test_coverage_equals_people_of_every_mode_in_steps_of_the_minimum(people):
    campaign = reference.rounds()[0]
    exist = reference.population().set_index("unit_code")["people"].to_dict()
    counted = Counter((one["province"], one["mode"]) for one in people
                      if one["campaign_code"] == campaign.code)  # fmt: skip
    rows = told(NATION, campaign, Choice(Measure.COVERAGE))
    for row in rows:
        code = row["unit_code"]
        modes = [counted[code, mode.value] for mode in Mode]
        reached = sum(part for part in modes if part >= MINIMUM)
        assert row["value"] == pytest.approx(100 * round(reached / MINIMUM) * MINIMUM / exist[code])
    assert len(rows) > 8


@pytest.mark.parametrize("mode", [Mode.SELF, Mode.ASSISTED])
def test_the_gap_is_who_shows_it_minus_who_claims_it_of_those_checked(people, mode):
    campaign, compared = reference.rounds()[0], 0
    for group in GROUPS:
        n, says, does = Counter(), Counter(), Counter()
        for one in people:
            level, shown = one[f"level_{group}"], one[f"shown_{group}"]
            if (one["mode"], one["campaign_code"]) != (mode.value, campaign.code):
                continue
            if level in KNOWN and shown is not None:
                n[one["province"]] += 1
                says[one["province"]] += level >= 2
                does[one["province"]] += shown == 1
        for row in told(NATION, campaign, Choice(Measure.GAP, detail=group, mode=mode)):
            code = row["unit_code"]
            assert row["n"] == n[code]
            agrees(row, newcombe(wilson(says[code], n[code]), wilson(does[code], n[code])))
            compared += 1
    assert compared > 5
