"""Packs, the check and which phone there is; what people say beside what they show."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_PACKS = [f"pack_{slot}" for slot in range(1, 5)]
_CHECKS = [f"check_{group}" for group in range(6)]
_TASKS = [f"task_{group}" for group in range(6)]
_SHOWN = [f"shown_{group}" for group in range(6)]
_CLAIMS = ("claimed_shown", "claimed_only", "shown_only", "neither")
_NEEDS = "needs IN ('none', 'phone', 'smartphone')"
_COUNTS = [f"g{group}_{claim}" for group in range(6) for claim in _CLAIMS]


def upgrade() -> None:
    _add("question", "needs VARCHAR DEFAULT 'none' NOT NULL", "needs_known", _NEEDS)
    _add("assessment", "device SMALLINT", "device_known", "device BETWEEN 0 AND 2")
    _add("assessment", "skipped SMALLINT", "skipped_in_slots", "skipped BETWEEN 0 AND 16383")
    for table in ("packversion", "checkversion"):
        op.create_table(
            table,
            sa.Column("version", sa.String(), primary_key=True),
            sa.Column("published_on", sa.Date(), nullable=False),
            sa.Column("content", sa.JSON(), nullable=False),
        )
    _create_answers()
    op.create_table(
        "checktotal",
        *(_number(name, sa.Integer()) for name in (*_COUNTS, "overclaim_asked", "overclaimed")),
        sa.Column("commune_id", sa.Integer(), sa.ForeignKey("unit.id"), primary_key=True),
        sa.Column("campaign_code", sa.String(), sa.ForeignKey("campaign.code"), primary_key=True),
        sa.Column("audience", sa.String(), primary_key=True),
        sa.Column("mode", sa.String(), primary_key=True),
        sa.CheckConstraint("overclaim_asked >= 0", name="counts_not_negative"),
    )


def downgrade() -> None:
    for table in ("checktotal", "extraanswers", "checkversion", "packversion"):
        op.drop_table(table)
    for table, column in (
        ("assessment", "skipped"),
        ("assessment", "device"),
        ("question", "needs"),
    ):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")


def _add(table: str, column: str, name: str, check: str) -> None:
    """Not a table copy, which SQLite would need for a constraint of the table: of the column."""
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} CONSTRAINT ck_{table}_{name} CHECK ({check})"
    )


def _create_answers() -> None:
    numbers = (*_PACKS, *_CHECKS, *_TASKS, "overclaim", *_SHOWN)
    op.create_table(
        "extraanswers",
        sa.Column(
            "assessment_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("assessment.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        _version("pack"),
        _version("check"),
        *(_number(name, sa.SmallInteger(), nullable=True) for name in numbers),
        sa.CheckConstraint(
            _each([*_PACKS, "overclaim"], "({0} BETWEEN 0 AND 3 OR {0} = 9)"),
            name="answers_on_scale",
        ),
        sa.CheckConstraint(
            _each(_CHECKS, "({0} BETWEEN 0 AND 3 OR {0} BETWEEN 7 AND 9)"), name="checks_known"
        ),
        sa.CheckConstraint(_each(_TASKS, "{0} BETWEEN 0 AND 2"), name="tasks_known"),
        sa.CheckConstraint(_each(_SHOWN, "{0} BETWEEN 0 AND 1"), name="shown_or_not"),
    )


def _each(columns: list[str], rule: str) -> str:
    return " AND ".join(rule.format(column) for column in columns)


def _version(kind: str) -> "sa.Column[Any]":
    refers_to = sa.ForeignKey(f"{kind}version.version")
    return sa.Column(f"{kind}_version", sa.String(), refers_to, nullable=True)


def _number(
    name: str, kind: "sa.types.TypeEngine[Any]", *, nullable: bool = False
) -> "sa.Column[Any]":
    return sa.Column(name, kind, nullable=nullable)
