"""Which records of a commune are odd enough to look at, and how a week moved the published rate."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from domain.weeks import OddKind
from stats import ranking
from stats.change import Verdict, verdict_between
from stats.disclosure import Status
from stats.ranking import Rules

_TENS = 10
_FIGURES = ("percent", "low", "high", "n")


@dataclass(frozen=True)
class Odd:
    """
    A line of the inbox.

    `number` = whole tens of people (0 = under ten), so that nobody is seen to come; of hamlets and
    of entries all of them.
    """

    commune_code: str
    kind: OddKind
    number: int


@dataclass(frozen=True)
class Rate:
    """A published rate as a report keeps it: only one that is shown as it is."""

    percent: float
    low: float
    high: float
    n: int


def by_people(counts: pd.DataFrame, rules: Rules) -> list[Odd]:
    """
    Communes in which many answered alike or too fast, or nearly all came by one helper.

    The rule of the boards: what makes "đang kiểm tra" there is asked here, where enough people
    answered for a share to say anything and to be nobody's own answers.

    Args:
        counts: unit_code, people, straight, fast, by_one, all as counts of people.
    """
    enough = counts[counts["people"] >= rules.minimum_people].set_index("unit_code", drop=False)
    found = (
        (OddKind.FAST, "fast", ranking.units_fast(enough, rules)),
        (OddKind.STRAIGHT, "straight", ranking.units_straight(enough, rules)),
        (OddKind.ONE_HELPER, "by_one", ranking.units_of_one_helper(enough, rules)),
    )
    return [
        _in_tens(code, kind, enough[column].loc[code])
        for kind, column, codes in found
        for code in sorted(codes)
    ]


def of_people(kind: OddKind, by_commune: Mapping[str, int]) -> list[Odd]:
    """Lines of people counted by commune."""
    return [_in_tens(code, kind, people) for code, people in by_commune.items() if people]


def of_things(kind: OddKind, by_commune: Mapping[str, int]) -> list[Odd]:
    """Lines of hamlets or entries counted by commune."""
    return [Odd(code, kind, number) for code, number in by_commune.items() if number]


def still_open(found: list[Odd], looked: Mapping[tuple[str, OddKind], int]) -> list[Odd]:
    """Those nobody looked at since their number moved."""
    return [one for one in found if looked.get((one.commune_code, one.kind)) != one.number]


def rate_of(row: pd.Series) -> Rate | None:
    """The rate of a row of a published table; None unless it is shown as it is."""
    if row["status"] != Status.SHOWN.value:
        return None
    percent, low, high, n = (row[name] for name in _FIGURES)
    return Rate(float(percent), float(low), float(high), int(n))


def moved(before: Rate | None, now: Rate | None) -> Verdict:
    """What may be said of a rate a week later."""
    if before is None or now is None:
        return Verdict.UNKNOWN
    return verdict_between(_as_row(before), _as_row(now))


def _as_row(rate: Rate) -> pd.Series:
    row = {name: getattr(rate, name) for name in _FIGURES}
    return pd.Series({**row, "status": Status.SHOWN.value})


def _in_tens(code: object, kind: OddKind, people: float) -> Odd:
    return Odd(str(code), kind, int(people) // _TENS * _TENS)
