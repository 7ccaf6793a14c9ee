"""Figures that provinces reported, as a measure of the map: public documents, never mixed in."""

from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np
import pandas as pd
import streamlit as st
from sqlmodel import Session

from db.indicators import latest
from domain.access import PUBLIC, Scope
from domain.people import Mode
from domain.targets import UnitOfMeasure
from stats.disclosure import Status
from stats.measures import Measure, Measured
from text import formats, translator
from ui import load, reference
from ui.database import engine
from ui.reference import Round


@dataclass(frozen=True)
class Reported:
    """An indicator of a period that somebody reported for a province, as its source says."""

    code: str
    name: str
    period: str
    unit_of_measure: str


@st.cache_data(show_spinner=False, ttl=3600, max_entries=2)
def _reported(reports: int) -> pd.DataFrame:
    """Every figure reported for a province of today, as reported; public documents."""
    with Session(engine()) as session:
        rows = latest(session, PUBLIC, area_codes=reference.province_codes())
    named = zip(rows["indicator"], rows["name"], rows["period"], strict=True)
    codes = [
        f"{own or format(crc32(name.encode()), '08x')}.{period}" for own, name, period in named
    ]
    return rows.assign(code=codes, unit_code=rows["area_code"])


def indicators() -> dict[str, Reported]:
    """The indicators that were reported for any province, by their code in links."""
    return _indicators(reference.reports())


@st.cache_data(show_spinner=False, ttl=3600, max_entries=2)
def _indicators(reports: int) -> dict[str, Reported]:
    rows = _reported(reports).drop_duplicates("code")
    return {
        row["code"]: Reported(row["code"], row["name"], row["period"], row["unit_of_measure"])
        for row in rows.to_dict("records")
    }


def as_reported(scope: Scope, campaign: Round, code: str, language: str) -> Measured:
    """Public documents, never mixed with answers: no n, no interval, not simulated."""
    names = reference.province_names(scope)
    rows = _reported(reference.reports())
    rows = rows[rows["code"] == code].drop_duplicates("unit_code").set_index("unit_code")
    table = pd.DataFrame({"unit_code": list(names), "unit_name": list(names.values())})
    there = table["unit_code"].isin(rows.index)
    unit = "" if rows.empty else str(rows["unit_of_measure"].iloc[0])
    value = table["unit_code"].map(rows["value"]).astype(float)
    table = table.assign(
        status=np.select(
            [value.notna(), there],  # of too few people nothing is told (`db.indicators.latest`)
            [Status.SHOWN.value, Status.WITHHELD.value],
            Status.NO_DATA.value,
        ),
        n=pd.array([pd.NA] * len(table), dtype="Int64"),
        value=value,
        low=float("nan"),
        high=float("nan"),
        said=pd.Series(
            [
                _said(rows.loc[unit_code], language) if known else None
                for unit_code, known in zip(table["unit_code"], value.notna(), strict=True)
            ],
            dtype=object,
        ),
        in_percent=unit == UnitOfMeasure.PERCENT.value,
    )
    notes = load.context("reported", campaign, (Mode.SELF,), language)
    source = "" if rows.empty else str(rows["source"].iloc[0])
    period = "" if rows.empty else str(rows["period"].iloc[0])
    notes = replace(notes, source=source, period=period, simulated=False)
    return Measured(Measure.REPORTED, table, notes, None)


def _said(row: pd.Series, language: str) -> str:
    """A reported figure as its source words it: "hơn 19.066 người"."""
    amount, unit = float(row["value"]), str(row["unit_of_measure"])
    number = formats.decimal(amount, 0 if amount.is_integer() else 2, language)
    return f"{row['qualifier']} {number} {translator(language)(f'unit.{unit}')}".strip()
