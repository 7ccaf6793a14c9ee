"""How reported figures, periods and faults are said."""

from collections.abc import Iterable

import streamlit as st

from db.settings import settings
from domain.indicator_checks import JUMP_FACTOR
from domain.indicator_periods import Period, PeriodKind, as_period
from domain.indicators import EntryFault, Figure, Indicator, is_small
from text import formats
from ui import documents, language
from ui.language import t

_COUNTS = ("numerator", "denominator", "people", "population")
_PERIODS = ("missing", "before")


def figure(indicator: Indicator, said: Figure) -> str:
    """A figure with its unit and, of a percentage, what it was made of; few people stay hidden."""
    if is_small(indicator.counted, said, settings().minimum_group):
        return t("indicators.too_few", minimum=settings().minimum_group)
    value = documents.value(said.qualifier, said.value, indicator.unit_of_measure)
    if said.numerator is None or said.denominator is None:
        return value
    parts = {"numerator": count(said.numerator), "denominator": count(said.denominator)}
    return t("indicators.ratio", value=value, **parts)


def count(value: float) -> str:
    """A count with the marks of the language."""
    return formats.count(int(value), language.current())


def period(one: Period) -> str:
    """A period as a reader says it."""
    code = language.current()
    if one.kind is PeriodKind.MOMENT:
        return formats.day(one.first, code)
    if one.kind is PeriodKind.MONTH:
        return t("period.month", month=formats.month(one.code, code))
    if one.kind is PeriodKind.QUARTER:
        return t("period.quarter", quarter=one.code[-1], year=one.first.year)
    return t("period.year", year=one.first.year)


def any_period(code: str) -> str:
    """The same of a stored code whose kind stands nowhere."""
    known = (as_period(kind, code) for kind in PeriodKind)
    return next((period(one) for one in known if one is not None), code)


def draw_faults(faults: Iterable[EntryFault]) -> None:
    """What must be mended, one sentence each; rows of a file are named, the form's is not."""
    lines = [f"- {fault_sentence(fault)}" for fault in faults]
    st.error(t("faults.title", number=len(lines)))
    st.markdown("\n".join(lines))


def fault_sentence(fault: EntryFault) -> str:
    """What is wrong, and what to do."""
    said = {name: _said(name, value) for name, value in fault.details.items()}
    sentence = t(f"indicator_fault.{fault.kind}", factor=JUMP_FACTOR, **said)
    if not fault.row:
        return sentence[:1].upper() + sentence[1:]
    row = t("import.row", number=fault.row)
    return f"**{row}, {t(f'indicator_field.{fault.field}')}:** {sentence}"


def _said(name: str, value: str | float) -> str:
    if name in _COUNTS and not isinstance(value, str):
        return count(value)
    if name == "value" and not isinstance(value, str):
        places = 0 if float(value).is_integer() else 2
        return formats.decimal(float(value), places, language.current())
    if name == "wanted":
        return t(f"unit.{value}")
    if name == "kind":
        return t(f"period_form.{value}")
    if name in _PERIODS:
        return _any_period(str(value))
    return str(value)


def _any_period(code: str) -> str:
    found = (as_period(kind, code) for kind in PeriodKind)
    return next((period(one) for one in found if one is not None), code)
