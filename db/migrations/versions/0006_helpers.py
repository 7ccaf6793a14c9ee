"""Helpers: their day passes, what a person says of the help, and people counted by pass.

Names of constraints and indexes follow the naming convention of `db.models`. Lists of values stand
here as they were on this day: a revision never imports what may change later.
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_RELATIONS = "'family', 'volunteer', 'officer', 'teacher', 'other'"
_LANGUAGES = "'vi', 'hmn', 'ium', 'tyz', 'blt', 'jra', 'other'"
# A check stands in its column: as one of the table SQLite would copy every assessment for it.
_COLUMNS = (
    "helper_pass_id INTEGER",
    "helper_relation VARCHAR CONSTRAINT ck_assessment_helper_relation_known"
    f" CHECK (helper_relation IN ({_RELATIONS}))",
    "help_language VARCHAR CONSTRAINT ck_assessment_help_language_known"
    f" CHECK (help_language IN ({_LANGUAGES}))"
    " CONSTRAINT ck_assessment_nobody_helps_who_is_alone"
    " CHECK (mode <> 'self' OR (helper_relation IS NULL AND help_language IS NULL))",
)
_FOREIGN_KEY = "fk_assessment_helper_pass_id"
_REFERENCE = f", CONSTRAINT {_FOREIGN_KEY} FOREIGN KEY(helper_pass_id) REFERENCES helperpass (id)"


def upgrade() -> None:
    _create_passes()
    for column in _COLUMNS:
        op.execute(f"ALTER TABLE assessment ADD COLUMN {column}")
    if _is_sqlite():
        _rebuild(lambda definition: f"{definition.rstrip().removesuffix(')')}{_REFERENCE})")
    else:
        op.create_foreign_key(
            op.f(_FOREIGN_KEY), "assessment", "helperpass", ["helper_pass_id"], ["id"]
        )
    _create_totals()


def downgrade() -> None:
    op.drop_table("helpertotal")
    if _is_sqlite():
        _rebuild(lambda definition: definition.replace(_REFERENCE, ""))
    else:
        op.drop_constraint(op.f(_FOREIGN_KEY), "assessment", type_="foreignkey")
    for column in ("help_language", "helper_relation", "helper_pass_id"):
        op.execute(f"ALTER TABLE assessment DROP COLUMN {column}")
    op.drop_table("helperpass")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _rebuild(changed: Callable[[str], str]) -> None:
    """
    Copy the assessments into a table of another definition, the only way to a named foreign key.

    From SQLite's own text and not by `batch_alter_table`, which forgets every CHECK of the table.
    """
    connection = op.get_bind()
    stored = "SELECT sql FROM sqlite_master WHERE tbl_name = 'assessment' AND type = "
    definition = connection.exec_driver_sql(f"{stored} 'table'").scalar_one()
    indexes = connection.exec_driver_sql(f"{stored} 'index' AND sql IS NOT NULL").scalars().all()
    head, columns = changed(definition).split("(", 1)
    op.execute(f"{head.replace('assessment', 'assessment_copy')}({columns}")
    op.execute("INSERT INTO assessment_copy SELECT * FROM assessment")
    op.execute("DROP TABLE assessment")
    op.execute("ALTER TABLE assessment_copy RENAME TO assessment")
    for index in indexes:
        op.execute(index)


def _create_passes() -> None:
    op.create_table(
        "helperpass",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(), sa.ForeignKey("area.code"), nullable=False),
        sa.Column("created_by", sa.Integer(), sa.ForeignKey("account.id", ondelete="SET NULL")),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_on", sa.Date(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("token_hash"),
        sa.UniqueConstraint("area_code", "valid_on", "number"),
        sa.CheckConstraint("number > 0", name="number_positive"),
    )


def _create_totals() -> None:
    """Empty: before this revision nobody had a pass."""
    op.create_table(
        "helpertotal",
        sa.Column("commune_id", sa.Integer(), sa.ForeignKey("unit.id"), primary_key=True),
        sa.Column("campaign_code", sa.String(), sa.ForeignKey("campaign.code"), primary_key=True),
        sa.Column("helper_pass_id", sa.Integer(), sa.ForeignKey("helperpass.id"), primary_key=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("people >= 0", name="people_not_negative"),
    )
    op.create_index(op.f("ix_helpertotal_helper_pass_id"), "helpertotal", ["helper_pass_id"])
