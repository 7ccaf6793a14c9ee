"""Every number of every sentence, counted again by hand from the published tables of its slide."""

import math
import random

import pandas as pd
import pytest

from charts.scales import CUTS
from meeting.deck import Deck, SlideKind
from meeting.figures import AUDIENCES, AUDIENCES_BEFORE, GROUPS, MONTHS, UNITS, WHOLE, Figures
from meeting.quoted import is_among, numbers_in
from tests import decks
from tests.meeting.test_slides import slide_of

SPOKEN = (
    SlideKind.NUMBERS, SlideKind.MAP, SlideKind.RANKED, SlideKind.GROUPS, SlideKind.AUDIENCES,
    SlideKind.CHANGE, SlideKind.TREND, SlideKind.COVERAGE, SlideKind.HIDDEN,
)  # fmt: skip


def random_figures(seed: int) -> Figures:
    """Units, audiences, groups and months of any size, from nobody to thousands."""
    draw = random.Random(seed)

    def counts(least: int = 0) -> tuple[int, int]:
        people = draw.choice([least, draw.randint(least, 30), draw.randint(least, 3000)])
        return people, draw.randint(0, people)

    units = {f"{16000 + n}": (f"Xã {'ABCDEFGHIJKLMNOPQRS'[n]}", *counts()) for n in range(18)}
    bounds = [code for code, (_, n, able) in units.items() if n >= 10 and able <= 2]
    names = ("citizen", "student", "worker", "public_employee")
    return decks.small_figures(
        units=decks.units_table(units, bound_codes=bounds),
        audiences=decks.audiences_table({name: counts(10) for name in names}),
        audiences_before=decks.audiences_table({name: counts(10) for name in names}),
        groups=decks.groups_table([draw.randint(0, 1754) for _ in range(7)]),
        months=decks.months_table(
            {f"2026-0{month}": (100 * month, draw.randint(0, 100 * month)) for month in (5, 6, 7)}
        ),
    )


def written(percent: float, n: float) -> float:
    """A rate as it may be written: one decimal from 100 people on, else none."""
    places = 10 if n >= 100 else 1
    return math.floor(round(percent * places, 6) + 0.5) / places


def rates_of(figures: Figures, *names: str) -> set[float]:
    """Every rate and number of people of these tables, as they may be written."""
    rows = [row for name in names for row in figures.tables[name].table.to_dict("records")]
    known = [row for row in rows if pd.notna(row["percent"])]
    return {written(row["percent"], row["n"]) for row in known} | {float(r["n"]) for r in known}


def counted(figures: Figures) -> dict[SlideKind, set[float]]:
    """What the sentences about units may count, by plain loops."""
    units = figures.tables[UNITS].table.to_dict("records")
    shown = [row for row in units if row["status"] == "shown"]
    rated = [row for row in units if pd.notna(row["percent"])]
    whole = figures.tables[WHOLE].table.to_dict("records")[0]
    above = sum(1 for row in shown if row["low"] > whole["high"])
    below = sum(1 for row in shown if row["high"] < whole["low"])
    unseen = sum(1 for row in units if row["status"] in ("withheld", "no_data"))
    cuts = {
        float(number)
        for cut in CUTS
        for number in (cut, sum(1 for row in shown if row["percent"] >= cut))
    }
    places = {float(len(rated)), float(len(units)), float(len(units) - len(rated))}
    return {
        SlideKind.MAP: cuts | places,
        SlideKind.RANKED: places | {above, below, len(rated) - above - below},
        SlideKind.COVERAGE: {float(unseen), float(len(units)), float(whole["n"])},
        SlideKind.HIDDEN: {float(len(units) - len(rated)), float(len(units)), 10.0},
        SlideKind.NUMBERS: {float(round(whole["percent"] * whole["n"] / 100))},
    }


def allowed(figures: Figures, deck: Deck, kind: SlideKind) -> set[float]:
    of_kind = {
        SlideKind.GROUPS: rates_of(figures, GROUPS),
        SlideKind.AUDIENCES: rates_of(figures, AUDIENCES),
        SlideKind.CHANGE: rates_of(figures, AUDIENCES, AUDIENCES_BEFORE),
        SlideKind.TREND: rates_of(figures, MONTHS) | {202_605, 202_606, 202_607},
    }
    if kind in of_kind:
        return of_kind[kind]
    pace = {20_261_231.0} | pace_of(figures)
    extra = pace if kind is SlideKind.NUMBERS else share_of(figures)
    rates = rates_of(figures, UNITS, WHOLE) if kind is not SlideKind.MAP else set()
    return counted(figures)[kind] | rates | extra


def pace_of(figures: Figures) -> set[float]:
    """Points to 80 % until 31/12/2026: 103 days with both ends, in months of 365.25 / 12 days."""
    row = figures.tables[AUDIENCES].table.iloc[0]
    missing, n = 80 - row["percent"], row["n"]
    return {written(missing, n), written(missing * 365.25 / 12 / 103, n), float(n)}


def share_of(figures: Figures) -> set[float]:
    """The share of 3,700,000 people, to two digits that mean something."""
    share = figures.tables[WHOLE].table["coverage"].iloc[0]
    return {round(share, places) for places in range(1, 5)}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_number_said_is_a_figure_of_the_slide_counted_again(seed, language):
    figures = random_figures(seed)
    deck = decks.small_deck(language, figures=figures)

    for kind in SPOKEN:
        said = numbers_in(slide_of(deck, kind).generated, language)
        strange = [one for one in said if not is_among(one, allowed(figures, deck, kind))]
        assert strange == [], slide_of(deck, kind).generated


@pytest.mark.parametrize("seed", range(4))
def test_no_sentence_writes_a_decimal_where_only_few_people_stand_behind_it(seed):
    draw = random.Random(seed)
    few = {name: (draw.randint(10, 24), draw.randint(0, 10)) for name in ("citizen", "worker")}
    figures = decks.small_figures(
        audiences=decks.audiences_table(few), audiences_before=decks.audiences_table(few)
    )
    deck = decks.small_deck(figures=figures)

    for kind in (SlideKind.AUDIENCES, SlideKind.CHANGE):
        assert all(one.is_integer() for one in numbers_in(slide_of(deck, kind).generated, "vi"))


@pytest.mark.parametrize("seed", range(4))
def test_rising_and_falling_are_said_exactly_beyond_chance(seed):
    figures = random_figures(seed)
    before, now = (figures.tables[name].table.iloc[0] for name in (AUDIENCES_BEFORE, AUDIENCES))
    change = now["percent"] - before["percent"]
    down = math.hypot(now["percent"] - now["low"], before["high"] - before["percent"])
    up = math.hypot(now["high"] - now["percent"], before["percent"] - before["low"])
    clear = change > down or -change > up

    said = slide_of(decks.small_deck(figures=figures), SlideKind.CHANGE).generated

    assert clear == said.startswith(("Tăng rõ", "Giảm rõ"))
