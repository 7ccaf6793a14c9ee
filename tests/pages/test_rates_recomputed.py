"""The figures of the provinces' boards, counted again person by person over the raw answers."""

from collections import Counter

import numpy as np
import pytest
from sqlalchemy import delete
from sqlmodel import Session, select

from db.engine import transaction
from db.models import Assessment, Unit, metadata
from domain.access import NATION, PUBLIC
from publishing import storing, withheld
from publishing.release import release
from stats.boards import EVERYONE, held_cells
from ui import boards, clock, reference


@pytest.fixture(autouse=True)
def all_released(engine):
    """Every answer published at once: what a release keeps for later is no part of the formulas."""
    with transaction(engine) as connection:
        for table in (*storing.TABLES, withheld.table, metadata.tables["release"]):
            connection.execute(delete(table))
    done = release(engine, now=clock.now(), minimum=10, month="2026-11")
    assert done.waiting == 0


@pytest.fixture
def people(engine):
    """Province, audience, mode and outcome of everybody who sent in a campaign."""

    def read(campaign):
        with Session(engine) as session:
            return session.exec(
                select(Unit.parent_code, Assessment.audience, Assessment.mode, Assessment.outcome)
                .join(Unit, Unit.id == Assessment.commune_id)
                .where(
                    Assessment.status == "submitted",
                    Assessment.campaign_code == campaign.code,
                )
            ).all()

    return read


def figures(campaign):
    return boards.figures(PUBLIC, NATION, campaign, 0, "vi").table.set_index("unit_code")


def shown(table):
    rows = table[table["status"] == "shown"]
    assert len(rows) > 10
    return rows


def self_answered(rows):
    """Determined people who answered alone: province, audience, whether they reach the level."""
    return [(unit, who, outcome in (2, 3)) for unit, who, how, outcome in rows
            if how == "self" and outcome != 9]  # fmt: skip


def test_rate_firm_and_undetermined_equal_a_count_of_people(engine, people):
    campaign = reference.rounds()[0]
    rows = [row for row in people(campaign) if row[2] == "self"]
    table = shown(figures(campaign))

    for code in table.index:
        mine = (
            [o for unit, _, _, o in rows if code in (unit, NATION)]
            if code != NATION
            else [o for *_, o in rows]
        )
        known = [outcome for outcome in mine if outcome != 9]
        assert table.loc[code, "n"] == len(known)
        able = sum(outcome in (2, 3) for outcome in known)
        assert table.loc[code, "percent"] == pytest.approx(100 * able / len(known))


def test_the_standardised_rate_equals_a_weighted_mean_of_rates_of_audiences(engine, people):
    campaign = reference.rounds()[0]
    rows = self_answered(people(campaign))
    n, able = Counter((u, w) for u, w, _ in rows), Counter((u, w) for u, w, ok in rows if ok)
    share = {who: count / len(rows) for who, count in Counter(w for _, w, _ in rows).items()}
    codes = tuple(figures(campaign).index)
    back = held_cells(boards._held(PUBLIC, codes, campaign))
    table, looked_at = shown(figures(campaign)).drop(index=NATION), 0

    for code in table.index:
        whole = all(n[code, who] >= 10 and (code, who) not in back for who in share)
        if whole:
            naive = sum(share[who] * able[code, who] / n[code, who] for who in share)
            assert table.loc[code, "standardised"] == pytest.approx(100 * naive)
            looked_at += 1
    province = figures(campaign).loc[NATION]
    assert province["standardised"] == province["percent"]
    assert looked_at or table["standardised"].notna().any()


def test_change_equals_the_difference_of_two_counts(engine, people):
    now, before = reference.rounds()[:2]
    table = shown(figures(now))
    changed = table[table["change"].notna()]
    rows = {campaign.code: self_answered(people(campaign)) for campaign in (now, before)}

    def rate(campaign, code):
        mine = [ok for unit, _, ok in rows[campaign.code] if code in (unit, NATION)]
        if code == NATION:
            mine = [ok for *_, ok in rows[campaign.code]]
        return 100 * np.mean(mine)

    assert len(changed) > 1
    for code in changed.index:
        naive = rate(now, code) - rate(before, code)
        assert changed.loc[code, "change"] == pytest.approx(naive)


def test_the_share_of_the_hard_group_equals_a_count_over_the_modes_that_may_be_seen(engine, people):
    campaign = reference.rounds()[0]
    held = boards._held(PUBLIC, tuple(figures(campaign).index), campaign)
    rows = people(campaign)
    table = shown(figures(campaign))
    table = table[table["hard_percent"].notna()].drop(index=NATION)

    for code in table.index:
        hard = rest = 0
        for mode in ("self", "assisted", "proxy"):
            mine = [w for u, w, how, o in rows if (u, how) == (code, mode) and o != 9]
            h, r = mine.count("citizen"), len(mine) - mine.count("citizen")
            back = held[(held["mode"] == mode) & held["hidden"] & (held["unit_code"] == code)]
            told = set(back["audience"]) & {"citizen", EVERYONE}
            if not told and not 0 < h < 10 and not 0 < r < 10:
                hard, rest = hard + h, rest + r
        assert table.loc[code, "hard_percent"] == pytest.approx(100 * hard / (hard + rest))
    assert len(table) > 5
