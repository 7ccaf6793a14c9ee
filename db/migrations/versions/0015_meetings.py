"""Frozen figures, meetings over them and what was concluded."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """No meeting was prepared before."""
    _snapshots()
    _meetings()
    _slides()
    _conclusions()


def downgrade() -> None:
    """Meetings end with what they froze."""
    for table in ("meetingconclusion", "meetingslide", "meeting", "snapshot"):
        op.drop_table(table)


def _snapshots() -> None:
    op.create_table(
        "snapshot",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("area_code", sa.String(), sa.ForeignKey("area.code"), nullable=False, index=True),
        sa.Column("campaign_code", sa.String(), sa.ForeignKey("campaign.code"), nullable=False),
        sa.Column("boundary_view", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("release_id", sa.Integer(), sa.ForeignKey("release.id"), nullable=True),
        sa.Column("taken_by", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("taken_at", _TIME, nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name="sha256_is_whole"),
        sa.CheckConstraint("length(content) > 0", name="content_given"),
    )


def _meetings() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "snapshot_number",
            sa.Integer(),
            sa.ForeignKey("snapshot.number"),
            nullable=False,
            index=True,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("changed_by", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
        sa.CheckConstraint("length(title) > 0", name="title_given"),
        sa.CheckConstraint("revision >= 0", name="revision_not_negative"),
    )


def _slides() -> None:
    op.create_table(
        "meetingslide",
        sa.Column(
            "meeting_id",
            sa.Integer(),
            sa.ForeignKey("meeting.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("position", sa.SmallInteger(), nullable=True),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.CheckConstraint("position IS NULL OR position >= 0", name="position_not_negative"),
        sa.CheckConstraint("revision >= 0", name="revision_not_negative"),
    )


def _conclusions() -> None:
    op.create_table(
        "meetingconclusion",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "meeting_id",
            sa.Integer(),
            sa.ForeignKey("meeting.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("created_by", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("done_by", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("done_at", _TIME, nullable=True),
        sa.CheckConstraint("length(task) > 0", name="task_given"),
        sa.CheckConstraint("length(who) > 0", name="who_given"),
        sa.CheckConstraint("(done_by IS NULL) = (done_at IS NULL)", name="done_is_whole"),
    )
