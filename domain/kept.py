"""Which columns of the records of places and of staff stay as long as their row does."""

from collections.abc import Mapping

# Table → its columns. Who answered is named in none of them; a household is its code.
KEPT: Mapping[str, tuple[str, ...]] = {
    "household": ("id", "code", "commune_id", "created_at"),
    "classsession": (
        "id", "token", "kind", "place_kind", "place_name", "commune_id", "held_on", "starts_minute",
        "minutes", "audience", "teacher", "competences", "resources", "created_by", "created_at",
        "cancelled_at", "tallied", "tallied_by", "hamlet_id", "point_id", "revision", "changed_by",
    ),
    "account": (
        "id", "username", "display_name", "password_hash", "must_change_password", "created_at",
        "disabled_at",
    ),
    "grant": (
        "id", "account_id", "role", "area_code", "valid_from", "valid_to", "granted_by",
        "revoked_at",
    ),
    "helperpass": (
        "id", "token_hash", "number", "area_code", "created_by", "created_at", "valid_on",
        "expires_at", "revoked_at", "kind", "children",
    ),
    "collectionpoint": (
        "id", "token", "kind", "name", "commune_id", "created_by", "created_at", "revoked_at",
        "hamlet_id",
    ),
    "offlinekit": ("token", "point_id", "version", "consent_version", "created_by", "created_at"),
    "importbatch": (
        "id", "kind", "key", "people", "point_id", "created_by", "created_at", "undone_by",
        "undone_at",
    ),
    # a voice of the staff: until it is recorded again, or somebody deletes it on the page
    "clip": (
        "id", "name", "language", "sentence_id", "wording_hash", "kind", "size", "recorded_by",
        "recorded_at", "reviewed_by", "reviewed_at",
    ),
    # without their row in namedperson these are nobody: numbers in a circle, and days
    "ambassador": (
        "id", "person_id", "commune_id", "hamlet_text", "hamlet_id", "since", "left_on",
        "created_by", "created_at",
    ),
    "learner": (
        "id", "person_id", "commune_id", "hamlet_text", "hamlet_id", "state", "state_on",
        "deleted_on", "created_by", "created_at",
    ),
    "mentorship": (
        "id", "ambassador_id", "learner_id", "began_on", "closed_on", "ended_on", "end_reason",
        "created_by", "created_at",
    ),
    "learnerstep": ("id", "learner_id", "state", "day", "reason", "recorded_by", "recorded_at"),
    # a figure of a unit and the office that reported it; versions are its proof
    "indicatorreport": (
        "id", "area_code", "indicator_code", "period", "version", "value", "numerator",
        "denominator", "qualifier", "source", "reason", "withdrawn", "batch", "reported_by",
        "reported_at",
    ),
    # published figures of groups, and nobody in them: they stay as what was published
    "snapshot": (
        "number", "area_code", "campaign_code", "boundary_view", "language", "release_id",
        "taken_by", "taken_at", "sha256", "content",
    ),
    "meeting": (
        "id", "snapshot_number", "title", "revision", "created_by", "created_at", "changed_by",
    ),
    "meetingslide": (
        "meeting_id", "kind", "position", "sentence", "notes", "revision", "changed_by",
    ),
    # names an office or a colleague, never who answered; taken back on the page
    "meetingconclusion": (
        "id", "meeting_id", "task", "who", "due", "created_by", "created_at", "done_by", "done_at",
    ),
    # a team is numbers of people; its accounts are of who works there
    "team": ("id", "kind", "name", "responsible_id", "created_by", "created_at", "dissolved_on"),
    "teamquota": ("team_id", "period", "work", "amount", "set_by", "set_at"),
    # how much was done where and when, and who logged it; nobody who was helped
    "teamactivity": (
        "id", "team_id", "commune_id", "day", "work", "amount", "place", "tap_key", "logged_by",
        "logged_at", "undone_at", "verdict", "judged_by", "judged_at",
    ),
    # figures of an office and who sent them
    "hamletsheet": (
        "id", "key", "year", "source", "created_by", "created_at", "undone_by", "undone_at",
    ),
    # counts of a week and words of an office; a signed one stays what was signed
    "weeklyreport": (
        "id", "area_code", "week", "version", "reason", "content", "created_by", "created_at",
        "locked_by", "locked_at", "sha256",
    ),
    # who looked at the records of a commune; nobody who answered
    "oddresolution": (
        "id", "commune_id", "campaign_code", "kind", "number", "reason", "resolved_by",
        "resolved_at",
    ),
    "unitchange": (
        "id", "kind", "document", "happens_on", "created_by", "created_at", "undone_by",
        "undone_at", "added",
    ),
}  # fmt: skip
