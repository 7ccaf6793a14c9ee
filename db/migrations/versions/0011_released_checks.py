"""Released checks: claimed beside shown by province, as readers may see it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TABLE = "releasedcheck"
_COUNTS = [
    *(f"g{group}_{count}" for group in range(6) for count in ("checked", "claimed", "shown")),
    "overclaim_asked",
    "overclaimed",
]
_KEY = ("province_code", "campaign_code", "mode")


def upgrade() -> None:
    op.create_table(
        _TABLE,
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        *(sa.Column(name, sa.String(), nullable=False) for name in _KEY),
        sa.CheckConstraint(
            "overclaim_asked >= 0", name=op.f("ck_releasedcheck_counts_not_negative")
        ),
        _key("province_code", "area.code"),
        _key("campaign_code", "campaign.code"),
        sa.PrimaryKeyConstraint(*_KEY, name=op.f("pk_releasedcheck")),
    )


def downgrade() -> None:
    op.drop_table(_TABLE)


def _key(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{_TABLE}_{column}"))
