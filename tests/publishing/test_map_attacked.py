"""
Whatever the map tells is part of what the attacker reads, and of that nothing hidden follows.

Everything a reader can choose there is opened: measure, audience, way of answering and round, of
the nation and of provinces with all their communes; former districts and the card of a commune are
selections of these rows.
"""

import numpy as np
import pytest
from sqlalchemy import select

from db.models import metadata
from domain.access import NATION, PUBLIC
from domain.people import Audience, Mode
from domain.targets import EVERYONE
from publishing.counts import Round
from stats.disclosure import Status
from stats.measures import GROUP_OF, Measure
from tests.publishing import attacker
from tests.publishing.conftest import EVERY_ROUND, MINIMUM, PRESENT, ROUNDS
from ui import load, measures, reference
from ui.measures import Choice, NotPublished

LAO_CAI = "15"
WHO = (EVERYONE, *Audience)
COUNTED = {Status.SHOWN.value, Status.AT_MOST.value, Status.AT_LEAST.value, Status.SHIELDED.value}
NEW = [one for one in EVERY_ROUND if one not in ROUNDS]
names = {"ids": lambda one: f"{one.campaign_code} {one.mode}"}


def told(area, one, choice):
    """What the map shows of the units of an area, and of all of them together."""
    [campaign] = (each for each in reference.rounds() if each.code == one.campaign_code)
    return measures.measured(PUBLIC, area, campaign, choice, load.data_version(), "vi")


def seen_of(publications, area, one):
    """What the attacker knows of it."""
    if area == NATION:
        return publications.nation(one)
    return publications.of(area, one, publications.months[-1])


def units_of(publications, area):
    """The codes of the units of an area, in the order in which their cells stand first."""
    if area == NATION:
        return publications.provinces
    unit = metadata.tables["unit"]
    with publications.engine.connect() as connection:
        rows = connection.execute(select(unit.c.id, unit.c.code)).all()
    codes = {row.id: row.code for row in rows}
    return [codes[one] for one in publications.units(area)]


def are_known(found, units, sight, rates, at, whole):
    """Every number and rate of a measure stands in a cell that the attacker knows as well."""
    table = found.table.set_index("unit_code").loc[units]
    counted = table["status"].isin(COUNTED).to_numpy()
    empty = (table["status"] == Status.NO_DATA.value).to_numpy()
    shown = (table["status"] == Status.SHOWN.value).to_numpy()
    assert (table["n"].notna().to_numpy() == counted).all()
    assert (table["n"][counted].to_numpy(dtype=int) == sight.values[at][counted]).all()
    assert (sight.values[at][empty] == 0).all()
    assert sight.known[at][counted | empty].all()
    assert rates[at][shown].all()
    if found.n_total is not None:
        assert sight.known[whole]
        assert found.n_total == sight.values[whole]
    return int(shown.sum())


@pytest.mark.parametrize("area", [NATION, LAO_CAI])
def test_rates_of_the_map_are_cells_of_the_tables_that_are_attacked(everybody_reads, area):
    shown, step, units = 0, len(WHO), units_of(everybody_reads, area)
    for one in EVERY_ROUND:
        seen = seen_of(everybody_reads, area, one)
        whole = int(seen.sight.cells.sum(axis=1).argmax())
        for column, who in enumerate(WHO):
            found = told(area, one, Choice(audience=who, mode=Mode(one.mode)))
            at = np.arange(len(units)) * step + column
            all_of_them = whole // step * step + column
            shown += are_known(found, units, seen.sight, seen.rates, at, all_of_them)
        for group, measure in enumerate(GROUP_OF):
            if area != NATION and measure is not Measure.AI:
                with pytest.raises(NotPublished):
                    told(area, one, Choice(measure, mode=Mode(one.mode)))
                continue
            found = told(area, one, Choice(measure, mode=Mode(one.mode)))
            told_of = seen.groups[group], seen.group_rates[group]
            shown += are_known(found, units, *told_of, np.arange(len(units)), whole // step)

    assert shown > 100


@pytest.mark.parametrize(("area", "mode"), [(NATION, Mode.SELF), (LAO_CAI, Mode.ASSISTED)])
def test_a_difference_is_told_only_between_rates_that_are_told(everybody_reads, area, mode):
    """So that whoever reads a change, or a distance, has read everything it is made of."""
    now = Round("2026-2", mode.value)
    for who in WHO:
        rate = told(area, now, Choice(audience=who, mode=mode)).table.set_index("unit_code")
        before = told(area, Round("2026-1", mode.value), Choice(audience=who, mode=mode))
        start = before.table.set_index("unit_code").reindex(rate.index)
        for measure, other in ((Measure.CHANGE, start), (Measure.TARGET, rate)):
            try:
                found = told(area, now, Choice(measure, audience=who, mode=mode)).table
            except NotPublished:
                continue  # no document asks anything of this audience
            known = found.set_index("unit_code")["value"].dropna().index

            assert (rate.loc[known, "status"] == Status.SHOWN.value).all()
            assert (other.loc[known, "status"] == Status.SHOWN.value).all()


def test_coverage_and_the_gap_are_told_of_provinces_that_show_them_already(everybody_reads):
    one = reference.rounds()[0]
    table = load.provinces(PUBLIC, one, Mode.SELF, load.data_version(), "vi").table
    now = Round(one.code, Mode.SELF.value)

    covered = told(NATION, now, Choice(Measure.COVERAGE)).table.set_index("unit_code")["value"]
    of_table = table.set_index("unit_code")["coverage"].reindex(covered.index)
    assert covered.equals(of_table.astype(float).rename("value"))
    people = covered / 100 * table.set_index("unit_code")["population"].reindex(covered.index)
    known = people.dropna().astype(float)
    assert np.allclose(known, (known / MINIMUM).round() * MINIMUM)  # in steps: nobody stands out


def recovered(seen):
    """Hidden groups and coded rates that follow: of everyone, audiences and groups of skills."""
    parts = zip(seen.groups, seen.group_rates, seen.group_coded, strict=True)
    return sum(
        attacker.solved(sight, MINIMUM)
        + attacker.remainders(sight, MINIMUM)
        + attacker.rates_solved(sight, rates, coded)
        for sight, rates, coded in [(seen.sight, seen.rates, seen.coded), *parts]
    )


@pytest.mark.parametrize(("area", "rounds"), [(NATION, EVERY_ROUND), (LAO_CAI, [*NEW, PRESENT])])
def test_nothing_hidden_follows_from_the_map_of_any_way_of_answering(
    everybody_reads, area, rounds, record_property
):
    looked = [seen_of(everybody_reads, area, one) for one in rounds]
    guarded = sum(map(recovered, looked))
    unguarded = sum(attacker.solved(seen.unguarded, MINIMUM) for seen in looked)
    record_property(
        "told",
        f"map of {area}: {guarded} hidden groups and coded rates recovered, {unguarded} groups if"
        " only small cells were hidden",
    )

    assert guarded == 0
    assert unguarded > 0


def test_no_coded_rate_of_a_group_of_skills_follows_from_the_others(everybody_reads):
    found = [
        attacker.rates_solved(*parts)
        for one in ROUNDS
        for seen in [seen_of(everybody_reads, LAO_CAI, one)]
        for parts in zip(seen.groups, seen.group_rates, seen.group_coded, strict=True)
    ]

    assert found == [0] * len(found)


@pytest.mark.parametrize("one", NEW, **names)
def test_no_hidden_group_of_the_other_rounds_is_pinned_by_whole_numbers(everybody_reads, one):
    for area in (NATION, LAO_CAI):
        assert attacker.narrowed(seen_of(everybody_reads, area, one).sight, MINIMUM) == 0
