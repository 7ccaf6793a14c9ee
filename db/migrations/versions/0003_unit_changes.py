"""Unit changes: merges and splits with their document, and what they made."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Copying a table on SQLite keeps everything but its checks, which are said again.
_CHECKS = {
    "unit": {
        "level_known": "level IN ('province', 'district', 'commune')",
        "valid_in_order": "valid_to IS NULL OR valid_to >= valid_from",
    },
    "unitlineage": {
        "weight_is_share": "weight > 0 AND weight <= 1",
        "part_known": "part IN ('whole', 'part')",
    },
}


def upgrade() -> None:
    op.create_table(
        "unitchange",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("happens_on", sa.Date(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added", sa.JSON(), nullable=False),
        _check("unitchange", "kind_known", "kind IN ('merge', 'split')"),
        _check("unitchange", "document_given", "length(document) > 0"),
        *(
            sa.ForeignKeyConstraint(
                [column], ["account.id"], name=op.f(f"fk_unitchange_{column}"), ondelete="SET NULL"
            )
            for column in ("created_by", "undone_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unitchange")),
    )
    for name in _CHECKS:
        with op.batch_alter_table(name, table_args=_checks(name)) as table:
            table.add_column(sa.Column("change_id", sa.Integer(), nullable=True))
            key = op.f(f"fk_{name}_change_id")
            table.create_foreign_key(key, "unitchange", ["change_id"], ["id"])


def downgrade() -> None:
    for name in _CHECKS:
        with op.batch_alter_table(name, table_args=_checks(name)) as table:
            table.drop_constraint(op.f(f"fk_{name}_change_id"), type_="foreignkey")
            table.drop_column("change_id")
    op.drop_table("unitchange")


def _checks(table: str) -> list[sa.CheckConstraint]:
    return [_check(table, name, rule) for name, rule in _CHECKS[table].items()]


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))
