"""What the map shows as a file and as JSON: one measure of every unit, and what it means."""

import streamlit as st

from domain.access import NATION, Scope
from domain.people import Mode
from exports.measure_csv import About, Record, measure_csv, measure_json, measure_rows
from stats.checked import GROUPS
from stats.measures import Measure, Measured
from text import translator
from ui import boards, load, measures, reference
from ui.measures import Choice
from ui.reference import HASHED_AS, Round
from ui.reported_measures import indicators
from ui.table_file import TableFile

MEASURES = [measure.value for measure in Measure]  # their codes in links
_HASHED = {**HASHED_AS, Choice: repr}


def details(measure: str) -> list[str]:
    """The groups a distance is of, the indicators that were reported; one empty for the rest."""
    if measure == Measure.GAP:
        return list(GROUPS)
    return list(indicators() if measure == Measure.REPORTED else ()) or [""]


def choice_of(measure: str, detail: str, audience: str, mode: Mode) -> Choice:
    """The choice of these codes, each of which was checked."""
    return Choice(Measure(measure), detail, audience, mode)


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs=_HASHED)
def file(
    scope: Scope, area_code: str, part: str, campaign: Round, choice: Choice, version: int,
    language: str,
) -> TableFile:  # fmt: skip
    """
    The rows beside a map; of the rate itself the fuller table the page of the place hands out.

    Args:
        part: an area of the province whose rows alone are wanted; empty = all.

    Raises:
        NotPublished: see `measures.measured`.
    """
    if choice.is_plain and not part:
        if area_code == NATION:
            return load.provinces_file(scope, campaign, version, language)
        return load.communes_file(scope, area_code, campaign, version, language)
    key = (scope, area_code, campaign, choice, version, language)
    found = rows_of(scope, area_code, part, campaign, choice, version, language)
    content = measure_csv(found, _about(*key), t=translator(language))
    mark = "-mo-phong" if found.notes.simulated else ""
    return TableFile(f"{_name(part or area_code, choice)}{mark}.csv", content)


def record(
    scope: Scope, area_code: str, campaign: Round, choice: Choice, version: int, language: str
) -> tuple[Record, list[Record]]:
    """
    What is said beside a measure, and its rows.

    Raises:
        NotPublished: see `measures.measured`.
    """
    key = (scope, area_code, campaign, choice, version, language)
    found = measures.measured(*key)
    return measure_json(found, _about(*key), t=translator(language)), measure_rows(found)


def rows_of(
    scope: Scope, area_code: str, part: str, campaign: Round, choice: Choice, version: int,
    language: str,
) -> Measured:  # fmt: skip
    """
    The measure of the units that are drawn.

    Raises:
        NotPublished: see `measures.measured`.
    """
    found = measures.measured(scope, area_code, campaign, choice, version, language)
    return found.only(reference.commune_codes(scope, part)) if part else found


def meaning(
    scope: Scope, area_code: str, campaign: Round, choice: Choice, version: int, language: str
) -> str:
    """What must be said of a measure that is made of others; empty for a rate."""
    t = translator(language)
    match choice.measure:
        case Measure.CHANGE:
            earlier = boards.previous(campaign)
            return t("map.change_note", earlier=earlier.name if earlier else "")
        case Measure.TARGET:
            key = (scope, area_code, campaign, choice, version, language)
            return t("map.target_note", documents="; ".join(measures.documents_of(*key)))
        case Measure.GAP:
            return t("checked.note_nation")
        case _:
            return ""


def _about(
    scope: Scope, area_code: str, campaign: Round, choice: Choice, version: int, language: str
) -> About:
    t = translator(language)
    return About(
        name=measures.measure_name(choice, language),
        audience=t(f"audience.{choice.audience}"),
        mode=t(f"mode_name.{choice.mode}"),
        meaning=meaning(scope, area_code, campaign, choice, version, language),
        area_code=area_code,
        version=version,
    )


def _name(area_code: str, choice: Choice) -> str:
    parts = ("ban-do", area_code, choice.measure, choice.detail, choice.audience, choice.mode)
    return "-".join(part for part in parts if part)
