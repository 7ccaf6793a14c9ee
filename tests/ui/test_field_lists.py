"""Lists of the field on a small screen: which class stands open, and what a circle has room for."""

import re
from datetime import date, timedelta

import pytest

from db.classes import ListedClass, PlannedClass
from db.ledger_names import ListedAmbassador, ListedLearner
from domain.classes import ClassKind, ClassPlace, ClassPlan, Teacher
from domain.ledger import LearnerState
from text import LANGUAGES, translator
from ui import class_list, ledger_circles

TODAY = date(2026, 11, 23)


def held(days_ago, *, tallied=None, cancelled=False):
    plan = ClassPlan(
        ClassKind.LESSON, ClassPlace.SCHOOL, "Trường", "15664", TODAY - timedelta(days=days_ago),
        19 * 60, 90, "everyone", Teacher.VOLUNTEER, (), (),
    )  # fmt: skip
    planned = PlannedClass("abcde", plan, "Xã Triệu Sơn", "", cancelled, 0)
    return ListedClass(planned, by_phone=3, tallied=tallied, answered=0)


@pytest.mark.parametrize(
    ("one", "waits"),
    [
        (held(7), True),
        (held(8), False),  # nobody can count it any more
        (held(1, tallied=0), False),
        (held(1, cancelled=True), False),
    ],
)
def test_a_class_waits_for_its_count_as_long_as_somebody_can_still_give_one(
    one, waits, monkeypatch
):
    monkeypatch.setattr("ui.clock.today", lambda: TODAY)

    assert class_list.waits_for_a_count(one) is waits


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", LearnerState)
def test_no_line_under_a_circle_reaches_into_the_next(language, state, monkeypatch):
    monkeypatch.setattr("ui.ledger_circles.t", translator(language))
    learner = ListedLearner(1, None, 1, "", None, "", state, TODAY)

    drawn = ledger_circles.circles_svg(
        ListedAmbassador(1, None, 1, "", None, "", TODAY, (learner,) * 5)
    )

    assert max(map(len, re.findall(r">([^<>]+)</text>", drawn))) <= 9
