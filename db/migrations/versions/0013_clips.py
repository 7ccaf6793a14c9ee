"""Recorded sentences, each with who read it and who heard it before it is played."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """No recording was kept before."""
    op.create_table(
        "clip",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("sentence_id", sa.String(), nullable=False),
        sa.Column("wording_hash", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column(
            "recorded_by", sa.Integer(), sa.ForeignKey("account.id"), nullable=False, index=True
        ),
        sa.Column("recorded_at", _TIME, nullable=False),
        sa.Column("reviewed_by", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("reviewed_at", _TIME, nullable=True),
        sa.CheckConstraint("kind IN ('webm', 'ogg', 'mp4')", name="kind_known"),
        sa.CheckConstraint("size BETWEEN 1 AND 30000", name="size_in_range"),
        sa.CheckConstraint("(reviewed_by IS NULL) = (reviewed_at IS NULL)", name="review_is_whole"),
        sa.CheckConstraint("reviewed_by <> recorded_by", name="reviewed_by_another"),
        sa.UniqueConstraint("name"),
    )
    op.create_index(op.f("ix_clip_language_sentence_id"), "clip", ["language", "sentence_id"])


def downgrade() -> None:
    """The files stay where they are; nothing leads to them any more."""
    op.drop_table("clip")
