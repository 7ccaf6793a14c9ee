"""Collection points, and the people who were typed in for others.

Names of constraints and indexes follow the naming convention of `db.models`. Lists of values stand
here as they were on this day: a revision never imports what may change later.
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_KINDS = "'hamlet', 'class', 'market', 'video_link', 'culture_house', 'other'"
_TIME = sa.DateTime(timezone=True)
_FOREIGN_KEY = "fk_assessment_point_id"
_REFERENCE = f", CONSTRAINT {_FOREIGN_KEY} FOREIGN KEY(point_id) REFERENCES collectionpoint (id)"
_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "collectionpoint",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("commune_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False, index=True),
        _account("created_by"),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("revoked_at", _TIME, nullable=True),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name="kind_known"),
        sa.CheckConstraint("length(token) = 5", name="token_length"),
        sa.UniqueConstraint("token"),
    )
    op.create_table(
        "pointday",
        sa.Column("point_id", sa.Integer(), sa.ForeignKey("collectionpoint.id"), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("finished", sa.Integer(), nullable=False),
        sa.CheckConstraint("finished >= 0", name="finished_not_negative"),
    )
    op.create_table(
        "importbatch",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), sa.ForeignKey("collectionpoint.id"), nullable=True),
        _account("created_by"),
        sa.Column("created_at", _TIME, nullable=False),
        _account("undone_by"),
        sa.Column("undone_at", _TIME, nullable=True),
        sa.CheckConstraint("kind IN ('roster', 'file')", name="kind_known"),
        sa.CheckConstraint("people > 0", name="people_positive"),
        sa.UniqueConstraint("key"),
    )
    op.create_table(
        "importrow",
        sa.Column("commune_id", sa.Integer(), sa.ForeignKey("unit.id"), primary_key=True),
        sa.Column("row_key", sa.String(), primary_key=True),
        sa.Column(
            "batch_id",
            sa.Integer(),
            sa.ForeignKey("importbatch.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column(
            "assessment_id",
            _BIG_ID,
            sa.ForeignKey("assessment.id", ondelete="SET NULL"),
            nullable=True,
            index=True,
        ),
    )
    op.execute("ALTER TABLE assessment ADD COLUMN point_id INTEGER")
    if _is_sqlite():
        _rebuild(lambda definition: f"{definition.rstrip().removesuffix(')')}{_REFERENCE})")
    else:
        op.create_foreign_key(
            op.f(_FOREIGN_KEY), "assessment", "collectionpoint", ["point_id"], ["id"]
        )


def downgrade() -> None:
    op.drop_table("importrow")
    if _is_sqlite():
        _rebuild(lambda definition: definition.replace(_REFERENCE, ""))
    else:
        op.drop_constraint(op.f(_FOREIGN_KEY), "assessment", type_="foreignkey")
    op.execute("ALTER TABLE assessment DROP COLUMN point_id")
    for table in ("importbatch", "pointday", "collectionpoint"):
        op.drop_table(table)


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


def _account(name: str) -> "sa.Column[int]":
    return sa.Column(
        name, sa.Integer(), sa.ForeignKey("account.id", ondelete="SET NULL"), nullable=True
    )
