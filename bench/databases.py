"""Databases to measure on: an empty one for writing, and simulated nations of a given size."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine
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

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
_RANDOM_STATE = 1


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


def nation_file(people: int, folder: Path = DATA_FOLDER / "bench") -> Path:
    """The database of a simulated nation, made when the folder does not hold it yet."""
    path = folder / f"{newest_revision()}_{people}.db"
    if not path.exists():
        _simulate(path, people)
    return path


def _simulate(path: Path, people: int) -> None:
    print(f"simulating {people:,} people, once …", flush=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    for leftover in path.parent.glob(f"{unfinished.name}*"):
        leftover.unlink()
    engine = open_engine(f"sqlite:///{unfinished}")
    migrate(engine)
    seed_reference(engine)
    simulate(engine, people=people, random_state=_RANDOM_STATE, today=TODAY)
    engine.dispose()  # the last connection folds the write-ahead log into the file
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
