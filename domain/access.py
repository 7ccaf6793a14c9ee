"""Who may do what, and where: roles, permissions and scopes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.errors import NotAllowed

NATION = "VN"  # the area that holds every commune


class Role(StrEnum):
    PUBLIC = "public"
    HELPER = "helper"
    LEADER = "leader"
    OFFICIAL = "official"
    ADMIN = "admin"


class Permission(StrEnum):
    VIEW_PUBLISHED = "view_published"
    CAPTURE = "capture"
    VIEW_AREA = "view_area"
    VIEW_OVERVIEW = "view_overview"
    MANAGE_ACCOUNTS = "manage_accounts"
    VIEW_AS = "view_as"
    MANAGE_UNITS = "manage_units"
    GIVE_PASSES = "give_passes"
    HANDLE_REQUESTS = "handle_requests"
    COLLECT = "collect"  # points, class rosters, files
    RECORD_CLIPS = "record_clips"  # sentences read aloud, and the review of others'
    REPORT_INDICATORS = "report_indicators"  # figures of a unit, from its documents
    HOLD_MEETINGS = "hold_meetings"  # freeze figures, prepare slides, write down conclusions
    MANAGE_HAMLETS = "manage_hamlets"  # units below the commune, who lives there, who is left
    MANAGE_TEAMS = "manage_teams"  # found them, set what they owe, look at doubtful entries
    KEEP_LEDGER = "keep_ledger"  # ambassadors and learners of a commune, by name
    REPORT_WEEK = "report_week"  # the weekly report upward, and what came of looking at odd records


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.PUBLIC: frozenset({Permission.VIEW_PUBLISHED}),
    Role.HELPER: frozenset({Permission.VIEW_PUBLISHED, Permission.CAPTURE}),
    Role.LEADER: frozenset(
        {
            Permission.VIEW_PUBLISHED,
            Permission.CAPTURE,
            Permission.VIEW_AREA,
            Permission.GIVE_PASSES,
            Permission.COLLECT,
            Permission.RECORD_CLIPS,
            Permission.REPORT_INDICATORS,
            Permission.MANAGE_HAMLETS,
            Permission.MANAGE_TEAMS,
            Permission.KEEP_LEDGER,
            Permission.REPORT_WEEK,
        }
    ),
    Role.OFFICIAL: frozenset(
        {
            Permission.VIEW_PUBLISHED,
            Permission.VIEW_AREA,
            Permission.VIEW_OVERVIEW,
            Permission.REPORT_INDICATORS,
            Permission.HOLD_MEETINGS,
        }
    ),
    Role.ADMIN: frozenset(
        {
            Permission.VIEW_PUBLISHED,
            Permission.VIEW_AREA,
            Permission.VIEW_OVERVIEW,
            Permission.HOLD_MEETINGS,
            Permission.MANAGE_ACCOUNTS,
            Permission.VIEW_AS,
            Permission.MANAGE_UNITS,
            Permission.HANDLE_REQUESTS,
            Permission.GIVE_PASSES,
        }
    ),
}

# What each command of `db.commands` asks of the account that gives it. Commands that are not here
# ask for none: a citizen's own answers, one's own sign-in and password, and what the server does.
COMMANDS: Mapping[str, Permission] = {
    "create_account": Permission.MANAGE_ACCOUNTS,
    "create_accounts": Permission.MANAGE_ACCOUNTS,
    "refusals_of": Permission.MANAGE_ACCOUNTS,
    "reset_password": Permission.MANAGE_ACCOUNTS,
    "disable_account": Permission.MANAGE_ACCOUNTS,
    "enable_account": Permission.MANAGE_ACCOUNTS,
    "grant_area": Permission.MANAGE_ACCOUNTS,
    "revoke_grant": Permission.MANAGE_ACCOUNTS,
    "begin_view": Permission.VIEW_AS,
    "change_units": Permission.MANAGE_UNITS,
    "undo_unit_change": Permission.MANAGE_UNITS,
    "give_passes": Permission.GIVE_PASSES,
    "revoke_pass": Permission.GIVE_PASSES,
    "reply_to_request": Permission.HANDLE_REQUESTS,
    "extend_request": Permission.HANDLE_REQUESTS,
    "close_request": Permission.HANDLE_REQUESTS,
    "open_point": Permission.COLLECT,
    "revoke_point": Permission.COLLECT,
    "save_rows": Permission.COLLECT,
    "make_kit": Permission.COLLECT,
    "undo_batch": Permission.COLLECT,
    "save_clip": Permission.RECORD_CLIPS,
    "approve_clip": Permission.RECORD_CLIPS,
    "discard_clip": Permission.RECORD_CLIPS,
    "report_figures": Permission.REPORT_INDICATORS,
    "undo_report_file": Permission.REPORT_INDICATORS,
    "prepare_meeting": Permission.HOLD_MEETINGS,
    "edit_meeting": Permission.HOLD_MEETINGS,
    "edit_slide": Permission.HOLD_MEETINGS,
    "add_conclusion": Permission.HOLD_MEETINGS,
    "tick_conclusion": Permission.HOLD_MEETINGS,
    "drop_conclusion": Permission.HOLD_MEETINGS,
    "create_hamlets": Permission.MANAGE_HAMLETS,
    "rename_hamlet": Permission.MANAGE_HAMLETS,
    "close_hamlet": Permission.MANAGE_HAMLETS,
    "settle": Permission.MANAGE_HAMLETS,
    "save_hamlet_sheet": Permission.MANAGE_HAMLETS,
    "undo_hamlet_sheet": Permission.MANAGE_HAMLETS,
    "found_team": Permission.MANAGE_TEAMS,
    "change_team": Permission.MANAGE_TEAMS,
    "dissolve_team": Permission.MANAGE_TEAMS,
    "set_quota": Permission.MANAGE_TEAMS,
    "drop_quota": Permission.MANAGE_TEAMS,
    "judge_work": Permission.MANAGE_TEAMS,
    "log_work": Permission.CAPTURE,
    "plan_class": Permission.COLLECT,
    "cancel_class": Permission.COLLECT,
    "change_class": Permission.COLLECT,
    "open_point_of_class": Permission.COLLECT,
    "tally_class": Permission.CAPTURE,
    "undo_work": Permission.CAPTURE,
    "open_names": Permission.KEEP_LEDGER,
    "export_names": Permission.KEEP_LEDGER,
    "add_ambassador": Permission.KEEP_LEDGER,
    "ambassador_left": Permission.KEEP_LEDGER,
    "add_learner": Permission.KEEP_LEDGER,
    "make_ambassador": Permission.KEEP_LEDGER,
    "pair": Permission.KEEP_LEDGER,
    "part_pair": Permission.KEEP_LEDGER,
    "take_step": Permission.KEEP_LEDGER,
    "close_by_check": Permission.KEEP_LEDGER,
    "delete_learner": Permission.KEEP_LEDGER,
    "delete_ambassador": Permission.KEEP_LEDGER,
    "resolve_odd": Permission.REPORT_WEEK,
    "begin_report": Permission.REPORT_WEEK,
    "refresh_report": Permission.REPORT_WEEK,
    "edit_sentence": Permission.REPORT_WEEK,
    "lock_report": Permission.REPORT_WEEK,
    "correct_report": Permission.REPORT_WEEK,
}


@dataclass(frozen=True)
class Scope:
    """A role over named sets of communes. No area means nothing is seen."""

    role: Role
    area_codes: frozenset[str]


PUBLIC = Scope(Role.PUBLIC, frozenset({NATION}))


@dataclass(frozen=True)
class GrantFact:
    """One grant as stored: a role over one area, on the days from `valid_from` to `valid_to`."""

    role: Role
    area_code: str
    valid_from: date
    valid_to: date | None

    def covers(self, day: date) -> bool:
        """Both end days belong to the grant."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def has_permission(grants: Iterable[GrantFact], permission: Permission, *, on: date) -> bool:
    """Whether any grant of that day carries the permission."""
    return any(grant.covers(on) and permission in PERMISSIONS[grant.role] for grant in grants)


def scope_for(grants: Iterable[GrantFact], permission: Permission, *, on: date) -> Scope:
    """
    The scope in which a person may use a permission on a day: the areas of grants that carry it.

    Raises:
        NotAllowed: no grant of that day carries the permission.
    """
    carrying = [g for g in grants if g.covers(on) and permission in PERMISSIONS[g.role]]
    if not carrying:
        raise NotAllowed(permission=permission.value)
    ranking = list(Role)
    role = max((grant.role for grant in carrying), key=ranking.index)
    return Scope(role, frozenset(grant.area_code for grant in carrying))


def grant_over(
    grants: Iterable[GrantFact], permission: Permission, area_code: str, *, on: date
) -> GrantFact | None:
    """
    The grant by which somebody reads an area on a day; of several, the one that lasts longest.

    A grant over the nation reaches every area.
    """
    reaching = [
        grant
        for grant in grants
        if grant.covers(on)
        and permission in PERMISSIONS[grant.role]
        and grant.area_code in (area_code, NATION)
    ]
    return max(reaching, key=lambda grant: grant.valid_to or date.max, default=None)
