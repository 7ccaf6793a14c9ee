"""A migrated database with a few reference rows, fresh for each test, on SQLite and PostgreSQL."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from db import password_hash
from db.engine import open_engine
from db.migrate import migrate
from domain.access import Role
from tests.db.postgres import running_server
from tests.db.reference import insert_reference
from tests.sign_in_world import Person, add_account, add_first_admin, build, give, settle

_numbers = count(1)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file with the reference rows; each test works on a copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    insert_reference(engine)
    engine.dispose()  # the last connection folds the write-ahead log into the file
    return path


@pytest.fixture
def engine(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    path = tmp_path / "test.db"
    shutil.copy(sqlite_template, path)
    engine = open_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a running server, to which a database name is appended."""
    with running_server() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The name of a migrated PostgreSQL database with the reference rows."""
    _administer(postgres_server, "CREATE DATABASE template_of_tests")
    engine = open_engine(f"{postgres_server}template_of_tests")
    migrate(engine)
    insert_reference(engine)
    engine.dispose()
    return "template_of_tests"


@pytest.fixture
def empty_postgres(postgres_server: str) -> Iterator[Engine]:
    """A PostgreSQL database without any table."""
    yield from _database(postgres_server, "template1")


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def shared_engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """One database for many tests, on both kinds: for tests that commit nothing."""
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
        yield from _database(server, request.getfixturevalue("postgres_template"))
        return
    engine = open_engine(f"sqlite:///{request.getfixturevalue('sqlite_template')}")
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_engine(postgres_server: str, postgres_template: str) -> Iterator[Engine]:
    yield from _database(postgres_server, postgres_template)


@pytest.fixture(params=["sqlite", "postgresql"])
def each_engine(request: pytest.FixtureRequest) -> Engine:
    """The same test on both databases."""
    name = "engine" if request.param == "sqlite" else "postgres_engine"
    return request.getfixturevalue(name)


@pytest.fixture(scope="session")
def postgres_world(postgres_server: str) -> str:
    """The name of a PostgreSQL database with the world of tests.sign_in_world."""
    _administer(postgres_server, "CREATE DATABASE world_of_tests")
    engine = open_engine(f"{postgres_server}world_of_tests")
    settle(engine)
    engine.dispose()
    return "world_of_tests"


@pytest.fixture(params=["sqlite", "postgresql"])
def world_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """The world of tests.sign_in_world on both databases."""
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
        yield from _database(server, request.getfixturevalue("postgres_world"))
        return
    engine = build(tmp_path)
    yield engine
    engine.dispose()


@pytest.fixture
def quick_and_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords cost little, and sessions have a key."""
    monkeypatch.setattr(password_hash, "ROUNDS", 4)
    monkeypatch.setattr("db.keyed_hash.app_secret", lambda: b"a secret of the tests, long enough")


@pytest.fixture
def admin(engine: Engine) -> Person:
    """The first administrator of the world of tests.sign_in_world."""
    return add_first_admin(engine)


@pytest.fixture
def province_admin(engine: Engine, admin: Person) -> Person:
    person = add_account(engine, "thanh-hoa", by=admin)
    give(engine, person, Role.ADMIN, "38", by=admin)
    return person


@pytest.fixture
def leader(engine: Engine, admin: Person) -> Person:
    person = add_account(engine, "trieu-son", by=admin)
    give(engine, person, Role.LEADER, "397", by=admin)
    return person


def _database(server: str, template: str) -> Iterator[Engine]:
    name = f"test_{next(_numbers)}"
    _administer(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    engine = open_engine(f"{server}{name}")
    yield engine
    engine.dispose()
    _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


def _administer(server: str, statement: str) -> None:
    engine = create_engine(f"{server}postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
