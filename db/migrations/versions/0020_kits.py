"""Offline kits: which form of which point works without a network."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offlinekit",
        sa.Column("token", sa.String(), primary_key=True),
        sa.Column("point_id", sa.Integer(), sa.ForeignKey("collectionpoint.id"), nullable=False),
        sa.Column(
            "version",
            sa.String(),
            sa.ForeignKey("questionnaireversion.version"),
            nullable=False,
        ),
        sa.Column("consent_version", sa.String(), nullable=False),
        sa.Column(
            "created_by",
            sa.Integer(),
            sa.ForeignKey("account.id", ondelete="SET NULL"),
            nullable=True,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(token) = 10", name="token_length"),
        sa.UniqueConstraint("point_id", "version", "consent_version"),
    )


def downgrade() -> None:
    """Files of kits made before can no longer be taken."""
    op.drop_table("offlinekit")
