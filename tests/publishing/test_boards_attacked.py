"""
Nobody computes a hidden group, or a coded rate, from the boards of tiers beside all other tables.

What a board shows is a quotient of counts. The attacker knows the method and, where the counts
stand, how each figure moves with each unknown count: it solves for the hidden ones among all that
has the same effect on everything that is shown (linear algebra of the first derivatives).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from sqlmodel import Session, select

from db import strata, withholding
from db.models import Area, AreaMember, Unit
from domain.access import NATION, PUBLIC
from domain.people import Audience, Mode
from stats.boards import EVERYONE, board_table
from stats.ranking import HARD_AUDIENCES
from stats.standardised import LARGEST_GAP
from tests.pages.conftest import forget_what_is_cached
from tests.publishing import attacker
from tests.publishing.conftest import MINIMUM

LAO_CAI, CAMPAIGN = "15", "2026-2"
MODES = tuple(Mode)
WHO = tuple(Audience)
HARD = np.array([one in HARD_AUDIENCES for one in WHO])
ABLE = len(MODES)  # of the counts of a unit and audience: people in each mode, then able ones, self


@dataclass(frozen=True, eq=False)
class Table:
    """One ranking table: the counts, what is held back of each place, and what is published."""

    counts: np.ndarray  # (units, WHO, MODES and ABLE)
    units: list[str]
    places: dict[str, list[int]]  # every area that has figures → its units; the whole last
    held: dict[tuple[str, str, str], frozenset[str]]  # place, audience, mode → flags
    board: pd.DataFrame

    def flags(self, place, who, mode=Mode.SELF):
        return self.held.get((place, who, mode.value), frozenset())

    def row(self, inside, who, count):
        """The sum of one count over units and audiences, as a row over all unknowns."""
        row = np.zeros(self.counts.shape)
        row[np.ix_(inside, who, [count])] = 1
        return row.ravel()


@pytest.fixture
def table_of(publications, monkeypatch):
    """Reads the tables of an area as everybody may, on the day of the last release."""
    monkeypatch.setenv("DATABASE_URL", publications.engine.url.render_as_string())
    monkeypatch.setenv("APP_SECRET", "a secret of these tests only, long enough")
    forget_what_is_cached()

    def read(area_code):
        from ui import boards, reference

        [campaign] = (one for one in reference.rounds() if one.code == CAMPAIGN)
        board = boards.figures(PUBLIC, area_code, campaign, 0, "vi").table.set_index("unit_code")
        with Session(publications.engine) as session:
            frame = _counted(session, area_code)
            units = list(frame["unit_code"].unique())
            places = {**_areas(session, area_code, units), area_code: list(range(len(units)))}
            held = withholding.held_back(
                session, PUBLIC, area_codes=list(places), campaign_code=CAMPAIGN,
                figures=[withholding.OUTCOME],
            )  # fmt: skip
        flags = {
            (row["unit_code"], row["audience"], row["mode"]): frozenset(
                flag for flag in withholding.FLAGS if row[flag]
            )
            for row in held.to_dict("records")
        }
        return Table(_array(frame, units), units, places, flags, board)

    yield read
    forget_what_is_cached()


def _counted(session, area_code):
    if area_code == NATION:
        return strata.provinces_by_audience(session, PUBLIC, campaign_code=CAMPAIGN)
    return strata.communes_by_audience(session, PUBLIC, area_code=area_code, campaign_code=CAMPAIGN)


def _areas(session, area_code, units):
    """The units themselves, and in a province its former districts."""
    places = {code: [place] for place, code in enumerate(units)}
    if area_code == NATION:
        return places
    rows = session.exec(
        select(Area.code, Unit.code)
        .join(AreaMember, AreaMember.area_code == Area.code)
        .join(Unit, Unit.id == AreaMember.unit_id)
        .where(Area.kind == "former_district", Unit.parent_code == area_code)
    )
    for code, unit in rows:
        places.setdefault(code, []).append(units.index(unit))
    return places


def _array(frame, units):
    result = np.zeros((len(units), len(WHO), len(MODES) + 1))
    for row in frame.itertuples():
        at = units.index(row.unit_code), WHO.index(row.audience)
        result[*at, MODES.index(row.mode)] += row.people - row.undetermined
        if row.mode == Mode.SELF:
            result[*at, ABLE] += row.reached
    return result


def tables_shown(table):
    """Rows that all other tables show, and of what they hide: small groups and coded rates."""
    shown, hidden = [], []
    columns = [(EVERYONE, list(range(len(WHO)))), *((who, [at]) for at, who in enumerate(WHO))]
    for place, inside in table.places.items():
        for name, who in columns:
            for count, mode in enumerate(MODES):
                row = table.row(inside, who, count)
                people = table.counts.ravel() @ row
                is_hidden = "hidden" in table.flags(place, name, mode)
                (hidden if is_hidden and 0 < people < MINIMUM else []).append(row)
                (shown if not is_hidden else []).append(row)
            able = table.row(inside, who, ABLE)
            flags = table.flags(place, name)
            (shown if not flags else hidden if flags & {"low", "high"} else []).append(able)
    return shown, hidden


def strata_of(table, unit, *, guarded):
    """The audiences pooled in a unit's standardised rate, as docs/method.md says; or none."""
    n = table.counts[unit, :, MODES.index(Mode.SELF)]
    weights = mix(table)
    whole = list(table.places)[-1]
    apart, together = [], []
    for at, who in enumerate(WHO):
        if weights[at] == 0:
            continue
        is_held = table.flags(table.units[unit], who) or "hidden" in table.flags(whole, who)
        (together if guarded and is_held else apart).append(at)
    if sum(weights[at] for at in apart if n[at] == 0) > LARGEST_GAP:
        return []
    left = [[at] for at in apart] + ([together] if together else [])
    left.sort(key=lambda stratum: n[stratum].sum())
    while len(left) > 1 and n[left[0]].sum() < MINIMUM:
        left = sorted([left[0] + left[1], *left[2:]], key=lambda stratum: n[stratum].sum())
    return left if len(left) > 1 else []


def mix(table):
    people = table.counts[:, :, MODES.index(Mode.SELF)].sum(axis=0)
    return people / people.sum()


def standardised_rows(table, *, guarded):
    """How each shown standardised rate moves with every count."""
    own = MODES.index(Mode.SELF)
    weights, everybody = mix(table), table.counts[:, :, own].sum()
    rows = []
    for unit, code in enumerate(table.units):
        pooled = strata_of(table, unit, guarded=guarded)
        if table.board.loc[code, "status"] != "shown" or not pooled:
            continue
        row, rate = np.zeros(table.counts.shape), 0.0
        for stratum in pooled:
            n, able = (table.counts[unit, stratum, count].sum() for count in (own, ABLE))
            weight = weights[stratum].sum()
            rate += weight * able / n
            row[unit, stratum, ABLE] += weight / n
            row[unit, stratum, own] -= weight * able / n**2
            row[:, stratum, own] += able / n / everybody  # the weights are counts of the whole
        row[:, weights > 0, own] -= rate / everybody
        if guarded:
            assert table.board.loc[code, "standardised"] == pytest.approx(100 * rate)
        rows.append(row.ravel())
    return rows


def reach_rows(table, *, guarded):
    """How each shown share of the hard group moves with every count."""
    rows = []
    for code in [*table.units, list(table.places)[-1]]:
        inside = table.places[code]
        counts = table.counts[inside].sum(axis=0)
        modes = [count for count, mode in enumerate(MODES)
                 if not guarded or _reach_is_told(table, code, counts[:, count], mode)]  # fmt: skip
        together = counts[:, modes].sum()
        if table.board.loc[code, "status"] != "shown" or not together:
            continue
        share = counts[HARD][:, modes].sum() / together
        if guarded:
            assert table.board.loc[code, "hard_percent"] == pytest.approx(100 * share)
        row = np.zeros(table.counts.shape)
        row[np.ix_(inside, np.flatnonzero(HARD), modes)] = (1 - share) / together
        row[np.ix_(inside, np.flatnonzero(~HARD), modes)] = -share / together
        rows.append(row.ravel())
    return rows


def _reach_is_told(table, code, n, mode):
    small = any(0 < part < MINIMUM for part in (n[HARD].sum(), n[~HARD].sum()))
    return not small and not any(
        "hidden" in table.flags(code, who, mode) for who in (EVERYONE, *HARD_AUDIENCES)
    )


def recovered(table, *, guarded):
    """How many small groups and coded rates follow from tables and boards together."""
    shown, hidden = tables_shown(table)
    boards = [*standardised_rows(table, guarded=guarded), *reach_rows(table, guarded=guarded)]
    assert boards
    assert hidden
    tables = np.array(shown)
    open_ = ~tables[(tables != 0).sum(axis=1) == 1].any(axis=0)  # counts no table states by itself
    rows = np.array([*shown, *boards])[:, open_]
    lengths = np.linalg.norm(rows, axis=1)
    rows = rows[lengths > 0] / lengths[lengths > 0][:, None]
    return int(attacker.follow(rows, np.array(hidden)[:, open_]).sum())


@pytest.mark.parametrize("area_code", [LAO_CAI, NATION])
def test_no_board_tells_what_the_tables_hide(table_of, area_code, record_property):
    table = table_of(area_code)

    guarded, unguarded = (recovered(table, guarded=each) for each in (True, False))
    record_property(
        "told",
        f"boards of {area_code}: {guarded} hidden groups and coded rates recovered, {unguarded} if"
        " every audience entered by itself",
    )

    assert guarded == 0
    assert unguarded > (0 if area_code == LAO_CAI else 5)  # few communes have ten of an audience


def test_a_weight_does_not_tell_how_many_of_a_hidden_audience_there_are():
    """The same shown figures, and other numbers of two audiences that the whole hides."""
    held = pd.DataFrame(
        [("W", who, "self", True, False, False, False) for who in ("citizen", "worker")],
        columns=["unit_code", "audience", "mode", "hidden", "low", "high", "shielded"],
    )

    def standardised(citizens):
        people = {"citizen": citizens, "worker": 20 - citizens, "student": 40}
        rows = [("a", who, "self", n, n // 2, 0) for who, n in
                {"citizen": 30, "worker": 10, "student": 40}.items()]  # fmt: skip
        rows += [("b", who, "self", n, n // 4, 0) for who, n in people.items()]
        counts = pd.DataFrame(
            rows, columns=["unit_code", "audience", "mode", "people", "reached", "undetermined"]
        ).assign(unit_name="", firm=0)
        counts.loc[0, "reached"] = 27  # so that the weight of citizens would matter
        table = board_table(counts, None, whole=("W", ""), minimum=MINIMUM, held=held)
        return table.set_index("unit_code")["standardised"]["a"]

    assert standardised(8) == pytest.approx(standardised(16))
