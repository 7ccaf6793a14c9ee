"""Tiers, who may stand on a board, and that a board cannot be gamed or shaken by chance."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.attainment import attainment
from stats.boards import board_table, by_mode, held_cells, mix_table
from stats.intervals import difference, wilson
from stats.published import Context, Published, publish
from stats.ranking import (
    FIGURES,
    Board,
    Rules,
    Standing,
    hard_to_reach,
    lopsided_units,
    rank,
    rank_crude,
    sure_places,
    tiers,
)
from stats.standardised import audience_mix, standardised
from tests.stats.test_standardised import AUDIENCES, strata

WHOLE = ("T", "Cả tỉnh")
ABLE = {"citizen": 0.35, "student": 0.75, "worker": 0.5, "public_employee": 0.8}
MIX = {"citizen": 0.5, "student": 0.15, "worker": 0.28, "public_employee": 0.07}


def intervals(*rows: tuple[float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["value", "low", "high"])


def province(sizes: list[int], seed: int, spread: float = 0.12) -> pd.DataFrame:
    """Communes of these many people, each with an ability of its own."""
    random = np.random.default_rng(seed)
    rows = []
    for number, size in enumerate(sizes):
        own = random.normal(0, spread)
        people = random.multinomial(size, list(MIX.values()))
        for audience, n in zip(MIX, people, strict=True):
            chance = float(np.clip(ABLE[audience] + own, 0.02, 0.98))
            rows.append((f"{number:03}", audience, int(n), int(random.binomial(n, chance))))
    return strata(*rows)


def published(
    counts: pd.DataFrame, notes: Context, before: pd.DataFrame | None = None
) -> Published:
    table = board_table(counts, before, whole=WHOLE, minimum=notes.minimum)
    return publish(table, notes, total_code=WHOLE[0]).without(WHOLE[0])


def board(
    counts: pd.DataFrame,
    notes: Context,
    *,
    which: Board = Board.ABILITY,
    before: pd.DataFrame | None = None,
    rules: Rules | None = None,
    odd: pd.DataFrame | None = None,
) -> pd.DataFrame:
    rules = rules or Rules()
    lopsided = lopsided_units(counts, audience_mix(counts), rules)
    found = rank(published(counts, notes, before), which, rules, lopsided=lopsided, odd=odd)
    return found.set_index("unit_code")


def test_two_units_inside_each_others_interval_share_a_tier():
    assert tiers(intervals((50, 45, 55), (54, 49, 59))).tolist() == [1, 1]


def test_a_unit_outside_the_other_interval_on_one_side_is_in_a_lower_tier():
    assert tiers(intervals((50, 49, 51), (54, 49, 59))).tolist() == [2, 1]


def test_a_narrow_unit_between_two_that_share_a_tier_is_in_it_too():
    assert tiers(intervals((50, 44, 56), (52, 51.9, 52.1), (54, 48, 60))).tolist() == [1, 1, 1]


def test_all_tied_is_one_tier_and_one_unit_alone_is_the_first():
    assert tiers(intervals(*[(40, 35, 45)] * 5)).tolist() == [1] * 5
    assert tiers(intervals((40, 35, 45))).tolist() == [1]
    assert tiers(intervals()).tolist() == []


VALUES = st.lists(
    st.tuples(st.floats(0, 100), st.floats(0, 15), st.floats(0, 15)), min_size=1, max_size=25
)


@given(VALUES)
def test_tiers_keep_alike_units_together_in_order_and_are_the_finest_such(drawn):
    rows = intervals(*((value, value - down, value + up) for value, down, up in drawn))
    tier = tiers(rows)
    triples = list(rows.itertuples(index=False, name=None))

    def alike(i: int, j: int) -> bool:
        return (
            triples[i][1] <= triples[j][0] <= triples[i][2]
            and triples[j][1] <= triples[i][0] <= triples[j][2]
        )

    for i in range(len(triples)):
        for j in range(len(triples)):
            if alike(i, j):
                assert tier[i] == tier[j]
            if triples[i][0] > triples[j][0]:
                assert tier[i] <= tier[j]
    for number in range(1, tier.max() + 1):
        members = sorted(np.flatnonzero(tier == number), key=lambda k: (-triples[k][0], k))
        for cut in range(1, len(members)):
            assert any(alike(i, j) for i in members[:cut] for j in members[cut:])


@given(VALUES, st.randoms())
def test_the_order_of_the_rows_does_not_matter(drawn, random):
    rows = intervals(*((value, value - down, value + up) for value, down, up in drawn))
    shuffled = list(range(len(drawn)))
    random.shuffle(shuffled)

    assert tiers(rows.iloc[shuffled]).tolist() == tiers(rows)[shuffled].tolist()


def test_only_intervals_that_lie_apart_make_a_place_sure():
    above, below = sure_places(intervals((80, 75, 85), (50, 45, 55), (54, 49, 59)))

    assert above.tolist() == [0, 1, 1]
    assert below.tolist() == [2, 0, 0]


def test_a_board_is_entered_at_the_minimum_and_not_one_below(notes):
    counts = province([29, 30, 200, 300], seed=1)

    found = board(counts, notes, which=Board.REACH)

    assert found["standing"].tolist()[:2] == ["too_few", "ranked"]
    assert found["tier"].isna().tolist() == [True, False, False, False]


def test_coverage_is_asked_for_only_where_a_population_is_known(notes):
    counts = province([300, 300, 300], seed=2)
    table = published(counts, notes).table.assign(coverage=[0.009, 0.01, np.nan])
    low = replace(published(counts, notes), table=table, gate=gate())

    found = rank(low, Board.ABILITY, Rules(minimum_coverage=0.01))

    assert found["standing"].tolist() == ["low_coverage", "ranked", "ranked"]


def gate() -> object:
    from stats import published as module

    return module._GATE


def test_withheld_and_empty_units_stay_on_the_board_with_their_reason(notes):
    counts = pd.concat(
        [province([300, 200], seed=3), strata(("x", "citizen", 9, 4), ("y", "citizen", 0, 0))]
    )

    found = board(counts, notes)

    assert found.loc["x", "standing"] == Standing.WITHHELD
    assert found.loc["y", "standing"] == Standing.NO_DATA
    assert found.loc[["x", "y"], ["value", "low", "high", "tier"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("straight", "fast", "standing"),
    [(50, 0, "ranked"), (51, 0, "checked"), (0, 51, "checked"), (50, 50, "ranked")],
)
def test_too_many_straight_or_hasty_answers_put_a_unit_under_check(notes, straight, fast, standing):
    counts = province([200, 200, 200], seed=4)
    odd = pd.DataFrame([{"unit_code": "001", "straight": straight, "fast": fast, "people": 200}])

    found = board(counts, notes, odd=odd)

    assert found["standing"].tolist() == ["ranked", standing, "ranked"]
    assert found["tier"].isna().tolist() == [False, standing == "checked", False]


@pytest.mark.parametrize(
    ("by_one", "people", "standing"),
    [
        (158, 200, "ranked"),  # 79 %
        (160, 200, "one_helper"),  # 80 %
        (29, 30, "ranked"),  # one family day
        (30, 37, "one_helper"),
        (0, 0, "ranked"),
    ],
)
def test_one_helper_behind_four_in_five_people_puts_a_unit_under_check(
    notes, by_one, people, standing
):
    counts = province([200, 200, 200], seed=4)
    odd = pd.DataFrame(
        [{"unit_code": "001", "straight": 0, "fast": 0, "by_one": by_one, "people": people}]
    )

    found = board(counts, notes, odd=odd)

    assert found["standing"].tolist() == ["ranked", standing, "ranked"]


def test_nothing_known_about_odd_answers_checks_nobody(notes):
    counts = province([200, 200], seed=5)
    empty = pd.DataFrame(columns=["unit_code", "straight", "fast", "people"])

    assert set(board(counts, notes, odd=empty)["standing"]) == {"ranked"}


def test_the_progress_board_compares_with_the_campaign_before(notes):
    before = strata(("a", "citizen", 100, 20), ("b", "citizen", 100, 50))
    now = strata(("a", "citizen", 100, 60), ("b", "citizen", 100, 50))

    found = board(now, notes, which=Board.PROGRESS, before=before)

    assert found["value"].tolist() == [40, 0]
    assert found["tier"].tolist() == [1, 2]
    assert found["below"].tolist() == [1, 0]


def test_newcombes_published_example_is_reproduced():
    """Newcombe (1998), table II, method 10: 56/70 - 48/80 = 0.2000 (0.0524, 0.3339)."""
    new_low, new_high = wilson(pd.Series([56]), pd.Series([70]))
    old_low, old_high = wilson(pd.Series([48]), pd.Series([80]))

    low, high = difference(
        (pd.Series([60.0]), old_low, old_high), (pd.Series([80.0]), new_low, new_high)
    )

    assert low[0] == pytest.approx(5.24, abs=0.005)
    assert high[0] == pytest.approx(33.39, abs=0.005)


def test_without_an_earlier_campaign_nobody_stands_on_the_progress_board(notes):
    found = board(province([300, 200], seed=6), notes, which=Board.PROGRESS)

    assert set(found["standing"]) == {"no_figure"}


def held(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """What a release holds back: unit, audience and the flag that is set; self-answered."""
    return pd.DataFrame(
        [
            {
                "unit_code": unit, "audience": audience, "mode": "self",
                **{name: name == flag for name in ("hidden", "low", "high", "shielded")},
            }
            for unit, audience, flag in rows
        ]
    )  # fmt: skip


def test_an_earlier_rate_that_may_not_be_seen_gives_no_change():
    before = strata(("a", "citizen", 9, 2), ("b", "citizen", 100, 50), ("c", "citizen", 80, 50))
    now = strata(("a", "citizen", 100, 60), ("b", "citizen", 100, 50), ("c", "citizen", 80, 50))

    table = board_table(
        now, before, whole=WHOLE, minimum=10, held_before=held(("c", "everyone", "shielded"))
    )

    assert table.set_index("unit_code")["change"].isna().to_dict() == {
        "a": True, "b": False, "c": True, "T": False,
    }  # fmt: skip


def test_the_standardised_rate_says_nothing_of_audiences_that_are_held_back():
    """Two countries that differ only in how two held audiences share their people and results."""
    others = [("b", audience, 200, 90) for audience in AUDIENCES]
    rows = [("a", "citizen", 60, 20), ("a", "student", 50, 45)]
    one = strata(*rows, ("a", "worker", 12, 3), ("a", "public_employee", 13, 11), *others)
    other = strata(*rows, ("a", "worker", 15, 9), ("a", "public_employee", 10, 5), *others)
    back = held(("a", "worker", "hidden"), ("a", "public_employee", "low"))
    mix = audience_mix(one)

    first, second = (
        standardised(counts, mix, minimum=10, held=held_cells(back)).loc[0]
        for counts in (one, other)
    )

    assert first.equals(second)
    assert not np.isnan(first["standardised"])


def test_the_hard_share_leaves_out_a_mode_in_which_the_hard_group_is_small_or_hidden():
    counts = strata(
        ("a", "citizen", 9, 1), ("a", "worker", 50, 1), ("b", "citizen", 60, 1),
        ("b", "worker", 40, 1), ("c", "citizen", 30, 1), ("c", "worker", 30, 1),
    )  # fmt: skip
    back = held(("c", "citizen", "hidden"), ("b", "worker", "hidden"), ("b", "citizen", "low"))

    table = board_table(counts, None, whole=WHOLE, minimum=10, held=back).set_index("unit_code")

    assert np.isnan(table.loc["a", "hard_percent"])
    assert np.isnan(table.loc["c", "hard_percent"])
    assert table.loc["b", "hard_percent"] == 60


def test_the_mix_alone_is_the_mix_of_the_boards():
    counts = strata(
        ("a", "citizen", 9, 1), ("a", "worker", 50, 1), ("b", "citizen", 60, 1),
        ("b", "worker", 40, 1),
    )  # fmt: skip
    more = {"whole": WHOLE, "minimum": 10, "held": held(("b", "worker", "low"))}

    alone = mix_table(counts, **more)

    boards = board_table(counts, None, **more)
    pd.testing.assert_frame_equal(alone, boards[list(alone.columns)])
    assert alone["hard_percent"].notna().any()


def test_every_mode_counts_as_reached():
    counts = strata(("a", "citizen", 10, 1), ("a", "worker", 20, 1))
    helped = counts[counts["audience"] == "citizen"].assign(mode="assisted", people=30)

    row = hard_to_reach(pd.concat([counts, helped])).iloc[0]

    assert (row["hard"], row["rest"]) == (40, 20)
    assert row["hard_percent"] == pytest.approx(100 * 40 / 60)


def test_a_full_school_makes_its_commune_lopsided_and_chance_does_not():
    counts = province([40] * 20 + [400] * 20, seed=8)
    school = strata(("000", "student", 60, 60))

    assert lopsided_units(counts, audience_mix(counts), Rules()) == frozenset()
    fuller = pd.concat([counts, school])
    fuller = fuller.groupby(["unit_code", "unit_name", "audience", "mode"], as_index=False).sum()
    assert lopsided_units(fuller, audience_mix(fuller), Rules()) == {"000"}


@pytest.mark.parametrize("size", [40, 200, 800, 2500])
@pytest.mark.parametrize("which", list(Board))
def test_five_hundred_able_pupils_lift_no_commune(notes, size, which):
    sizes = [size] * 6 + [3000] * 6
    counts = province(sizes, seed=11, spread=0.2)
    before = province(sizes, seed=12, spread=0.2)
    fair = board(counts, notes, which=which, before=before)

    for code in fair.index[:6]:
        more = strata((code, "student", 500, 500))
        keys = ["unit_code", "unit_name", "audience", "mode"]
        gamed = pd.concat([counts, more]).groupby(keys, as_index=False, sort=False).sum()
        found = board(gamed, notes, which=which, before=before).loc[code]

        stood = fair.loc[code, "tier"]
        assert pd.isna(found["tier"]) or (not pd.isna(stood) and found["tier"] >= stood)


def test_without_these_rules_the_pupils_would_have_lifted_it(notes):
    """What the simulation above guards against: by the raw share the commune comes out on top."""
    counts = province([200] + [3000] * 8, seed=11)
    keys = ["unit_code", "unit_name", "audience", "mode"]
    more = strata(("000", "student", 500, 500))
    gamed = pd.concat([counts, more]).groupby(keys, as_index=False, sort=False).sum()

    crude = published(gamed, notes).table.set_index("unit_code")["percent"]

    assert crude.idxmax() == "000"


@pytest.mark.parametrize("which", list(Board))
def test_most_pairs_shown_as_different_keep_their_order_under_bootstrap(notes, which):
    random = np.random.default_rng(2026)
    sizes = [int(n) for n in random.integers(150, 6000, size=30)]
    counts, before = province(sizes, seed=21, spread=0.2), province(sizes, seed=22, spread=0.2)
    shown = board(counts, notes, which=which, before=before)
    ranked = shown[shown["standing"] == Standing.RANKED]
    tier, value = ranked["tier"].to_numpy(dtype=int), FIGURES[which][0]
    low, high = ranked["low"].to_numpy(float), ranked["high"].to_numpy(float)
    different = (tier[:, None] < tier[None, :]) | (low[:, None] > high[None, :])
    if which is Board.REACH:  # the same mix everywhere: nobody is shown as different by much
        assert different.mean() < 0.1
        return

    kept = []
    for _ in range(40):
        now, old = resampled(counts, random), resampled(before, random)
        drawn = published(now, notes, old).table.set_index("unit_code").loc[ranked.index, value]
        again = drawn.to_numpy(float)
        kept.append((again[:, None] > again[None, :])[different].mean())

    assert different.sum() > 30
    assert min(kept) >= 0.8


def resampled(counts: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """As many people of each stratum, drawn again from those who answered."""
    chance = counts["reached"] / counts["people"].where(counts["people"] > 0, 1)
    return counts.assign(reached=random.binomial(counts["people"], chance))


def test_the_figures_of_a_board_are_those_of_every_other_table(notes):
    from stats.attainment import attainment

    counts = province([50, 300, 800], seed=31)
    table = published(counts, notes).table

    same = attainment(by_mode(counts))
    assert table["percent"].tolist() == same["percent"].tolist()
    assert table["n"].tolist() == same["n"].tolist()


def test_every_audience_is_in_the_standard():
    assert sorted(audience_mix(province([900], seed=41)).index) == sorted(AUDIENCES)


def test_by_its_rate_as_it_is_a_unit_has_a_tier_only_where_the_rate_is_one():
    """Half of 40 and of 900 people, and nearly nobody of 50: a bound, which cannot be placed."""
    counted = pd.DataFrame(
        [
            {"unit_code": code, "unit_name": code, "mode": "self", "people": n, "reached": able,
             "firm": 0, "undetermined": 0}
            for code, n, able in (("a", 900, 810), ("b", 900, 90), ("c", 50, 1), ("d", 29, 14))
        ]
    )  # fmt: skip
    low = pd.DataFrame(
        [("c", "self", False, True, False, False)],
        columns=["unit_code", "mode", "hidden", "low", "high", "shielded"],
    )
    notes = Context("nguồn", "kỳ", "reached", "2025-06-30", simulated=True, minimum=10)

    rows = rank_crude(publish(attainment(counted), notes, held=low), Rules()).set_index("unit_code")

    assert rows["tier"].dropna().to_dict() == {"a": 1, "b": 2}
    assert rows.loc["c", "standing"] == Standing.NO_FIGURE
    assert rows.loc["d", "standing"] == Standing.TOO_FEW
    assert pd.isna(rows.loc["c", "value"])
