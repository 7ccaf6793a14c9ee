"""A backup comes back whole; nothing is overwritten by accident, nothing half restored."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from db.backup import BackupRefused, back_up, restore
from db.engine import open_engine, transaction
from db.migrate import migrate
from db.models import metadata
from db.settings import PROJECT
from db.verification import verify
from tests.db.people import LAN, send
from tests.db.postgres import installed_binaries

_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}


@pytest.fixture(autouse=True)
def postgres_programs(monkeypatch):
    """pg_dump refuses a newer server, so the tests take the one that came with theirs."""
    monkeypatch.setenv("PATH", f"{installed_binaries()}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "backups" / "today.backup"


def _codes(engine: Engine) -> set[str]:
    codes = select(metadata.tables["assessment"].c.resume_code)
    with engine.connect() as connection:
        return set(connection.execute(codes).scalars())


def _data_version(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(metadata.tables["deployment"].c.data_version)).scalar_one()


def _truncate(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


def _run(*arguments: object, url: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "db", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        env=_ENVIRONMENT | {"DATABASE_URL": url, "PATH": os.environ["PATH"]},
        check=False,
    )


def test_what_was_backed_up_comes_back_over_what_came_later(each_engine, file):
    code = send(each_engine, LAN)
    back_up(each_engine, file)
    send(each_engine, LAN)

    restore(each_engine, file, force=True)

    assert _codes(each_engine) == {code}
    assert verify(each_engine).is_clean


def test_an_empty_database_takes_a_backup_without_force(each_engine, file, tmp_path, request):
    code = send(each_engine, LAN)
    back_up(each_engine, file)
    if each_engine.dialect.name == "sqlite":
        empty = open_engine(f"sqlite:///{tmp_path / 'other.db'}")
    else:
        empty = request.getfixturevalue("empty_postgres")
    migrate(empty)

    restore(empty, file)

    assert _codes(empty) == {code}
    empty.dispose()


def test_a_database_with_rows_is_not_replaced_without_force(each_engine, file):
    back_up(each_engine, file)
    code = send(each_engine, LAN)

    with pytest.raises(BackupRefused, match="--force"):
        restore(each_engine, file)

    assert _codes(each_engine) == {code}


def test_an_existing_file_is_never_overwritten(each_engine, file):
    file.parent.mkdir()
    file.write_text("somebody's diary")

    with pytest.raises(BackupRefused, match="exists already"):
        back_up(each_engine, file)

    assert file.read_text() == "somebody's diary"


def test_only_the_owner_can_read_a_backup(each_engine, file):
    back_up(each_engine, file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("damage", [_truncate, lambda file: file.write_text("not a backup")])
def test_a_damaged_file_changes_nothing(each_engine, file, damage):
    code = send(each_engine, LAN)
    back_up(each_engine, file)
    damage(file)

    with pytest.raises(BackupRefused):
        restore(each_engine, file, force=True)

    assert _codes(each_engine) == {code}
    assert verify(each_engine).is_clean


def test_a_missing_file_is_named(each_engine, file):
    with pytest.raises(BackupRefused, match=r"today\.backup does not exist"):
        restore(each_engine, file, force=True)


def test_a_backup_of_a_newer_program_is_refused(engine, file):
    back_up(engine, file)
    with sqlite3.connect(file) as backup:
        backup.execute("UPDATE alembic_version SET version_num = '9999'")
    backup.close()

    with pytest.raises(BackupRefused, match="newer program"):
        restore(engine, file, force=True)


def test_a_database_of_another_program_is_refused(engine, file):
    file.parent.mkdir()
    with sqlite3.connect(file) as foreign:
        foreign.execute("CREATE TABLE recipe (name TEXT)")
    foreign.close()

    with pytest.raises(BackupRefused, match="no backup of this program"):
        restore(engine, file, force=True)


def test_a_backup_can_be_taken_and_restored_while_others_work(engine, file):
    other = open_engine(engine.url.render_as_string())
    with other.connect() as reader:
        assert reader.execute(select(metadata.tables["unit"].c.id)).first()
        code = send(engine, LAN)

        back_up(engine, file)
    send(engine, LAN)
    restore(engine, file, force=True)

    assert _codes(other) == {code}
    assert send(other, LAN) in _codes(engine)
    other.dispose()


def test_no_cache_takes_restored_figures_for_those_of_before(each_engine, file):
    send(each_engine, LAN)
    back_up(each_engine, file)
    send(each_engine, LAN)
    before = _data_version(each_engine)

    restore(each_engine, file, force=True)

    assert _data_version(each_engine) > before


def test_without_the_postgresql_programs_the_refusal_says_what_is_missing(
    postgres_engine, file, monkeypatch
):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(BackupRefused, match="pg_dump is not installed"):
        back_up(postgres_engine, file)

    assert not file.exists()


def test_the_commands_work_from_the_command_line(each_engine, file):
    url = each_engine.url.render_as_string(hide_password=False)
    send(each_engine, LAN)

    for arguments in (["migrate"], ["backup", file], ["rebuild"], ["restore", file, "--force"]):
        done = _run(*arguments, url=url)
        assert (done.returncode, done.stderr) == (0, "")
    verified = _run("verify", url=url)

    assert "recomputed 1 people, rows: 1 attainmentcell, 1 attainmenttotal" in verified.stdout
    assert verified.stdout.endswith("rollup = recomputation\n")
    assert verified.returncode == 0


def test_the_commands_refuse_with_a_sentence_and_a_status(each_engine, file):
    url = each_engine.url.render_as_string(hide_password=False)
    send(each_engine, LAN)
    with transaction(each_engine) as connection:
        connection.execute(metadata.tables["attainmenttotal"].update().values(firm=9))

    verified = _run("verify", url=url)
    refused = _run("restore", file, url=url)

    assert verified.returncode == 1
    assert "attainmenttotal" in verified.stderr
    assert refused.returncode == 1
    assert refused.stderr.startswith("refused: ")
