"""The caches of what the map shows: one measure of every unit of a province or of the nation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st
from sqlmodel import Session

from db import attainment as counts
from db import checked as checks
from db import withholding
from domain.access import NATION, Scope
from domain.pace import deadline_of
from domain.people import Audience, Mode
from domain.targets import EVERYONE, Confidence, UnitOfMeasure
from stats import measures
from stats.attainment import attainment, combined, profile
from stats.boundaries import in_whole_people
from stats.checked import bounds, for_publishing
from stats.measures import GROUP_OF, Aim, Measure, Measured, Refusal
from stats.published import Published, publish
from text import formats, translator
from ui import boards, checked, load, reading_day, reference
from ui.database import engine
from ui.reference import HASHED_AS, Round
from ui.reported_measures import as_reported, indicators

_CONFIDENCE = list(Confidence)  # from the best traced on


@dataclass(frozen=True)
class Choice:
    """What the map shows, and of whom; `detail` is the group of a gap, or a reported indicator."""

    measure: Measure = Measure.REACHED
    detail: str = ""
    audience: str = EVERYONE
    mode: Mode = Mode.SELF

    @property
    def figure(self) -> str:
        """The figure of releases a rate is guarded as."""
        return GROUP_OF.get(self.measure, withholding.OUTCOME)

    @property
    def is_plain(self) -> bool:
        """Whether it is the rate of everyone who answered alone, which other tables show too."""
        return self == Choice()


MEASURED_AS = {**HASHED_AS, Choice: repr}


class NotPublished(Exception):
    """A combination of filters that no table shows; `why` says so in a key."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


@st.cache_data(show_spinner=False, max_entries=128, hash_funcs=MEASURED_AS)
def measured(
    scope: Scope, area_code: str, campaign: Round, choice: Choice, version: int, language: str
) -> Measured:
    """
    The measure of each commune of a province, or of each province of the nation.

    Raises:
        NotPublished: nobody judged that it may be seen, or there is nothing to make it of.
    """
    of_provinces = area_code == NATION
    why = measures.refused(
        choice.measure, audience=choice.audience, mode=choice.mode,
        of_provinces=of_provinces, today=True,
    )  # fmt: skip
    if why is not None:
        raise NotPublished(why)
    key = (scope, area_code, campaign, choice, version, language)
    match choice.measure:
        case Measure.COVERAGE:
            found = measures.coverage(_rates(*key))
        case Measure.CHANGE:
            found = measures.change(_before(*key), _rates(*key))
        case Measure.TARGET:
            found = measures.target_distance(_rates(*key), _aims(*key))
        case Measure.GAP:
            found = measures.gap(
                _gaps(scope, campaign, version, language), choice.detail, choice.mode
            )
        case Measure.REPORTED:
            found = as_reported(scope, campaign, choice.detail, language)
        case _:
            found = measures.rates(choice.measure, _rates(*key))
    return found


def rates(
    scope: Scope, area_code: str, campaign: Round, audience: str, mode: Mode, version: int,
    language: str,
) -> Published:  # fmt: skip
    """Who reached the basic level, of an audience in one mode, of each unit; without the whole."""
    choice = Choice(audience=audience, mode=mode)
    return _rates(scope, area_code, campaign, choice, version, language)


@st.cache_data(show_spinner=False, max_entries=128, hash_funcs=MEASURED_AS)
def _rates(
    scope: Scope, area_code: str, campaign: Round, choice: Choice, version: int, language: str
) -> Published:
    """The rates the measure is made of, as the release guards them; without the whole as a row."""
    if choice.figure == withholding.OUTCOME and choice.audience == EVERYONE:
        if area_code == NATION:
            found = load.provinces(scope, campaign, choice.mode, version, language)
        else:
            found = load.communes(scope, area_code, campaign, choice.mode, version, language)
        return found.without(area_code)
    frame = _counts(scope, area_code, campaign, choice, version)
    name = translator(language)("area.nation") if area_code == NATION else ""
    whole = combined(frame, code=area_code, name=name)
    units = pd.concat([frame, whole], ignore_index=True)
    divided = load.estimated(scope, area_code)
    table = _table(units, choice)
    if divided:
        if choice.figure == withholding.OUTCOME:
            table = in_whole_people(table, total_code=area_code)
        table["estimated"] = table["unit_code"].isin(divided)
    held = _held(scope, list(table["unit_code"].unique()), campaign, choice)
    notes = load.context("reached", campaign, (choice.mode,), language)
    return publish(table, notes, total_code=area_code, held=held).without(area_code)


def _table(units: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    if choice.figure == withholding.OUTCOME:
        return attainment(units, mode=choice.mode)
    table = profile(units, modes=(choice.mode,))
    return table[table["group"] == choice.figure].reset_index(drop=True)


def _counts(
    scope: Scope, area_code: str, campaign: Round, choice: Choice, version: int
) -> pd.DataFrame:
    who = None if choice.audience == EVERYONE else Audience(choice.audience)
    with Session(engine()) as session:
        if area_code == NATION:
            return counts.by_province(session, scope, campaign_code=campaign.code, audience=who)
        return counts.by_commune(
            session, scope, area_code=area_code, campaign_code=campaign.code,
            on=reading_day.of(version), audience=who,
        )  # fmt: skip


def _held(scope: Scope, codes: list[str], campaign: Round, choice: Choice) -> pd.DataFrame:
    with Session(engine()) as session:
        return withholding.held_back(
            session, scope, area_codes=codes, campaign_code=campaign.code,
            figures=[choice.figure], audience=choice.audience,
        )  # fmt: skip


def _before(
    scope: Scope, area_code: str, campaign: Round, choice: Choice, version: int, language: str
) -> Published:
    earlier = boards.previous(campaign)
    if earlier is None:
        raise NotPublished(Refusal.NO_EARLIER)
    return _rates(scope, area_code, earlier, choice, version, language)


@st.cache_data(show_spinner=False, max_entries=16, hash_funcs=HASHED_AS)
def _gaps(scope: Scope, campaign: Round, version: int, language: str) -> Published:
    """What was claimed and shown in every province, as `ui.checked` tells it of each."""
    table = checked.everywhere(scope, campaign, version, language)
    table = table[table["unit_code"] != NATION].reset_index(drop=True)
    notes = load.context("checked", campaign, checks.MODES, language)
    return publish(for_publishing(table), notes, held=bounds(table))


def _aims(
    scope: Scope, area_code: str, campaign: Round, choice: Choice, version: int, language: str
) -> Mapping[str, Aim]:
    """What documents ask of the audience in each unit; communes by their province."""
    units = _rates(scope, area_code, campaign, choice, version, language).table["unit_code"]
    if area_code == NATION:
        found = {code: aim(code, choice.audience, campaign.ends_on) for code in units}
    else:
        province = reference.province_of(scope, area_code)
        found = dict.fromkeys(units, aim(province, choice.audience, campaign.ends_on))
    known = {code: one for code, one in found.items() if one is not None}
    if not known:
        raise NotPublished(Refusal.NO_TARGET)
    return known


def documents_of(
    scope: Scope, area_code: str, campaign: Round, choice: Choice, version: int, language: str
) -> list[str]:
    """Each target that is measured against, with its document."""
    aims = _aims(scope, area_code, campaign, choice, version, language).values()
    return sorted({f"{formats.decimal(one.percent, 0, language)}\u00a0% ({one.document})"
                   for one in aims})  # fmt: skip


def aim(province_code: str, audience: str, on: date) -> Aim | None:
    """
    The target of an audience that comes next after a day: the province's own, else the nation's.

    A target without a document is none.
    """
    rows = reference.targets(province_code)
    rows = rows[
        (rows["compared_with"] == audience)
        & (rows["unit_of_measure"] == UnitOfMeasure.PERCENT.value)
        & rows["target_value"].notna()
        & (rows["document"] != "")
    ]
    dated = [(deadline_of(row["year"]), row) for row in rows.to_dict("records")]
    coming = [(day, row) for day, row in dated if day is not None and day >= on]
    if not coming:
        return None
    _, row = min(
        coming,
        key=lambda one: (
            one[1]["area_code"] == NATION, one[0], _CONFIDENCE.index(one[1]["confidence"]),
        ),
    )  # fmt: skip
    return Aim(float(row["target_value"]), str(row["document"]))


def measure_name(choice: Choice, language: str) -> str:
    """What the map shows, as a reader reads it."""
    t = translator(language)
    if choice.measure is Measure.REPORTED:
        return indicators()[choice.detail].name
    if choice.measure is Measure.GAP:
        return t("measure_of.lech", group=t(f"group.{choice.detail}"))
    return t(f"measure.{choice.measure}")
