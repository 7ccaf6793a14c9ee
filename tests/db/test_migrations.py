"""One history for SQLite and PostgreSQL, and no drift between it and the models."""

import os
import shutil
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine, func, insert, inspect, select
from sqlalchemy.exc import IntegrityError

from db.commands import assessments
from db.engine import open_engine, transaction
from db.migrate import MIGRATIONS, BrokenReferences, current_revision, migrate, newest_revision
from db.models import metadata
from db.verification import verify
from domain.people import AgeBand, Audience, Gender, Mode
from tests.db.people import LAN, send, stored
from tests.db.reference import NOW, THO_NGOC, TODAY, TRIEU_SON, insert_reference
from tests.db.test_minors import begin as begin_child

_REVISION = """
import sqlalchemy as sa
from alembic import op

revision = "test_next"
down_revision = "{head}"


def upgrade():
{upgrade}
"""
_REBUILD = """
    with op.batch_alter_table("assessment") as table:
        table.alter_column("gender", existing_type=sa.String(), nullable=True)
"""
_BREAK = """
    op.execute("DELETE FROM campaign")
    op.execute("CREATE TABLE half_done (id INTEGER)")
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    if request.param == "postgresql":
        return request.getfixturevalue("empty_postgres")
    return open_engine(f"sqlite:///{tmp_path / 'new folder' / 'empty.db'}")


def _with_revision(folder: Path, upgrade: str) -> Path:
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    text = _REVISION.format(head=newest_revision(), upgrade=upgrade)
    (folder / "versions" / "test_next.py").write_text(text)
    return folder


def _start(engine: Engine) -> None:
    assessments.start(
        engine,
        commune_code=TRIEU_SON,
        audience=Audience.CITIZEN,
        age_band=AgeBand.FROM_60,
        gender=Gender.FEMALE,
        mode=Mode.SELF,
        consents={"statistics": "1"},
        now=NOW,
    )


def _count(engine: Engine, table: str) -> int:
    with engine.connect() as connection:
        counted = select(func.count()).select_from(metadata.tables[table])
        return connection.execute(counted).scalar_one()


def _shape(engine: Engine) -> dict[str, object]:
    """Everything alembic does not compare: the text of checks, the names of all constraints."""
    inspector = inspect(engine)
    return {
        table: {
            "columns": [
                (column["name"], str(column["type"]), column["nullable"])
                for column in inspector.get_columns(table)
            ],
            "checks": {
                (check["name"], check["sqltext"])
                for check in inspector.get_check_constraints(table)
            },
            "uniques": {
                (unique["name"], *unique["column_names"])
                for unique in inspector.get_unique_constraints(table)
            },
            "foreign keys": {
                (key["name"], *key["constrained_columns"], key["referred_table"], *key["options"])
                for key in inspector.get_foreign_keys(table)
            },
            "indexes": {
                (index["name"], *index["column_names"]) for index in inspector.get_indexes(table)
            },
            "primary key": inspector.get_pk_constraint(table)["name"],
        }
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def test_the_history_ends_at_todays_models(empty_engine):
    migrate(empty_engine)

    with empty_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_history_and_the_models_make_the_same_constraints(empty_engine):
    migrate(empty_engine)
    migrated = _shape(empty_engine)
    with empty_engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            table.drop(connection)
        metadata.create_all(connection)

    assert migrated == _shape(empty_engine)


def test_migrating_twice_changes_nothing(empty_engine):
    migrate(empty_engine)
    before = _shape(empty_engine)

    migrate(empty_engine)

    assert _shape(empty_engine) == before
    with empty_engine.connect() as connection:
        assert current_revision(connection) == newest_revision()


def test_migrating_works_from_any_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(os.sep)

    migrate(open_engine(f"sqlite:///{tmp_path / 'elsewhere.db'}"))


def test_copying_a_table_on_sqlite_keeps_the_rows_that_refer_to_it(each_engine, tmp_path):
    _start(each_engine)

    migrate(each_engine, folder=_with_revision(tmp_path / "migrations", _REBUILD))

    assert _count(each_engine, "assessment") == 1
    assert _count(each_engine, "consent") == 1


def test_foreign_keys_hold_again_after_migrating(engine, tmp_path):
    migrate(engine, folder=_with_revision(tmp_path / "migrations", _REBUILD))

    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_revision_that_breaks_references_is_rolled_back_whole(engine, tmp_path):
    _start(engine)

    with pytest.raises(BrokenReferences):
        migrate(engine, folder=_with_revision(tmp_path / "migrations", _BREAK))

    assert _count(engine, "campaign") == 2
    assert "half_done" not in inspect(engine).get_table_names()
    with engine.connect() as connection:
        assert current_revision(connection) == newest_revision()


def test_answers_given_before_the_newer_rollups_are_counted_in_them(empty_engine):
    """As if the database had stood at 0004 all the time: what was counted since is taken away."""
    migrate(empty_engine)
    insert_reference(empty_engine)
    for answers in ((2,) * 12, (0, 9) * 7):
        send(empty_engine, replace(LAN, answers=answers))
    _start(empty_engine)
    with (
        transaction(empty_engine) as connection,
        Operations.context(MigrationContext.configure(connection)),
    ):
        _revision("0005").downgrade()
        _revision("0005").upgrade()

    found = verify(empty_engine)

    assert found.is_clean, found.shown
    assert found.rows["itemtotal"] == 1
    [odd] = stored(empty_engine, "oddtotal").values()
    assert odd == {"people": 2, "straight": 1}


def _revision(name: str):
    [path] = (MIGRATIONS / "versions").glob(f"{name}_*.py")
    spec = spec_from_file_location(path.stem, path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("revision", "column"), [("0006", "helper_pass_id"), ("0012", "consent_by")]
)
def test_going_back_before_a_revision_and_forth_keeps_the_people_and_the_rules(
    engine, revision, column
):
    """On SQLite the assessments are copied for it: nothing of the table may be forgotten."""
    send(engine, LAN)
    _start(engine)
    before = _shape(engine)["assessment"]
    kept = [_count(engine, table) for table in ("assessment", "consent")]
    with engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        with (
            connection.execution_options(write=True).begin(),
            Operations.context(MigrationContext.configure(connection)),
        ):
            _revision(revision).downgrade()
            assert column not in _columns(connection)
            _revision(revision).upgrade()
        connection.connection.cursor().execute("PRAGMA foreign_keys = ON")

    after = _shape(engine)["assessment"]
    assert sorted(after.pop("columns")) == sorted(before.pop("columns"))  # ours are the last now
    assert after == before
    assert [_count(engine, table) for table in ("assessment", "consent")] == kept
    assert verify(engine).is_clean


def test_a_hamlet_that_was_typed_becomes_the_unit_it_names_and_nothing_typed_is_lost(engine):
    """A hamlet of another commune, two of one name, an unknown one: these stay words."""
    typed = ("thon sin chai", "Thôn Kia", "Bản Pú", "cạnh chợ", "")
    with transaction(engine) as connection:
        connection.exec_driver_sql("INSERT INTO account (id, username, display_name, password_hash,"
                                   " must_change_password, created_at)"
                                   " VALUES (1, 'a', 'a', 'a', 0, '2026-01-01')")  # fmt: skip
        hamlets = ((91, TRIEU_SON, "Thôn Sín Chải"), (92, THO_NGOC, "Thôn Kia"),
                   (93, TRIEU_SON, "Bản Pú"), (94, TRIEU_SON, "Bản Pu"))  # fmt: skip
        connection.execute(insert(metadata.tables["unit"]), [
            {"id": id_, "level": "hamlet", "code": f"{commune}-{id_:03}", "name": name,
             "full_name": name, "kind": "Thôn", "parent_code": commune, "search_key": "",
             "sort_key": "", "valid_from": TODAY}
            for id_, commune, name in hamlets
        ])  # fmt: skip
    with engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        with (
            connection.execution_options(write=True).begin(),
            Operations.context(MigrationContext.configure(connection)),
        ):
            _revision("0022").downgrade()
            for text in typed:
                connection.exec_driver_sql(
                    "INSERT INTO learner (commune_id, hamlet, state, state_on, created_by,"
                    " created_at) VALUES (11, ?, 'invited', '2026-01-01', 1, '2026-01-01')",
                    (text,),
                )
            _revision("0022").upgrade()
        learners = connection.exec_driver_sql("SELECT hamlet_text, hamlet_id FROM learner")

        assert learners.all() == [*zip(typed, (91, None, None, None, None), strict=True)]


def test_going_back_before_minors_is_refused_while_a_childs_answers_are_kept(each_engine):
    begin_child(each_engine)
    before = _shape(each_engine)

    with (
        pytest.raises(IntegrityError),
        transaction(each_engine) as connection,
        Operations.context(MigrationContext.configure(connection)),
    ):
        _revision("0012").downgrade()

    assert _shape(each_engine) == before
    assert _count(each_engine, "assessment") == 1


def _columns(connection):
    return {column["name"] for column in inspect(connection).get_columns("assessment")}
