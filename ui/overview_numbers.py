"""The three numbers an overview opens with: who can, who is still missing, how fast it must go."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from domain.access import NATION, Scope
from domain.pace import Pace, PaceState
from domain.people import Mode
from domain.targets import EVERYONE, UnitOfMeasure
from meeting import pace_words
from stats.disclosure import Status
from ui import documents, language, load, reference, show, targets
from ui.language import t
from ui.reference import Area, Round

_kept = st.cache_data(show_spinner=False, max_entries=64, ttl=3600, hash_funcs=load.HASHED_AS)
_MEASURES = (UnitOfMeasure.PERCENT, UnitOfMeasure.PEOPLE)


@dataclass(frozen=True)
class Number:
    """One of the three: a short figure, or a dash, and the sentence that explains it."""

    label: str
    figure: str
    sentence: str


def draw(scope: Scope, area: Area, campaign: Round, today: date) -> None:
    """The three numbers, the facts beside them, and how the rate was answered."""
    _draw(scope, area.code, campaign, load.data_version(), language.current(), today)


def target_in_force(rows: pd.DataFrame, today: date) -> show.Row | None:
    """
    The target for everybody to be met next: of the place itself before the nation's.

    Args:
        rows: as `ui.targets.in_force` gives them.
    """
    found = [
        row
        for row in rows.to_dict("records")
        if row["compared_with"] == EVERYONE
        and row["unit_of_measure"] in _MEASURES
        and pd.notna(row["target_value"])
        and isinstance(row["deadline"], date)
        and row["deadline"] >= today
    ]
    order = {True: 1, False: 0}
    return min(
        found, key=lambda row: (order[row["area_code"] == NATION], row["deadline"]), default=None
    )


def numbers(row: show.Row, target: show.Row | None, pace: Pace | None) -> list[Number]:
    """The three numbers of the rate of everybody; what cannot be said says why."""
    return [_reached(row), _missing(target, pace), _speed(target, pace)]


@_kept
def _draw(
    scope: Scope,
    area_code: str,
    campaign: Round,
    version: int,
    language_code: str,
    today: date,
) -> None:
    key = (scope, area_code, campaign, version, language_code)
    audiences = load.audiences(*key)
    row = show.row_of(audiences, EVERYONE)
    target = target_in_force(targets.in_force(scope, area_code), today)
    pace = None
    if target is not None:
        before = targets.earlier(*key, today)
        pace = targets.target_pace(target, audiences, _people(area_code), today, before)
    for column, one in zip(st.columns(3), numbers(row, target, pace), strict=True):
        with column:
            st.metric(one.label, one.figure, border=True)
            st.caption(one.sentence)
    by_mode = {
        mode: load.communes(scope, area_code, campaign, mode, version, language_code)
        for mode in Mode
    }
    show.spine(audiences)
    _coverage(show.row_of(by_mode[Mode.SELF], area_code))
    with st.expander(t("area.modes")):
        show.modes_table(by_mode, area_code)
        st.caption(t("area.modes_note"))


def _people(area_code: str) -> int | None:
    known = reference.population()
    people = known.loc[known["unit_code"] == area_code, "people"]
    return None if people.empty else int(people.iloc[0])


def _coverage(row: show.Row) -> None:
    parts = [t("overview_numbers.coverage", coverage=show.coverage(row))]
    if pd.notna(row["population"]):
        parts.append(
            t(
                "show.coverage_basis",
                people=show.number(row["population"]),
                year=int(row["population_year"]),
                source=row["population_source"],
            )
        )
    st.caption(" ".join(parts))


def _reached(row: show.Row) -> Number:
    label = t("overview_numbers.reached")
    if row["status"] != Status.SHOWN:
        known = pd.notna(row["percent"])
        figure: str = show.percent(row) if known else show.ABSENT
        return Number(label, figure, t(f"status.{row['status']}"))
    people = round(float(row["percent"]) * int(row["n"]) / 100)
    sentence = t(
        "overview_numbers.reached_of",
        people=show.number(people),
        n=show.number(row["n"]),
        interval=show.interval(row),
    )
    return Number(label, show.percent(row), sentence)


def _missing(target: show.Row | None, pace: Pace | None) -> Number:
    """Points first: they compare people with people; how many people that is, is only a bound."""
    if target is None or pace is None:
        label = t("overview_numbers.missing_points")
        return Number(label, show.ABSENT, t("overview_numbers.no_target"))
    said = pace_words.facts(pace, None, t)
    if pace.points is not None:
        figure, small = said["points"], pace_words.people_words(pace, t)
    else:
        figure = said["remaining"] if pace.because is None else show.ABSENT
        small = "" if pace.because is None else pace_words.sentence(pace, None, t)
    label = t("overview_numbers.missing_points" if _in_points(pace) else "overview_numbers.missing")
    return Number(label, figure, " ".join(filter(None, (_asked(target), small))))


def _speed(target: show.Row | None, pace: Pace | None) -> Number:
    if target is None or pace is None:
        label = t("overview_numbers.speed_points")
        return Number(label, show.ABSENT, t("overview_numbers.no_speed"))
    said = pace_words.facts(pace, target["deadline"], t)
    words = pace_words.sentence(pace, target["deadline"], t)
    figure = show.ABSENT
    if pace.points is not None:
        figure = said["per_month"] if pace.points.missing else show.ABSENT
    elif pace.state == PaceState.WITHIN:
        figure = said["per_week"]
    label = t("overview_numbers.speed_points" if _in_points(pace) else "overview_numbers.speed")
    return Number(label, figure, words)


def _in_points(pace: Pace) -> bool:
    return pace.points is not None or pace.because is not None


def _asked(target: show.Row) -> str:
    value = documents.value(target["operator"], target["target_value"], target["unit_of_measure"])
    return t(
        "overview_numbers.asked",
        value=value,
        year=target["year"],
        document=target["document"],
        place=target["place"],
    )
