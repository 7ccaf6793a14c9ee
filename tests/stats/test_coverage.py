import pandas as pd
import pytest

from stats.attainment import attainment
from stats.coverage import coverage, with_coverage


@pytest.fixture
def population() -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "unit_code": "38",
                "people": 4_000,
                "year": 2025,
                "basis": "administrative",
                "source": "Nghị quyết 202/2025/QH15",
            }
        ]
    )


def test_a_unit_without_a_known_population_has_no_coverage_and_not_zero(row, population):
    frame = pd.DataFrame([row("14758", people=50)])

    covered = coverage(frame, population, minimum=10)

    assert covered.loc[0, ["coverage", "population", "population_source"]].isna().all()


def test_two_populations_of_one_unit_are_refused(row, population):
    twice = pd.concat([population, population])

    with pytest.raises(ValueError, match="two populations"):
        coverage(pd.DataFrame([row("38", people=50)]), twice, minimum=10)


def test_people_of_every_mode_are_reached_people(row, population):
    frame = pd.DataFrame([row("38", people=50), row("38", mode="assisted", people=30)])

    covered = coverage(frame, population, minimum=10).iloc[0]

    assert covered["coverage"] == 2
    assert covered["population_year"] == 2025
    assert covered["population_basis"] == "administrative"


def test_a_mode_under_the_minimum_cannot_be_had_from_the_coverage(row, population):
    frame = pd.DataFrame([row("38", people=50), row("38", mode="proxy", people=9)])

    covered = coverage(frame, population, minimum=10).iloc[0]

    assert covered["coverage"] == 100 * 50 / 4_000


def test_coverage_stands_beside_the_rate(row, population):
    frame = pd.DataFrame([row("38", people=40, reached=10), row("14758", people=20)])

    table = with_coverage(attainment(frame), coverage(frame, population, minimum=10))

    assert table["coverage"].tolist()[0] == 1
    assert table["unit_code"].tolist() == ["38", "14758"]
