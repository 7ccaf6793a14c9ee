"""Releases: what readers may see, which lags behind what was answered."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_COUNTS = [
    *("people", "reached", "firm", "undetermined", "groups_3", "groups_4", "groups_5"),
    *(
        f"{group}_{level}"
        for group in ("g0", "g1", "g2", "g3", "g4", "g5", "ai")
        for level in ("none", "help", "basic", "firm")
    ),
]


def upgrade() -> None:
    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
    )
    op.create_table(
        "releasedtotal",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        *_texts("campaign_code", "audience", "mode"),
        sa.CheckConstraint("people >= 0", name=op.f("ck_releasedtotal_people_not_negative")),
        _key("releasedtotal", "commune_id", "unit.id"),
        _key("releasedtotal", "campaign_code", "campaign.code"),
        sa.PrimaryKeyConstraint(
            "commune_id", "campaign_code", "audience", "mode", name=op.f("pk_releasedtotal")
        ),
    )
    op.create_table(
        "releasedprovince",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        *_texts("province_code", "campaign_code", "audience", "mode"),
        _key("releasedprovince", "province_code", "area.code"),
        _key("releasedprovince", "campaign_code", "campaign.code"),
        sa.PrimaryKeyConstraint(
            "province_code", "campaign_code", "audience", "mode",
            name=op.f("pk_releasedprovince"),
        ),
    )
    op.create_table(
        "releasedmonth",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        *_texts("area_code", "campaign_code", "mode", "month"),
        _key("releasedmonth", "area_code", "area.code"),
        _key("releasedmonth", "campaign_code", "campaign.code"),
        sa.PrimaryKeyConstraint(
            "area_code", "campaign_code", "mode", "month", name=op.f("pk_releasedmonth")
        ),
    )
    op.create_table(
        "withholding",
        *_texts("area_code", "campaign_code", "mode", "audience"),
        *(
            sa.Column(name, sa.SmallInteger(), nullable=False)
            for name in ("hidden", "low", "high", "shielded")
        ),
        _key("withholding", "area_code", "area.code"),
        _key("withholding", "campaign_code", "campaign.code"),
        sa.PrimaryKeyConstraint(
            "area_code", "campaign_code", "mode", "audience", name=op.f("pk_withholding")
        ),
    )


def downgrade() -> None:
    for table in ("withholding", "releasedmonth", "releasedprovince", "releasedtotal", "release"):
        op.drop_table(table)


def _texts(*names: str) -> list["sa.Column[str]"]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))
