"""Classes and events, who came, and families who learn together."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KINDS = "'lesson', 'guidance', 'party_pioneer', 'digital_market', 'digital_family', 'festival'"
_PLACES = "'culture_house', 'market', 'post_office', 'school', 'home', 'other'"
_TEACHERS = "'ambassador', 'volunteer', 'school_teacher', 'party_member', 'official', 'neighbour'"


def upgrade() -> None:
    """Nobody planned a class here before."""
    _sessions()
    _attendance()
    _released()
    _households()


def downgrade() -> None:
    """Who came, and who learnt with whom, is lost."""
    for table in (
        *("householdmember", "household"),
        *("releasedclass", "classattendance", "classsession"),
    ):
        op.drop_table(table)


def _sessions() -> None:
    op.create_table(
        "classsession",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("place_kind", sa.String(), nullable=False),
        sa.Column("place_name", sa.String(), nullable=False),
        sa.Column("commune_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_minute", sa.SmallInteger(), nullable=False),
        sa.Column("minutes", sa.SmallInteger(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("teacher", sa.String(), nullable=False),
        sa.Column("competences", sa.JSON(), nullable=False),
        sa.Column("resources", sa.JSON(), nullable=False),
        _account("created_by"),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("cancelled_at", _TIME, nullable=True),
        sa.Column("tallied", sa.Integer(), nullable=True),
        _account("tallied_by"),
        sa.UniqueConstraint("token"),
        *_session_checks(),
    )
    op.create_index(
        op.f("ix_classsession_commune_id_held_on"), "classsession", ["commune_id", "held_on"]
    )


def _session_checks() -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint("length(token) = 5", name="token_length"),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name="kind_known"),
        sa.CheckConstraint(f"place_kind IN ({_PLACES})", name="place_kind_known"),
        sa.CheckConstraint(f"teacher IN ({_TEACHERS})", name="teacher_known"),
        sa.CheckConstraint("length(place_name) > 0", name="place_named"),
        sa.CheckConstraint("starts_minute BETWEEN 0 AND 1439", name="starts_in_the_day"),
        sa.CheckConstraint("minutes BETWEEN 15 AND 720", name="minutes_in_range"),
        sa.CheckConstraint("tallied BETWEEN 0 AND 500", name="tally_in_range"),
        sa.CheckConstraint(
            "cancelled_at IS NULL OR tallied IS NULL", name="cancelled_is_untallied"
        ),
    ]


def _attendance() -> None:
    op.create_table(
        "classattendance",
        sa.Column("id", _BIG_ID, primary_key=True),
        sa.Column(
            "class_id",
            sa.Integer(),
            sa.ForeignKey("classsession.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("visitor_hash", sa.String(), nullable=True, index=True),
        sa.Column("attended_on", sa.Date(), nullable=False),
        sa.Column(
            "assessment_id",
            _BIG_ID,
            sa.ForeignKey("assessment.id", ondelete="SET NULL"),
            nullable=True,
            index=True,
        ),
        sa.UniqueConstraint("class_id", "visitor_hash"),
        sa.UniqueConstraint("class_id", "assessment_id"),
    )


def _released() -> None:
    op.create_table(
        "releasedclass",
        sa.Column("commune_id", sa.Integer(), sa.ForeignKey("unit.id"), primary_key=True),
        sa.Column("quarter", sa.String(), primary_key=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("reached_before", sa.Integer(), nullable=False),
        sa.Column("reached_after", sa.Integer(), nullable=False),
        sa.CheckConstraint("people > 0", name="people_positive"),
        sa.CheckConstraint("reached_before BETWEEN 0 AND people", name="before_among_people"),
        sa.CheckConstraint("reached_after BETWEEN 0 AND people", name="after_among_people"),
        sa.CheckConstraint("length(quarter) = 6", name="quarter_length"),
    )


def _households() -> None:
    op.create_table(
        "household",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("commune_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False, index=True),
        sa.Column("created_at", _TIME, nullable=False),
        sa.UniqueConstraint("code"),
        sa.CheckConstraint("length(code) = 6", name="code_length"),
    )
    op.create_table(
        "householdmember",
        sa.Column(
            "assessment_id",
            _BIG_ID,
            sa.ForeignKey("assessment.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column(
            "household_id",
            sa.Integer(),
            sa.ForeignKey("household.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("joined_at", _TIME, nullable=False),
        sa.CheckConstraint("part IN ('learns', 'teaches', 'both')", name="part_known"),
    )


def _account(name: str) -> sa.Column[int]:
    return sa.Column(
        name, sa.Integer(), sa.ForeignKey("account.id", ondelete="SET NULL"), nullable=True
    )
