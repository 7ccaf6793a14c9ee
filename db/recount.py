"""Counts the people of one commune again, slowly and plainly: what every rollup must hold."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from db.counted import CELLS, TOTALS
from db.models import ANSWER_SLOTS, CHECKED_COLUMNS, COUNT_COLUMNS, MINUTES_COLUMNS
from domain.questionnaire import Answer

Key = tuple[object, ...]
Counts = list[int]  # in the order of the rollup's columns
Rows = dict[Key, Counts]

_CORE = 12
_UNTIL_SECONDS = (60, 120, 240, 480, 900)  # the last column of MINUTES_COLUMNS has no end
_SECONDS_A_QUESTION = 2  # who was faster is odd


class Somebody(NamedTuple):
    """One assessment; of a draft, month and seconds are None and it counts nowhere as sent."""

    campaign_code: str
    version: str
    audience: str
    age_band: str
    gender: str
    mode: str
    month: str | None
    seconds_taken: int | None
    helper_pass_id: int | None
    hamlet_id: int | None
    answers: tuple[int | None, ...]
    counted_at: tuple[int, ...]  # places in COUNT_COLUMNS, by a score made anew
    is_sent: bool
    skipped: int  # bits: slots that are 0 for want of a device
    shown: tuple[int | None, ...]  # the check made anew, by group
    overclaim: int | None


def without_children(people: Iterable[Somebody]) -> list[Somebody]:
    """Those whom any count is about: 16 and older, or of an age they would not say."""
    return [one for one in people if one.age_band != "7-15"]


def cells(people: Iterable[Somebody], commune_id: int) -> Rows:
    """The rows of the fine rollup."""
    rows: defaultdict[Key, Counts] = defaultdict(lambda: [0] * len(COUNT_COLUMNS))
    for one in people:
        if one.is_sent:
            who = (one.audience, one.age_band, one.gender, one.mode)
            counts = rows[(commune_id, one.campaign_code, one.month, *who)]
            for place in one.counted_at:
                counts[place] += 1
    return dict(rows)


def totals(by_cell: Mapping[Key, Counts]) -> Rows:
    """The rows of the coarse rollup, from those of the fine one."""
    places = [CELLS.key.index(name) for name in TOTALS.key]
    rows: Rows = {}
    for key, counts in by_cell.items():
        total_key = tuple(key[place] for place in places)
        before = rows.get(total_key, [0] * len(COUNT_COLUMNS))
        rows[total_key] = [a + b for a, b in zip(before, counts, strict=True)]
    return rows


def odd(people: Iterable[Somebody], commune_id: int) -> Rows:
    """People, straight and fast ones, by campaign and mode."""
    rows: defaultdict[Key, Counts] = defaultdict(lambda: [0, 0, 0])
    for one in people:
        if one.is_sent:
            counts = rows[(commune_id, one.campaign_code, one.mode)]
            counts[0] += 1
            counts[1] += not one.skipped and len(set(one.answers[:_CORE])) == 1
            counts[2] += _is_fast(one)
    return dict(rows)


def checks(people: Iterable[Somebody], commune_id: int) -> Rows:
    """Claimed beside shown in each group, and who was asked about what does not exist."""
    rows: defaultdict[Key, Counts] = defaultdict(lambda: [0] * len(CHECKED_COLUMNS))
    for one in people:
        if one.is_sent and (set(one.shown) | {one.overclaim}) != {None}:
            counts = rows[(commune_id, one.campaign_code, one.audience, one.mode)]
            names = {COUNT_COLUMNS[place] for place in one.counted_at}
            for group, is_shown in enumerate(one.shown):
                able = bool(names & {f"g{group}_basic", f"g{group}_firm"})
                unable = bool(names & {f"g{group}_none", f"g{group}_help"})
                if is_shown is not None and (able or unable):
                    counts[4 * group + (0 if able else 2) + (0 if is_shown else 1)] += 1
            counts[-2] += one.overclaim in (0, 1, 2, 3)
            counts[-1] += one.overclaim in (2, 3)
    return dict(rows)


def helped(people: Iterable[Somebody], commune_id: int) -> Rows:
    """People by campaign and helper's pass; who had none is not among them."""
    counted = Counter(
        (commune_id, one.campaign_code, one.helper_pass_id)
        for one in people
        if one.is_sent and one.helper_pass_id is not None
    )
    return {key: [number] for key, number in counted.items()}


def hamlets(people: Iterable[Somebody], commune_id: int) -> Rows:
    """People, those of 60 and older, and women, by hamlet and campaign."""
    rows: defaultdict[Key, Counts] = defaultdict(lambda: [0, 0, 0])
    for one in people:
        if one.is_sent and one.hamlet_id is not None:
            counts = rows[(commune_id, one.hamlet_id, one.campaign_code)]
            counts[0] += 1
            counts[1] += one.age_band in ("60-69", "70+")
            counts[2] += one.gender == "female"
    return dict(rows)


def progress(people: Iterable[Somebody], commune_id: int) -> Rows:
    """Started, answered each slot, sent, and how long that took."""
    groups: defaultdict[Key, list[Somebody]] = defaultdict(list)
    for one in people:
        groups[(commune_id, one.campaign_code, one.version, one.mode)].append(one)
    return {key: _progress(group) for key, group in groups.items()}


def items(people: Iterable[Somebody], province_code: str) -> Rows:
    """How often each answer was given in each slot, by those who sent."""
    groups: defaultdict[Key, list[tuple[int | None, ...]]] = defaultdict(list)
    for one in people:
        if one.is_sent:
            what = (one.campaign_code, one.version, one.audience, one.mode)
            groups[(province_code, *what)].append(one.answers)
    return {key: _items(group) for key, group in groups.items()}


def _progress(group: Sequence[Somebody]) -> Counts:
    taps = [_taps(one) for one in group]
    answered = [sum(slot) for slot in zip(*taps, strict=True)]
    spans = [0] * len(MINUTES_COLUMNS)
    for one in group:
        if one.is_sent and one.seconds_taken is not None:
            spans[sum(one.seconds_taken >= end for end in _UNTIL_SECONDS)] += 1
    return [len(group), *answered, sum(one.is_sent for one in group), *spans]


def _items(group: Sequence[tuple[int | None, ...]]) -> Counts:
    by_slot = [Counter(answers) for answers in zip(*group, strict=True)]
    return [by_slot[slot][answer] for slot in range(ANSWER_SLOTS) for answer in Answer]


def _is_fast(one: Somebody) -> bool:
    given = sum(_taps(one))
    return one.seconds_taken is not None and one.seconds_taken < _SECONDS_A_QUESTION * given


def _taps(one: Somebody) -> list[bool]:
    """By slot whether it was answered by the person."""
    return [
        answer is not None and one.skipped & (2**place) == 0
        for place, answer in enumerate(one.answers)
    ]
