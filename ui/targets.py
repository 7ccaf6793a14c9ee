"""Targets of documents beside what was counted, with the pace still needed where it can be said."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from charts.theme import Spec
from charts.trend import Milestone, target_trend
from domain.access import Scope
from domain.pace import MILESTONES, Pace, deadline_of
from domain.targets import EVERYONE, Confidence, UnitOfMeasure
from meeting import paces
from meeting.pace_words import pace_words
from stats.published import Published
from text import translator
from ui import boards, chart_pictures, documents, filters, language, load, reference, show
from ui import milestones as days
from ui.language import t
from ui.reference import Area, Round

AUDIENCE = "nhom"
_kept = st.cache_data(show_spinner=False, max_entries=64, ttl=3600, hash_funcs=load.HASHED_AS)


@dataclass(frozen=True, eq=False)
class _Beside:
    """What targets are read beside: rates by audience, people who live there, the round before."""

    audiences: Published
    population: int | None
    today: date
    earlier: paces.Earlier | None


def draw(scope: Scope, area: Area, campaign: Round, today: date) -> None:
    """The way to the targets of one audience, then every target by its year with its pace."""
    key = (scope, area.code, campaign, load.data_version(), language.current())
    rows = in_force(scope, area.code)
    audience = _choose_audience(rows)
    _trend(*key, audience, today)
    chart_pictures.offer(
        lambda: trend(*key, audience, today),
        lambda: show.spine_text(load.audiences(*key)),
        key="duong-toi-muc-tieu",
    )
    _tables(*key, today)


def in_force(scope: Scope, area_code: str) -> pd.DataFrame:
    """Targets that hold in an area: of its province and of the nation, with their deadline."""
    rows = reference.targets(reference.province_of(scope, area_code))
    return rows.assign(deadline=rows["year"].map(deadline_of))


def target_pace(
    row: show.Row,
    audiences: Published,
    population: int | None,
    today: date,
    earlier: paces.Earlier | None = None,
) -> Pace:
    """
    The pace of one target by self-assessment, or why there is none.

    Args:
        row: a row of `in_force`.
        audiences: the rates of the area the reader looks at, by audience.
        population: people of all ages who live there; None when that is not known.
        earlier: as `earlier` gives it.
    """
    deadline = row["deadline"]
    known = deadline if isinstance(deadline, date) else None
    return paces.target_pace(dict(row), audiences, population, known, today, earlier)


def earlier(
    scope: Scope, area_code: str, campaign: Round, version: int, language_code: str, today: date
) -> paces.Earlier | None:
    """The rates of the round before, and the days since; None for the first round."""
    before = boards.previous(campaign)
    if before is None:
        return None
    audiences = load.audiences(scope, area_code, before, version, language_code)
    days = paces.days_between(before.ends_on, campaign.ends_on, today)
    return paces.Earlier(audiences, days)


def _choose_audience(rows: pd.DataFrame) -> str:
    """An audience some target can be read beside; everyone when there is none."""
    percents = rows[rows["unit_of_measure"] == UnitOfMeasure.PERCENT]
    known = [code for code in percents["compared_with"].drop_duplicates() if code] or [EVERYONE]
    names = {code: t(f"audience.{code}") for code in sorted(known, key=lambda c: c != EVERYONE)}
    return filters.choose(t("targets.who"), AUDIENCE, names)


@_kept
def _trend(
    scope: Scope,
    area_code: str,
    campaign: Round,
    version: int,
    language_code: str,
    audience: str,
    today: date,
) -> None:
    key = (scope, area_code, campaign, version, language_code)
    show.chart(trend(*key, audience, today), key="trend")
    show.spine(load.audiences(*key))


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs=load.HASHED_AS)
def trend(
    scope: Scope,
    area_code: str,
    campaign: Round,
    version: int,
    language_code: str,
    audience: str,
    today: date,
) -> Spec:
    """Rates of the campaigns up to this one and the targets of one audience, as a chart."""
    rounds = sorted(
        (one for one in reference.rounds() if one.starts_on <= campaign.starts_on),
        key=lambda one: one.starts_on,
    )
    tables = [load.audiences(scope, area_code, one, version, language_code) for one in rounds]
    rows = in_force(scope, area_code)
    wanted = rows[
        (rows["compared_with"] == audience)
        & (rows["unit_of_measure"] == UnitOfMeasure.PERCENT)
        & rows["target_value"].notna()
    ]
    milestones = [
        Milestone(row["deadline"], float(row["target_value"]), str(row["document"]))
        for row in wanted.to_dict("records")
        if isinstance(row["deadline"], date)
    ]
    points = [
        (one.name, min(one.ends_on, today), table)
        for one, table in zip(rounds, tables, strict=True)
    ]
    known = days.events(scope, area_code, version, language_code, first=first_day(), today=today)
    return target_trend(points, audience, milestones, t=translator(language_code), events=known)


def first_day() -> date:
    """The first of January of the year in which the first round began."""
    return date(min(one.starts_on for one in reference.rounds()).year, 1, 1)


@_kept
def _tables(
    scope: Scope, area_code: str, campaign: Round, version: int, language_code: str, today: date
) -> None:
    audiences = load.audiences(scope, area_code, campaign, version, language_code)
    rows = in_force(scope, area_code)
    st.caption(t("overview.note"))
    population = _population(area_code)
    if population is not None:
        st.caption(
            t(
                "targets.population",
                people=show.number(population["people"]),
                year=int(population["year"]),
                source=population["source"],
            )
        )
    people = None if population is None else int(population["people"])
    before = earlier(scope, area_code, campaign, version, language_code, today)
    beside = _Beside(audiences, people, today, before)
    years = [day.year if isinstance(day, date) else None for day in rows["deadline"]]
    named = {one for one in years if one}
    for year in sorted({*MILESTONES, *(one for one in named if one >= today.year)}):
        st.subheader(t("targets.milestone", year=year), anchor=False)
        _milestone(rows[[one == year for one in years]], beside)
    with st.expander(t("targets.past")):
        past = rows[[one is None or one < today.year for one in years]]
        _milestone(past, beside)


def _milestone(rows: pd.DataFrame, beside: _Beside) -> None:
    """What can be read beside self-assessment first; what cannot is folded away."""
    if rows.empty:
        st.info(t("targets.none_by"))
        return
    comparable = rows["compared_with"] != ""
    for chosen, folded in ((rows[comparable], False), (rows[~comparable], True)):
        if chosen.empty:
            continue
        table = [_row(row, beside) for row in chosen.to_dict("records")]
        frame = pd.DataFrame(table).set_index(t("targets.value"))
        if folded:
            with st.expander(t("targets.not_measured", targets=len(frame))):
                st.table(frame)
        else:
            st.table(frame)


def _row(row: show.Row, beside: _Beside) -> dict[str, str]:
    """One target: what the document asks, what was counted beside it, and how fast it must go."""
    found = target_pace(row, beside.audiences, beside.population, beside.today, beside.earlier)
    deadline = row["deadline"]
    compared = str(row["compared_with"])
    rate = show.row_of(beside.audiences, compared) if compared else None
    counted = (
        show.ABSENT if rate is None else f"{show.percent(rate)} (n = {show.number(rate['n'])})"
    )
    asked = documents.value(row["operator"], row["target_value"], row["unit_of_measure"])
    return {
        t("targets.value"): f"{asked} ({row['year']})" if row["year"] else asked,
        t("targets.who"): f"{row['audience']}: {row['indicator']}",
        t("overview.self"): counted,
        t("targets.pace"): pace_words(found, deadline if isinstance(deadline, date) else None, t),
        t("targets.document"): f"{row['document']} · {row['place']}. {source_words(row)}",
    }


def source_words(row: show.Row) -> str:
    """Where a target was read, and that it is unverified where it is."""
    return t("targets.from", source=row["source"], how=_confidence(str(row["confidence"])))


def _confidence(confidence: str) -> str:
    words = t(f"confidence.{confidence}")
    return words if confidence == Confidence.HIGH else t("targets.unverified", how=words)


def _population(area_code: str) -> pd.Series | None:
    known = reference.population()
    rows = known[known["unit_code"] == area_code]
    return None if rows.empty else rows.iloc[0]
