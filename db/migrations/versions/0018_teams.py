"""Teams, what they owe a period and what they did."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_KINDS = "'community', 'literacy', 'youth'"
_ROLES = "'youth_union', 'officer', 'police', 'teacher', 'association', 'other'"
_WORK = "'people', 'visits', 'sessions', 'issues'"
_VERDICTS = "'different', 'twice', 'other_team', 'mistake'"


def upgrade() -> None:
    """Nobody had a team before."""
    _create_teams()
    op.create_table(
        "teamquota",
        _team(primary_key=True),
        sa.Column("period", sa.String(), primary_key=True),
        sa.Column("work", sa.String(), primary_key=True),
        sa.Column("amount", sa.Integer(), nullable=False),
        _account("set_by"),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"work IN ({_WORK})", name="work_known"),
        sa.CheckConstraint("work <> 'visits'", name="visits_are_not_owed"),
        sa.CheckConstraint("amount >= 1", name="amount_positive"),
    )
    _create_activity()


def downgrade() -> None:
    """What teams logged is lost."""
    for table in ("teamactivity", "teamquota", "teammember", "teamcommune", "team"):
        op.drop_table(table)


def _create_teams() -> None:
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        _account("responsible_id", index=True),
        _account("created_by"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dissolved_on", sa.Date(), nullable=True),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name="kind_known"),
        sa.CheckConstraint("length(name) > 0", name="name_given"),
    )
    op.create_table("teamcommune", _team(primary_key=True), _commune(primary_key=True, index=True))
    op.create_table(
        "teammember",
        _team(primary_key=True),
        sa.Column("role", sa.String(), primary_key=True),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"role IN ({_ROLES})", name="role_known"),
        sa.CheckConstraint("members >= 1", name="members_positive"),
    )


def _create_activity() -> None:
    op.create_table(
        "teamactivity",
        sa.Column("id", sa.Integer(), primary_key=True),
        _team(nullable=False, index=True),
        _commune(nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("work", sa.String(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("tap_key", sa.String(), nullable=False),
        _account("logged_by"),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verdict", sa.String(), nullable=True),
        _account("judged_by"),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("team_id", "tap_key"),
        sa.CheckConstraint(f"work IN ({_WORK})", name="work_known"),
        sa.CheckConstraint("amount BETWEEN 1 AND 500", name="amount_in_range"),
        sa.CheckConstraint(f"verdict IN ({_VERDICTS})", name="verdict_known"),
        sa.CheckConstraint("(verdict IS NULL) = (judged_at IS NULL)", name="verdict_is_whole"),
    )
    op.create_index("ix_teamactivity_commune_id_day", "teamactivity", ["commune_id", "day"])


def _team(*, primary_key: bool = False, nullable: bool = True, index: bool = False) -> sa.Column:
    key = sa.ForeignKey("team.id", ondelete="CASCADE")
    if primary_key:
        return sa.Column("team_id", sa.Integer(), key, primary_key=True)
    return sa.Column("team_id", sa.Integer(), key, nullable=nullable, index=index)


def _commune(*, primary_key: bool = False, nullable: bool = True, index: bool = False) -> sa.Column:
    key = sa.ForeignKey("unit.id")
    if primary_key:
        return sa.Column("commune_id", sa.Integer(), key, primary_key=True, index=index)
    return sa.Column("commune_id", sa.Integer(), key, nullable=nullable, index=index)


def _account(name: str, *, index: bool = False) -> sa.Column:
    key = sa.ForeignKey("account.id", ondelete="SET NULL")
    return sa.Column(name, sa.Integer(), key, nullable=True, index=index)
