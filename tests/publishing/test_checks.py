"""Claimed beside shown: what moves, what it says, and that nobody solves for less than ten."""

import itertools

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import delete, select
from sqlmodel import Session

from db.checked import by_province
from db.engine import transaction
from db.models import RELEASED_CHECK_COLUMNS, metadata
from domain.access import NATION, PUBLIC, Scope
from domain.access import Role as Roles
from domain.people import Mode
from publishing import checks
from publishing.release import release
from stats.checked import (
    GROUPS,
    Measure,
    bounds,
    claimed_and_shown,
    for_publishing,
    released,
)
from stats.intervals import wilson_limits
from stats.published import Context, publish
from stats.rates_guard import FEW
from tests.publishing import attacker
from tests.publishing.conftest import MINIMUM, NOW

CAMPAIGN = "2026-2"
NOTES = Context("s", "p", "checked", "today", simulated=True, minimum=MINIMUM,
                modes=(Mode.SELF, Mode.ASSISTED))  # fmt: skip
MANY = np.array(1_000)


def read_after(before, now, everybody=MANY):
    return released(np.array(before), np.array(now), np.asarray(everybody), MINIMUM).tolist()


def test_nine_more_wait_and_the_tenth_brings_them_along():
    assert read_after([30, 20, 18], [39, 29, 18]) == [30, 20, 18]
    assert read_after([30, 20, 18], [40, 29, 18]) == [40, 29, 18]
    assert read_after([0, 0, 0], [9, 9, 9]) == [0, 0, 0]


def test_who_takes_everything_back_is_no_longer_read_and_nine_who_are_left_are_not_either():
    assert read_after([30, 20, 18], [9, 5, 5]) == [0, 0, 0]
    assert read_after([12, 6, 6], [9, 5, 5]) == [12, 6, 6]


def test_nobody_learns_of_the_few_who_were_counted_and_not_checked():
    assert read_after([0, 0, 0], [40, 30, 30], everybody=49) == [0, 0, 0]
    assert read_after([0, 0, 0], [40, 30, 30], everybody=50) == [40, 30, 30]


def counts_of(units, n, claimed, shown, mode="self"):
    """The same three counts of every group, for units a, b, …"""
    rows = []
    for place in range(units):
        row = {"unit_code": chr(97 + place), "unit_name": "", "mode": mode}
        for group in GROUPS:
            figures = (("checked", n), ("claimed", claimed), ("shown", shown))
            row |= {f"g{group}_{name}": values[place] for name, values in figures}
        rows.append(row | {"overclaim_asked": n[place], "overclaimed": claimed[place]})
    return pd.DataFrame(rows)


def seen(counts, whole=(NATION, "")):
    """The published table, by unit, group and figure."""
    table = claimed_and_shown(counts, minimum=MINIMUM, whole=whole)
    shown = publish(for_publishing(table), NOTES, held=bounds(table)).table
    return shown.set_index(["unit_code", "mode", "group", "figure"]).sort_index()


def test_a_rate_with_two_people_on_one_side_is_a_bound_and_has_no_difference():
    table = seen(counts_of(3, [40, 400, 40], [38, 399, 37], [20, 200, 20]))

    for unit in "ab":
        said, did = (table.loc[unit, "self", "0", figure] for figure in ("says", "does"))
        assert said["status"] == "at_least"
        assert (did["status"], pd.isna(did["gap"])) == ("shown", True)
    assert table.loc["a", "self", "0", "says"]["percent"] == 95
    assert table.loc["c", "self", "0", "does"]["gap"] == pytest.approx(100 * (20 - 37) / 40)


def test_the_nation_is_the_sum_of_what_provinces_show_exactly():
    table = seen(counts_of(3, [40, 9, 60], [38, 4, 30], [20, 4, 20]))
    nation = table.loc[NATION, "self", "0", "says"]

    assert (nation["n"], nation["percent"]) == (60, 50)
    assert table.loc["b", "self", "0", "says"]["status"] == "withheld"


def test_nothing_but_rates_leaves():
    columns = set(seen(counts_of(1, [40], [30], [20])).columns)

    assert not columns & {"able", "exact", "people", "g0_checked"}


@pytest.fixture(scope="module")
def checked_country(publications):
    """Nothing published yet of the checks of 25,000 people, then one release."""
    engine = publications.engine
    with transaction(engine) as connection:
        connection.execute(delete(checks.table))
        assert checks.any_waits(connection, MINIMUM)
    assert release(engine, now=NOW, minimum=MINIMUM, month=publications.months[-1]).changed
    return engine


def people_checked(engine):
    """Province, mode, and of each group whether somebody claims it and whether they showed it."""
    assessment, extras, unit = (
        metadata.tables[name] for name in ("assessment", "extraanswers", "unit")
    )
    levels = [assessment.c[f"level_{group}"] for group in GROUPS]
    shown = [extras.c[f"shown_{group}"] for group in GROUPS]
    statement = (
        select(unit.c.parent_code, assessment.c.mode, extras.c.overclaim, *levels, *shown)
        .join(extras, extras.c.assessment_id == assessment.c.id)
        .join(unit, unit.c.id == assessment.c.commune_id)
        .where(assessment.c.status == "submitted", assessment.c.campaign_code == CAMPAIGN)
    )
    with engine.connect() as connection:
        return connection.execute(statement).all()


def test_every_figure_is_the_one_counted_from_the_answers(checked_country):
    with Session(checked_country) as session:
        table = claimed_and_shown(
            by_province(session, PUBLIC, campaign_code=CAMPAIGN), minimum=MINIMUM
        )
    people = people_checked(checked_country)
    table = table[table["n"] > 0]
    assert len(table) > 100

    for row in table.itertuples():
        there = [one for one in people if (one[0], one[1]) == (row.unit_code, row.mode)]
        if row.figure == Measure.OVERCLAIMED:
            facts = [one[2] >= 2 for one in there if one[2] in (0, 1, 2, 3)]
        else:
            g = int(row.group)
            known = [(one[3 + g], one[9 + g]) for one in there]
            known = [(level, did) for level, did in known if level in (0, 1, 2, 3)]
            known = [(level, did) for level, did in known if did is not None]
            says = row.figure == Measure.CLAIMED
            facts = [level >= 2 if says else did == 1 for level, did in known]
        assert (row.n, row.able) == (len(facts), sum(facts))
        assert row.percent == pytest.approx(100 * sum(facts) / len(facts))
        low, high = wilson_limits(np.array([sum(facts)]), np.array([len(facts)]))
        assert (row.low, row.high) == (low[0], high[0])


def test_a_scope_without_the_whole_province_reads_nothing_of_it(checked_country):
    part = Scope(Roles.LEADER, frozenset({"397"}))  # a former district of Thanh Hóa
    for scope in (part, Scope(Roles.LEADER, frozenset())):
        with Session(checked_country) as session:
            table = by_province(session, scope, campaign_code=CAMPAIGN)

        assert table[list(RELEASED_CHECK_COLUMNS)].to_numpy().sum() == 0


def test_until_ten_more_were_checked_nothing_new_is_released(checked_country):
    live = checks.live
    with transaction(checked_country) as connection:
        row = dict(connection.execute(
            select(live).where(live.c.campaign_code == CAMPAIGN, live.c.mode == "self")
        ).mappings().first())  # fmt: skip
        key = [column == row[column.name] for column in live.primary_key]

        def add(people):
            connection.execute(
                live.update().where(*key).values(g0_neither=row["g0_neither"] + people)
            )

        assert not checks.any_waits(connection, MINIMUM)
        add(9)
        assert not checks.any_waits(connection, MINIMUM)
        add(10)
        assert checks.any_waits(connection, MINIMUM)
        add(0)


# The attacker knows what every release ever showed, and solves for who does both.

PROVINCES, DAYS = 6, 18
CELLS = 4  # claimed and shown, claimed only, shown only, neither


def days_of_checks():
    """(days, provinces, CELLS): people checked so far; some withdraw."""
    random = np.random.default_rng(7)
    likely = random.dirichlet([6, 3, 0.6, 1], PROVINCES)
    busy = random.integers(1, 16, PROVINCES)
    counts, days = np.zeros((PROVINCES, CELLS), np.int64), []
    for _ in range(DAYS):
        came = [random.multinomial(random.poisson(b), p) for b, p in zip(busy, likely, strict=True)]
        left = random.binomial(counts, 0.01)
        counts = counts + np.array(came) - left
        days.append(counts)
    return np.array(days)


def margins(cells):
    """People checked, of them claimed and shown."""
    return np.stack(
        [cells.sum(-1), cells[..., 0] + cells[..., 1], cells[..., 0] + cells[..., 2]], -1
    )


def attacked(*, in_steps=True, nation_of_all=False):
    """How many hidden groups follow: (few people of a day, bounds, who does both)."""
    days = days_of_checks()
    states = np.zeros((PROVINCES, 3), np.int64)
    version = np.zeros(PROVINCES, np.int64)
    versions: dict[tuple[int, int], np.ndarray] = {}  # (province, number) → its cells
    rows, steps = [], 0
    for cells in days:
        now = margins(cells)
        after = released(states, now, np.full(PROVINCES, 10_000), MINIMUM) if in_steps else now
        moved = (after != states).any(axis=1)
        gaps = np.abs(after[:, 0] - states[:, 0])[moved]
        steps += int(((gaps > 0) & (gaps < MINIMUM)).sum())
        version += moved
        for place in np.flatnonzero(moved):
            versions[place, version[place]] = (
                cells[place] if after[place].any() else 0 * cells[place]
            )
        states = after
        rows += told(states, version, nation_of_all=nation_of_all) if in_steps else []
    return (steps, *solved_for(rows, versions)) if rows else (steps, 0, 0)


def told(states, version, *, nation_of_all):
    """Rows of what one day shows: (provinces in the sum, with their versions, kind of figure)."""
    table = seen(counts_of(PROVINCES, *states.T))
    rows, inside = [], {"says": [], "does": []}
    for place in range(PROVINCES):
        n, one = states[place, 0], (place, version[place])
        if n >= MINIMUM:
            rows.append(([one], "n"))
        for figure in inside:
            row = table.loc[chr(97 + place), "self", "0", figure]
            rows += [([one], figure)] if row["status"] == "shown" else []
            inside[figure] += [one] if n else []
    for figure, everybody in inside.items():
        nation = table.loc[NATION, "self", "0", figure]
        exact = [one for one in everybody if ([one], "says") in rows and ([one], "does") in rows]
        summed = everybody if nation_of_all else exact
        if exact and not nation_of_all:
            assert nation["n"] == sum(states[place, 0] for place, _ in exact)
        rows += [(summed, figure)] if summed else []
    return rows


WEIGHTS = {"n": (1, 1, 1, 1), "says": (1, 1, 0, 0), "does": (1, 0, 1, 0)}


def solved_for(rows, versions):
    """How many bounds, and how many cells of who does both, the rows determine."""
    start = {one: CELLS * place for place, one in enumerate(versions)}

    def as_row(ones, weights):
        row = np.zeros(CELLS * len(versions))
        for one in ones:
            row[start[one] : start[one] + CELLS] = weights
        return row

    shown = np.array([as_row(ones, WEIGHTS[figure]) for ones, figure in rows])
    alone = {(ones[0], figure) for ones, figure in rows if len(ones) == 1}
    hidden = [(one, figure) for one, cells in versions.items() for figure in ("says", "does")
              if cells.sum() >= MINIMUM and (one, figure) not in alone]  # fmt: skip
    of_bounds = np.array([as_row([one], WEIGHTS[figure]) for one, figure in hidden])
    both = np.array([as_row([one], weights) for one, cells in versions.items()
                     for weights in np.eye(CELLS) if cells.sum() >= MINIMUM])  # fmt: skip
    assert len(hidden) > 5
    return int(attacker.follow(shown, of_bounds).sum()), int(attacker.follow(shown, both).sum())


def test_no_pair_of_releases_no_sum_and_no_difference_tells_of_fewer_than_ten(record_property):
    guarded, daily = attacked(), attacked(in_steps=False)
    summed = attacked(nation_of_all=True)
    record_property(
        "told",
        f"checks, recovered from all releases: {sum(guarded)}; {daily[0]} steps of few people where"
        f" every day is shown, {summed[1]} bounds where the nation is the sum of all provinces",
    )

    assert guarded == (0, 0, 0)
    assert daily[0] > 20
    assert summed[1] > 5


def test_no_cell_of_who_does_both_is_pinned_by_whole_numbers():
    """All that two rates allow, whether they are shown or bounds."""
    for n in range(MINIMUM, 40):
        ranges = [[able] for able in range(FEW + 1, n - FEW)]
        ranges += [list(range(FEW + 1)), list(range(n - FEW, n + 1))]
        for says, does in itertools.product(ranges, ranges):
            both = {
                cell
                for c, s in itertools.product(says, does)
                for cell in range(max(0, c + s - n), min(c, s) + 1)
            }
            assert len(both) > FEW
