"""What the package vietnamadminunits 1.0.4 says about units before and after 2025-07-01."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

OLD_COLUMNS = (
    "wardCode, ward, districtCode, district, provinceCode, province, "
    "provinceKey || '_' || districtKey || '_' || COALESCE(wardKey, '')"
)
NEW_COLUMNS = (
    "wardCode, ward, provinceCode, province, "
    "wardLon, wardLat, provinceLon, provinceLat, "
    "provinceKey || '_' || wardKey"
)


@dataclass(frozen=True)
class OldCommune:
    """A commune before 2025-07-01; five island districts had none: code and name are None."""

    code: str | None
    name: str | None
    district_code: str
    district_name: str
    province_code: str
    province_name: str
    key: str  # how the conversion table names it


@dataclass(frozen=True)
class NewCommune:
    """A commune from 2025-07-01, with the label points of itself and of its province."""

    code: str
    name: str
    province_code: str
    province_name: str
    lon: float
    lat: float
    province_lon: float
    province_lat: float
    key: str  # how the conversion table names it


@dataclass(frozen=True)
class Conversion:
    """A former commune (or island district) and a commune that took all or part of it."""

    old_key: str
    new_key: str
    is_whole: bool


def package_folder() -> Path:
    """
    Folder of the package's data files.

    Raises:
        ModuleNotFoundError: the package is not installed (see seed/build/requirements.txt).
    """
    spec = find_spec("vietnamadminunits")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("vietnamadminunits: pip install -r seed/build/requirements.txt")
    return Path(spec.origin).parent / "data"


def old_communes(folder: Path) -> list[OldCommune]:
    """Every commune before 2025-07-01, and one row for each district without communes."""
    rows = _rows(folder, f"SELECT {OLD_COLUMNS} FROM admin_units_legacy")
    return [OldCommune(*row) for row in rows]


def new_communes(folder: Path) -> list[NewCommune]:
    """Every commune from 2025-07-01."""
    rows = _rows(folder, f"SELECT {NEW_COLUMNS} FROM admin_units")
    return [NewCommune(*row) for row in rows]


def conversions(folder: Path) -> list[Conversion]:
    """Which commune of today took which former commune, in full or in part."""
    tables = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    whole = [
        Conversion(old_key, f"{province}_{new_key}", is_whole=True)
        for province, communes in tables["DICT_PROVINCE_WARD_NO_DIVIDED"].items()
        for new_key, old_keys in communes.items()
        for old_key in old_keys
    ]
    pieces = [
        Conversion(old_key, f"{province}_{piece['newWardKey']}", is_whole=False)
        for province, communes in tables["DICT_PROVINCE_WARD_DIVIDED"].items()
        for old_key, pieces in communes.items()
        for piece in pieces
    ]
    return whole + pieces


def _rows(folder: Path, query: str) -> list[tuple]:
    with closing(sqlite3.connect(folder / "dataset.db")) as connection:
        return connection.execute(query).fetchall()
