"""Consent and rights: sensitive answers apart, and requests with their deadlines.

Names of constraints and indexes follow the naming convention of `db.models`. Lists of values stand
here as they were on this day: a revision never imports what may change later.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_KINDS = (
    "view",
    "correct",
    "withdraw",
    "delete",
    "restrict",
    "object",
    "complain",
    "lost_code",
)
_OUTCOMES = ("done", "by_code", "not_found", "explained", "referred")
_REASONS = ("many_requests", "other_unit", "technical")


def upgrade() -> None:
    op.create_table(
        "sensitiveanswers",
        sa.Column(
            "assessment_id",
            _BIG_ID,
            sa.ForeignKey("assessment.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("ethnicity", sa.String(), nullable=False),
        sa.Column("disability", sa.String(), nullable=False),
        sa.Column("given_at", _MOMENT, nullable=False),
        _check("ethnicity_known", _one_of("ethnicity", ("kinh", "minority", "unsaid"))),
        _check("disability_known", _one_of("disability", ("none", "some", "unsaid"))),
    )
    op.create_table(
        "rightsrequest",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("province_code", sa.String(), sa.ForeignKey("area.code"), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.Column("reply_due", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("replied_at", _MOMENT, nullable=True),
        sa.Column("extension_reason", sa.String(), nullable=True),
        sa.Column("closed_at", _MOMENT, nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column(
            "handled_by",
            sa.Integer(),
            sa.ForeignKey("account.id", ondelete="SET NULL"),
            nullable=True,
        ),
        _check("kind_known", _one_of("kind", _KINDS)),
        _check("state_known", _one_of("state", ("received", "replied", "closed"))),
        _check("outcome_known", f"outcome IS NULL OR {_one_of('outcome', _OUTCOMES)}"),
        _check(
            "extension_reason_known",
            f"extension_reason IS NULL OR {_one_of('extension_reason', _REASONS)}",
        ),
        _check(
            "closed_has_outcome",
            "(state = 'closed') = (closed_at IS NOT NULL) AND"
            " (state = 'closed') = (outcome IS NOT NULL)",
        ),
        sa.UniqueConstraint("code_hash"),
    )


def downgrade() -> None:
    op.drop_table("rightsrequest")
    op.drop_table("sensitiveanswers")


def _check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=name)


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"
