"""First light: units, questionnaire, assessments, rollups, targets, accounts.

Names of constraints and indexes follow the naming convention of `db.models`. Lists of values stand
here as they were on this day: a revision never imports what may change later.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Type = TypeEngine[Any]
Column = sa.Column[Any]
Columns = list[Column]

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SMALL = sa.SmallInteger()
_MOMENT = sa.DateTime(timezone=True)

_ANSWERS = [f"answer_{slot:02}" for slot in range(1, 15)]
_LEVELS = [*(f"level_{group}" for group in range(6)), "level_ai"]
_COUNTS = [
    *("people", "reached", "firm", "undetermined", "groups_3", "groups_4", "groups_5"),
    *(
        f"{group}_{level}"
        for group in ("g0", "g1", "g2", "g3", "g4", "g5", "ai")
        for level in ("none", "help", "basic", "firm")
    ),
]

_TABLES = (
    *("deployment", "unit", "unitlineage", "area", "areamember", "population"),
    *("framework", "competence", "questionnaireversion", "question"),
    *("campaign", "assessment", "consent", "attainmentcell", "attainmenttotal"),
    *("target", "indicatorvalue"),
    *("account", "grant", "signinsession", "signinticket", "signinfailure", "auditevent"),
)


def upgrade() -> None:
    _create_deployment()
    _create_places()
    _create_questionnaire()
    _create_assessments()
    _create_rollups()
    _create_reported_figures()
    _create_accounts()
    _create_sign_in()


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)


def _columns(kind: Type, *names: str, nullable: bool = False) -> Columns:
    return [sa.Column(name, kind, nullable=nullable) for name in names]


def _text(*names: str, nullable: bool = False) -> Columns:
    return _columns(sa.String(), *names, nullable=nullable)


def _key(name: str = "id", kind: Type | None = None) -> Column:
    return sa.Column(name, kind or sa.Integer(), primary_key=True)


def _reference(
    name: str,
    target: str,
    kind: Type | None = None,
    *,
    ondelete: str | None = None,
    primary_key: bool = False,
    nullable: bool = False,
    index: bool = False,
) -> Column:
    return sa.Column(
        name,
        kind or sa.Integer(),
        sa.ForeignKey(target, ondelete=ondelete),
        primary_key=primary_key,
        nullable=nullable,
        index=index,
    )


def _check(name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=name)


def _each_on_scale(columns: list[str]) -> str:
    return " AND ".join(f"({column} BETWEEN 0 AND 3 OR {column} = 9)" for column in columns)


def _create_deployment() -> None:
    op.create_table(
        "deployment",
        _key(),
        *_columns(_SMALL, "data_kind"),
        *_columns(sa.BigInteger(), "data_version"),
        _check("single_row", "id = 1"),
        _check("data_kind_known", "data_kind IN (0, 1)"),
        sa.UniqueConstraint("data_kind"),
    )


def _create_places() -> None:
    op.create_table(
        "unit",
        _key(),
        *_text("level", "code", "name", "full_name", "kind", "parent_code"),
        *_columns(sa.Date(), "valid_from"),
        *_columns(sa.Date(), "valid_to", nullable=True),
        sa.Column("search_key", sa.String(), nullable=False, index=True),
        *_text("sort_key"),
        *_columns(sa.Float(), "longitude", "latitude", nullable=True),
        _check("level_known", "level IN ('province', 'district', 'commune')"),
        _check("valid_in_order", "valid_to IS NULL OR valid_to >= valid_from"),
        sa.UniqueConstraint("level", "code", "valid_from"),
        sa.Index(None, "level", "parent_code"),
    )
    op.create_table(
        "unitlineage",
        _reference("old_id", "unit.id", primary_key=True),
        _reference("new_id", "unit.id", primary_key=True, index=True),
        *_columns(sa.Float(), "weight"),
        *_text("part", "document"),
        *_columns(sa.Date(), "happened_on"),
        _check("weight_is_share", "weight > 0 AND weight <= 1"),
        _check("part_known", "part IN ('whole', 'part')"),
    )
    op.create_table(
        "area",
        _key("code", sa.String()),
        *_text("name", "kind"),
        *_text("province_code", nullable=True),
        *_text("search_key"),
        _check("kind_known", "kind IN ('nation', 'province', 'former_district', 'commune', 'custom')"),
    )
    op.create_table(
        "areamember",
        _reference("area_code", "area.code", sa.String(), ondelete="CASCADE", primary_key=True),
        _reference("unit_id", "unit.id", primary_key=True, index=True),
    )
    op.create_table(
        "population",
        _reference("unit_id", "unit.id", primary_key=True),
        _key("population_group", sa.String()),
        _key("year"),
        *_columns(sa.Integer(), "people"),
        *_text("basis", "source"),
        _check("people_positive", "people > 0"),
    )


def _create_questionnaire() -> None:
    op.create_table("framework", _key("code", sa.String()), *_text("name", "source"))
    op.create_table(
        "competence",
        _reference("framework_code", "framework.code", sa.String(), primary_key=True),
        _key("code", sa.String()),
        *_columns(_SMALL, "skill_group"),
        *_text("name_vi", "name_en"),
    )
    op.create_table(
        "questionnaireversion",
        _key("version", sa.String()),
        _reference("framework_code", "framework.code", sa.String()),
        *_columns(sa.Date(), "published_on"),
        *_text("threshold_version"),
        *_columns(sa.Integer(), "alone", "with_help", "basic_needs", "firm_needs"),
        _check(
            "thresholds_in_order",
            "0 < with_help AND with_help < alone AND alone <= 3"
            " AND 0 < basic_needs AND basic_needs <= firm_needs",
        ),
    )
    op.create_table(
        "question",
        _reference("version", "questionnaireversion.version", sa.String(), primary_key=True),
        _key("id", sa.String()),
        *_columns(_SMALL, "slot", "position", "skill_group"),
        *_text("competence_code", "normal_vi", "simple_vi", "normal_en", "simple_en"),
        _check("slot_exists", "slot BETWEEN 1 AND 14"),
        _check("group_exists", "skill_group BETWEEN 0 AND 6"),
        sa.UniqueConstraint("version", "slot"),
        sa.UniqueConstraint("version", "position"),
    )


def _create_assessments() -> None:
    op.create_table(
        "campaign",
        _key("code", sa.String()),
        *_text("name"),
        *_columns(sa.Date(), "starts_on", "ends_on"),
        _check("dates_in_order", "ends_on >= starts_on"),
    )
    op.create_table("assessment", *_assessment_columns(), *_assessment_constraints())
    op.create_table(
        "consent",
        _key(kind=_BIG),
        _reference("assessment_id", "assessment.id", _BIG, ondelete="CASCADE"),
        *_text("purpose", "text_version"),
        *_columns(_MOMENT, "given_at"),
        *_columns(_MOMENT, "withdrawn_at", nullable=True),
        sa.UniqueConstraint("assessment_id", "purpose"),
    )


def _assessment_columns() -> Columns:
    return [
        _key(kind=_BIG),
        *_text("resume_code"),
        *_columns(_SMALL, "data_kind"),
        _reference("campaign_code", "campaign.code", sa.String()),
        _reference("version", "questionnaireversion.version", sa.String()),
        _reference("commune_id", "unit.id"),
        *_text("audience", "age_band", "gender", "mode", "status"),
        *_columns(_MOMENT, "started_at", "expires_at"),
        *_columns(sa.Date(), "submitted_on", nullable=True),
        _reference("repeat_of", "assessment.id", _BIG, nullable=True),
        *_columns(_SMALL, *_ANSWERS, *_LEVELS, "outcome", "groups_reached", nullable=True),
    ]


def _assessment_constraints() -> list[SchemaItem]:
    ages = "'16-24', '25-34', '35-44', '45-59', '60-69', '70+', 'unsaid'"
    return [
        _check("audience_known", "audience IN ('citizen', 'student', 'worker', 'public_employee')"),
        _check("age_band_known", f"age_band IN ({ages})"),
        _check("gender_known", "gender IN ('female', 'male', 'other', 'unsaid')"),
        _check("mode_known", "mode IN ('self', 'assisted', 'proxy')"),
        _check("status_known", "status IN ('draft', 'submitted')"),
        _check("answers_on_scale", _each_on_scale(_ANSWERS)),
        _check("levels_known", _each_on_scale(_LEVELS)),
        _check("outcome_known", "outcome IS NULL OR outcome IN (0, 2, 3, 9)"),
        _check(
            "groups_reached_in_range", "groups_reached IS NULL OR groups_reached BETWEEN 0 AND 6"
        ),
        _check("submitted_has_date", "(status = 'submitted') = (submitted_on IS NOT NULL)"),
        _check("submitted_is_scored", "(status = 'submitted') = (outcome IS NOT NULL)"),
        _check("resume_code_length", "length(resume_code) = 6"),
        sa.ForeignKeyConstraint(["data_kind"], ["deployment.data_kind"], name="data_kind_is_ours"),
        sa.UniqueConstraint("resume_code"),
        sa.UniqueConstraint("repeat_of"),
        sa.Index(None, "status", "commune_id"),
    ]


def _create_rollups() -> None:
    op.create_table(
        "attainmentcell",
        *_columns(sa.Integer(), *_COUNTS),
        *_rollup_key("month", "audience", "age_band", "gender", "mode"),
        _check("people_not_negative", "people >= 0"),
        _check("month_length", "length(month) = 7"),
    )
    op.create_table(
        "attainmenttotal",
        *_columns(sa.Integer(), *_COUNTS),
        *_rollup_key("audience", "mode"),
        _check("people_not_negative", "people >= 0"),
    )


def _rollup_key(*names: str) -> Columns:
    return [
        _reference("commune_id", "unit.id", primary_key=True),
        _reference("campaign_code", "campaign.code", sa.String(), primary_key=True),
        *(_key(name, sa.String()) for name in names),
    ]


def _create_reported_figures() -> None:
    op.create_table(
        "target",
        _key(),
        *_text("document", "issuer", "issued"),
        _reference("area_code", "area.code", sa.String(), nullable=True, index=True),
        *_text("place", "audience", "indicator", "year", "operator"),
        *_columns(sa.Float(), "target_value", nullable=True),
        *_text("unit_of_measure", nullable=True),
        *_text("confidence", "compared_with", "source"),
        _check(
            "unit_of_measure_known",
            "unit_of_measure IS NULL OR unit_of_measure IN ('percent', 'people', 'per_unit')",
        ),
        _check(
            "percent_in_range", "unit_of_measure <> 'percent' OR target_value BETWEEN 0 AND 100"
        ),
        sa.UniqueConstraint("document", "area_code", "audience", "indicator", "year"),
    )
    op.create_table(
        "indicatorvalue",
        _key(),
        _reference("area_code", "area.code", sa.String(), index=True),
        *_text("place", "indicator", "period"),
        *_columns(sa.Float(), "value"),
        *_text("unit_of_measure", "qualifier"),
        *_columns(sa.Float(), "numerator", "denominator", nullable=True),
        *_text("source"),
        sa.UniqueConstraint("area_code", "indicator", "period"),
    )


def _create_accounts() -> None:
    op.create_table(
        "account",
        _key(),
        *_text("username", "display_name", "password_hash"),
        *_columns(sa.Boolean(), "must_change_password"),
        *_columns(_MOMENT, "created_at"),
        *_columns(_MOMENT, "disabled_at", nullable=True),
        sa.UniqueConstraint("username"),
    )
    op.create_table(
        "grant",
        _key(),
        _reference("account_id", "account.id", ondelete="CASCADE", index=True),
        *_text("role"),
        _reference("area_code", "area.code", sa.String()),
        *_columns(sa.Date(), "valid_from"),
        *_columns(sa.Date(), "valid_to", nullable=True),
        _reference("granted_by", "account.id", nullable=True),
        *_columns(_MOMENT, "revoked_at", nullable=True),
        _check("role_known", "role IN ('public', 'helper', 'leader', 'official', 'admin')"),
        _check("dates_in_order", "valid_to IS NULL OR valid_to >= valid_from"),
    )
    op.create_table(
        "auditevent",
        _key(kind=_BIG),
        sa.Column("happened_at", _MOMENT, nullable=False, index=True),
        _reference("account_id", "account.id", ondelete="SET NULL", nullable=True),
        *_text("action", "subject"),
        *_columns(sa.JSON(), "details"),
    )


def _create_sign_in() -> None:
    op.create_table(
        "signinsession",
        _key("token_hash", sa.String()),
        _reference("account_id", "account.id", ondelete="CASCADE", index=True),
        *_columns(_MOMENT, "created_at", "expires_at"),
    )
    op.create_table(
        "signinticket",
        _key("ticket_hash", sa.String()),
        _reference("account_id", "account.id", ondelete="CASCADE"),
        *_columns(_MOMENT, "expires_at"),
    )
    op.create_table(
        "signinfailure",
        _key(kind=_BIG),
        sa.Column("name_hash", sa.String(), nullable=False, index=True),
        sa.Column("address_hash", sa.String(), nullable=False, index=True),
        sa.Column("happened_at", _MOMENT, nullable=False, index=True),
    )
