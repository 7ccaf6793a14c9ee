"""What the read API gives: the tables that pages show, from the same caches, as JSON and as CSV."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from db.settings import settings
from domain.access import NATION, PUBLIC, Scope
from domain.lineage import BoundaryView
from domain.people import Mode
from domain.targets import EVERYONE
from exports.reported_csv import COLUMNS as REPORTED_COLUMNS
from exports.reported_csv import reported_csv
from exports.table_json import frame_json, notes_json, rows_json
from stats.disclosure import Status
from stats.published import Published
from text import translator
from ui import (
    boundary,
    boundary_inside,
    boundary_reading,
    load,
    measure_files,
    measures,
    reference,
)
from ui.measures import Choice
from ui.reference import Round
from ui.table_file import TableFile, file_of


class Kind(StrEnum):
    """What a table has as rows."""

    PROVINCES = "provinces"
    COMMUNES = "communes"
    GROUPS = "groups"


@dataclass(frozen=True)
class Asked:
    """One table, as somebody asks for it; nothing in it is unchecked."""

    kind: Kind
    area_code: str
    campaign: Round
    view: BoundaryView
    language: str
    mode: Mode = Mode.SELF
    audience: str = EVERYONE

    @property
    def level(self) -> str:
        """The level of the units: by older boundaries a province may be read by districts."""
        if self.kind is Kind.PROVINCES:
            return boundary.PROVINCE
        return boundary.COMMUNE if self.view.is_today else boundary_reading.below(self.view)

    @property
    def is_plain(self) -> bool:
        """Whether it is the rate of everyone who answered alone, which pages hand out as a file."""
        return self.audience == EVERYONE and self.mode is Mode.SELF


@dataclass(frozen=True, eq=False)
class Found:
    """A published table; `whole` is the unit in it that is the sum of the others, if one is."""

    published: Published
    whole: str | None

    @property
    def parts(self) -> Published:
        """Without the whole."""
        return self.published if self.whole is None else self.published.without(self.whole)


def table(scope: Scope, asked: Asked, version: int) -> Found:
    """
    The figures asked for, as the pages show them.

    Raises:
        OutsideScope: the scope reaches nothing of the area.
    """
    more = (version, asked.language)
    if asked.kind is Kind.GROUPS:
        return Found(load.groups(scope, asked.area_code, asked.campaign, *more), None)
    if not asked.view.is_today:
        return _of_another_day(scope, asked, version)
    if asked.audience != EVERYONE:
        key = (scope, asked.area_code, asked.campaign)
        return Found(measures.rates(*key, asked.audience, asked.mode, *more), None)
    if asked.kind is Kind.PROVINCES:
        return Found(load.provinces(scope, asked.campaign, asked.mode, *more), NATION)
    found = load.communes(scope, asked.area_code, asked.campaign, asked.mode, *more)
    return Found(found, asked.area_code)


def as_json(scope: Scope, asked: Asked, version: int) -> bytes:
    """The table with all that must be said beside it; `whole` is no unit of the list."""
    found = table(scope, asked, version)
    by_code = {row["unit_code"]: row for row in rows_json(found.published)}
    whole = {} if found.whole is None else {"whole": by_code[found.whole]}
    said = {
        "scope": {"role": scope.role.value, "areas": sorted(scope.area_codes)},
        "data_version": version,
        "area": asked.area_code,
        "level": asked.level,
        "round": asked.campaign.code,
        "modes": [mode.value for mode in found.published.notes.modes],
        "audience": asked.audience,
        **notes_json(found.published, translator(asked.language)),
        **whole,
        "rows": rows_json(found.parts),
    }
    return _dumped(said)


def as_csv(scope: Scope, asked: Asked, version: int) -> TableFile:
    """The table as the page hands it out, where one does; the same form for all others."""
    key = (scope, asked.area_code, asked.campaign)
    more = (version, asked.language)
    if asked.kind is not Kind.GROUPS and asked.is_plain and asked.view.is_today:
        if asked.kind is Kind.PROVINCES:
            return load.provinces_file(scope, asked.campaign, *more)
        return load.communes_file(*key, *more)
    parts = table(scope, asked, version).parts
    return file_of(parts, _file_name(asked), asked.language)


def measure_json(
    scope: Scope, area_code: str, campaign: Round, choice: Choice, version: int, language: str
) -> bytes:
    """
    One measure of the map with all that must be said beside it.

    Raises:
        NotPublished: see `measures.measured`.
    """
    notes, rows = measure_files.record(scope, area_code, campaign, choice, version, language)
    said = {
        "scope": {"role": scope.role.value, "areas": sorted(scope.area_codes)},
        "data_version": version,
        "area": area_code,
        "level": boundary.PROVINCE if area_code == NATION else boundary.COMMUNE,
        "round": campaign.code,
        "modes": [choice.mode.value],
        "audience": choice.audience,
        "detail": choice.detail,
        **notes,
        "rows": rows,
    }
    return _dumped(said)


def reported_json(language: str) -> bytes:
    """What provinces and articles reported for provinces and the nation, as everybody reads it."""
    said = {
        "scope": {"role": PUBLIC.role.value, "areas": sorted(PUBLIC.area_codes)},
        "data_version": reference.reports(),
        "measure": "reported",
        "boundaries": "recorded",
        "boundaries_note": translator(language)("boundary.recorded"),
        "minimum": settings().minimum_group,
        "simulated": False,
        "rows": frame_json(_reported()[list(REPORTED_COLUMNS)]),
    }
    return _dumped(said)


def reported_file(language: str) -> TableFile:
    """The same as a file."""
    return TableFile("so-lieu-bao-cao.csv", reported_csv(_reported(), t=translator(language)))


def _reported() -> pd.DataFrame:
    codes = [NATION, *sorted(reference.province_codes())]
    tables = [reference.reported_figures(code) for code in codes]
    rows = pd.concat([one for one in tables if not one.empty] or tables[:1], ignore_index=True)
    few = rows["too_few"].astype(bool)
    return rows.assign(status=np.where(few, Status.WITHHELD.value, Status.SHOWN.value))


def _of_another_day(scope: Scope, asked: Asked, version: int) -> Found:
    """Provinces and the nation are read whole; smaller areas by what their province publishes."""
    key = (asked.area_code, asked.campaign, asked.view, asked.level, version, asked.language)
    if asked.area_code in {NATION, *reference.province_codes()}:
        return Found(boundary.table(PUBLIC, *key), boundary.TOTAL)
    return Found(boundary_inside.table(scope, *key), None)


def _file_name(asked: Asked) -> str:
    if not asked.view.is_today:
        return f"dia-gioi-{asked.view.code}-{asked.area_code}-{asked.level}"
    if asked.kind is Kind.GROUPS:
        return f"nhom-ky-nang-{asked.area_code}"
    return f"{asked.kind}-{asked.area_code}-{asked.audience}-{asked.mode}"


def _dumped(said: Mapping[str, object]) -> bytes:
    return json.dumps(said, ensure_ascii=False, allow_nan=False).encode()
