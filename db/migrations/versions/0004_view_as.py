"""View as: an administrator reads what somebody else would see."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TABLE = "signinsession"
_FOREIGN_KEY = "fk_signinsession_viewed_account_id"
_CHECK = "ck_signinsession_view_has_end"
_INDEX = "ix_signinsession_viewed_account_id"


def upgrade() -> None:
    with op.batch_alter_table(_TABLE) as table:
        table.add_column(sa.Column("viewed_account_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("view_ends_at", sa.DateTime(timezone=True), nullable=True))
        table.create_foreign_key(
            op.f(_FOREIGN_KEY), "account", ["viewed_account_id"], ["id"], ondelete="CASCADE"
        )
        table.create_check_constraint(
            op.f(_CHECK), "viewed_account_id IS NULL OR view_ends_at IS NOT NULL"
        )
    op.create_index(op.f(_INDEX), _TABLE, ["viewed_account_id"])


def downgrade() -> None:
    op.drop_index(op.f(_INDEX), _TABLE)
    with op.batch_alter_table(_TABLE) as table:
        table.drop_constraint(op.f(_CHECK), type_="check")
        table.drop_constraint(op.f(_FOREIGN_KEY), type_="foreignkey")
        table.drop_column("view_ends_at")
        table.drop_column("viewed_account_id")
