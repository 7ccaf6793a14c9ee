"""Databases with the real reference data, fresh for each test, and a tiny folder of seed files."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import open_engine
from seed.demo import simulate
from tests.db.postgres import running_server
from tests.seed import tiny
from tests.templates import template

FEW = 3_000  # people: enough for averages, little enough for every run
RANDOM_STATE = 7


@pytest.fixture
def empty_engine(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[Engine]:
    """Migrated, without a row."""
    yield from _copy(template(tmp_path_factory, "empty", lambda _: None), tmp_path)


@pytest.fixture
def engine(reference_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """With all reference data, and no answer."""
    yield from _copy(reference_file, tmp_path)


@pytest.fixture
def inhabited_engine(
    reference_file: Path, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> Iterator[Engine]:
    """With a few hundred simulated people; each run of the simulation costs seconds."""

    def fill(engine: Engine) -> None:
        simulate(engine, people=300, random_state=1)

    inhabited = template(tmp_path_factory, "inhabited", fill, start=reference_file)
    yield from _copy(inhabited, tmp_path)


@pytest.fixture(scope="session")
def demo_file(reference_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With simulated people."""

    def fill(engine: Engine) -> None:
        simulate(engine, people=FEW * 10, random_state=RANDOM_STATE)

    return template(tmp_path_factory, "demo", fill, start=reference_file)


@pytest.fixture(scope="session")
def demo_engine(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The same, for tests that write nothing."""
    yield from _copy(demo_file, tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with running_server() as url:
        yield url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Seed files of one province, which a test may spoil."""
    return tiny.write(tmp_path / "data")


def _copy(made: Path, folder: Path) -> Iterator[Engine]:
    path = folder / "test.db"
    shutil.copy(made, path)
    engine = open_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()
