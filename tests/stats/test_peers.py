"""The communes most like one: by what is public about places, in one order, never by results."""

import pandas as pd
import pytest

from stats.peers import kilometres, nearest


def units(*rows):
    names = ["unit_code", "kind", "longitude", "latitude", "mix", "people"]
    frame = pd.DataFrame(rows, columns=names)
    return frame.assign(unit_name=frame["kind"] + " " + frame["unit_code"])


NAN = float("nan")
ROWS = (
    ("a", "Xã", 105.0, 20.0, 40.0, NAN),
    ("near", "Xã", 105.1, 20.0, 40.0, NAN),  # 10 km
    ("other-mix", "Xã", 105.1, 20.0, 60.0, NAN),
    ("no-mix", "Xã", 105.1, 20.0, NAN, NAN),
    ("far", "Xã", 106.5, 20.0, 40.0, NAN),
    ("ward", "Phường", 105.0, 20.0, 40.0, NAN),
)


def test_a_commune_of_another_kind_is_never_a_peer():
    assert "ward" not in set(nearest(units(*ROWS), "a", count=9)["unit_code"])


def test_peers_stand_by_unlikeness_and_an_unknown_mix_counts_as_one_step():
    found = nearest(units(*ROWS), "a")

    assert found["unit_code"].tolist() == ["near", "no-mix", "other-mix"]
    assert found["unlikeness"].tolist() == pytest.approx([1.121, 2.121, 5.121], abs=0.001)


def test_the_order_of_the_table_changes_nothing_and_equals_stand_by_code():
    same = [(code, "Xã", 105.1, 20.0, 40.0, NAN) for code in ("d", "b", "c", "e")]

    for rows in (same, same[::-1]):
        found = nearest(units(ROWS[0], *rows), "a")
        assert found["unit_code"].tolist() == ["b", "c", "d"]


def test_a_commune_alone_of_its_kind_has_no_peer_and_an_unknown_one_is_refused():
    assert nearest(units(*ROWS), "ward").empty
    with pytest.raises(ValueError, match="not one unit"):
        nearest(units(*ROWS), "nowhere")


def test_known_numbers_of_people_are_compared_by_their_ratio():
    rows = [("a", "Xã", 105, 20, 40, 1000), ("twice", "Xã", 105, 20, 40, 2000),
            ("half", "Xã", 105, 20, 40, 500)]  # fmt: skip

    assert nearest(units(*rows), "a")["unlikeness"].tolist() == pytest.approx([1 + 0, 1 + 0])


def test_a_degree_of_latitude_is_111_kilometres():
    one, other = ({"longitude": 105.0, "latitude": place} for place in (20.0, 21.0))

    assert kilometres(one, other) == pytest.approx(111.2, abs=0.1)
