"""Weekly reports and resolutions of odd records."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """No week was reported before."""
    _reports()
    _resolutions()


def downgrade() -> None:
    """Signed reports are gone."""
    op.drop_table("oddresolution")
    op.drop_table("weeklyreport")


def _reports() -> None:
    op.create_table(
        "weeklyreport",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("area_code", sa.String(), sa.ForeignKey("area.code"), nullable=False, index=True),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_by", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("locked_by", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("locked_at", _TIME, nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.UniqueConstraint("area_code", "week", "version"),
        sa.CheckConstraint("version >= 1", name="version_positive"),
        sa.CheckConstraint("version = 1 OR length(reason) > 0", name="correction_has_reason"),
        sa.CheckConstraint("length(content) > 0", name="content_given"),
        sa.CheckConstraint("length(sha256) = 64", name="sha256_is_whole"),
        sa.CheckConstraint(
            "(locked_at IS NULL) = (locked_by IS NULL) AND (locked_at IS NULL) = (sha256 IS NULL)",
            name="lock_is_whole",
        ),
    )


def _resolutions() -> None:
    op.create_table(
        "oddresolution",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("commune_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("campaign_code", sa.String(), sa.ForeignKey("campaign.code"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column(
            "resolved_by",
            sa.Integer(),
            sa.ForeignKey("account.id", ondelete="SET NULL"),
            nullable=True,
        ),
        sa.Column("resolved_at", _TIME, nullable=False),
        sa.CheckConstraint(
            "kind IN ('fast', 'straight', 'one_helper', 'unlikely', 'over', 'duplicates')",
            name="kind_known",
        ),
        sa.CheckConstraint("reason IN ('fine', 'told', 'mended')", name="reason_known"),
        sa.CheckConstraint("number >= 0", name="number_not_negative"),
    )
    op.create_index(
        op.f("ix_oddresolution_commune_id_campaign_code"),
        "oddresolution",
        ["commune_id", "campaign_code"],
    )
