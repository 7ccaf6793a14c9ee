"""
Nobody computes a hidden group from everything that everybody may read.

Each province is attacked with all its communes, former districts and its total, for everyone and by
audience, at once: whoever combines any scopes, filters and files has no more than that.
"""

from itertools import combinations

import numpy as np
import pytest
from sqlalchemy import select

from db.models import metadata
from tests.publishing import attacker
from tests.publishing.attacker import Sight, cells_of
from tests.publishing.conftest import MINIMUM, PRESENT, ROUNDS, TWIN

LAI_CHAU, QUANG_NINH, LAO_CAI, THANH_HOA = "12", "22", "15", "38"


def tables(cells, values, hidden):
    known = np.ones(len(values), bool)
    known[hidden] = False
    return Sight(cells, np.array(values), known)


def test_the_attacker_finds_one_hidden_row_beside_its_total():
    cells = cells_of(3, 1, [[0, 1, 2]])
    values = [4, 4, 30, 30, 20, 20, 54, 54]  # each place twice: everyone, and the one audience

    one_row, one_cell = (tables(cells, values, hidden) for hidden in ([0, 1], [0]))

    assert attacker.solved(one_row, MINIMUM) == 2
    assert attacker.solved(one_cell, MINIMUM) == 1
    assert attacker.remainders(one_row, MINIMUM) > 0


def test_the_attacker_finds_two_hidden_rows_that_are_small_together():
    cells = cells_of(3, 1, [[0, 1, 2]])

    sight = tables(cells, [4, 4, 3, 3, 20, 20, 27, 27], [0, 1, 2, 3])

    assert attacker.solved(sight, MINIMUM) == 0
    assert attacker.remainders(sight, MINIMUM) > 0


def test_the_attacker_finds_who_came_since_yesterday():
    cells = cells_of(2, 1, [[0, 1]])
    yesterday = tables(cells, [30, 30, 20, 20, 50, 50], [])
    today = tables(cells, [31, 31, 20, 20, 51, 51], [])

    assert attacker.solved_between(yesterday, today, MINIMUM) > 0


def test_the_attacker_narrows_intervals_to_a_point():
    cells = cells_of(2, 2, [[0, 1]])
    values = [12, 3, 9, 20, 20, 0, 32, 23, 9]

    sight = tables(cells, values, [1, 2, 4])  # the second audience of the second commune is empty

    assert attacker.narrowed(sight, MINIMUM) > 0


@pytest.mark.parametrize("province", [LAI_CHAU, QUANG_NINH, LAO_CAI, THANH_HOA])
def test_no_hidden_group_can_be_computed_from_all_tables_of_a_day(publications, province):
    found = []
    for one in ROUNDS:
        sight = publications.of(province, one, publications.months[-1]).sight
        found += [attacker.solved(sight, MINIMUM), attacker.remainders(sight, MINIMUM)]
        found.append(attacker.narrowed(sight, MINIMUM))

    assert found == [0] * len(found)


@pytest.mark.parametrize("province", [QUANG_NINH, LAO_CAI])
def test_no_small_group_who_answered_a_skill_can_be_computed(publications, province):
    found = [
        told
        for one in ROUNDS
        for sight in publications.of(province, one, publications.months[-1]).groups
        for told in (attacker.solved(sight, MINIMUM), attacker.remainders(sight, MINIMUM))
    ]

    assert found == [0] * len(found)


def test_an_area_with_the_communes_of_a_district_shows_what_the_district_shows(publications):
    """Lai Châu above was attacked with both: what either shows is known."""
    with publications.engine.connect() as connection:
        rows = connection.execute(select(metadata.tables["withholding"])).all()
    held = {tuple(row) for row in rows if row.area_code.startswith(TWIN)}
    districts = {code.removeprefix(TWIN) for code, *_ in held}
    assert held

    assert held == {(TWIN + row[0], *row[1:]) for row in rows if row[0] in districts}


def test_without_the_complement_many_could_be(publications, record_property):
    last = publications.months[-1]
    both = {"guarded": 0, "unguarded": 0}
    for province in (LAO_CAI, THANH_HOA):
        seen = publications.of(province, PRESENT, last)
        both["guarded"] += attacker.solved(seen.sight, MINIMUM)
        both["unguarded"] += attacker.solved(seen.unguarded, MINIMUM)
    record_property(
        "told",
        f"hidden groups recovered by linear algebra: {both['guarded']} with complementary"
        f" suppression, {both['unguarded']} without",
    )

    assert both["guarded"] == 0
    assert both["unguarded"] > 20


@pytest.mark.parametrize("one", ROUNDS, ids=lambda one: f"{one.campaign_code} {one.mode}")
def test_no_pair_of_months_tells_of_fewer_than_the_minimum(publications, one):
    found = [
        attacker.solved_between(
            publications.of(LAI_CHAU, one, earlier).sight,
            publications.of(LAI_CHAU, one, later).sight,
            MINIMUM,
        )
        for earlier, later in combinations(publications.months, 2)
    ]

    assert found == [0] * len(found)


def test_no_month_of_a_larger_province_tells_who_came_in_it(publications):
    found = [
        attacker.solved_between(
            publications.of(province, PRESENT, earlier).sight,
            publications.of(province, PRESENT, later).sight,
            MINIMUM,
        )
        for province in (QUANG_NINH, LAO_CAI)
        for earlier, later in publications.pairs()[-3:]
    ]

    assert found == [0] * len(found)


def test_figures_published_at_once_would_tell_who_came(publications):
    """What the lag of a release is for: the same attack on figures that follow every month."""
    earlier, later = publications.pairs()[-1]
    before = publications.of(QUANG_NINH, PRESENT, earlier).sight
    after = publications.of(QUANG_NINH, PRESENT, later).sight
    busy = after.values.argmax()
    came = np.where(after.cells[busy] > 0)[0][0]  # one person more, of one commune and audience
    tomorrow = Sight(after.cells, after.values + (after.cells[:, came] > 0), after.known)

    assert attacker.solved_between(before, after, MINIMUM) == 0
    assert attacker.solved_between(after, tomorrow, MINIMUM) > 0


@pytest.mark.parametrize("province", [QUANG_NINH, LAO_CAI])
def test_no_coded_rate_can_be_computed_from_the_others(publications, province):
    for one in ROUNDS:
        seen = publications.of(province, one, publications.months[-1])

        assert attacker.rates_solved(seen.sight, seen.rates, seen.coded) == 0
