"""Databases with the real reference data, fresh for each test, and a tiny folder of seed files."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import open_engine
from db.migrate import migrate
from seed.demo import simulate
from seed.reference import seed_reference
from tests.db.postgres import running_server
from tests.seed import tiny

FEW = 3_000  # people: enough for averages, little enough for every run
RANDOM_STATE = 7


@pytest.fixture
def empty_engine(tmp_path: Path) -> Iterator[Engine]:
    """Migrated, without a row."""
    engine = open_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def reference_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _made(tmp_path_factory.mktemp("reference") / "template.db", seed_reference)


@pytest.fixture
def engine(reference_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """With all reference data, and no answer."""
    yield from _copy(reference_file, tmp_path)


@pytest.fixture(scope="session")
def demo_engine(reference_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """With simulated people; for tests that write nothing."""
    for engine in _copy(reference_file, tmp_path_factory.mktemp("demo")):
        simulate(engine, people=FEW * 10, random_state=RANDOM_STATE)
        yield engine


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with running_server() as url:
        yield url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Seed files of one province, which a test may spoil."""
    return tiny.write(tmp_path / "data")


def _made(path: Path, fill: Callable[[Engine], object]) -> Path:
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    fill(engine)
    engine.dispose()  # the last connection folds the write-ahead log into the file
    return path


def _copy(template: Path, folder: Path) -> Iterator[Engine]:
    path = folder / "test.db"
    shutil.copy(template, path)
    engine = open_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()
