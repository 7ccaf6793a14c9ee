"""`python -m seed`: what an operator types, and what it answers."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from db.deployment import REAL, declare
from db.engine import open_engine, transaction
from db.models import Assessment, Unit
from db.settings import settings
from seed.__main__ import main

DEMO = ["demo", "--people", "20", "--random-state", "1", "--no-field"]


@pytest.fixture
def here(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    """The database of the settings is the test's own."""
    _use(str(engine.url), monkeypatch)
    yield engine
    settings.cache_clear()


@pytest.fixture
def inhabited(inhabited_engine: Engine, monkeypatch: pytest.MonkeyPatch):
    """The same, with simulated people in it."""
    _use(str(inhabited_engine.url), monkeypatch)
    yield inhabited_engine
    settings.cache_clear()


def test_reference_prints_what_changed_and_how_long_it_took(here, capsys):
    assert main(["reference"]) == 0

    printed = capsys.readouterr().out
    assert "units" in printed
    assert printed.strip().endswith(" s")


def test_demo_says_how_many_it_wrote_and_gives_no_accounts_to_a_database_set_up_for_real(
    here, capsys
):
    with transaction(here) as connection:
        declare(connection, REAL)

    assert main([one for one in DEMO if one != "--no-field"]) == 0

    printed = capsys.readouterr().out
    assert "20 simulated people" in printed
    assert "left out" in printed
    assert "password" not in printed


def test_a_second_demo_is_refused_in_one_line(inhabited, capsys):
    assert main(DEMO) == 1

    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert "--replace" in printed.err


def test_if_empty_leaves_existing_answers_alone(inhabited, capsys):
    before = assessments(inhabited)

    assert main([*DEMO, "--if-empty"]) == 0

    assert assessments(inhabited) == before > 0


def test_if_empty_leaves_a_database_for_real_answers_empty(here):
    with transaction(here) as connection:
        declare(connection, REAL)

    assert main([*DEMO, "--if-empty"]) == 0

    assert assessments(here) == 0


def test_a_database_without_tables_is_refused_with_what_to_do(tmp_path, monkeypatch, capsys):
    _use(f"sqlite:///{tmp_path / 'new.db'}", monkeypatch)

    assert main(["reference"]) == 1

    assert "python -m db migrate" in capsys.readouterr().err
    settings.cache_clear()


def test_the_day_must_be_a_day(here, capsys):
    with pytest.raises(SystemExit):
        main([*DEMO, "--today", "20/11/2026"])

    assert "--today" in capsys.readouterr().err


def test_the_settings_name_the_database(here):
    engine = open_engine(settings().database_url)
    with Session(engine) as session:
        assert session.exec(select(func.count()).select_from(Unit)).one() > 0
    engine.dispose()
    assert Path(engine.url.database or "").exists()


def assessments(engine: Engine) -> int:
    with Session(engine) as session:
        return session.exec(select(func.count()).select_from(Assessment)).one()


def _use(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    settings.cache_clear()
