"""Who may be written down, which steps are taken, and counts that give nobody away."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from domain import errors
from domain.ledger import (
    BACKDATED,
    BackReason,
    LearnerState,
    Naming,
    as_contact,
    as_name,
    in_tens,
    is_same_person,
    refuse_day,
    refuse_early_check,
    refuse_step,
    state_after_check,
)

TODAY = date(2026, 11, 20)
INVITED, LEARNING, CHECKED, CAN_DO, HELPS = LearnerState


@pytest.mark.parametrize("name", ["Ksor H'Bia", "Lò Thị Ánh-Nguyệt", "  Giàng   A  Páo "])
def test_names_of_every_people_are_names(name):
    assert as_name(name) == " ".join(name.split())


@pytest.mark.parametrize("name", ["", "A", "x" * 61, "Mai 09", "Mai, nhà ngói", "=1+1", "🙂🙂"])
def test_a_note_a_number_or_a_formula_is_no_name(name):
    with pytest.raises(errors.BadPersonName):
        as_name(name)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("", ""), ("091 234.56-78", "0912345678"), ("+84 912 345 678", "0912345678")],
)
def test_a_number_is_kept_as_digits_and_none_is_fine(typed, stored):
    assert as_contact(typed) == stored


@pytest.mark.parametrize("typed", ["01234567", "012345678901", "912345678", "٠٩١٢٣٤٥٦٧٨", "Zalo"])
def test_what_is_no_number_of_vietnam_is_refused(typed):
    with pytest.raises(errors.BadContact):
        as_contact(typed)


def test_the_same_name_with_another_number_is_somebody_else():
    assert is_same_person(Naming("An Na"), Naming("an na", "0912345678"))
    assert not is_same_person(Naming("An Na", "0987654321"), Naming("An Na", "0912345678"))


def test_of_all_steps_on_only_the_first_and_the_last_are_taken_on_ones_word():
    taken = set()
    for before, after in product(LearnerState, LearnerState):
        try:
            refuse_step(before, after, BackReason.MISTAKE)
        except errors.StepRefused:
            continue
        taken.add((before, after))

    back = {(b, a) for b, a in product(LearnerState, LearnerState)
            if [*LearnerState].index(a) < [*LearnerState].index(b)}  # fmt: skip
    assert taken == {(INVITED, LEARNING), (CAN_DO, HELPS)} | back


@pytest.mark.parametrize("state", [INVITED, CAN_DO, HELPS])
def test_a_check_closes_no_circle_that_has_not_begun_or_is_closed(state):
    with pytest.raises(errors.StepRefused):
        state_after_check(state, showed_something=True)


def test_a_day_is_today_at_the_latest_and_a_month_ago_at_the_earliest():
    refuse_day(TODAY, today=TODAY)
    refuse_day(TODAY - BACKDATED, today=TODAY)
    for day, refusal in (
        (TODAY + timedelta(days=1), errors.DayInTheFuture),
        (TODAY - BACKDATED - timedelta(days=1), errors.DayTooEarly),
    ):
        with pytest.raises(refusal):
            refuse_day(day, today=TODAY)


def test_a_check_is_begun_after_the_pair_to_the_minute():
    paired = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)

    refuse_early_check(paired, began_on=TODAY, paired_at=paired)
    with pytest.raises(errors.CheckTooEarly):
        refuse_early_check(paired - timedelta(minutes=1), began_on=TODAY, paired_at=paired)


@pytest.mark.parametrize(("people", "said"), [(0, None), (9, None), (10, 10), (19, 10), (20, 20)])
def test_candidates_are_said_in_tens_from_ten_on(people, said):
    assert in_tens(people, minimum=5) == said
