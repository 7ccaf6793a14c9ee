"""Who is under 16: an age band, who agreed for them, and the passes of teachers.

Names of constraints and indexes follow the naming convention of `db.models`. Lists of values stand
here as they were on this day: a revision never imports what may change later.
"""

from collections.abc import Callable

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_CHECK = "ck_assessment_age_band_known"
_ADULTS = "'16-24', '25-34', '35-44', '45-59', '60-69', '70+', 'unsaid'"
_BEFORE = f"age_band IN ({_ADULTS})"
_AFTER = f"age_band IN ('7-15', {_ADULTS})"
# A check stands in its column: as one of the table SQLite would copy every assessment for it.
_CONSENT_BY = (
    "consent_by VARCHAR CONSTRAINT ck_assessment_consent_by_known"
    " CHECK (consent_by IN ('parent', 'guardian', 'school'))"
    " CONSTRAINT ck_assessment_children_are_consented_for"
    " CHECK ((age_band = '7-15') = (consent_by IS NOT NULL))"
)
_OF_PASSES = (
    "kind VARCHAR DEFAULT 'volunteer' NOT NULL CONSTRAINT ck_helperpass_kind_known"
    " CHECK (kind IN ('volunteer', 'teacher'))",
    "children INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_helperpass_children_not_negative"
    " CHECK (children >= 0)",
)


def upgrade() -> None:
    """Every pass given before is a volunteer's."""
    _allow(_AFTER, instead_of=_BEFORE)
    op.execute(f"ALTER TABLE assessment ADD COLUMN {_CONSENT_BY}")
    for column in _OF_PASSES:
        op.execute(f"ALTER TABLE helperpass ADD COLUMN {column}")


def downgrade() -> None:
    """Fails while a child's answers are kept, for they would be lost."""
    for column in ("children", "kind"):
        op.execute(f"ALTER TABLE helperpass DROP COLUMN {column}")
    op.execute("ALTER TABLE assessment DROP COLUMN consent_by")
    _allow(_BEFORE, instead_of=_AFTER)


def _allow(ages: str, *, instead_of: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(lambda definition: definition.replace(instead_of, ages))
        return
    op.drop_constraint(op.f(_CHECK), "assessment", type_="check")
    op.create_check_constraint(op.f(_CHECK), "assessment", ages)


def _rebuild(changed: Callable[[str], str]) -> None:
    """
    Copy the assessments into a table of another definition, the only way to another CHECK.

    From SQLite's own text and not by `batch_alter_table`, which forgets every CHECK of the table.
    """
    connection = op.get_bind()
    stored = "SELECT sql FROM sqlite_master WHERE tbl_name = 'assessment' AND type = "
    definition = connection.exec_driver_sql(f"{stored} 'table'").scalar_one()
    if changed(definition) == definition:
        raise RuntimeError("the CHECK of the age bands is not where it was")
    indexes = connection.exec_driver_sql(f"{stored} 'index' AND sql IS NOT NULL").scalars().all()
    head, columns = changed(definition).split("(", 1)
    op.execute(f"{head.replace('assessment', 'assessment_copy')}({columns}")
    op.execute("INSERT INTO assessment_copy SELECT * FROM assessment")
    op.execute("DROP TABLE assessment")
    op.execute("ALTER TABLE assessment_copy RENAME TO assessment")
    for index in indexes:
        op.execute(index)
