"""How far a place is from the targets of documents, by what may be seen of its audiences."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from domain.pace import (
    Pace,
    PaceState,
    Points,
    Unknown,
    days_left,
    pace,
    pace_to_percent,
    points,
    points_a_month,
    unknown,
)
from domain.targets import EVERYONE, UnitOfMeasure
from meeting.figures import AUDIENCES, AUDIENCES_BEFORE, POPULATION, ROUNDS, TARGETS, Fact
from meeting.setting import Setting
from stats.change import changes
from stats.disclosure import Status
from stats.published import Published

Row = Mapping[str, object] | Mapping[Hashable, object]


@dataclass(frozen=True)
class Aim:
    """A target of a document and where the place stands beside it."""

    target: Fact
    deadline: date | None
    pace: Pace


@dataclass(frozen=True, eq=False)
class Earlier:
    """The rates of the round before by audience, and the days from its end to those of now."""

    audiences: Published
    days: int


def aims(setting: Setting) -> tuple[Aim, ...]:
    """Every target that names its document, in the order of the facts."""
    return tuple(_aim(setting, target) for target in documented(setting))


def documented(setting: Setting) -> list[Fact]:
    """The targets that can be shown: nobody can ask after one without a document."""
    return [one for one in setting.figures.facts.get(TARGETS, ()) if one.get("document")]


def leading(setting: Setting) -> Aim | None:
    """The next target of everybody that is still to be reached, or was reached in time."""
    open_ones = [
        aim
        for aim in aims(setting)
        if aim.target["compared_with"] == EVERYONE and aim.pace.days > 0 and _is_known(aim.pace)
    ]
    return min(open_ones, key=lambda aim: aim.deadline or date.max, default=None)


def _is_known(found: Pace) -> bool:
    """Where no population is known, the rate of those who answered can still be compared."""
    return found.state in (PaceState.WITHIN, PaceState.REACHED) or found.points is not None


def target_pace(
    row: Row,
    audiences: Published,
    population: int | None,
    deadline: date | None,
    today: date,
    earlier: Earlier | None = None,
) -> Pace:
    """
    The pace of one target by self-assessment, or why there is none.

    Args:
        row: target_value, unit_of_measure, compared_with, operator.
        audiences: the rates of the place by audience.
        population: people of all ages who live there; None when that is not known.
        earlier: None where there is no round before.
    """
    value = row["target_value"]
    refused = _refused(row, deadline)
    if refused is not None:
        return unknown(refused)
    assert deadline is not None  # `_refused` names it
    amount, strictly = float(str(value)), row["operator"] == ">"
    reached = able(audiences, str(row["compared_with"]))
    if row["unit_of_measure"] == UnitOfMeasure.PERCENT:
        found = pace_to_percent(
            today=today,
            deadline=deadline,
            reached=reached,
            percent=amount,
            population=population if row["compared_with"] == EVERYONE else None,
            strictly=strictly,
        )
        if found.because not in (None, Unknown.NO_POPULATION):
            return found
        days, audience = days_left(today, deadline), str(row["compared_with"])
        return replace(found, days=days, points=_points(audiences, audience, amount, days, earlier))
    if reached is None:
        return unknown(Unknown.NO_COUNT)
    return pace(today=today, deadline=deadline, reached=reached, needed=int(amount) + strictly)


def able(audiences: Published, audience: str) -> int | None:
    """People counted at the basic level, where the rate they make is shown."""
    row = _shown(audiences, audience)
    return None if row is None else people_of(row)


def _points(
    audiences: Published, audience: str, percent: float, days: int, earlier: Earlier | None
) -> Points | None:
    row = _shown(audiences, audience)
    if row is None:
        return None
    seen = None if earlier is None else _seen(earlier, audiences, audience)
    rate, n = float(row["percent"]), int(row["n"])
    return points(days=days, rate=rate, percent=percent, n=n, seen=seen)


def _seen(earlier: Earlier, now: Published, audience: str) -> float | None:
    """The most the rate may have risen a month: the upper end of the interval of its change."""
    found = changes(earlier.audiences.only([audience]), now.only([audience]))
    if found.empty or earlier.days <= 0 or pd.isna(found["change_high"].iloc[0]):
        return None
    return points_a_month(float(found["change_high"].iloc[0]), earlier.days)


def _shown(audiences: Published, audience: str) -> pd.Series | None:
    table = audiences.table
    rows = table[table["unit_code"] == audience]
    if rows.empty or rows["status"].iloc[0] != Status.SHOWN:
        return None
    return rows.iloc[0]


def people_of(row: pd.Series) -> int:
    """People at the basic level, of a row whose rate is shown."""
    return round(float(row["percent"]) * int(row["n"]) / 100)


def _refused(row: Row, deadline: date | None) -> Unknown | None:
    value = row["target_value"]
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return Unknown.NO_VALUE
    if deadline is None:
        return Unknown.NO_DEADLINE
    if row["unit_of_measure"] == UnitOfMeasure.PER_UNIT:
        return Unknown.NOT_PEOPLE
    return None if row["compared_with"] else Unknown.NOT_COMPARABLE


def _aim(setting: Setting, target: Fact) -> Aim:
    ends = target.get("deadline")
    deadline = date.fromisoformat(str(ends)) if ends else None
    audiences = setting.table(AUDIENCES)
    if audiences is None:
        return Aim(target, deadline, unknown(Unknown.NO_COUNT))
    people, earlier = _population(setting), _earlier(setting)
    found = target_pace(target, audiences, people, deadline, setting.today, earlier)
    return Aim(target, deadline, found)


def _earlier(setting: Setting) -> Earlier | None:
    before, known = setting.table(AUDIENCES_BEFORE), setting.figures.facts.get(ROUNDS, ())
    if before is None or not known:
        return None
    ended, ends = (date.fromisoformat(str(known[0][name])) for name in ("earlier_ends", "ends"))
    return Earlier(before, days_between(ended, ends, setting.today))


def days_between(ended: date, ends: date, today: date) -> int:
    """Days from the end of a round to that of the next, as far as it has come."""
    return (min(ends, today) - ended).days


def _population(setting: Setting) -> int | None:
    known = setting.figures.facts.get(POPULATION, ())
    return int(str(known[0]["people"])) if known else None
