"""Every table. Values are checked in `domain` and again here, by named constraints."""

from datetime import date, datetime
from typing import Any, ClassVar

from pydantic import create_model
from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from domain.access import Role
from domain.classes import (
    LONGEST_MINUTES,
    MOST_IN_A_CLASS,
    SHORTEST_MINUTES,
    ClassKind,
    ClassPlace,
    Teacher,
)
from domain.collection import BatchKind, PointKind
from domain.consent import Disability, Ethnicity
from domain.device import Need
from domain.helping import HelpLanguage, PassKind, Relation
from domain.households import Part
from domain.indicator_periods import PeriodKind
from domain.indicators import Counted
from domain.ledger import BackReason, LearnerState, PairEnd
from domain.minors import ConsentBy
from domain.people import AgeBand, Audience, Gender, Mode
from domain.questionnaire import Answer
from domain.reached import HamletGroup
from domain.recording import MOST_BYTES, ClipKind
from domain.rights import ExtensionReason, RequestKind, State
from domain.rights import Outcome as RequestOutcome
from domain.team_doubts import Verdict
from domain.teams import MOST_AT_ONCE, MemberRole, TeamKind, Work
from domain.weeks import OddKind, OddReason

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata: MetaData = SQLModel.metadata

ANSWER_SLOTS = 14
ANSWER_COLUMNS = tuple(f"answer_{slot:02}" for slot in range(1, ANSWER_SLOTS + 1))
LEVEL_COLUMNS = tuple(f"level_{group}" for group in range(6))

_BIG_ID = BigInteger().with_variant(Integer, "sqlite")


def _one_of(column: str, values: type) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"  # type: ignore[attr-defined]


def _each_on_scale(columns: tuple[str, ...]) -> str:
    """0-3 or 9. BETWEEN, because SQLite builds every IN list anew for each row (4 times slower)."""
    return " AND ".join(f"({column} BETWEEN 0 AND 3 OR {column} = 9)" for column in columns)


class Deployment(SQLModel, table=True):
    """
    What this database is: one row.

    `data_kind` 0 = real answers, 1 = simulated; every assessment refers to it, so both kinds can
    never lie in one database. `data_version` grows with every change of a published figure.
    """

    __table_args__ = (
        CheckConstraint("id = 1", name="single_row"),
        CheckConstraint("data_kind IN (0, 1)", name="data_kind_known"),
        UniqueConstraint("data_kind"),
    )

    id: int = Field(default=1, primary_key=True)
    data_kind: int = Field(sa_type=SmallInteger)
    data_version: int = Field(default=0, sa_type=BigInteger)


class Unit(SQLModel, table=True):
    """An administrative unit for the days it was valid; the key is level + code + valid_from."""

    __table_args__ = (
        UniqueConstraint("level", "code", "valid_from"),
        CheckConstraint(
            "level IN ('province', 'district', 'commune', 'hamlet')", name="level_known"
        ),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="valid_in_order"),
        Index(None, "level", "parent_code"),
    )

    id: int | None = Field(default=None, primary_key=True)
    level: str
    code: str
    name: str
    full_name: str
    kind: str
    parent_code: str
    valid_from: date  # 0001-01-01 = since before our records
    valid_to: date | None = None  # last day; empty = today's unit
    search_key: str = Field(index=True)
    sort_key: str
    longitude: float | None = None  # degrees, a point to label the unit at
    latitude: float | None = None
    change_id: int | None = Field(default=None, foreign_key="unitchange.id")  # what made it


class UnitLineage(SQLModel, table=True):
    """What became of a unit: `weight` (0-1] of the old one went to the new one."""

    __table_args__ = (
        CheckConstraint("weight > 0 AND weight <= 1", name="weight_is_share"),
        CheckConstraint("part IN ('whole', 'part')", name="part_known"),
    )

    old_id: int = Field(foreign_key="unit.id", primary_key=True)
    new_id: int = Field(foreign_key="unit.id", primary_key=True, index=True)
    weight: float
    part: str
    document: str
    happened_on: date
    change_id: int | None = Field(default=None, foreign_key="unitchange.id")


class UnitChange(SQLModel, table=True):
    """
    A merge, a split or a transfer that an administrator entered after the seed data were made.

    `added`: the areas and memberships it added, so that undoing takes away these and no others;
    and the names of the units, which an undone change must still be able to say.
    """

    __table_args__ = (
        CheckConstraint("kind IN ('merge', 'split', 'transfer')", name="kind_known"),
        CheckConstraint("length(document) > 0", name="document_given"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    document: str
    happens_on: date  # the first day of the new units
    created_by: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    created_at: datetime
    undone_by: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    undone_at: datetime | None = None
    added: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Area(SQLModel, table=True):
    """A named set of communes: the nation, a province, a former district, or one of our own."""

    __table_args__ = (
        CheckConstraint(
            "kind IN ('nation', 'province', 'former_district', 'commune', 'custom')",
            name="kind_known",
        ),
    )

    code: str = Field(primary_key=True)
    name: str
    kind: str
    province_code: str | None = None
    search_key: str


class AreaMember(SQLModel, table=True):
    """One commune of an area."""

    area_code: str = Field(foreign_key="area.code", primary_key=True, ondelete="CASCADE")
    unit_id: int = Field(foreign_key="unit.id", primary_key=True, index=True)


class Framework(SQLModel, table=True):
    """A competence framework as published, e.g. Thông tư 02/2025/TT-BGDĐT."""

    code: str = Field(primary_key=True)
    name: str
    source: str


class Competence(SQLModel, table=True):
    """One competence of a framework, in both languages."""

    framework_code: str = Field(foreign_key="framework.code", primary_key=True)
    code: str = Field(primary_key=True)
    skill_group: int = Field(sa_type=SmallInteger)  # 0-6
    name_vi: str
    name_en: str


class QuestionnaireVersion(SQLModel, table=True):
    """A published questionnaire with the thresholds it is scored by (see domain.scoring)."""

    __table_args__ = (
        CheckConstraint(
            "0 < with_help AND with_help < alone AND alone <= 3"
            " AND 0 < basic_needs AND basic_needs <= firm_needs",
            name="thresholds_in_order",
        ),
    )

    version: str = Field(primary_key=True)
    framework_code: str = Field(foreign_key="framework.code")
    published_on: date
    threshold_version: str
    alone: int
    with_help: int
    basic_needs: int
    firm_needs: int


class Question(SQLModel, table=True):
    """One question of a version; `slot` names the answer column of Assessment it fills."""

    __table_args__ = (
        UniqueConstraint("version", "slot"),
        UniqueConstraint("version", "position"),
        CheckConstraint(f"slot BETWEEN 1 AND {ANSWER_SLOTS}", name="slot_exists"),
        CheckConstraint("skill_group BETWEEN 0 AND 6", name="group_exists"),
        CheckConstraint(_one_of("needs", Need), name="needs_known"),
    )

    version: str = Field(foreign_key="questionnaireversion.version", primary_key=True)
    id: str = Field(primary_key=True)
    slot: int = Field(sa_type=SmallInteger)
    position: int = Field(sa_type=SmallInteger)
    skill_group: int = Field(sa_type=SmallInteger)
    competence_code: str
    normal_vi: str
    simple_vi: str
    normal_en: str
    simple_en: str
    needs: str = "none"  # domain.device.Need


class PackVersion(SQLModel, table=True):
    """A published version of the packs, as its file says it: `domain.questionnaire.Packs`."""

    version: str = Field(primary_key=True)
    published_on: date
    content: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class CheckVersion(SQLModel, table=True):
    """A published version of the small check, as its file says it: `domain.checking.Check`."""

    version: str = Field(primary_key=True)
    published_on: date
    content: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class Campaign(SQLModel, table=True):
    """A round of self-assessment (đợt); a person counts once in each."""

    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="dates_in_order"),)

    code: str = Field(primary_key=True)
    name: str
    starts_on: date
    ends_on: date


class Assessment(SQLModel, table=True):
    """
    One person's answers in one campaign: who in broad terms, where, how, and what came out.

    No name, no number, no birth date. `resume_code` is the person's own key to it.
    """

    __table_args__: ClassVar[Any] = (
        CheckConstraint(_one_of("audience", Audience), name="audience_known"),
        CheckConstraint(_one_of("age_band", AgeBand), name="age_band_known"),
        CheckConstraint(_one_of("gender", Gender), name="gender_known"),
        CheckConstraint(_one_of("mode", Mode), name="mode_known"),
        CheckConstraint("status IN ('draft', 'submitted')", name="status_known"),
        CheckConstraint(_each_on_scale(ANSWER_COLUMNS), name="answers_on_scale"),
        CheckConstraint(_each_on_scale((*LEVEL_COLUMNS, "level_ai")), name="levels_known"),
        CheckConstraint("outcome IS NULL OR outcome IN (0, 2, 3, 9)", name="outcome_known"),
        CheckConstraint(
            "groups_reached IS NULL OR groups_reached BETWEEN 0 AND 6",
            name="groups_reached_in_range",
        ),
        CheckConstraint(
            "(status = 'submitted') = (submitted_on IS NOT NULL)", name="submitted_has_date"
        ),
        CheckConstraint(
            "(status = 'submitted') = (outcome IS NOT NULL)", name="submitted_is_scored"
        ),
        CheckConstraint("length(resume_code) = 6", name="resume_code_length"),
        CheckConstraint("seconds_taken >= 0", name="seconds_taken_not_negative"),
        CheckConstraint("device BETWEEN 0 AND 2", name="device_known"),
        CheckConstraint("skipped BETWEEN 0 AND 16383", name="skipped_in_slots"),
        CheckConstraint(_one_of("helper_relation", Relation), name="helper_relation_known"),
        CheckConstraint(_one_of("help_language", HelpLanguage), name="help_language_known"),
        CheckConstraint(
            "mode <> 'self' OR (helper_relation IS NULL AND help_language IS NULL)",
            name="nobody_helps_who_is_alone",
        ),
        ForeignKeyConstraint(["data_kind"], ["deployment.data_kind"], name="data_kind_is_ours"),
        CheckConstraint(_one_of("consent_by", ConsentBy), name="consent_by_known"),
        CheckConstraint(
            f"(age_band = '{AgeBand.FROM_7}') = (consent_by IS NOT NULL)",
            name="children_are_consented_for",
        ),
        UniqueConstraint("resume_code"),
        Index(None, "status", "commune_id"),
        Index(None, "hamlet_id", "submitted_on"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=_BIG_ID)
    resume_code: str
    data_kind: int = Field(sa_type=SmallInteger)
    campaign_code: str = Field(foreign_key="campaign.code")
    version: str = Field(foreign_key="questionnaireversion.version")
    commune_id: int = Field(foreign_key="unit.id")
    audience: str
    age_band: str
    gender: str
    mode: str
    status: str = "draft"
    started_at: datetime
    expires_at: datetime
    submitted_on: date | None = None  # calendar day in Asia/Ho_Chi_Minh
    repeat_of: int | None = Field(
        default=None, foreign_key="assessment.id", sa_type=_BIG_ID, unique=True
    )  # the same person's assessment in an earlier campaign
    answer_01: int | None = Field(default=None, sa_type=SmallInteger)
    answer_02: int | None = Field(default=None, sa_type=SmallInteger)
    answer_03: int | None = Field(default=None, sa_type=SmallInteger)
    answer_04: int | None = Field(default=None, sa_type=SmallInteger)
    answer_05: int | None = Field(default=None, sa_type=SmallInteger)
    answer_06: int | None = Field(default=None, sa_type=SmallInteger)
    answer_07: int | None = Field(default=None, sa_type=SmallInteger)
    answer_08: int | None = Field(default=None, sa_type=SmallInteger)
    answer_09: int | None = Field(default=None, sa_type=SmallInteger)
    answer_10: int | None = Field(default=None, sa_type=SmallInteger)
    answer_11: int | None = Field(default=None, sa_type=SmallInteger)
    answer_12: int | None = Field(default=None, sa_type=SmallInteger)
    answer_13: int | None = Field(default=None, sa_type=SmallInteger)
    answer_14: int | None = Field(default=None, sa_type=SmallInteger)
    level_0: int | None = Field(default=None, sa_type=SmallInteger)  # domain.scoring.GroupLevel
    level_1: int | None = Field(default=None, sa_type=SmallInteger)
    level_2: int | None = Field(default=None, sa_type=SmallInteger)
    level_3: int | None = Field(default=None, sa_type=SmallInteger)
    level_4: int | None = Field(default=None, sa_type=SmallInteger)
    level_5: int | None = Field(default=None, sa_type=SmallInteger)
    level_ai: int | None = Field(default=None, sa_type=SmallInteger)
    outcome: int | None = Field(default=None, sa_type=SmallInteger)  # domain.scoring.Outcome
    groups_reached: int | None = Field(default=None, sa_type=SmallInteger)  # 0-6
    seconds_taken: int | None = None  # from start to sending; empty when sent before we kept it
    helper_pass_id: int | None = Field(default=None, foreign_key="helperpass.id")
    helper_relation: str | None = None  # domain.helping.Relation; empty = not said
    help_language: str | None = None  # domain.helping.HelpLanguage; empty = not said
    device: int | None = Field(default=None, sa_type=SmallInteger)  # domain.device.Device
    skipped: int | None = Field(
        default=None, sa_type=SmallInteger
    )  # bits: 1 = slot 1, 2 = slot 2, 4 … were never asked for want of a device, and are 0
    point_id: int | None = Field(default=None, foreign_key="collectionpoint.id")
    consent_by: str | None = None  # domain.minors.ConsentBy; of who is under 16 and of nobody else
    hamlet_id: int | None = Field(default=None, foreign_key="unit.id")  # of the point it came by


class HelperPass(SQLModel, table=True):
    """
    A day on which somebody may help people answer in an area, and see nothing.

    A number instead of a name: who carried it is known to whoever gave it, and to nobody here.
    Only the keyed hash of its token is kept.
    """

    __table_args__ = (
        UniqueConstraint("token_hash"),
        UniqueConstraint("area_code", "valid_on", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint(_one_of("kind", PassKind), name="kind_known"),
        CheckConstraint("children >= 0", name="children_not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str
    number: int  # "Thẻ 07": counted from 1 in each area and day
    area_code: str = Field(foreign_key="area.code")
    created_by: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    created_at: datetime
    valid_on: date
    expires_at: datetime
    revoked_at: datetime | None = None
    kind: str = PassKind.VOLUNTEER.value
    children: int = 0  # under 16 who finished with it: they stand in no rollup; never falls


PACK_COLUMNS = tuple(f"pack_{slot}" for slot in range(1, 5))
CHECK_COLUMNS = tuple(f"check_{group}" for group in range(6))
TASK_COLUMNS = tuple(f"task_{group}" for group in range(6))
SHOWN_COLUMNS = tuple(f"shown_{group}" for group in range(6))


def _each_between(columns: tuple[str, ...], least: int, most: int) -> str:
    return " AND ".join(f"{column} BETWEEN {least} AND {most}" for column in columns)


class ExtraAnswers(SQLModel, table=True):
    """
    What somebody answered beyond the form: the pack of their audience, the check, the over-claim.

    One row, written with the first such answer. `shown_…` is the check under its version: 1 shown,
    0 not, empty not known. Nothing here changes a level.
    """

    __table_args__: ClassVar[Any] = (
        CheckConstraint(_each_on_scale((*PACK_COLUMNS, "overclaim")), name="answers_on_scale"),
        CheckConstraint(
            " AND ".join(f"({name} BETWEEN 0 AND 3 OR {name} BETWEEN 7 AND 9)"
                         for name in CHECK_COLUMNS),
            name="checks_known",
        ),
        CheckConstraint(_each_between(TASK_COLUMNS, 0, 2), name="tasks_known"),
        CheckConstraint(_each_between(SHOWN_COLUMNS, 0, 1), name="shown_or_not"),
    )  # fmt: skip

    assessment_id: int = Field(
        foreign_key="assessment.id", ondelete="CASCADE", primary_key=True, sa_type=_BIG_ID
    )
    pack_version: str | None = Field(default=None, foreign_key="packversion.version")
    check_version: str | None = Field(default=None, foreign_key="checkversion.version")
    pack_1: int | None = Field(default=None, sa_type=SmallInteger)
    pack_2: int | None = Field(default=None, sa_type=SmallInteger)
    pack_3: int | None = Field(default=None, sa_type=SmallInteger)
    pack_4: int | None = Field(default=None, sa_type=SmallInteger)
    check_0: int | None = Field(default=None, sa_type=SmallInteger)  # domain.checking.choices
    check_1: int | None = Field(default=None, sa_type=SmallInteger)
    check_2: int | None = Field(default=None, sa_type=SmallInteger)
    check_3: int | None = Field(default=None, sa_type=SmallInteger)
    check_4: int | None = Field(default=None, sa_type=SmallInteger)
    check_5: int | None = Field(default=None, sa_type=SmallInteger)
    task_0: int | None = Field(default=None, sa_type=SmallInteger)  # domain.checking.Seen
    task_1: int | None = Field(default=None, sa_type=SmallInteger)
    task_2: int | None = Field(default=None, sa_type=SmallInteger)
    task_3: int | None = Field(default=None, sa_type=SmallInteger)
    task_4: int | None = Field(default=None, sa_type=SmallInteger)
    task_5: int | None = Field(default=None, sa_type=SmallInteger)
    overclaim: int | None = Field(default=None, sa_type=SmallInteger)
    shown_0: int | None = Field(default=None, sa_type=SmallInteger)
    shown_1: int | None = Field(default=None, sa_type=SmallInteger)
    shown_2: int | None = Field(default=None, sa_type=SmallInteger)
    shown_3: int | None = Field(default=None, sa_type=SmallInteger)
    shown_4: int | None = Field(default=None, sa_type=SmallInteger)
    shown_5: int | None = Field(default=None, sa_type=SmallInteger)


class CollectionPoint(SQLModel, table=True):
    """A thôn, class, market or điểm cầu with a link and a poster of its own; opens the form only"""

    __table_args__ = (
        CheckConstraint(_one_of("kind", PointKind), name="kind_known"),
        CheckConstraint("length(token) = 5", name="token_length"),
        UniqueConstraint("token"),
    )

    id: int | None = Field(default=None, primary_key=True)
    token: str
    kind: str
    name: str
    commune_id: int = Field(foreign_key="unit.id", index=True)
    created_by: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    created_at: datetime
    revoked_at: datetime | None = None
    hamlet_id: int | None = Field(default=None, foreign_key="unit.id", index=True)


class OfflineKit(SQLModel, table=True):
    """The form of a point as a file that works without a network; who fills it in is not in here"""

    __table_args__ = (
        CheckConstraint("length(token) = 10", name="token_length"),
        UniqueConstraint("point_id", "version", "consent_version"),
    )

    token: str = Field(primary_key=True)
    point_id: int = Field(foreign_key="collectionpoint.id")
    version: str = Field(foreign_key="questionnaireversion.version")
    consent_version: str
    created_by: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    created_at: datetime


class PointDay(SQLModel, table=True):
    """
    How many people finished at a point on a day: a count of the work done there.

    Who withdraws later stays counted, so that nobody at the point can see that somebody did.
    """

    __table_args__ = (CheckConstraint("finished >= 0", name="finished_not_negative"),)

    point_id: int = Field(foreign_key="collectionpoint.id", primary_key=True)
    day: date = Field(primary_key=True)
    finished: int = 0


class ImportBatch(SQLModel, table=True):
    """People typed in by somebody else at one time: a class roster or a file, undone as a whole."""

    __table_args__ = (
        CheckConstraint(_one_of("kind", BatchKind), name="kind_known"),
        CheckConstraint("people > 0", name="people_positive"),
        UniqueConstraint("key"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    key: str | None = None  # the same key again adds nothing; empty once undone
    people: int
    point_id: int | None = Field(default=None, foreign_key="collectionpoint.id")
    created_by: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    created_at: datetime
    undone_by: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    undone_at: datetime | None = None


class ImportRow(SQLModel, table=True):
    """
    A sheet of paper that was typed in, and the person it became.

    The person is empty once they withdrew: the same sheet must not bring them back.
    """

    commune_id: int = Field(foreign_key="unit.id", primary_key=True)
    row_key: str = Field(primary_key=True)
    batch_id: int = Field(foreign_key="importbatch.id", ondelete="CASCADE", index=True)
    assessment_id: int | None = Field(
        default=None,
        foreign_key="assessment.id",
        ondelete="SET NULL",
        index=True,
        sa_type=_BIG_ID,
    )


class Consent(SQLModel, table=True):
    """A purpose a person agreed to, in the version of the text they read."""

    __table_args__ = (UniqueConstraint("assessment_id", "purpose"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=_BIG_ID)
    assessment_id: int = Field(foreign_key="assessment.id", ondelete="CASCADE", sa_type=_BIG_ID)
    purpose: str
    text_version: str
    given_at: datetime
    withdrawn_at: datetime | None = None


class SensitiveAnswers(SQLModel, table=True):
    """
    What the law calls sensitive, given with a consent of its own; gone when that is withdrawn.

    In a table of its own, so that no rollup, release or file of figures can come to hold it.
    """

    __table_args__ = (
        CheckConstraint(_one_of("ethnicity", Ethnicity), name="ethnicity_known"),
        CheckConstraint(_one_of("disability", Disability), name="disability_known"),
    )

    assessment_id: int = Field(
        foreign_key="assessment.id", primary_key=True, ondelete="CASCADE", sa_type=_BIG_ID
    )
    ethnicity: str
    disability: str
    given_at: datetime


class RightsRequest(SQLModel, table=True):
    """
    What somebody asked of whoever keeps their data, and what became of it.

    No name, no contact and no assessment: the person asks by a code of which the keyed hash is
    kept. `province_code` says who handles it; without one the nation does.
    """

    __table_args__ = (
        CheckConstraint(_one_of("kind", RequestKind), name="kind_known"),
        CheckConstraint(_one_of("state", State), name="state_known"),
        CheckConstraint(
            f"outcome IS NULL OR {_one_of('outcome', RequestOutcome)}", name="outcome_known"
        ),
        CheckConstraint(
            f"extension_reason IS NULL OR {_one_of('extension_reason', ExtensionReason)}",
            name="extension_reason_known",
        ),
        CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL) AND"
            " (state = 'closed') = (outcome IS NOT NULL)",
            name="closed_has_outcome",
        ),
        UniqueConstraint("code_hash"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code_hash: str
    kind: str
    province_code: str | None = Field(default=None, foreign_key="area.code")
    state: str = State.RECEIVED.value
    received_at: datetime
    reply_due: date
    due: date
    replied_at: datetime | None = None
    extension_reason: str | None = None
    closed_at: datetime | None = None
    outcome: str | None = None
    handled_by: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")


class _Counts(SQLModel):
    """
    Counts of people, the same in both rollups.

    `reached` = basic or firm over all six groups; `firm` is part of it; `undetermined` lies outside
    the rate. `groups_3`..`groups_5` = people below basic who reached that many groups. Per group g:
    none, help, basic, firm (the rest up to `people` is undetermined); for AI the rest up to
    `people` did not answer or is undetermined.
    """

    people: int = 0
    reached: int = 0
    firm: int = 0
    undetermined: int = 0
    groups_3: int = 0
    groups_4: int = 0
    groups_5: int = 0
    g0_none: int = 0
    g0_help: int = 0
    g0_basic: int = 0
    g0_firm: int = 0
    g1_none: int = 0
    g1_help: int = 0
    g1_basic: int = 0
    g1_firm: int = 0
    g2_none: int = 0
    g2_help: int = 0
    g2_basic: int = 0
    g2_firm: int = 0
    g3_none: int = 0
    g3_help: int = 0
    g3_basic: int = 0
    g3_firm: int = 0
    g4_none: int = 0
    g4_help: int = 0
    g4_basic: int = 0
    g4_firm: int = 0
    g5_none: int = 0
    g5_help: int = 0
    g5_basic: int = 0
    g5_firm: int = 0
    ai_none: int = 0
    ai_help: int = 0
    ai_basic: int = 0
    ai_firm: int = 0


COUNT_COLUMNS = tuple(_Counts.model_fields)


class AttainmentCell(_Counts, table=True):
    """The fine rollup: people by commune, campaign, month, audience, age band, gender and mode."""

    __table_args__ = (
        CheckConstraint("people >= 0", name="people_not_negative"),
        CheckConstraint("length(month) = 7", name="month_length"),
    )

    commune_id: int = Field(foreign_key="unit.id", primary_key=True)
    campaign_code: str = Field(foreign_key="campaign.code", primary_key=True)
    month: str = Field(primary_key=True)  # YYYY-MM
    audience: str = Field(primary_key=True)
    age_band: str = Field(primary_key=True)
    gender: str = Field(primary_key=True)
    mode: str = Field(primary_key=True)


class AttainmentTotal(_Counts, table=True):
    """The coarse rollup pages read: its size depends on communes, never on answers."""

    __table_args__ = (CheckConstraint("people >= 0", name="people_not_negative"),)

    commune_id: int = Field(foreign_key="unit.id", primary_key=True)
    campaign_code: str = Field(foreign_key="campaign.code", primary_key=True)
    audience: str = Field(primary_key=True)
    mode: str = Field(primary_key=True)


ITEM_COLUMNS = tuple(f"{column}_{answer:d}" for column in ANSWER_COLUMNS for answer in Answer)
ANSWERED_COLUMNS = tuple(f"answered_{slot:02}" for slot in range(1, ANSWER_SLOTS + 1))
MINUTES_COLUMNS = tuple(
    f"minutes_{span}" for span in ("under_1", "1_to_2", "2_to_4", "4_to_8", "8_to_15", "over_15")
)
PROGRESS_COLUMNS = ("started", *ANSWERED_COLUMNS, "submitted", *MINUTES_COLUMNS)
ODD_COLUMNS = ("people", "straight", "fast")
CLAIMS = ("claimed_shown", "claimed_only", "shown_only", "neither")
CHECKED_COLUMNS = (
    *(f"g{group}_{claim}" for group in range(6) for claim in CLAIMS),
    "overclaim_asked",
    "overclaimed",
)


def _counts(*columns: str) -> dict[str, Any]:
    return {column: (int, 0) for column in columns}


# Too many counts, and too regular, to write by hand; Any, because no checker sees made classes.
_ItemCounts: Any = create_model("_ItemCounts", __base__=SQLModel, **_counts(*ITEM_COLUMNS))
_ProgressCounts: Any = create_model(
    "_ProgressCounts", __base__=SQLModel, **_counts(*PROGRESS_COLUMNS)
)


_CheckCounts: Any = create_model("_CheckCounts", __base__=SQLModel, **_counts(*CHECKED_COLUMNS))


class ItemTotal(_ItemCounts, SQLModel, table=True):
    """How often each answer was given: `answer_03_2` = people who answered 2 in slot 3."""

    __table_args__ = (CheckConstraint("answer_01_0 >= 0", name="counts_not_negative"),)

    province_code: str = Field(primary_key=True)
    campaign_code: str = Field(foreign_key="campaign.code", primary_key=True)
    version: str = Field(foreign_key="questionnaireversion.version", primary_key=True)
    audience: str = Field(primary_key=True)
    mode: str = Field(primary_key=True)


class ProgressTotal(_ProgressCounts, SQLModel, table=True):
    """
    How far people came and how long it took: where they leave, read without a scan.

    `answered_03` = people who have answered slot 3, sent or not. By commune, so that a row is
    written by the people of one commune only.
    """

    __table_args__ = (CheckConstraint("started >= 0", name="started_not_negative"),)

    commune_id: int = Field(foreign_key="unit.id", primary_key=True)
    campaign_code: str = Field(foreign_key="campaign.code", primary_key=True)
    version: str = Field(foreign_key="questionnaireversion.version", primary_key=True)
    mode: str = Field(primary_key=True)


class CheckTotal(_CheckCounts, SQLModel, table=True):
    """
    What people say beside what they show, by group: who sent, and was checked in that group.

    `g4_claimed_only` = people whose answers make group 4 at least basic and who did not show it;
    `g4_shown_only` the other way round. Whose group is undetermined counts in none of the four; the
    four together are the people checked. `overclaimed` = who can use an application that does not
    exist.
    """

    __table_args__ = (CheckConstraint("overclaim_asked >= 0", name="counts_not_negative"),)

    commune_id: int = Field(foreign_key="unit.id", primary_key=True)
    campaign_code: str = Field(foreign_key="campaign.code", primary_key=True)
    audience: str = Field(primary_key=True)
    mode: str = Field(primary_key=True)


class OddTotal(SQLModel, table=True):
    """
    People whose way of answering makes one look again: a reason to ask, never a verdict.

    `straight` = the same answer to all twelve questions; `fast` = under 2 seconds a question.
    """

    __table_args__ = (CheckConstraint("people >= 0", name="people_not_negative"),)

    commune_id: int = Field(foreign_key="unit.id", primary_key=True)
    campaign_code: str = Field(foreign_key="campaign.code", primary_key=True)
    mode: str = Field(primary_key=True)
    people: int = 0
    straight: int = 0
    fast: int = 0


class HelperTotal(SQLModel, table=True):
    """People who answered with a helper's pass: how much of a commune one helper brought."""

    __table_args__ = (CheckConstraint("people >= 0", name="people_not_negative"),)

    commune_id: int = Field(foreign_key="unit.id", primary_key=True)
    campaign_code: str = Field(foreign_key="campaign.code", primary_key=True)
    helper_pass_id: int = Field(foreign_key="helperpass.id", primary_key=True, index=True)
    people: int = 0


class Release(SQLModel, table=True):
    """A moment at which figures were published; between two nothing that is read changes."""

    id: int | None = Field(default=None, primary_key=True)
    released_at: datetime
    minimum: int  # people; the smallest group whose figures were published
    people: int  # published in all campaigns and modes


class ReleasedTotal(_Counts, table=True):
    """
    What readers read: the coarse rollup as it was when it could last be published.

    It lags behind `AttainmentTotal`, because it moves only in steps of at least the minimum.
    """

    __table_args__ = (CheckConstraint("people >= 0", name="people_not_negative"),)

    commune_id: int = Field(foreign_key="unit.id", primary_key=True)
    campaign_code: str = Field(foreign_key="campaign.code", primary_key=True)
    audience: str = Field(primary_key=True)
    mode: str = Field(primary_key=True)


class ReleasedProvince(_Counts, table=True):
    """The same by province, as units lay on the day of the release; what the map reads."""

    province_code: str = Field(foreign_key="area.code", primary_key=True)
    campaign_code: str = Field(foreign_key="campaign.code", primary_key=True)
    audience: str = Field(primary_key=True)
    mode: str = Field(primary_key=True)


class ReleasedMonth(_Counts, table=True):
    """What was published of an area at the end of a month, all audiences; a record for trends."""

    area_code: str = Field(foreign_key="area.code", primary_key=True)
    campaign_code: str = Field(foreign_key="campaign.code", primary_key=True)
    mode: str = Field(primary_key=True)
    month: str = Field(primary_key=True)  # YYYY-MM


RELEASED_CHECK_COLUMNS = (
    *(f"g{group}_{count}" for group in range(6) for count in ("checked", "claimed", "shown")),
    "overclaim_asked",
    "overclaimed",
)
_ReleasedCheckCounts: Any = create_model(
    "_ReleasedCheckCounts", __base__=SQLModel, **_counts(*RELEASED_CHECK_COLUMNS)
)


class ReleasedCheck(_ReleasedCheckCounts, SQLModel, table=True):
    """
    What readers read of `CheckTotal`: by province, everybody together, without who does both.

    Of a group the people checked, and of them those who claim it and those who showed it; who does
    both is not kept. All three are 0 where fewer than the minimum were checked.
    """

    __table_args__ = (CheckConstraint("overclaim_asked >= 0", name="counts_not_negative"),)

    province_code: str = Field(foreign_key="area.code", primary_key=True)
    campaign_code: str = Field(foreign_key="campaign.code", primary_key=True)
    mode: str = Field(primary_key=True)


class Withholding(SQLModel, table=True):
    """
    What of an area must not be seen; no row means nothing is held back.

    Each figure is one bit: 1 = the outcome over all six groups, 2, 4 … 64 = groups 0-5, 128 = AI.
    """

    area_code: str = Field(foreign_key="area.code", primary_key=True)
    campaign_code: str = Field(foreign_key="campaign.code", primary_key=True)
    mode: str = Field(primary_key=True)
    audience: str = Field(primary_key=True)  # or "everyone"
    hidden: int = Field(sa_type=SmallInteger)  # too few people, or it would give such a group away
    low: int = Field(sa_type=SmallInteger)  # the rate is shown as "at most"
    high: int = Field(sa_type=SmallInteger)  # the rate is shown as "at least"
    shielded: int = Field(sa_type=SmallInteger)  # the rate would give a coded one away


class Population(SQLModel, table=True):
    """People who exist: the denominator of coverage, with its basis and source."""

    __table_args__ = (CheckConstraint("people > 0", name="people_positive"),)

    unit_id: int = Field(foreign_key="unit.id", primary_key=True)
    population_group: str = Field(primary_key=True)  # "all" = every age
    year: int = Field(primary_key=True)
    people: int
    basis: str
    source: str


class Target(SQLModel, table=True):
    """A target as its document sets it: `area_code` VN or a province, the unit beside the value."""

    __table_args__ = (
        UniqueConstraint("document", "area_code", "audience", "indicator", "year"),
        CheckConstraint(
            "unit_of_measure IS NULL OR unit_of_measure IN ('percent', 'people', 'per_unit')",
            name="unit_of_measure_known",
        ),
        CheckConstraint(
            "unit_of_measure <> 'percent' OR target_value BETWEEN 0 AND 100",
            name="percent_in_range",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    document: str
    issuer: str
    issued: str
    area_code: str | None = Field(default=None, foreign_key="area.code", index=True)
    place: str
    audience: str
    indicator: str
    year: str
    operator: str
    target_value: float | None = None
    unit_of_measure: str | None = None
    confidence: str
    compared_with: str = ""  # audience, or everyone, whose self-assessed rate may stand beside
    source: str


class IndicatorValue(SQLModel, table=True):
    """A figure somebody reported, as reported: never mixed with what this application counts."""

    __table_args__ = (UniqueConstraint("area_code", "indicator", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    area_code: str = Field(foreign_key="area.code", index=True)
    place: str
    indicator: str
    period: str
    value: float
    unit_of_measure: str
    qualifier: str  # how the source words it: "", "khoảng", "hơn"
    numerator: float | None = None
    denominator: float | None = None
    source: str


class Account(SQLModel, table=True):
    """Somebody who signs in. The password is kept as a bcrypt hash only."""

    __table_args__ = (UniqueConstraint("username"),)

    id: int | None = Field(default=None, primary_key=True)
    username: str
    display_name: str
    password_hash: str
    must_change_password: bool = True
    created_at: datetime
    disabled_at: datetime | None = None


class Grant(SQLModel, table=True):
    """A role over an area, from a day to a day."""

    __table_args__ = (
        CheckConstraint(_one_of("role", Role), name="role_known"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
    )

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    role: str
    area_code: str = Field(foreign_key="area.code")
    valid_from: date
    valid_to: date | None = None
    granted_by: int | None = Field(default=None, foreign_key="account.id")
    revoked_at: datetime | None = None


class SignInSession(SQLModel, table=True):
    """
    A signed-in browser. Only the keyed hash of its cookie is kept; deleting the row ends it.

    Until `view_ends_at` an administrator reads as the viewed account; as the public if it is empty.
    """

    __table_args__ = (
        CheckConstraint(
            "viewed_account_id IS NULL OR view_ends_at IS NOT NULL", name="view_has_end"
        ),
    )

    token_hash: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    created_at: datetime
    expires_at: datetime
    viewed_account_id: int | None = Field(
        default=None, foreign_key="account.id", ondelete="CASCADE", index=True
    )
    view_ends_at: datetime | None = None


class SignInTicket(SQLModel, table=True):
    """A proof of a just checked password, exchanged once and within a minute for the cookie."""

    ticket_hash: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    expires_at: datetime


class SignInFailure(SQLModel, table=True):
    """A refused password, by keyed hashes of the name and of the address it came from."""

    id: int | None = Field(default=None, primary_key=True, sa_type=_BIG_ID)
    name_hash: str = Field(index=True)
    address_hash: str = Field(index=True)
    happened_at: datetime = Field(index=True)


class AuditEvent(SQLModel, table=True):
    """Who did what to which thing; never the answers themselves."""

    id: int | None = Field(default=None, primary_key=True, sa_type=_BIG_ID)
    happened_at: datetime = Field(index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    action: str
    subject: str
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Clip(SQLModel, table=True):
    """
    A sentence somebody of the staff read aloud; the sound is the file `name` in the data folder.

    It is played once somebody else has heard it, and while the words are those of `wording_hash`.
    """

    __table_args__ = (
        UniqueConstraint("name"),
        CheckConstraint(_one_of("kind", ClipKind), name="kind_known"),
        CheckConstraint(f"size BETWEEN 1 AND {MOST_BYTES}", name="size_in_range"),
        CheckConstraint("(reviewed_by IS NULL) = (reviewed_at IS NULL)", name="review_is_whole"),
        CheckConstraint("reviewed_by <> recorded_by", name="reviewed_by_another"),
        Index(None, "language", "sentence_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str
    language: str
    sentence_id: str
    wording_hash: str
    kind: str
    size: int  # bytes
    recorded_by: int = Field(foreign_key="account.id", index=True)
    recorded_at: datetime
    reviewed_by: int | None = Field(default=None, foreign_key="account.id")
    reviewed_at: datetime | None = None


class Snapshot(SQLModel, table=True):
    """
    Figures of an area as they were published at a moment, frozen for a meeting; never changed.

    `content` is what `meeting.figures` froze, `sha256` its fingerprint: who reads it checks both.
    """

    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_is_whole"),
        CheckConstraint("length(content) > 0", name="content_given"),
    )

    number: int | None = Field(default=None, primary_key=True)
    area_code: str = Field(foreign_key="area.code", index=True)
    campaign_code: str = Field(foreign_key="campaign.code")
    boundary_view: str  # the code links carry: domain.lineage.BoundaryView
    language: str
    release_id: int | None = Field(default=None, foreign_key="release.id")
    taken_by: int = Field(foreign_key="account.id")
    taken_at: datetime
    sha256: str
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Meeting(SQLModel, table=True):
    """A meeting over frozen figures; `revision` grows with its title and its agenda."""

    __table_args__ = (
        CheckConstraint("length(title) > 0", name="title_given"),
        CheckConstraint("revision >= 0", name="revision_not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    snapshot_number: int = Field(foreign_key="snapshot.number", index=True)
    title: str
    revision: int = 0
    created_by: int = Field(foreign_key="account.id")
    created_at: datetime
    changed_by: int = Field(foreign_key="account.id")


class MeetingSlide(SQLModel, table=True):
    """
    What somebody made of one slide; empty texts leave what was generated.

    `position` orders the agenda; without one the slide is not shown.
    """

    __table_args__ = (
        CheckConstraint("position IS NULL OR position >= 0", name="position_not_negative"),
        CheckConstraint("revision >= 0", name="revision_not_negative"),
    )

    meeting_id: int = Field(foreign_key="meeting.id", primary_key=True, ondelete="CASCADE")
    kind: str = Field(primary_key=True)  # meeting.deck.SlideKind
    position: int | None = Field(default=None, sa_type=SmallInteger)
    sentence: str = ""
    notes: str = ""
    revision: int = 0
    changed_by: int | None = Field(default=None, foreign_key="account.id")


class MeetingConclusion(SQLModel, table=True):
    """What a meeting decided: the task, who does it, by when, and whether it is done."""

    __table_args__ = (
        CheckConstraint("length(task) > 0", name="task_given"),
        CheckConstraint("length(who) > 0", name="who_given"),
        CheckConstraint("(done_by IS NULL) = (done_at IS NULL)", name="done_is_whole"),
    )

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True, ondelete="CASCADE")
    task: str
    who: str
    due: date | None = None
    created_by: int = Field(foreign_key="account.id")
    created_at: datetime
    done_by: int | None = Field(default=None, foreign_key="account.id")
    done_at: datetime | None = None


class Indicator(SQLModel, table=True):
    """What units report, from seed/data/indicators.csv; a count has no denominator."""

    __table_args__ = (
        CheckConstraint(_one_of("period_kind", PeriodKind), name="period_kind_known"),
        CheckConstraint(_one_of("counted", Counted), name="counted_known"),
        CheckConstraint("due_days BETWEEN 0 AND 90", name="due_days_in_range"),
    )

    code: str = Field(primary_key=True)
    position: int
    name: str
    numerator: str
    denominator: str
    owner: str
    period_kind: str
    counted: str
    due_days: int  # after the end of the period
    source_document: str
    note: str


class IndicatorReport(SQLModel, table=True):
    """
    A version of a figure a unit reported; the newest counts, and none is ever changed.

    A figure taken back is a version too (`withdrawn`). `batch` names the file it came with.
    """

    __table_args__ = (
        UniqueConstraint("area_code", "indicator_code", "period", "version"),
        CheckConstraint("version >= 1", name="version_positive"),
        CheckConstraint("value >= 0", name="value_not_negative"),
        CheckConstraint("(numerator IS NULL) = (denominator IS NULL)", name="fraction_is_whole"),
        CheckConstraint(
            "denominator IS NULL OR (denominator > 0 AND numerator BETWEEN 0 AND denominator)",
            name="fraction_in_range",
        ),
        CheckConstraint("version = 1 OR length(reason) > 0", name="correction_has_reason"),
        CheckConstraint("length(source) > 0", name="source_given"),
    )

    id: int | None = Field(default=None, primary_key=True)
    area_code: str = Field(foreign_key="area.code", index=True)
    indicator_code: str = Field(foreign_key="indicator.code")
    period: str
    version: int
    value: float
    numerator: float | None = None
    denominator: float | None = None
    qualifier: str
    source: str
    reason: str = ""
    withdrawn: bool = False
    batch: str | None = Field(default=None, index=True)
    reported_by: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    reported_at: datetime


class NamedPerson(SQLModel, table=True):
    """
    Somebody who agreed to be written down by name, sealed by a key outside the database.

    Nothing of an assessment lies here or leads here. Deleting the row takes the name everywhere.
    """

    __table_args__ = (
        UniqueConstraint("handle"),
        CheckConstraint("length(handle) = 32", name="handle_is_whole"),
        CheckConstraint("length(sealed) > 0", name="sealed_given"),
    )

    id: int | None = Field(default=None, primary_key=True)
    handle: str  # what the seal is bound to
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    key_id: str
    consent_version: str  # of the text that was read aloud
    agreed_at: datetime
    read_by: int = Field(foreign_key="account.id")  # who read it aloud


class Ambassador(SQLModel, table=True):
    """A đại sứ số of a commune: takes up to five people along."""

    __table_args__ = (
        UniqueConstraint("person_id"),
        CheckConstraint("left_on IS NULL OR left_on >= since", name="left_in_order"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int | None = Field(default=None, foreign_key="namedperson.id", ondelete="SET NULL")
    commune_id: int = Field(foreign_key="unit.id", index=True)
    hamlet_text: str = ""  # as it was typed before hamlets were units
    since: date
    left_on: date | None = None
    created_by: int = Field(foreign_key="account.id")
    created_at: datetime
    hamlet_id: int | None = Field(default=None, foreign_key="unit.id")


class Learner(SQLModel, table=True):
    """Somebody who learns with an ambassador, or waits for one; without a name once it is gone."""

    __table_args__ = (
        UniqueConstraint("person_id"),
        CheckConstraint(_one_of("state", LearnerState), name="state_known"),
        CheckConstraint("deleted_on IS NULL OR person_id IS NULL", name="deleted_has_no_name"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int | None = Field(default=None, foreign_key="namedperson.id", ondelete="SET NULL")
    commune_id: int = Field(foreign_key="unit.id", index=True)
    hamlet_text: str = ""  # as in Ambassador
    state: str
    state_on: date
    deleted_on: date | None = None
    created_by: int = Field(foreign_key="account.id")
    created_at: datetime
    hamlet_id: int | None = Field(default=None, foreign_key="unit.id")


class Mentorship(SQLModel, table=True):
    """
    One of the five circles of an ambassador: a learner, from a day to a day.

    A learner has one that has not ended at most.
    """

    __table_args__ = (
        CheckConstraint("(ended_on IS NULL) = (end_reason IS NULL)", name="end_is_whole"),
        CheckConstraint(_one_of("end_reason", PairEnd), name="end_reason_known"),
        CheckConstraint("ended_on >= began_on", name="ended_in_order"),
        CheckConstraint("closed_on >= began_on", name="closed_in_order"),
        Index(
            "one_active_pair",
            "learner_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    ambassador_id: int = Field(foreign_key="ambassador.id", index=True)
    learner_id: int = Field(foreign_key="learner.id")
    began_on: date
    closed_on: date | None = None  # the after-check
    ended_on: date | None = None
    end_reason: str | None = None  # domain.ledger.PairEnd
    created_by: int = Field(foreign_key="account.id")
    created_at: datetime


class LearnerStep(SQLModel, table=True):
    """A step of a learner; `reason` is why one was taken back."""

    __table_args__ = (
        CheckConstraint(_one_of("state", LearnerState), name="state_known"),
        CheckConstraint(_one_of("reason", BackReason), name="reason_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    learner_id: int = Field(foreign_key="learner.id", index=True)
    state: str  # the one it led to
    day: date
    reason: str | None = None  # domain.ledger.BackReason
    recorded_by: int = Field(foreign_key="account.id")
    recorded_at: datetime


class UsedCheck(SQLModel, table=True):
    """A keyed hash of an assessment that closed a circle, and when; not whose circle."""

    assessment_hash: str = Field(primary_key=True)
    used_in: datetime  # the first moment of the month


class Team(SQLModel, table=True):
    """
    A team of the movement; the account that answers for it logs what it does.

    No member is named: a team is a number of people by whom they come from.
    """

    __table_args__ = (
        CheckConstraint(_one_of("kind", TeamKind), name="kind_known"),
        CheckConstraint("length(name) > 0", name="name_given"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    name: str
    responsible_id: int | None = Field(
        default=None, foreign_key="account.id", ondelete="SET NULL", index=True
    )
    created_by: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    created_at: datetime
    dissolved_on: date | None = None  # from this day on nothing is logged any more


class TeamCommune(SQLModel, table=True):
    """A commune a team works in."""

    team_id: int = Field(foreign_key="team.id", primary_key=True, ondelete="CASCADE")
    commune_id: int = Field(foreign_key="unit.id", primary_key=True, index=True)


class TeamMember(SQLModel, table=True):
    """How many members of a team come from one body."""

    __table_args__ = (
        CheckConstraint(_one_of("role", MemberRole), name="role_known"),
        CheckConstraint("members >= 1", name="members_positive"),
    )

    team_id: int = Field(foreign_key="team.id", primary_key=True, ondelete="CASCADE")
    role: str = Field(primary_key=True)
    members: int


class TeamQuota(SQLModel, table=True):
    """What a team owes a month or a quarter."""

    __table_args__ = (
        CheckConstraint(_one_of("work", Work), name="work_known"),
        CheckConstraint("work <> 'visits'", name="visits_are_not_owed"),
        CheckConstraint("amount >= 1", name="amount_positive"),
    )

    team_id: int = Field(foreign_key="team.id", primary_key=True, ondelete="CASCADE")
    period: str = Field(primary_key=True)  # 2026-11, 2026-Q4
    work: str = Field(primary_key=True)
    amount: int
    set_by: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    set_at: datetime


class TeamActivity(SQLModel, table=True):
    """
    Work a team logged. It is never changed: taken back (`undone_at`) or judged by a leader.

    `tap_key` is of one drawn button, so a second tap or a second sending counts nothing.
    """

    __table_args__ = (
        UniqueConstraint("team_id", "tap_key"),
        CheckConstraint(_one_of("work", Work), name="work_known"),
        CheckConstraint(f"amount BETWEEN 1 AND {MOST_AT_ONCE}", name="amount_in_range"),
        CheckConstraint(_one_of("verdict", Verdict), name="verdict_known"),
        CheckConstraint("(verdict IS NULL) = (judged_at IS NULL)", name="verdict_is_whole"),
        Index(None, "commune_id", "day"),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: int = Field(foreign_key="team.id", index=True, ondelete="CASCADE")
    commune_id: int = Field(foreign_key="unit.id")
    day: date
    work: str
    amount: int
    place: str = ""
    tap_key: str
    logged_by: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    logged_at: datetime
    undone_at: datetime | None = None
    verdict: str | None = None
    judged_by: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    judged_at: datetime | None = None


class ClassSession(SQLModel, table=True):
    """
    A class or an event of a commune; a cancelled one stays as a line.

    `tallied` is how many came without a phone, as the helper counted them; empty = nobody counted.
    Who answers by way of its point belongs to the hamlet of that point, which is the class's own.
    """

    __table_args__ = (
        UniqueConstraint("token"),
        CheckConstraint("length(token) = 5", name="token_length"),
        CheckConstraint(_one_of("kind", ClassKind), name="kind_known"),
        CheckConstraint(_one_of("place_kind", ClassPlace), name="place_kind_known"),
        CheckConstraint(_one_of("teacher", Teacher), name="teacher_known"),
        CheckConstraint("length(place_name) > 0", name="place_named"),
        CheckConstraint("starts_minute BETWEEN 0 AND 1439", name="starts_in_the_day"),
        CheckConstraint(
            f"minutes BETWEEN {SHORTEST_MINUTES} AND {LONGEST_MINUTES}", name="minutes_in_range"
        ),
        CheckConstraint(f"tallied BETWEEN 0 AND {MOST_IN_A_CLASS}", name="tally_in_range"),
        CheckConstraint("cancelled_at IS NULL OR tallied IS NULL", name="cancelled_is_untallied"),
        Index(None, "commune_id", "held_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    token: str
    kind: str
    place_kind: str
    place_name: str
    commune_id: int = Field(foreign_key="unit.id")
    held_on: date  # calendar day in Asia/Ho_Chi_Minh
    starts_minute: int = Field(sa_type=SmallInteger)  # from midnight there
    minutes: int = Field(sa_type=SmallInteger)
    audience: str  # domain.people.Audience, or everyone
    teacher: str
    competences: list[str] = Field(sa_column=Column(JSON, nullable=False))
    resources: list[str] = Field(sa_column=Column(JSON, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    created_at: datetime
    cancelled_at: datetime | None = None
    tallied: int | None = None
    tallied_by: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    hamlet_id: int | None = Field(default=None, foreign_key="unit.id")
    point_id: int | None = Field(default=None, foreign_key="collectionpoint.id")
    revision: int = 0  # of the plan, so that the second of two people who edit it is told
    changed_by: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")


class ClassAttendance(SQLModel, table=True):
    """
    Somebody who said on their phone that they are at a class; no name.

    `visitor_hash` is the keyed hash of a random token of the phone and of the quarter, so that one
    phone counts once in a class and as one person in a quarter, and cannot be followed further.
    `assessment_id` only of who typed their code; the row stays as a count when it is deleted.
    """

    __table_args__ = (
        UniqueConstraint("class_id", "visitor_hash"),
        UniqueConstraint("class_id", "assessment_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=_BIG_ID)
    class_id: int = Field(foreign_key="classsession.id", ondelete="CASCADE")
    visitor_hash: str | None = Field(default=None, index=True)
    attended_on: date
    assessment_id: int | None = Field(
        default=None,
        foreign_key="assessment.id",
        ondelete="SET NULL",
        index=True,
        sa_type=_BIG_ID,
    )


class ReleasedClass(SQLModel, table=True):
    """
    What leaders read of those who came to the classes of a commune in a quarter that is over.

    People who answered alone before and after; how many reached basic each time. Who did both is
    not kept. It moves only in steps of at least the minimum (publishing/class_outcomes.py).
    """

    __table_args__ = (
        CheckConstraint("people > 0", name="people_positive"),
        CheckConstraint("reached_before BETWEEN 0 AND people", name="before_among_people"),
        CheckConstraint("reached_after BETWEEN 0 AND people", name="after_among_people"),
        CheckConstraint("length(quarter) = 6", name="quarter_length"),
    )

    commune_id: int = Field(foreign_key="unit.id", primary_key=True)
    quarter: str = Field(primary_key=True)  # 2026-4
    people: int
    reached_before: int
    reached_after: int


class Household(SQLModel, table=True):
    """People who chose to stand together as a family: a code to read aloud, a commune, no name."""

    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("length(code) = 6", name="code_length"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str
    commune_id: int = Field(foreign_key="unit.id", index=True)
    created_at: datetime


class HouseholdMember(SQLModel, table=True):
    """Somebody in a household, by their own choice; gone with their data, or when they leave."""

    __table_args__ = (CheckConstraint(_one_of("part", Part), name="part_known"),)

    assessment_id: int = Field(
        foreign_key="assessment.id", primary_key=True, ondelete="CASCADE", sa_type=_BIG_ID
    )
    household_id: int = Field(foreign_key="household.id", ondelete="CASCADE", index=True)
    part: str  # domain.households.Part
    joined_at: datetime


class HamletName(SQLModel, table=True):
    """A name a hamlet had, and the last day on which it did."""

    id: int | None = Field(default=None, primary_key=True)
    hamlet_id: int = Field(foreign_key="unit.id", index=True)
    full_name: str
    used_until: date


class HamletSheet(SQLModel, table=True):
    """A sheet of people by hamlet: its year and source. Undone, its figures count no more."""

    __table_args__ = (
        CheckConstraint("year BETWEEN 2000 AND 2100", name="year_in_range"),
        CheckConstraint("length(source) > 0", name="source_given"),
        UniqueConstraint("key"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str  # the same file again adds nothing
    year: int
    source: str
    created_by: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    created_at: datetime
    undone_by: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    undone_at: datetime | None = None


class HamletPopulation(SQLModel, table=True):
    """People of a group in a hamlet, on one sheet; of several sheets the newest one counts."""

    __table_args__ = (
        CheckConstraint("people >= 0", name="people_not_negative"),
        CheckConstraint(_one_of("population_group", HamletGroup), name="group_known"),
    )

    sheet_id: int = Field(foreign_key="hamletsheet.id", primary_key=True, ondelete="CASCADE")
    hamlet_id: int = Field(foreign_key="unit.id", primary_key=True, index=True)
    population_group: str = Field(primary_key=True)
    people: int  # of "untrained": households


class HamletTotal(SQLModel, table=True):
    """People who answered by way of a hamlet: all of them, those of 60 and older, the women."""

    __table_args__ = (CheckConstraint("people >= 0", name="people_not_negative"),)

    commune_id: int = Field(foreign_key="unit.id", primary_key=True)
    hamlet_id: int = Field(foreign_key="unit.id", primary_key=True, index=True)
    campaign_code: str = Field(foreign_key="campaign.code", primary_key=True)
    people: int = 0
    elderly: int = 0
    women: int = 0


class WeeklyReport(SQLModel, table=True):
    """
    What a leader reports of a week, version by version; once locked it is never changed.

    `content` (domain.weeks.as_bytes) holds counts and sentences and names nobody who learns or
    answered. `sha256` is its fingerprint from the moment it was signed.
    """

    __table_args__ = (
        UniqueConstraint("area_code", "week", "version"),
        CheckConstraint("version >= 1", name="version_positive"),
        CheckConstraint("version = 1 OR length(reason) > 0", name="correction_has_reason"),
        CheckConstraint("length(content) > 0", name="content_given"),
        CheckConstraint("length(sha256) = 64", name="sha256_is_whole"),
        CheckConstraint(
            "(locked_at IS NULL) = (locked_by IS NULL) AND (locked_at IS NULL) = (sha256 IS NULL)",
            name="lock_is_whole",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    area_code: str = Field(foreign_key="area.code", index=True)
    week: date  # its Monday
    version: int
    reason: str = ""  # of a correction
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    created_by: int = Field(foreign_key="account.id")
    created_at: datetime
    locked_by: int | None = Field(default=None, foreign_key="account.id")
    locked_at: datetime | None = None
    sha256: str | None = None


class OddResolution(SQLModel, table=True):
    """
    Somebody looked at odd records of a commune; it stays quiet until `number` is another one.

    `number` as the inbox said it: tens of people, or entries. No figure is changed by it.
    """

    __table_args__ = (
        CheckConstraint(_one_of("kind", OddKind), name="kind_known"),
        CheckConstraint(_one_of("reason", OddReason), name="reason_known"),
        CheckConstraint("number >= 0", name="number_not_negative"),
        Index(None, "commune_id", "campaign_code"),
    )

    id: int | None = Field(default=None, primary_key=True)
    commune_id: int = Field(foreign_key="unit.id")
    campaign_code: str = Field(foreign_key="campaign.code")
    kind: str
    number: int
    reason: str
    resolved_by: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    resolved_at: datetime
