"""What is hidden cannot be subtracted: small cases by hand, and random countries."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.guard import hide, sums_of
from stats.lattice import places_of, with_audiences
from stats.rates_guard import FEW, SMALL, coded_rates
from stats.release import EVERYONE, Seen, figures, hidden_figures, publishable

MINIMUM = 10


def total_of(*parts):
    """Cells: the parts, then their total."""
    return np.array([*parts, sum(parts)]), sums_of([(len(parts), range(len(parts)))])


def test_a_single_small_part_takes_the_smallest_other_with_it():
    values, sums = total_of(4, 30, 20)

    assert hide(values, sums, MINIMUM).tolist() == [True, False, True, False]


def test_small_parts_that_are_together_too_few_take_another():
    values, sums = total_of(3, 4, 30, 20)

    assert hide(values, sums, MINIMUM).tolist() == [True, True, False, True, False]


def test_an_empty_part_hides_nobody():
    values, sums = total_of(4, 0, 30)

    assert hide(values, sums, MINIMUM).tolist() == [True, False, True, False]


def test_a_total_goes_when_no_part_is_left_to_hide():
    values, sums = total_of(4, 3)

    assert hide(values, sums, MINIMUM).all()


def test_a_hidden_total_is_not_the_sum_of_shown_parts():
    values, sums = total_of(40, 30, 20)

    hidden = hide(values, sums, MINIMUM, also=np.array([False, False, False, True]))

    assert hidden.tolist() == [False, False, True, True]


def test_what_was_never_seen_is_hidden_before_what_readers_know():
    values, sums = total_of(4, 30, 20)
    never_seen = np.array([True, True, False, False])

    hidden = hide(values, sums, MINIMUM, hidden_before=never_seen)

    assert hidden.tolist() == [True, True, False, False]


def test_a_total_of_remembered_parts_is_not_looked_at_for_ever():
    """Nothing can be done where readers remember every part of a hidden total; it must end."""
    values, sums = total_of(4, 3)
    remembered = np.array([True, True, False])
    values_shown = np.array([40, 30, 70])

    hide(values, sums, MINIMUM, never=remembered)
    hidden = hide(
        values_shown, sums, MINIMUM, also=np.array([False, False, True]), never=remembered
    )
    coded = coded_rates(values_shown, np.array([0, 15, 15]), sums, hidden, never=remembered)

    assert hidden.tolist() == [False, False, True]
    assert coded.low.tolist() == [True, False, False]


def test_a_rate_of_many_people_is_never_coded():
    values, sums = total_of(SMALL, 300)
    able = np.array([0, 150, 150])

    coded = coded_rates(values, able, sums, np.zeros(3, bool))

    assert not (coded.low | coded.high | coded.shielded).any()


def test_bounds_of_two_units_that_are_telling_together_shield_a_third():
    values, sums = total_of(20, 20, 200, 300)
    able = np.array([0, 1, 100, 150, 251])

    coded = coded_rates(values, able, sums, np.zeros(5, bool))

    assert coded.low.tolist() == [True, True, False, False, False]
    assert coded.shielded.tolist() == [False, False, True, False, False]


def test_places_are_parts_of_what_holds_them_directly_and_of_everything_above():
    places = places_of(
        {"VN": "abcd", "p": "abc", "q": "d", "x": "ab", "y": "c"}, communes=list("abcd")
    )
    name = dict(enumerate(places.codes))
    parts = {}
    for number, total in enumerate(places.sums.total):
        inside = {name[cell] for cell in places.sums.part[places.sums.of == number]}
        parts.setdefault(name[total], []).append(inside)

    assert parts["x"] == [{"a", "b"}]
    assert parts["p"] == [{"a", "b", "c"}, {"x", "c"}]
    assert parts["VN"] == [{"a", "b", "c", "d"}, {"p", "d"}]


def test_areas_that_overlap_are_each_taken_away_from_what_holds_them():
    places = places_of({"p": "abcd", "x": "ab", "y": "bc"}, communes=list("abcd"))
    name = dict(enumerate(places.codes))
    ways = [
        {name[cell] for cell in places.sums.part[places.sums.of == number]}
        for number, total in enumerate(places.sums.total)
        if name[total] == "p"
    ]

    assert {"x", "c", "d"} in ways
    assert {"y", "a", "d"} in ways


def test_areas_of_the_same_communes_are_one_place_and_part_of_all_that_holds_them():
    places = places_of(
        {"VN": "abcd", "p": "abc", "twin": "cba", "q": "d", "x": "ab"}, communes=list("abcd")
    )

    assert places.at["twin"] == places.at["p"]
    assert len(places.codes) == len("abcd") + len({"VN", "p", "x"})
    ways = [
        set(places.sums.part[places.sums.of == number])
        for number, total in enumerate(places.sums.total)
        if total == places.at["VN"]
    ]
    assert {places.at["twin"], places.at["d"]} in ways


def remainders(values, sums, hidden):
    """What subtracting tells of each sum: its hidden parts; 0 where the total is hidden."""
    return np.where(hidden[sums.total], 0, sums.added(np.where(hidden, values, 0)))


counts = st.lists(st.lists(st.integers(0, 25), min_size=2, max_size=2), min_size=4, max_size=4)


@st.composite
def growing(draw):
    """What is counted on three days, per commune and audience; people may withdraw as well."""
    days = [np.array(draw(counts))]
    for _ in range(2):
        step = np.array(
            draw(
                st.lists(
                    st.lists(st.integers(-3, 14), min_size=2, max_size=2), min_size=4, max_size=4
                )
            )
        )
        days.append(np.maximum(days[-1] + step, 0))
    return days


COUNTRY = places_of({"VN": "abcd", "p": "abc", "x": "ab"}, communes=list("abcd"))
NOBODY = Seen(np.zeros((7, 3), bool), np.zeros((7, 1), bool))


def everything(people):
    return figures(COUNTRY, people, people[:, :, None], people)


@settings(deadline=None, max_examples=150)
@given(growing())
def test_days_of_a_random_country_tell_of_nobody(days):
    """Every shown figure, every difference of days and of what is left over: nobody, or enough."""
    published, known = np.zeros_like(days[0]), NOBODY
    sums = with_audiences(COUNTRY, 3)
    for wanted in days:
        step = wanted - published
        chosen = publishable(
            COUNTRY,
            everything(published),
            (step, step[:, :, None], step),
            step != 0,
            known,
            MINIMUM,
        )
        before = everything(published).people
        published = np.where(chosen, wanted, published)
        now = everything(published)
        hidden = hidden_figures(COUNTRY, now, known, MINIMUM)
        shown = ~hidden.people & (now.people > 0)
        assert (now.people[shown] >= MINIMUM).all()
        left = remainders(now.people.ravel(), sums, hidden.people.ravel())
        assert not ((left > 0) & (left < MINIMUM)).any()
        moved = np.abs(now.people - before)[shown & known.people]
        assert not ((moved > 0) & (moved < MINIMUM)).any()
        known = Seen(shown, ~hidden.groups & (now.groups > 0))


@pytest.mark.parametrize("column", [EVERYONE, 1])
def test_nothing_changes_where_a_known_figure_would_move_by_one(column):
    people = np.array([[20, 20], [20, 20], [20, 20], [20, 20]])
    step = np.zeros_like(people)
    step[0, 0] = 1
    known = Seen(np.zeros((7, 3), bool), np.zeros((7, 1), bool))
    known.people[:, column] = True

    chosen = publishable(
        COUNTRY, everything(people), (step, step[:, :, None], step), step != 0, known, MINIMUM
    )

    assert not chosen.any()


def test_a_few_who_cannot_are_not_told_to_be_all():
    values, sums = total_of(12, 300)

    coded = coded_rates(values, np.array([12 - FEW, 100, 110]), sums, np.zeros(3, bool))

    assert coded.high.tolist() == [True, False, False]
