"""Items, progress and odd records: three more rollups, filled from the answers already there.

Names of constraints and indexes follow the naming convention of `db.models`. Lists of values stand
here as they were on this day: a revision never imports what may change later.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_SLOTS = [f"{slot:02}" for slot in range(1, 15)]
_ITEMS = {
    f"answer_{slot}_{value}": f"answer_{slot} = {value}"
    for slot in _SLOTS
    for value in (0, 1, 2, 3, 9)
}
_ANSWERED = {f"answered_{slot}": f"answer_{slot} IS NOT NULL" for slot in _SLOTS}
_MINUTES = [
    f"minutes_{span}" for span in ("under_1", "1_to_2", "2_to_4", "4_to_8", "8_to_15", "over_15")
]
_PROGRESS = ["started", *_ANSWERED, "submitted", *_MINUTES]
_STRAIGHT = " AND ".join(f"answer_{slot} = answer_01" for slot in _SLOTS[1:12])


def upgrade() -> None:
    # Not a table copy, which SQLite would need for a constraint of the table: it is of the column.
    op.execute(
        "ALTER TABLE assessment ADD COLUMN seconds_taken INTEGER "
        "CONSTRAINT ck_assessment_seconds_taken_not_negative CHECK (seconds_taken >= 0)"
    )
    _create_tables()
    _fill_tables()


def downgrade() -> None:
    for table in ("oddtotal", "progresstotal", "itemtotal"):
        op.drop_table(table)
    op.execute("ALTER TABLE assessment DROP COLUMN seconds_taken")


def _create_tables() -> None:
    op.create_table(
        "itemtotal",
        *_numbers(*_ITEMS),
        _key("province_code"),
        _key("campaign_code", "campaign.code"),
        _key("version", "questionnaireversion.version"),
        _key("audience"),
        _key("mode"),
        sa.CheckConstraint("answer_01_0 >= 0", name="counts_not_negative"),
    )
    op.create_table(
        "progresstotal",
        *_numbers(*_PROGRESS),
        _commune(),
        _key("campaign_code", "campaign.code"),
        _key("version", "questionnaireversion.version"),
        _key("mode"),
        sa.CheckConstraint("started >= 0", name="started_not_negative"),
    )
    op.create_table(
        "oddtotal",
        _commune(),
        _key("campaign_code", "campaign.code"),
        _key("mode"),
        *_numbers("people", "straight", "fast"),
        sa.CheckConstraint("people >= 0", name="people_not_negative"),
    )


def _fill_tables() -> None:
    """Nobody's time was kept before this revision, so nobody counts as fast and no minutes do."""
    _fill(
        "itemtotal",
        ["province_code", "campaign_code", "version", "audience", "mode"],
        _ITEMS,
        "(SELECT a.*, unit.parent_code AS province_code FROM assessment a"
        " JOIN unit ON unit.id = a.commune_id WHERE a.status = 'submitted') AS sent",
    )
    _fill(
        "progresstotal",
        ["commune_id", "campaign_code", "version", "mode"],
        {
            "started": "1 = 1",
            **_ANSWERED,
            "submitted": "status = 'submitted'",
            **dict.fromkeys(_MINUTES, "1 = 0"),
        },
        "assessment",
    )
    _fill(
        "oddtotal",
        ["commune_id", "campaign_code", "mode"],
        {"people": "1 = 1", "straight": _STRAIGHT, "fast": "1 = 0"},
        "(SELECT * FROM assessment WHERE status = 'submitted') AS sent",
    )


def _fill(table: str, key: list[str], counts: dict[str, str], source: str) -> None:
    counted = (f"COUNT(CASE WHEN {condition} THEN 1 END)" for condition in counts.values())
    op.execute(
        f"INSERT INTO {table} ({', '.join([*key, *counts])})"
        f" SELECT {', '.join([*key, *counted])} FROM {source} GROUP BY {', '.join(key)}"
    )


def _numbers(*names: str) -> "list[sa.Column[Any]]":
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _key(name: str, refers_to: str | None = None) -> "sa.Column[Any]":
    keys = [sa.ForeignKey(refers_to)] if refers_to else []
    return sa.Column(name, sa.String(), *keys, primary_key=True)


def _commune() -> "sa.Column[Any]":
    return sa.Column("commune_id", sa.Integer(), sa.ForeignKey("unit.id"), primary_key=True)
