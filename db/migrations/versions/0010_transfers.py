"""Transfers: a change of units may move parts of communes to others that go on."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TABLE = "unitchange"
_CHECK = "ck_unitchange_kind_known"


def upgrade() -> None:
    """Let a change be a transfer."""
    _allow("kind IN ('merge', 'split', 'transfer')")


def downgrade() -> None:
    """Allow merges and splits only; fails while a transfer was entered, for it would be lost."""
    _allow("kind IN ('merge', 'split')")


def _allow(kinds: str) -> None:
    with op.batch_alter_table(_TABLE) as table:
        table.drop_constraint(op.f(_CHECK), type_="check")
        table.create_check_constraint(op.f(_CHECK), kinds)
