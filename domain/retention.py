"""
How long each column about a person is kept, and what becomes of it then.

KEEP means that nothing is done while the row stands; GENERALISE makes it coarser without changing
any count; CLEAR empties it; DELETE removes the whole row, its KEEP columns too. No rule changes a
figure that was published or rolled up: what rollups count by is KEEP, or made coarser inside the
step it is counted in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

DRAFT_DAYS = 60  # from the start: 30 to go on, 30 in which the code still says it is too old
TIMES_DAYS = 365
# A year after the times became months: the day of sending is then known as a month only, so the
# days are counted from its first, and 31 more make sure that nobody loses the code too early.
CODE_DAYS = 730 + 31
SENSITIVE_DAYS = 365
REQUEST_DAYS = 730
AUDIT_DAYS = 1825
NAME_DAYS = 730  # after the yes: who stays in the ledger longer is asked, and written down, anew


class Treatment(StrEnum):
    KEEP = "keep"
    GENERALISE = "generalise"
    CLEAR = "clear"
    DELETE = "delete"


@dataclass(frozen=True)
class Rule:
    """What becomes of columns of a table, `days` after the moment or day in the column `since`."""

    name: str
    table: str
    treatment: Treatment
    columns: tuple[str, ...]
    days: int | None = None
    since: str | None = None


def _numbered(prefix: str, count: int) -> tuple[str, ...]:
    return tuple(f"{prefix}_{number:02}" for number in range(1, count + 1))


_ALL = ("*",)
_COUNTED = (
    *("id", "data_kind", "campaign_code", "version", "commune_id", "audience", "age_band"),
    *("gender", "mode", "status", *_numbered("answer", 14)),
    *(f"level_{group}" for group in range(6)),
    *("level_ai", "outcome", "groups_reached", "helper_pass_id", "point_id", "device", "skipped"),
    "hamlet_id",
    "consent_by",
)
_OPTIONAL = (
    *("assessment_id", "pack_version", "check_version", "overclaim"),
    *(f"pack_{number}" for number in range(1, 5)),
    *(f"{kind}_{group}" for kind in ("check", "shown", "task") for group in range(6)),
)

RULES = (
    Rule("draft", "assessment", Treatment.DELETE, _ALL, DRAFT_DAYS, "started_at"),
    Rule("answers", "assessment", Treatment.KEEP, _COUNTED),
    Rule(
        "times",
        "assessment",
        Treatment.GENERALISE,
        ("started_at", "expires_at", "submitted_on", "seconds_taken"),
        TIMES_DAYS,
        "submitted_on",
    ),
    Rule(  # the language spoken may tell the ethnic group; how near the helper is, who lives there
        "help",
        "assessment",
        Treatment.CLEAR,
        ("helper_relation", "help_language"),
        TIMES_DAYS,
        "submitted_on",
    ),
    Rule(
        "code",
        "assessment",
        Treatment.CLEAR,
        ("resume_code", "repeat_of"),
        CODE_DAYS,
        "submitted_on",
    ),
    Rule("optional_answers", "extraanswers", Treatment.KEEP, _OPTIONAL),
    Rule("consent", "consent", Treatment.DELETE, _ALL, CODE_DAYS, "submitted_on"),  # with the code
    Rule("import_row", "importrow", Treatment.DELETE, _ALL, CODE_DAYS, "submitted_on"),  # too
    Rule("household_member", "householdmember", Treatment.DELETE, _ALL, CODE_DAYS,
         "submitted_on"),  # too: without the code nobody could leave any more
    Rule("household", "household", Treatment.KEEP, ("id", "code", "commune_id", "created_at")),
    Rule(
        "class_session",
        "classsession",
        Treatment.KEEP,
        ("id", "token", "kind", "place_kind", "place_name", "commune_id", "held_on",
         "starts_minute", "minutes", "audience", "teacher", "competences", "resources",
         "created_by", "created_at", "cancelled_at", "tallied", "tallied_by", "hamlet_id",
         "point_id", "revision", "changed_by"),
    ),
    Rule("attendance_count", "classattendance", Treatment.KEEP, ("id", "class_id", "attended_on")),
    Rule(  # that somebody came stays as a count; which phone, and whose answers, is forgotten
        "attendance",
        "classattendance",
        Treatment.CLEAR,
        ("visitor_hash", "assessment_id"),
        TIMES_DAYS,
        "attended_on",
    ),
    Rule("sensitive", "sensitiveanswers", Treatment.DELETE, _ALL, SENSITIVE_DAYS, "given_at"),
    Rule("request", "rightsrequest", Treatment.DELETE, _ALL, REQUEST_DAYS, "closed_at"),
    Rule("session", "signinsession", Treatment.DELETE, _ALL, 0, "expires_at"),
    Rule("ticket", "signinticket", Treatment.DELETE, _ALL, 0, "expires_at"),
    Rule("failure", "signinfailure", Treatment.DELETE, _ALL, 1, "happened_at"),
    Rule("audit", "auditevent", Treatment.DELETE, _ALL, AUDIT_DAYS, "happened_at"),
    Rule(
        "account",
        "account",
        Treatment.KEEP,
        ("id", "username", "display_name", "password_hash", "must_change_password"),
    ),
    Rule("account_times", "account", Treatment.KEEP, ("created_at", "disabled_at")),
    Rule(
        "grant",
        "grant",
        Treatment.KEEP,
        ("id", "account_id", "role", "area_code", "valid_from", "valid_to", "granted_by",
         "revoked_at"),
    ),
    Rule(
        "helper_pass",
        "helperpass",
        Treatment.KEEP,
        ("id", "token_hash", "number", "area_code", "created_by", "created_at", "valid_on",
         "expires_at", "revoked_at", "kind", "children"),
    ),
    Rule(
        "collection_point",
        "collectionpoint",
        Treatment.KEEP,
        ("id", "token", "kind", "name", "commune_id", "created_by", "created_at", "revoked_at",
         "hamlet_id"),
    ),
    Rule(
        "offline_kit",
        "offlinekit",
        Treatment.KEEP,
        ("token", "point_id", "version", "consent_version", "created_by", "created_at"),
    ),
    Rule(
        "import_batch",
        "importbatch",
        Treatment.KEEP,
        ("id", "kind", "key", "people", "point_id", "created_by", "created_at", "undone_by",
         "undone_at"),
    ),
    Rule(  # a voice of the staff: until it is recorded again, or somebody deletes it on the page
        "clip",
        "clip",
        Treatment.KEEP,
        ("id", "name", "language", "sentence_id", "wording_hash", "kind", "size", "recorded_by",
         "recorded_at", "reviewed_by", "reviewed_at"),
    ),
    Rule("named_person", "namedperson", Treatment.DELETE, _ALL, NAME_DAYS, "agreed_at"),
    Rule("used_check", "usedcheck", Treatment.DELETE, _ALL, CODE_DAYS, "used_in"),  # as the code
    Rule(  # without the row above these are nobody: numbers in a circle, and days
        "ambassador",
        "ambassador",
        Treatment.KEEP,
        ("id", "person_id", "commune_id", "hamlet_text", "hamlet_id", "since", "left_on",
         "created_by", "created_at"),
    ),
    Rule(
        "learner",
        "learner",
        Treatment.KEEP,
        ("id", "person_id", "commune_id", "hamlet_text", "hamlet_id", "state", "state_on",
         "deleted_on", "created_by", "created_at"),
    ),
    Rule(
        "mentorship",
        "mentorship",
        Treatment.KEEP,
        ("id", "ambassador_id", "learner_id", "began_on", "closed_on", "ended_on", "end_reason",
         "created_by", "created_at"),
    ),
    Rule(
        "learner_step",
        "learnerstep",
        Treatment.KEEP,
        ("id", "learner_id", "state", "day", "reason", "recorded_by", "recorded_at"),
    ),
    Rule(  # a figure of a unit and the office that reported it; versions are its proof
        "indicator_report",
        "indicatorreport",
        Treatment.KEEP,
        ("id", "area_code", "indicator_code", "period", "version", "value", "numerator",
         "denominator", "qualifier", "source", "reason", "withdrawn", "batch", "reported_by",
         "reported_at"),
    ),
    Rule(  # published figures of groups, and nobody in them: they stay as what was published
        "snapshot",
        "snapshot",
        Treatment.KEEP,
        ("number", "area_code", "campaign_code", "boundary_view", "language", "release_id",
         "taken_by", "taken_at", "sha256", "content"),
    ),
    Rule(
        "meeting",
        "meeting",
        Treatment.KEEP,
        ("id", "snapshot_number", "title", "revision", "created_by", "created_at", "changed_by"),
    ),
    Rule(
        "meeting_slide",
        "meetingslide",
        Treatment.KEEP,
        ("meeting_id", "kind", "position", "sentence", "notes", "revision", "changed_by"),
    ),
    Rule(  # names an office or a colleague, never who answered; taken back on the page
        "meeting_conclusion",
        "meetingconclusion",
        Treatment.KEEP,
        ("id", "meeting_id", "task", "who", "due", "created_by", "created_at", "done_by",
         "done_at"),
    ),
    Rule(  # a team is numbers of people; its accounts are of who works there
        "team",
        "team",
        Treatment.KEEP,
        ("id", "kind", "name", "responsible_id", "created_by", "created_at", "dissolved_on"),
    ),
    Rule("team_quota", "teamquota", Treatment.KEEP,
         ("team_id", "period", "work", "amount", "set_by", "set_at")),
    Rule(  # how much was done where and when, and who logged it; nobody who was helped
        "team_activity",
        "teamactivity",
        Treatment.KEEP,
        ("id", "team_id", "commune_id", "day", "work", "amount", "place", "tap_key", "logged_by",
         "logged_at", "undone_at", "verdict", "judged_by", "judged_at"),
    ),
    Rule(  # figures of an office and who sent them
        "hamlet_sheet",
        "hamletsheet",
        Treatment.KEEP,
        ("id", "key", "year", "source", "created_by", "created_at", "undone_by", "undone_at"),
    ),
    Rule(  # counts of a week and words of an office; a signed one stays what was signed
        "weekly_report",
        "weeklyreport",
        Treatment.KEEP,
        ("id", "area_code", "week", "version", "reason", "content", "created_by", "created_at",
         "locked_by", "locked_at", "sha256"),
    ),
    Rule(  # who looked at the records of a commune; nobody who answered
        "odd_resolution",
        "oddresolution",
        Treatment.KEEP,
        ("id", "commune_id", "campaign_code", "kind", "number", "reason", "resolved_by",
         "resolved_at"),
    ),
    Rule(
        "unit_change",
        "unitchange",
        Treatment.KEEP,
        ("id", "kind", "document", "happens_on", "created_by", "created_at", "undone_by",
         "undone_at", "added"),
    ),
)  # fmt: skip


def applied() -> Iterator[Rule]:
    """The rules that do something, in the order they are applied."""
    return (rule for rule in RULES if rule.treatment is not Treatment.KEEP)


def unruled(tables: dict[str, set[str]]) -> set[str]:
    """
    `table.column` of every column no rule names, and of every one a rule names in vain.

    A rule for all columns covers a table alone; beside rules that name columns it does not, since
    it is then about some rows only.
    """
    named: dict[str, set[str]] = {rule.table: set() for rule in RULES}
    for rule in RULES:
        if rule.columns != _ALL:
            named[rule.table].update(rule.columns)
    ruled = {table: columns or tables.get(table, {"?"}) for table, columns in named.items()}
    return _flat(tables) ^ _flat(ruled)


def _flat(tables: dict[str, set[str]]) -> set[str]:
    return {f"{table}.{column}" for table, columns in tables.items() for column in columns}
