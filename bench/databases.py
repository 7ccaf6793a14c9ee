"""Databases to measure on: an empty one for writing, and simulated nations of a given size."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlmodel import Session, col, select

from db.assessments import Draft
from db.commands import assessments
from db.engine import open_engine
from db.migrate import migrate, newest_revision
from db.models import Unit
from db.questionnaires import current_version, load_questionnaire
from db.settings import DATA_FOLDER
from domain.consent import STATISTICS, TEXT_VERSIONS
from domain.people import AgeBand, Audience, Gender, Mode
from domain.questionnaire import Questionnaire
from seed.demo import simulate
from seed.reference import seed_reference
from tests.db.postgres import serving_from

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
KEPT = DATA_FOLDER / "bench"
_RANDOM_STATE = 1
_POSTGRES_SETTINGS = (
    "shared_buffers=512MB",
    "work_mem=64MB",
    "max_wal_size=8GB",
    "max_parallel_workers_per_gather=0",  # one figure, one process: what it costs is what is seen
    "autovacuum=off",  # nothing else runs while a figure is measured
)


@contextmanager
def empty() -> Iterator[Engine]:
    """A database with the reference data and nobody in it, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'bench.db'}")
        migrate(engine)
        seed_reference(engine)
        yield engine
        engine.dispose()


@contextmanager
def nation(people: int) -> Iterator[Engine]:
    """A simulated nation, made once and kept under data/bench; do not write into it."""
    engine = open_engine(f"sqlite:///{nation_file(people)}")
    yield engine
    engine.dispose()


def nation_file(people: int, folder: Path = KEPT) -> Path:
    """The database of a simulated nation, made when the folder does not hold it yet."""
    path = folder / f"{newest_revision()}_{people}.db"
    if not path.exists():
        _simulate(path, people)
    return path


@contextmanager
def nation_on(kind: str, people: int, folder: Path = KEPT) -> Iterator[str]:
    """The URL of a simulated nation on SQLite or PostgreSQL, made once and kept."""
    if kind == "sqlite":
        yield f"sqlite:///{nation_file(people, folder)}"
        return
    (folder / "postgres").mkdir(parents=True, exist_ok=True)
    with serving_from(folder / "postgres", *_POSTGRES_SETTINGS) as server:
        yield _nation_database(server, people)


def postmaster(folder: Path = KEPT) -> int:
    """The process id of the server of `nation_on("postgresql", …)`, while it runs."""
    file = folder / "postgres" / "data" / "postmaster.pid"
    return int(file.read_text().splitlines()[0])


def _nation_database(server: str, people: int) -> str:
    name = f"nation_{newest_revision()}_{people}"
    administrator = create_engine(f"{server}postgres", isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        known = connection.exec_driver_sql("SELECT datname FROM pg_database").scalars().all()
        if name not in known:
            connection.exec_driver_sql("DROP DATABASE IF EXISTS unfinished")
            connection.exec_driver_sql("CREATE DATABASE unfinished")
            _fill(f"{server}unfinished", people)
            connection.exec_driver_sql(f"ALTER DATABASE unfinished RENAME TO {name}")
    administrator.dispose()
    return f"{server}{name}"


def _fill(url: str, people: int) -> None:
    engine = open_engine(url)
    migrate(engine)
    seed_reference(engine)
    started = time.monotonic()
    simulate(engine, people=people, random_state=_RANDOM_STATE, today=TODAY)
    print(f"simulated {people:,} people on {engine.name} in {time.monotonic() - started:.0f} s")
    if engine.name == "postgresql":  # what its own cleaner would do in the next minutes
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()  # the last connection folds the write-ahead log into the file


def _simulate(path: Path, people: int) -> None:
    print(f"simulating {people:,} people, once …", flush=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    for leftover in path.parent.glob(f"{unfinished.name}*"):
        leftover.unlink()
    _fill(f"sqlite:///{unfinished}", people)
    unfinished.rename(path)


def questionnaire(engine: Engine) -> Questionnaire:
    """The newest one."""
    with Session(engine) as session:
        return load_questionnaire(session, current_version(session))


def drafts(engine: Engine, number: int) -> list[Draft]:
    """New drafts without answers, each in another commune."""
    communes = select(Unit.code).where(Unit.level == "commune", col(Unit.valid_to).is_(None))
    with Session(engine) as session:
        codes = session.exec(communes.limit(number)).all()
    return [_draft(engine, code) for code in codes]


def _draft(engine: Engine, commune_code: str) -> Draft:
    return assessments.start(
        engine,
        commune_code=commune_code,
        audience=Audience.CITIZEN,
        age_band=AgeBand.FROM_60,
        gender=Gender.FEMALE,
        mode=Mode.SELF,
        consents={STATISTICS: TEXT_VERSIONS[STATISTICS]},
        now=NOW,
    )
