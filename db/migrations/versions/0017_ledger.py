"""Ambassadors, those who learn with them, and how far each came."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_STATES = "state IN ('invited', 'learning', 'checked', 'can_do', 'helps')"


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), primary_key=True)


def _account(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey("account.id"), nullable=False)


def _person() -> sa.Column[int]:
    key = sa.ForeignKey("namedperson.id", ondelete="SET NULL")
    return sa.Column("person_id", sa.Integer(), key, nullable=True)


def _commune() -> sa.Column[int]:
    return sa.Column(
        "commune_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False, index=True
    )


def upgrade() -> None:
    """Nobody was written down by name before."""
    _named_people()
    _ambassadors()
    _learners()
    _pairs()
    _steps()
    op.create_table(
        "usedcheck",
        sa.Column("assessment_hash", sa.String(), primary_key=True),
        sa.Column("used_in", _TIME, nullable=False),
    )


def downgrade() -> None:
    """The names go, and so does what was learnt with whom."""
    for table in (
        "usedcheck", "learnerstep", "mentorship", "learner", "ambassador", "namedperson"
    ):  # fmt: skip
        op.drop_table(table)


def _named_people() -> None:
    op.create_table(
        "namedperson",
        _id(),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("consent_version", sa.String(), nullable=False),
        sa.Column("agreed_at", _TIME, nullable=False),
        _account("read_by"),
        sa.UniqueConstraint("handle"),
        sa.CheckConstraint("length(handle) = 32", name="handle_is_whole"),
        sa.CheckConstraint("length(sealed) > 0", name="sealed_given"),
    )


def _ambassadors() -> None:
    op.create_table(
        "ambassador",
        _id(),
        _person(),
        _commune(),
        sa.Column("hamlet", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        _account("created_by"),
        sa.Column("created_at", _TIME, nullable=False),
        sa.UniqueConstraint("person_id"),
        sa.CheckConstraint("left_on IS NULL OR left_on >= since", name="left_in_order"),
    )


def _learners() -> None:
    op.create_table(
        "learner",
        _id(),
        _person(),
        _commune(),
        sa.Column("hamlet", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_on", sa.Date(), nullable=False),
        sa.Column("deleted_on", sa.Date(), nullable=True),
        _account("created_by"),
        sa.Column("created_at", _TIME, nullable=False),
        sa.UniqueConstraint("person_id"),
        sa.CheckConstraint(_STATES, name="state_known"),
        sa.CheckConstraint("deleted_on IS NULL OR person_id IS NULL", name="deleted_has_no_name"),
    )


def _pairs() -> None:
    op.create_table(
        "mentorship",
        _id(),
        sa.Column(
            "ambassador_id", sa.Integer(), sa.ForeignKey("ambassador.id"), nullable=False,
            index=True,
        ),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learner.id"), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        _account("created_by"),
        sa.Column("created_at", _TIME, nullable=False),
        sa.CheckConstraint("(ended_on IS NULL) = (end_reason IS NULL)", name="end_is_whole"),
        sa.CheckConstraint(
            "end_reason IN ('ambassador_left', 'changed', 'deleted')", name="end_reason_known"
        ),
        sa.CheckConstraint("ended_on >= began_on", name="ended_in_order"),
        sa.CheckConstraint("closed_on >= began_on", name="closed_in_order"),
    )  # fmt: skip
    still_holds = sa.text("ended_on IS NULL")
    op.create_index(
        "one_active_pair",
        "mentorship",
        ["learner_id"],
        unique=True,
        sqlite_where=still_holds,
        postgresql_where=still_holds,
    )


def _steps() -> None:
    op.create_table(
        "learnerstep",
        _id(),
        sa.Column(
            "learner_id", sa.Integer(), sa.ForeignKey("learner.id"), nullable=False, index=True
        ),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        _account("recorded_by"),
        sa.Column("recorded_at", _TIME, nullable=False),
        sa.CheckConstraint(_STATES, name="state_known"),
        sa.CheckConstraint("reason IN ('mistake', 'forgot', 'paused')", name="reason_known"),
    )
