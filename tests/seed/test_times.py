"""How long simulated people take: plausible, repeatable, and odd where it should be."""

import pandas as pd
import pytest
from sqlmodel import Session

from db.items import odd_by_commune, progress
from domain.access import NATION, PUBLIC


@pytest.fixture(scope="module")
def people(demo_engine) -> pd.DataFrame:
    connection = demo_engine.raw_connection()
    columns = "commune_id, mode, status, seconds_taken"
    frame = pd.read_sql(f"SELECT {columns} FROM assessment", connection.driver_connection)
    connection.close()
    return frame


def test_only_who_sent_has_a_time(people):
    sent = people["status"] == "submitted"

    assert people.loc[sent, "seconds_taken"].notna().all()
    assert people.loc[~sent, "seconds_taken"].isna().all()


def test_most_people_take_minutes_and_helped_ones_take_longer(people):
    seconds = people.groupby("mode")["seconds_taken"].median()

    assert 120 < seconds["self"] < 360
    assert seconds["assisted"] > 1.3 * seconds["self"]


def test_a_few_are_hurried_and_a_few_communes_are_full_of_them(demo_engine):
    with Session(demo_engine) as session:
        asked = {"area_code": NATION, "campaign_code": "2026-2"}
        odd = odd_by_commune(session, PUBLIC, **asked)
        spans = progress(session, PUBLIC, **asked).set_index("mode")

    assert 0.003 < odd["fast"].sum() / odd["people"].sum() < 0.02
    crowded = odd[odd["people"] >= 15]
    share = crowded["fast"] / crowded["people"]
    assert 0 < (share > 0.3).sum() < 0.03 * len(crowded)
    assert spans.loc["self", "started"] > spans.loc["self", "submitted"]
