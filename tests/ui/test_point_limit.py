"""A point that is flooded is slowed down, and no other point with it."""

import pytest
import streamlit as st

from domain.errors import TooManyStarts
from ui.limits import count_start


@pytest.fixture(autouse=True)
def nothing_counted():
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def test_120_people_begin_at_a_point_within_a_minute_and_the_next_waits():
    for number in range(120):
        count_start(f"visit {number}", "ABC23")

    with pytest.raises(TooManyStarts):
        count_start("one more", "abc23")
    count_start("one more", "XYZ45")
    count_start("and one without a point")
