"""Guessing, and the flood at a point, are stopped where they happen and for nobody else."""

import pytest
import streamlit as st

from domain.errors import TooManyStarts, TooManyTries
from ui.limits import count_start, count_try, count_wrong_code, refuse_guessing


@pytest.fixture(autouse=True)
def nothing_counted():
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def test_a_code_is_opened_20_times_within_a_minute_and_then_waits_however_it_is_written():
    for number in range(20):
        refuse_guessing(f"visit {number}", "h7k 2pq")

    with pytest.raises(TooManyTries):
        refuse_guessing("another visit", "H7K2PQ")
    refuse_guessing("another visit", "ABCDEF")


def test_wrong_seals_of_a_code_count_as_tries_of_it():
    for _ in range(20):
        count_try("H7K2PQ")

    with pytest.raises(TooManyTries):
        count_try("H7K2PQ")
    with pytest.raises(TooManyTries):
        refuse_guessing("who types it", "H7K2PQ")


def test_30_wrong_codes_of_many_visits_through_one_point_stop_this_point_alone():
    for number in range(29):
        count_wrong_code(f"visit {number}", "ABC23")
    refuse_guessing("the last one", "H7K2PQ", "ABC23")
    count_wrong_code("the last one", "abc23")

    with pytest.raises(TooManyTries):
        refuse_guessing("a newcomer", "H7K2PQ", "ABC23")
    refuse_guessing("a newcomer", "H7K2PQ", "XYZ45")
    refuse_guessing("a newcomer", "H7K2PQ")


def test_a_refused_visit_uses_up_no_try_of_the_code():
    for _ in range(10):
        count_wrong_code("who guesses")

    for _ in range(40):
        with pytest.raises(TooManyTries):
            refuse_guessing("who guesses", "H7K2PQ")
    refuse_guessing("who owns it", "H7K2PQ")


def test_120_people_begin_at_a_point_within_a_minute_and_the_next_waits():
    for number in range(120):
        count_start(f"visit {number}", "ABC23")

    with pytest.raises(TooManyStarts):
        count_start("one more", "abc23")
    count_start("one more", "XYZ45")
    count_start("and one without a point")
