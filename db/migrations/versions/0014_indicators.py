"""Figures others report: what is reported, and every version of what was."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_KINDS = "'month', 'quarter', 'year', 'moment'"
_COUNTED = (
    "'people', 'visits', 'households', 'businesses', 'dossiers', 'classes', 'sessions', "
    "'teams', 'groups', 'pairs'"
)


def upgrade() -> None:
    """Figures of articles stay in `indicatorvalue`; nobody had reported any other."""
    op.create_table(
        "indicator",
        sa.Column("code", sa.String(), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("numerator", sa.String(), nullable=False),
        sa.Column("denominator", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("period_kind", sa.String(), nullable=False),
        sa.Column("counted", sa.String(), nullable=False),
        sa.Column("due_days", sa.Integer(), nullable=False),
        sa.Column("source_document", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(f"period_kind IN ({_KINDS})", name="period_kind_known"),
        sa.CheckConstraint(f"counted IN ({_COUNTED})", name="counted_known"),
        sa.CheckConstraint("due_days BETWEEN 0 AND 90", name="due_days_in_range"),
    )
    op.create_table(
        "indicatorreport",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("area_code", sa.String(), sa.ForeignKey("area.code"), nullable=False, index=True),
        sa.Column("indicator_code", sa.String(), sa.ForeignKey("indicator.code"), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("numerator", sa.Float(), nullable=True),
        sa.Column("denominator", sa.Float(), nullable=True),
        sa.Column("qualifier", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("batch", sa.String(), nullable=True, index=True),
        sa.Column(
            "reported_by",
            sa.Integer(),
            sa.ForeignKey("account.id", ondelete="SET NULL"),
            nullable=True,
        ),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name="version_positive"),
        sa.CheckConstraint("value >= 0", name="value_not_negative"),
        sa.CheckConstraint("(numerator IS NULL) = (denominator IS NULL)", name="fraction_is_whole"),
        sa.CheckConstraint(
            "denominator IS NULL OR (denominator > 0 AND numerator BETWEEN 0 AND denominator)",
            name="fraction_in_range",
        ),
        sa.CheckConstraint("version = 1 OR length(reason) > 0", name="correction_has_reason"),
        sa.CheckConstraint("length(source) > 0", name="source_given"),
        sa.UniqueConstraint("area_code", "indicator_code", "period", "version"),
    )


def downgrade() -> None:
    """What was reported is lost; the figures of articles stay."""
    op.drop_table("indicatorreport")
    op.drop_table("indicator")
