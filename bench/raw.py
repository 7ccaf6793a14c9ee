"""The counts behind each figure without a rollup: GROUP BY over the answers, and by DuckDB."""

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import ColumnElement, Engine, Select, String, and_, cast, func, or_, select, true

from db.assessments import SUBMITTED
from db.counted import ATTAINMENT, Condition
from db.counted_sql import assessments
from db.models import metadata

PROVINCE = "38"  # Thanh Hóa, 166 communes
AREA = "397"
CAMPAIGN = "2026-2"
INSTALL = "pip install duckdb==1.5.5 duckdb-extension-sqlite-scanner==1.5.5"

_units = metadata.tables["unit"]
_members = metadata.tables["areamember"]

Work = Callable[[], object]


def from_rows(engine: Engine) -> Mapping[str, Work]:
    """Each figure's counts by a plain GROUP BY."""
    return {f"{name}, raw rows": _runs(engine, what) for name, what in _statements().items()}


def by_duckdb(engine: Engine) -> Mapping[str, Work]:
    """The same statements by DuckDB over the SQLite file, when it is installed."""
    if engine.name != "sqlite" or find_spec("duckdb") is None:
        return {}
    import duckdb
    import duckdb_extension_sqlite_scanner as scanner

    connection = duckdb.connect(config={"allow_unsigned_extensions": "true"})
    [extension] = Path(scanner.__file__).parent.rglob("sqlite_scanner.duckdb_extension")
    connection.execute(f"INSTALL '{extension}'; LOAD sqlite_scanner")
    connection.execute(f"ATTACH '{engine.url.database}' AS nation (TYPE sqlite, READ_ONLY)")
    connection.execute("USE nation")

    def runs(text: str) -> Work:
        return lambda: connection.execute(text).fetchall()

    return {f"{name}, DuckDB": runs(_text(engine, what)) for name, what in _statements().items()}


def _statements() -> dict[str, Select[tuple[object, ...]]]:
    member = select(_members.c.unit_id).where(_members.c.area_code == AREA)
    commune, province = assessments.c.commune_id, _units.c.parent_code
    audience, campaign = assessments.c.audience, assessments.c.campaign_code
    here = and_(province == PROVINCE, campaign == CAMPAIGN)
    return {
        "national map": _counts(province).where(campaign == CAMPAIGN),
        "province page": _counts(commune).where(here),
        "area page": _counts(commune).where(commune.in_(member), campaign == CAMPAIGN),
        "ranking": _counts(commune, audience, campaign).where(province == PROVINCE),
        "trend": _counts(_month()).where(here),
    }


def _month() -> ColumnElement[str]:
    """YYYY-MM, in the words of every database here."""
    return func.substr(cast(assessments.c.submitted_on, String), 1, 7)


def _counts(*key: ColumnElement[object]) -> Select[tuple[object, ...]]:
    by = (*key, assessments.c.mode)
    people = (func.count().filter(_met(condition)) for condition in ATTAINMENT.values())
    return (
        select(*by, *people)
        .join_from(assessments, _units, _units.c.id == assessments.c.commune_id)
        .where(assessments.c.status == SUBMITTED)
        .group_by(*by)
    )


def _met(condition: Condition) -> ColumnElement[bool]:
    columns = assessments.c
    rules = (or_(*(columns[name] == one for one in those)) for name, those in condition.items())
    return and_(true(), *rules)


def _runs(engine: Engine, statement: Select[tuple[object, ...]]) -> Work:
    def run() -> object:
        with engine.connect() as connection:
            return connection.execute(statement).all()

    return run


def _text(engine: Engine, statement: Select[tuple[object, ...]]) -> str:
    return str(statement.compile(engine, compile_kwargs={"literal_binds": True}))
