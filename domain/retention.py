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

from domain.kept import KEPT

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


ALL = ("*",)  # the whole row
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
    Rule("draft", "assessment", Treatment.DELETE, ALL, DRAFT_DAYS, "started_at"),
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
    Rule("consent", "consent", Treatment.DELETE, ALL, CODE_DAYS, "submitted_on"),  # with the code
    Rule("import_row", "importrow", Treatment.DELETE, ALL, CODE_DAYS, "submitted_on"),  # too
    Rule("household_member", "householdmember", Treatment.DELETE, ALL, CODE_DAYS,
         "submitted_on"),  # too: without the code nobody could leave any more
    Rule("attendance_count", "classattendance", Treatment.KEEP, ("id", "class_id", "attended_on")),
    Rule(  # that somebody came stays as a count; which phone, and whose answers, is forgotten
        "attendance",
        "classattendance",
        Treatment.CLEAR,
        ("visitor_hash", "assessment_id"),
        TIMES_DAYS,
        "attended_on",
    ),
    Rule("sensitive", "sensitiveanswers", Treatment.DELETE, ALL, SENSITIVE_DAYS, "given_at"),
    Rule("request", "rightsrequest", Treatment.DELETE, ALL, REQUEST_DAYS, "closed_at"),
    Rule("session", "signinsession", Treatment.DELETE, ALL, 0, "expires_at"),
    Rule("ticket", "signinticket", Treatment.DELETE, ALL, 0, "expires_at"),
    Rule("failure", "signinfailure", Treatment.DELETE, ALL, 1, "happened_at"),
    Rule("audit", "auditevent", Treatment.DELETE, ALL, AUDIT_DAYS, "happened_at"),
    Rule("named_person", "namedperson", Treatment.DELETE, ALL, NAME_DAYS, "agreed_at"),
    Rule("used_check", "usedcheck", Treatment.DELETE, ALL, CODE_DAYS, "used_in"),  # as the code
    *(Rule(table, table, Treatment.KEEP, columns) for table, columns in KEPT.items()),
)  # fmt: skip


def applied() -> Iterator[Rule]:
    """The rules that do something, in the order they are applied."""
    return (rule for rule in RULES if rule.treatment is not Treatment.KEEP)
