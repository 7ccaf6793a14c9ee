"""
Nobody computes a hidden group from today's tables and every boundary view, read side by side.

The attacker knows how every unit of every offered day is made of today's communes, which is public,
and reads everything that is shown of it: whose people it solves for is one commune and audience.
"""

import numpy as np
import pytest

from domain.access import PUBLIC, Role, Scope
from stats.disclosure import Status
from stats.published import Published
from tests.publishing.attacker import follow
from tests.publishing.conftest import MINIMUM, PRESENT, Publications
from ui import boundary, boundary_inside, boundary_places, load, reference

LAO_CAI, TUYEN_QUANG, THANH_HOA = "15", "08", "38"
NO_FIGURE = {Status.WITHHELD.value, Status.NO_DATA.value}
CODED = {Status.AT_MOST.value, Status.AT_LEAST.value}


def views_of(province: str, units: list[int]) -> list[tuple[np.ndarray, str]]:
    """Every unit of every view that anybody may open of a province: what it holds, its status."""
    campaign = next(one for one in reference.rounds() if one.code == PRESENT.campaign_code)
    maps = boundary_places.maps()
    rows = []
    for day, level in maps.views:
        view = boundary.BoundaryView(day.isoformat(), day)
        table = (
            boundary.table(PUBLIC, province, campaign, view, level, load.data_version(), "vi")
            .without(boundary.TOTAL)
            .table
        )
        shares = maps.views[day, level]
        for code, status in zip(table["unit_code"], table["status"], strict=True):
            row = np.array([shares[unit].get(code, 0.0) for unit in units])
            rows.append((row, status))
    return rows


def attack(publications: Publications, province: str, *, guarded: bool = True) -> tuple[int, int]:
    """How many hidden groups under the minimum follow, and how many coded rates."""
    units = publications.units(province)
    seen = publications.of(province, PRESENT, publications.months[-1])
    cells, audiences = seen.sight.cells, seen.sight.cells.shape[1] // len(units)
    views = views_of(province, units)
    rows = np.array([np.repeat(row, audiences) for row, _ in views])
    statuses = [status for _, status in views]
    shown = np.array([not guarded or status not in NO_FIGURE for status in statuses])
    everyone = np.arange(len(cells)) % (1 + audiences) == 0
    people = dict(zip(map(bytes, cells[everyone]), seen.sight.values[everyone], strict=True))
    facts = np.array([people[bytes(row)] for row in _alone(units, audiences)])
    size = np.array([row @ facts for row, _ in views])
    small_today = ~seen.sight.known & (seen.sight.values > 0) & (seen.sight.values < MINIMUM)
    small_view = (size > 1e-9) & (size < MINIMUM - 1e-9)
    hidden = np.vstack([cells[small_today], rows[small_view & ~shown]])
    figures = follow(np.vstack([cells[seen.sight.known], rows[shown]]), hidden)
    rated = np.array([not guarded or status == Status.SHOWN.value for status in statuses])
    coded = np.array([status in CODED for status in statuses])
    secrets = np.vstack([cells[seen.coded & everyone], rows[coded & ~rated]])
    known = np.vstack([cells[seen.rates & everyone], rows[rated]])
    return int(figures.sum()), int(follow(known, secrets).sum())


def _alone(units: list[int], audiences: int) -> np.ndarray:
    return np.repeat(np.eye(len(units)), audiences, axis=1)


@pytest.mark.parametrize("province", [LAO_CAI, TUYEN_QUANG, THANH_HOA])
def test_no_hidden_group_follows_from_today_and_every_view_together(everybody_reads, province):
    assert attack(everybody_reads, province) == (0, 0)


def test_views_without_their_guard_would_tell(everybody_reads, record_property):
    found = {
        province: attack(everybody_reads, province, guarded=False)
        for province in (LAO_CAI, TUYEN_QUANG, THANH_HOA)
    }
    record_property("told", f"hidden groups and coded rates told by unguarded views: {found}")

    assert all(groups > 0 for groups, _ in found.values())


def test_no_part_of_a_province_shows_more_of_another_day_than_its_province_to_everybody(
    everybody_reads,
):
    """So whoever leads a part reads nothing beside what the attacks above were given."""
    campaign = next(one for one in reference.rounds() if one.code == PRESENT.campaign_code)
    maps = boundary_places.maps()
    whole = set(maps.areas[THANH_HOA])
    parts = [code for code, communes in maps.areas.items() if len(communes) > 1]
    parts = [code for code in parts if set(maps.areas[code]) < whole]
    views = list(maps.views)
    shown = 0
    for day, level in (views[1], *views[-2:]):  # communes; provinces and districts of the eve
        key = (campaign, boundary.BoundaryView(day.isoformat(), day), level)
        more = (*key, load.data_version(), "vi")
        public = rows_of(boundary.table(PUBLIC, THANH_HOA, *more))

        for code in parts:
            own = boundary_inside.table(Scope(Role.LEADER, frozenset({code})), code, *more)
            assert rows_of(own) <= public
            assert own.n_total in (None, own.table["n"].fillna(0).sum())
            shown += own.units_with(Status.SHOWN)

    assert shown > len(parts)


def rows_of(published: Published) -> set[str]:
    """Every row with all that stands in it."""
    return {repr(row) for row in published.table.astype(str).to_dict("records")}


@pytest.mark.parametrize("province", [LAO_CAI, TUYEN_QUANG, THANH_HOA])
def test_figures_over_several_units_of_a_view_are_shown_all_the_same(everybody_reads, province):
    """Hiding everything would be safe too: most of them can be read."""
    units = everybody_reads.units(province)

    shown = [status not in NO_FIGURE for row, status in views_of(province, units) if row.sum() > 3]

    assert np.mean(shown) > 0.6
