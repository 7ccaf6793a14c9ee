"""Units below the commune, who lives there and who was reached."""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_LEVELS_BEFORE = "level IN ('province', 'district', 'commune')"
_LEVELS = "level IN ('province', 'district', 'commune', 'hamlet')"
_GROUPS = "'adults', 'elderly', 'minorities', 'women', 'freelance', 'traders', 'untrained'"
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Nobody answered by way of a hamlet before."""
    _set_levels(_LEVELS_BEFORE, _LEVELS)
    for table in ("collectionpoint", "assessment"):
        _refer_to_hamlets(table)
    op.create_index(op.f("ix_collectionpoint_hamlet_id"), "collectionpoint", ["hamlet_id"])
    op.create_index(
        op.f("ix_assessment_hamlet_id_submitted_on"), "assessment", ["hamlet_id", "submitted_on"]
    )
    _names_and_sheets()
    _people()


def downgrade() -> None:
    """Hamlets end, with everything that was known of them; answers stay in their commune."""
    for table in ("hamlettotal", "hamletpopulation", "hamletsheet", "hamletname"):
        op.drop_table(table)
    op.drop_index(op.f("ix_assessment_hamlet_id_submitted_on"), "assessment")
    op.drop_index(op.f("ix_collectionpoint_hamlet_id"), "collectionpoint")
    for table in ("assessment", "collectionpoint"):
        _refer_no_more(table)
    op.execute("DELETE FROM unit WHERE level = 'hamlet'")
    _set_levels(_LEVELS, _LEVELS_BEFORE)


def _set_levels(before: str, after: str) -> None:
    if _is_sqlite():
        _rebuild("unit", lambda definition: definition.replace(before, after))
        return
    op.drop_constraint(op.f("ck_unit_level_known"), "unit", type_="check")
    op.create_check_constraint(op.f("ck_unit_level_known"), "unit", after)


def _reference(table: str) -> str:
    name = f"fk_{table}_hamlet_id"
    return f", CONSTRAINT {name} FOREIGN KEY(hamlet_id) REFERENCES unit (id)"


def _refer_to_hamlets(table: str) -> None:
    op.execute(f"ALTER TABLE {table} ADD COLUMN hamlet_id INTEGER")
    if _is_sqlite():
        more = _reference(table)
        _rebuild(table, lambda definition: f"{definition.rstrip().removesuffix(')')}{more})")
        return
    name = op.f(f"fk_{table}_hamlet_id")
    op.create_foreign_key(name, table, "unit", ["hamlet_id"], ["id"])


def _refer_no_more(table: str) -> None:
    if _is_sqlite():
        _rebuild(table, lambda definition: definition.replace(_reference(table), ""))
    else:
        op.drop_constraint(op.f(f"fk_{table}_hamlet_id"), table, type_="foreignkey")
    op.execute(f"ALTER TABLE {table} DROP COLUMN hamlet_id")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _rebuild(table: str, changed: Callable[[str], str]) -> None:
    """
    Copy a table into one of another definition: SQLite changes no constraint of one that stands.

    From SQLite's own text and not by `batch_alter_table`, which forgets every CHECK of the table.
    """
    connection = op.get_bind()
    stored = f"SELECT sql FROM sqlite_master WHERE tbl_name = '{table}' AND type = "
    definition = connection.exec_driver_sql(f"{stored} 'table'").scalar_one()
    indexes = connection.exec_driver_sql(f"{stored} 'index' AND sql IS NOT NULL").scalars().all()
    head, columns = changed(definition).split("(", 1)
    op.execute(f"{head.replace(table, f'{table}_copy')}({columns}")
    op.execute(f"INSERT INTO {table}_copy SELECT * FROM {table}")
    op.execute(f"DROP TABLE {table}")
    op.execute(f"ALTER TABLE {table}_copy RENAME TO {table}")
    for index in indexes:
        op.execute(index)


def _account(name: str) -> "sa.Column[int]":
    return sa.Column(
        name, sa.Integer(), sa.ForeignKey("account.id", ondelete="SET NULL"), nullable=True
    )


def _names_and_sheets() -> None:
    op.create_table(
        "hamletname",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("hamlet_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False, index=True),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("used_until", sa.Date(), nullable=False),
    )
    op.create_table(
        "hamletsheet",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        _account("created_by"),
        sa.Column("created_at", _TIME, nullable=False),
        _account("undone_by"),
        sa.Column("undone_at", _TIME, nullable=True),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name="year_in_range"),
        sa.CheckConstraint("length(source) > 0", name="source_given"),
        sa.UniqueConstraint("key"),
    )


def _people() -> None:
    op.create_table(
        "hamletpopulation",
        sa.Column(
            "sheet_id",
            sa.Integer(),
            sa.ForeignKey("hamletsheet.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column(
            "hamlet_id", sa.Integer(), sa.ForeignKey("unit.id"), primary_key=True, index=True
        ),
        sa.Column("population_group", sa.String(), primary_key=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("people >= 0", name="people_not_negative"),
        sa.CheckConstraint(f"population_group IN ({_GROUPS})", name="group_known"),
    )
    op.create_table(
        "hamlettotal",
        sa.Column("commune_id", sa.Integer(), sa.ForeignKey("unit.id"), primary_key=True),
        sa.Column(
            "hamlet_id", sa.Integer(), sa.ForeignKey("unit.id"), primary_key=True, index=True
        ),
        sa.Column("campaign_code", sa.String(), sa.ForeignKey("campaign.code"), primary_key=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("elderly", sa.Integer(), nullable=False),
        sa.Column("women", sa.Integer(), nullable=False),
        sa.CheckConstraint("people >= 0", name="people_not_negative"),
    )
