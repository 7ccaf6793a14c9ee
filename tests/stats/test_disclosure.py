import pickle
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.people import Mode
from stats.attainment import attainment, combined, profile
from stats.coverage import coverage, with_coverage
from stats.disclosure import MEASURES, Status, withhold
from stats.published import Published, publish


def shown(published: Published) -> dict[str, str]:
    return dict(zip(published.table["unit_code"], published.table["status"], strict=True))


def test_one_below_the_minimum_is_withheld_and_exactly_the_minimum_is_shown(frame, notes):
    published = publish(attainment(frame(a=9, b=10, c=9, d=200)), notes)

    assert shown(published) == {"a": "withheld", "b": "shown", "c": "withheld", "d": "shown"}


def test_a_withheld_unit_stays_in_the_table_with_every_measure_blank(frame, notes):
    table = publish(attainment(frame(a=9, b=50, c=9)), notes).table.set_index("unit_code")

    assert table.loc["a"].drop(["unit_name", "mode", "status"]).isna().all()
    assert table.loc["b", "percent"] == 50


def test_a_unit_without_answers_stays_as_one_without_data(frame, notes):
    published = publish(attainment(frame(a=0, b=50)), notes)

    assert shown(published) == {"a": "no_data", "b": "shown"}
    assert published.table.set_index("unit_code").loc["a"].isna().sum() == 7
    assert published.n_total == 50


def test_the_minimum_counts_determined_people(row, notes):
    frame = pd.DataFrame(
        [row("a", people=12, undetermined=3), row("b", people=30), row("c", people=3)]
    )

    assert shown(publish(attainment(frame), notes))["a"] == "withheld"


def test_a_small_number_of_undetermined_people_cannot_be_read_off(row, notes):
    frame = pd.DataFrame(
        [row("a", people=40, undetermined=9), row("b", people=40, undetermined=10), row("c")]
    )

    table = publish(attainment(frame), notes).table.set_index("unit_code")

    assert table.loc["a", ["people", "undetermined"]].isna().all()
    assert table.loc["a", "n"] == 31
    assert table.loc["b", ["people", "undetermined", "n"]].tolist() == [40, 10, 30]


def test_coverage_does_not_tell_a_small_number_of_undetermined_people(row, notes):
    frame = pd.DataFrame([row("a", people=40, undetermined=9)])
    population = pd.DataFrame(
        [{"unit_code": "a", "people": 4000, "year": 2025, "basis": "x", "source": "y"}]
    )
    table = with_coverage(attainment(frame), coverage(frame, population, minimum=10))

    published = publish(table, notes).table.iloc[0]

    assert pd.isna(published["coverage"])
    assert published["population"] == 4000


def test_one_withheld_unit_alone_takes_the_smallest_shown_one_with_it(frame, notes):
    published = publish(attainment(frame(a=9, b=50, c=20, d=30)), notes)

    assert shown(published) == {"a": "withheld", "b": "shown", "c": "withheld", "d": "shown"}
    assert published.n_total == 109


def test_withheld_units_that_are_together_under_the_minimum_take_one_more(frame, notes):
    published = publish(attainment(frame(a=3, b=4, c=50, d=60)), notes)

    assert shown(published) == {"a": "withheld", "b": "withheld", "c": "withheld", "d": "shown"}


def test_a_total_row_does_not_give_away_the_one_withheld_row(frame, notes):
    counts = frame(a=9, b=50, c=20, d=30)
    counts = pd.concat([counts, combined(counts, code="all", name="Cả tỉnh")])

    published = publish(attainment(counts), notes, total_code="all")

    table = published.table.set_index("unit_code")
    assert table.loc["all", "n"] == 109
    assert (table["status"] == "withheld").sum() == 2
    assert published.n_total == 109


def test_a_single_small_unit_has_no_total_either(frame, notes):
    assert publish(attainment(frame(a=9)), notes).n_total is None
    assert publish(attainment(frame(a=9, b=0)), notes).n_total is None


def test_a_group_with_few_answers_is_withheld_though_the_unit_is_shown(row, notes):
    frame = pd.DataFrame([row("a", people=30, g0_basic=30, ai_basic=9, g1_none=12)])

    table = publish(profile(frame, modes=[Mode.SELF]), notes).table.set_index("group")

    assert table.loc["0", "n"] == 30
    assert table.loc["ai", "status"] == "withheld"
    assert pd.isna(table.loc["ai", "percent"])
    assert "people" not in table.columns


def test_the_total_of_a_profile_is_its_largest_group_of_the_main_mode(row, notes):
    frame = pd.DataFrame(
        [
            row("a", people=30, g0_basic=30, g1_basic=28, ai_basic=9),
            row("a", mode="assisted", people=99, g0_basic=99),
        ]
    )

    published = publish(profile(frame), replace(notes, modes=(Mode.SELF, Mode.ASSISTED)))

    assert published.n_total == 30


def test_a_mode_the_notes_do_not_name_is_refused(frame, notes):
    with pytest.raises(ValueError, match="modes not named"):
        publish(attainment(frame(a=30), mode=Mode.ASSISTED), notes)


def test_a_column_without_a_rule_is_refused(frame, notes):
    with pytest.raises(ValueError, match="reached"):
        publish(attainment(frame(a=30)).assign(reached=3), notes)


def test_nothing_but_the_gate_builds_a_published_table(frame, notes):
    table = attainment(frame(a=3))

    with pytest.raises(TypeError):
        Published(table, notes, 3)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="publish only"):
        Published(table, notes, 3, gate=object())


def test_a_published_table_survives_the_cache(frame, notes):
    published = publish(attainment(frame(a=30, b=0)), notes)

    copy = pickle.loads(pickle.dumps(published))

    assert copy.table.equals(published.table)
    assert copy.n_total == 30
    assert copy.units_with(Status.NO_DATA) == 1


def test_the_input_is_left_as_it_was(frame, notes):
    table = attainment(frame(a=3, b=30))
    before = table.copy()

    publish(table, notes)

    pd.testing.assert_frame_equal(table, before)


@settings(deadline=None)  # other work may share the machine
@given(
    people=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), min_size=1, max_size=8),
    minimum=st.integers(5, 15),
)
def test_no_group_under_the_minimum_can_be_had(people: list[tuple[int, int]], minimum: int):
    table = pd.DataFrame(
        {
            "unit_code": [f"{number:02}" for number in range(len(people))],
            "unit_name": "x",
            "mode": "self",
            "people": [determined + rest for determined, rest in people],
            "undetermined": [rest for _, rest in people],
            "n": [determined for determined, _ in people],
            "percent": 50.0,
        }
    )

    safe = withhold(table, minimum)

    kept = safe[safe["status"] == "shown"]
    hidden = table[(safe["status"] == "withheld").to_numpy()]
    assert (kept["n"] >= minimum).all()
    blanked = safe.loc[safe["status"] != "shown", safe.columns.intersection(MEASURES)]
    assert blanked.isna().all(axis=None)
    rest = (kept["people"] - kept["n"]).dropna()
    assert ((rest == 0) | (rest >= minimum)).all()
    if not kept.empty:
        assert len(hidden) != 1
        assert hidden.empty or hidden["n"].sum() >= minimum
