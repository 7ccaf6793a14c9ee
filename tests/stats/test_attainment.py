import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.people import Mode
from stats.attainment import GROUPS, attainment, combined, profile


def test_a_unit_nobody_answered_in_stays_without_a_rate(row):
    table = attainment(pd.DataFrame([row("01")]))

    assert table.loc[0, "people"] == 0
    assert table[["percent", "firm_percent", "low", "high"]].isna().all(axis=None)


def test_a_unit_only_helped_people_answered_in_stays_in_the_self_table(row):
    frame = pd.DataFrame([row("01", mode="assisted", people=40, reached=30), row("02", people=20)])

    table = attainment(frame).set_index("unit_code")

    assert table.loc["01", "people"] == 0
    assert pd.isna(table.loc["01", "percent"])


def test_undetermined_people_are_outside_numerator_and_denominator(row):
    frame = pd.DataFrame([row("01", people=25, reached=10, firm=4, undetermined=5)])

    table = attainment(frame).iloc[0]

    assert table["n"] == 20
    assert table["percent"] == 50
    assert table["firm_percent"] == 20


def test_modes_are_never_merged(row):
    frame = pd.DataFrame(
        [row("01", people=20, reached=5), row("01", mode="assisted", people=20, reached=20)]
    )

    assert attainment(frame)["percent"].tolist() == [25]
    assert attainment(frame, mode=Mode.ASSISTED)["percent"].tolist() == [100]


def test_percentages_are_not_rounded(row):
    frame = pd.DataFrame([row("01", people=3, reached=1)])

    assert attainment(frame).loc[0, "percent"] == pytest.approx(100 / 3, rel=1e-12)


def test_each_group_has_its_own_denominator(row):
    frame = pd.DataFrame(
        [row("01", people=30, g0_none=5, g0_help=5, g0_basic=6, g0_firm=4, ai_firm=12)]
    )

    table = profile(frame, modes=[Mode.SELF]).set_index("group")

    assert table.loc["0", "n"] == 20
    assert table.loc["0", "percent"] == 50
    assert table.loc["ai", ["n", "percent"]].tolist() == [12, 100]
    assert table.loc["1", "n"] == 0
    assert pd.isna(table.loc["1", "percent"])


def test_the_profile_puts_every_mode_and_group_in_order(row):
    frame = pd.DataFrame([row("01", people=3), row("02", mode="assisted", people=4)])

    table = profile(frame)

    assert table["unit_code"].tolist() == ["01"] * 14 + ["02"] * 14
    assert table["mode"].tolist()[:14] == ["self"] * 7 + ["assisted"] * 7
    assert table["group"].tolist() == list(GROUPS) * 4


def test_units_together_are_the_sum_of_their_counts_by_mode(row):
    frame = pd.DataFrame(
        [
            row("01", people=20, reached=5),
            row("02", people=30, reached=15),
            row("02", mode="proxy", people=7, reached=1),
        ]
    )

    whole = combined(frame, code="VN", name="Việt Nam")

    assert whole["unit_code"].unique().tolist() == ["VN"]
    assert dict(zip(whole["mode"], whole["people"], strict=True)) == {"self": 50, "proxy": 7}
    assert attainment(whole).loc[0, "percent"] == 40


_PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["01", "02", "03"]),
        st.sampled_from(["self", "assisted", "proxy"]),
        st.sampled_from([0, 2, 3, 9]),
    ),
    max_size=60,
)


@settings(deadline=None)  # other work may share the machine
@given(people=_PEOPLE)
def test_rates_equal_a_count_over_single_people(row, people: list[tuple[str, str, int]]):
    frame = pd.DataFrame(
        [
            row(code, mode=mode, **_counted(people, code, mode))
            for code in ("01", "02", "03")
            for mode in ("self", "assisted", "proxy")
        ]
    )

    table = attainment(frame).set_index("unit_code")

    for code in ("01", "02", "03"):
        outcomes = [o for c, mode, o in people if (c, mode) == (code, "self") and o != 9]
        assert table.loc[code, "n"] == len(outcomes)
        if outcomes:
            able = sum(outcome in (2, 3) for outcome in outcomes)
            assert table.loc[code, "percent"] == pytest.approx(100 * able / len(outcomes))


def _counted(people: list[tuple[str, str, int]], code: str, mode: str) -> dict[str, int]:
    outcomes = [outcome for c, m, outcome in people if (c, m) == (code, mode)]
    return {
        "people": len(outcomes),
        "reached": sum(outcome in (2, 3) for outcome in outcomes),
        "firm": outcomes.count(3),
        "undetermined": outcomes.count(9),
    }
