"""Each named CHECK, UNIQUE and FOREIGN KEY refuses the row that breaks it, and no other does."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, timedelta

import pytest
from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Constraint,
    Engine,
    ForeignKeyConstraint,
    Integer,
    UniqueConstraint,
    insert,
)
from sqlalchemy.exc import IntegrityError

from db.models import (
    CHECKED_COLUMNS,
    COUNT_COLUMNS,
    ITEM_COLUMNS,
    ODD_COLUMNS,
    PROGRESS_COLUMNS,
    RELEASED_CHECK_COLUMNS,
    metadata,
)
from tests.db.reference import NOW, TODAY, VERSION

Row = dict[str, object]

_YESTERDAY = TODAY - timedelta(days=1)
_COUNTS: Row = dict.fromkeys(COUNT_COLUMNS, 0)
_PERSON: Row = {"audience": "citizen", "mode": "self"}
_SPAN: Row = {"valid_from": TODAY, "valid_to": None}

VALID: dict[str, Row] = {
    "deployment": {"id": 1, "data_kind": 0, "data_version": 0},
    "unit": {
        **{"id": 90, "level": "commune", "code": "90000", "name": "X", "full_name": "Xã X"},
        **{"kind": "Xã", "parent_code": "38", "search_key": "x", "sort_key": "x", **_SPAN},
    },
    "unitlineage": {
        **{"old_id": 14, "new_id": 11, "weight": 1.0, "part": "whole"},
        **{"document": "1686/NQ-UBTVQH15", "happened_on": date(2025, 7, 1)},
    },
    "area": {"code": "new", "name": "X", "kind": "custom", "search_key": "x"},
    "areamember": {"area_code": "15", "unit_id": 11},
    "framework": {"code": "new", "name": "X", "source": "X"},
    "competence": {
        **{"framework_code": "TT02-2025", "code": "9.9", "skill_group": 0},
        **{"name_vi": "X", "name_en": "X"},
    },
    "questionnaireversion": {
        **{"version": "new", "framework_code": "TT02-2025", "published_on": TODAY},
        **{"threshold_version": "1", "alone": 2, "with_help": 1},
        **{"basic_needs": 1, "firm_needs": 2},
    },
    "question": {
        **{"version": "ground", "id": "new", "slot": 1, "position": 1, "skill_group": 0},
        **{"competence_code": "0.1", "normal_vi": "?", "simple_vi": "?"},
        **{"normal_en": "?", "simple_en": "?"},
    },
    "packversion": {"version": "new", "published_on": TODAY, "content": {}},
    "checkversion": {"version": "new", "published_on": TODAY, "content": {}},
    "extraanswers": {"assessment_id": 1, "pack_version": None, "check_version": None},
    "checktotal": {
        **{"commune_id": 11, "campaign_code": "2026-2", **_PERSON},
        **dict.fromkeys(CHECKED_COLUMNS, 0),
    },
    "campaign": {"code": "new", "name": "X", "starts_on": TODAY, "ends_on": TODAY},
    "assessment": {
        **{"id": 90, "resume_code": "AAAAAA", "data_kind": 0, "campaign_code": "2026-2"},
        **{"version": VERSION, "commune_id": 11, "age_band": "60-69", "gender": "female"},
        **{"status": "draft", "started_at": NOW, "expires_at": NOW, **_PERSON},
    },
    "helperpass": {
        **{"id": 90, "token_hash": "x", "number": 1, "area_code": "15", "created_at": NOW},
        **{"valid_on": TODAY, "expires_at": NOW, "kind": "volunteer", "children": 0},
    },
    "helpertotal": {
        **{"commune_id": 11, "campaign_code": "2026-2", "helper_pass_id": 1, "people": 0},
    },
    "collectionpoint": {
        **{"id": 90, "token": "AB234", "kind": "market", "name": "X", "commune_id": 11},
        **{"created_at": NOW},
    },
    "offlinekit": {
        **{"token": "ABCDEFGHJK", "point_id": 1, "version": "ground"},
        **{"consent_version": "1", "created_at": NOW},
    },
    "hamletname": {"id": 90, "hamlet_id": 11, "full_name": "X", "used_until": TODAY},
    "hamletsheet": {"id": 90, "key": "x", "year": 2026, "source": "X", "created_at": NOW},
    "hamletpopulation": {
        **{"sheet_id": 1, "hamlet_id": 11, "population_group": "adults", "people": 0},
    },
    "hamlettotal": {
        **{"commune_id": 11, "hamlet_id": 12, "campaign_code": "2026-2", "people": 0},
        **{"elderly": 0, "women": 0},
    },
    "pointday": {"point_id": 1, "day": TODAY, "finished": 0},
    "importbatch": {"id": 90, "kind": "roster", "key": "x", "people": 1, "created_at": NOW},
    "importrow": {"commune_id": 11, "row_key": "x", "batch_id": 1, "assessment_id": 1},
    "consent": {
        **{"id": 90, "assessment_id": 1, "purpose": "statistics"},
        **{"text_version": "1", "given_at": NOW},
    },
    "attainmentcell": {
        **{"commune_id": 11, "campaign_code": "2026-2", "month": "2026-11"},
        **{"age_band": "60-69", "gender": "female", **_PERSON, **_COUNTS},
    },
    "attainmenttotal": {"commune_id": 11, "campaign_code": "2026-2", **_PERSON, **_COUNTS},
    "release": {"id": 90, "released_at": NOW, "minimum": 10, "people": 0},
    "releasedtotal": {"commune_id": 11, "campaign_code": "2026-2", **_PERSON, **_COUNTS},
    "releasedprovince": {
        **{"province_code": "38", "campaign_code": "2026-2", "audience": "citizen"},
        **{"mode": "self"},
        **_COUNTS,
    },
    "releasedcheck": {
        **{"province_code": "38", "campaign_code": "2026-2", "mode": "self"},
        **dict.fromkeys(RELEASED_CHECK_COLUMNS, 0),
    },
    "releasedmonth": {
        **{"area_code": "38", "campaign_code": "2026-2", "mode": "self", "month": "2026-11"},
        **_COUNTS,
    },
    "withholding": {
        **{"area_code": "38", "campaign_code": "2026-2", **_PERSON, "group": "outcome"},
        **{"hidden": 1, "low": 0, "high": 0, "shielded": 0},
    },
    "unitchange": {
        **{"id": 90, "kind": "merge", "document": "X", "happens_on": TODAY, "created_by": 1},
        **{"created_at": NOW, "undone_by": None, "undone_at": None, "added": []},
    },
    "itemtotal": {
        **{"province_code": "38", "campaign_code": "2026-2", "version": VERSION, **_PERSON},
        **dict.fromkeys(ITEM_COLUMNS, 0),
    },
    "progresstotal": {
        **{"commune_id": 11, "campaign_code": "2026-2", "version": VERSION, "mode": "self"},
        **dict.fromkeys(PROGRESS_COLUMNS, 0),
    },
    "oddtotal": {
        **{"commune_id": 11, "campaign_code": "2026-2", "mode": "self"},
        **dict.fromkeys(ODD_COLUMNS, 0),
    },
    "population": {
        **{"unit_id": 1, "population_group": "all", "year": 2025, "people": 1},
        **{"basis": "X", "source": "X"},
    },
    "target": {
        **{"id": 90, "document": "X", "issuer": "X", "issued": "X", "area_code": "VN"},
        **{"place": "X", "audience": "X", "indicator": "X", "year": "2026", "operator": ">="},
        **{"target_value": 80.0, "unit_of_measure": "percent", "confidence": "high"},
        **{"compared_with": "", "source": "X"},
    },
    "indicatorvalue": {
        **{"id": 90, "area_code": "VN", "place": "X", "indicator": "X", "period": "2026"},
        **{"value": 1.0, "unit_of_measure": "percent", "qualifier": "", "source": "X"},
    },
    "indicator": {
        **{"code": "new", "position": 1, "name": "X", "numerator": "X", "denominator": ""},
        **{"owner": "X", "period_kind": "month", "counted": "people", "due_days": 90},
        **{"source_document": "X", "note": "X"},
    },
    "indicatorreport": {
        **{"id": 90, "area_code": "38", "indicator_code": "ground", "period": "2026-10"},
        **{"version": 2, "value": 50.0, "numerator": 1.0, "denominator": 1.0, "qualifier": ""},
        **{"source": "X", "reason": "X", "withdrawn": False, "reported_by": 1},
        **{"reported_at": NOW},
    },
    "account": {
        **{"id": 90, "username": "lan", "display_name": "Lan", "password_hash": "X"},
        **{"must_change_password": True, "created_at": NOW},
    },
    "grant": {"id": 90, "account_id": 1, "role": "leader", "area_code": "38", **_SPAN},
    "sensitiveanswers": {
        **{"assessment_id": 1, "ethnicity": "kinh", "disability": "unsaid", "given_at": NOW},
    },
    "rightsrequest": {
        **{"id": 90, "code_hash": "X", "kind": "view", "province_code": "15"},
        **{"state": "received", "received_at": NOW, "reply_due": TODAY, "due": TODAY},
        **{"closed_at": None, "outcome": None, "extension_reason": None},
    },
    "clip": {
        **{"id": 90, "name": "x", "language": "vi", "sentence_id": "answer-0"},
        **{"wording_hash": "x", "kind": "webm", "size": 30_000, "recorded_by": 1},
        **{"recorded_at": NOW, "reviewed_by": 2, "reviewed_at": NOW},
    },
    "snapshot": {
        **{"number": 90, "area_code": "38", "campaign_code": "2026-2", "language": "vi"},
        **{"boundary_view": "hom-nay", "release_id": 1, "taken_by": 1, "taken_at": NOW},
        **{"sha256": "0" * 64, "content": b"x"},
    },
    "meeting": {
        **{"id": 90, "snapshot_number": 1, "title": "X", "revision": 0, "created_by": 1},
        **{"created_at": NOW, "changed_by": 1},
    },
    "meetingslide": {
        **{"meeting_id": 1, "kind": "map", "position": 0, "sentence": "", "notes": ""},
        **{"revision": 0, "changed_by": 1},
    },
    "meetingconclusion": {
        **{"id": 90, "meeting_id": 1, "task": "X", "who": "X", "due": None, "created_by": 1},
        **{"created_at": NOW, "done_by": 1, "done_at": NOW},
    },
    "classsession": {
        **{"id": 90, "token": "AB234", "kind": "lesson", "place_kind": "market"},
        **{"place_name": "X", "commune_id": 11, "held_on": TODAY, "starts_minute": 1439},
        **{"minutes": 720, "audience": "everyone", "teacher": "neighbour", "competences": []},
        **{"resources": [], "created_by": 1, "created_at": NOW, "cancelled_at": None},
        **{"tallied": 500, "tallied_by": 1, "revision": 0},
    },
    "classattendance": {
        **{"id": 90, "class_id": 1, "visitor_hash": "x", "attended_on": TODAY},
        **{"assessment_id": 1},
    },
    "releasedclass": {
        **{"commune_id": 11, "quarter": "2026-3", "people": 10, "reached_before": 10},
        **{"reached_after": 10},
    },
    "household": {"id": 90, "code": "AB2345", "commune_id": 11, "created_at": NOW},
    "householdmember": {
        **{"assessment_id": 1, "household_id": 1, "part": "both", "joined_at": NOW},
    },
    "team": {
        **{"id": 90, "kind": "community", "name": "X", "responsible_id": 1, "created_by": 1},
        **{"created_at": NOW, "dissolved_on": None},
    },
    "teamcommune": {"team_id": 1, "commune_id": 11},
    "teammember": {"team_id": 1, "role": "police", "members": 1},
    "teamquota": {
        **{"team_id": 1, "period": "2026-11", "work": "people", "amount": 1, "set_by": 1},
        **{"set_at": NOW},
    },
    "teamactivity": {
        **{"id": 90, "team_id": 1, "commune_id": 11, "day": TODAY, "work": "people", "amount": 1},
        **{"place": "", "tap_key": "x", "logged_by": 1, "logged_at": NOW, "undone_at": None},
        **{"verdict": "twice", "judged_by": 1, "judged_at": NOW},
    },
    "signinsession": {
        **{"token_hash": "X", "account_id": 1, "created_at": NOW, "expires_at": NOW},
        **{"viewed_account_id": None, "view_ends_at": NOW},
    },
    "namedperson": {
        **{"id": 90, "handle": "x" * 32, "sealed": b"x", "key_id": "x", "read_by": 1},
        **{"consent_version": "2026.1", "agreed_at": NOW},
    },
    "ambassador": {
        **{"id": 90, "person_id": 1, "commune_id": 11, "hamlet_text": "", "since": TODAY},
        **{"left_on": TODAY, "created_by": 1, "created_at": NOW},
    },
    "learner": {
        **{"id": 90, "person_id": 1, "commune_id": 11, "hamlet_text": "", "state": "invited"},
        **{"state_on": TODAY, "deleted_on": None, "created_by": 1, "created_at": NOW},
    },
    "mentorship": {
        **{"id": 90, "ambassador_id": 1, "learner_id": 1, "began_on": TODAY, "closed_on": TODAY},
        **{"ended_on": TODAY, "end_reason": "changed", "created_by": 1, "created_at": NOW},
    },
    "learnerstep": {
        **{"id": 90, "learner_id": 1, "state": "invited", "day": TODAY, "reason": None},
        **{"recorded_by": 1, "recorded_at": NOW},
    },
    "usedcheck": {"assessment_hash": "x", "used_in": NOW},
    "weeklyreport": {
        **{"id": 90, "area_code": "38", "week": TODAY, "version": 2, "reason": "X"},
        **{"content": b"x", "created_by": 1, "created_at": NOW, "locked_by": 1},
        **{"locked_at": NOW, "sha256": "0" * 64},
    },
    "oddresolution": {
        **{"id": 90, "commune_id": 11, "campaign_code": "2026-2", "kind": "fast", "number": 0},
        **{"reason": "fine", "resolved_by": 1, "resolved_at": NOW},
    },
    "signinticket": {"ticket_hash": "X", "account_id": 1, "expires_at": NOW},
    "signinfailure": {"id": 90, "name_hash": "X", "address_hash": "X", "happened_at": NOW},
    "auditevent": {
        **{"id": 90, "happened_at": NOW, "account_id": 1, "action": "X"},
        **{"subject": "X", "details": {}},
    },
}

# What must stand before: the parents of rows above that the reference rows lack.
GROUND: dict[str, list[Row]] = {
    "deployment": [VALID["deployment"]],
    "account": [
        {**VALID["account"], "id": 1, "username": "ground"},
        {**VALID["account"], "id": 2, "username": "another"},
    ],
    "assessment": [{**VALID["assessment"], "id": 1, "resume_code": "GROUND"}],
    "questionnaireversion": [{**VALID["questionnaireversion"], "version": "ground"}],
    "helperpass": [{**VALID["helperpass"], "id": 1, "token_hash": "ground", "number": 2}],
    "collectionpoint": [{**VALID["collectionpoint"], "id": 1, "token": "CD345"}],
    "importbatch": [{**VALID["importbatch"], "id": 1, "key": "ground"}],
    "hamletsheet": [{**VALID["hamletsheet"], "id": 1, "key": "ground"}],
    "release": [{**VALID["release"], "id": 1}],
    "indicator": [{**VALID["indicator"], "code": "ground"}],
    "snapshot": [{**VALID["snapshot"], "number": 1}],
    "meeting": [{**VALID["meeting"], "id": 1}],
    "classsession": [{**VALID["classsession"], "id": 1, "token": "CD345"}],
    "household": [{**VALID["household"], "id": 1, "code": "CD3456"}],
    "team": [{**VALID["team"], "id": 1}],
    "namedperson": [{**VALID["namedperson"], "id": 1, "handle": "g" * 32}],
    "ambassador": [{**VALID["ambassador"], "id": 1, "person_id": None}],
    "learner": [{**VALID["learner"], "id": 1, "person_id": None}],
}

SUBMITTED: Row = {"status": "submitted", "submitted_on": TODAY, "outcome": 0}

CHECKS: dict[str, Row] = {
    "ck_team_kind_known": {"kind": "army"},
    "ck_team_name_given": {"name": ""},
    "ck_teammember_role_known": {"role": "robot"},
    "ck_teammember_members_positive": {"members": 0},
    "ck_teamquota_work_known": {"work": "x"},
    "ck_teamquota_visits_are_not_owed": {"work": "visits"},
    "ck_teamquota_amount_positive": {"amount": 0},
    "ck_teamactivity_work_known": {"work": "x"},
    "ck_teamactivity_amount_in_range": {"amount": 501},
    "ck_teamactivity_verdict_known": {"verdict": "x"},
    "ck_teamactivity_verdict_is_whole": {"judged_at": None},
    "ck_classsession_token_length": {"token": "AB23"},
    "ck_classsession_kind_known": {"kind": "x"},
    "ck_classsession_place_kind_known": {"place_kind": "x"},
    "ck_classsession_teacher_known": {"teacher": "x"},
    "ck_classsession_place_named": {"place_name": ""},
    "ck_classsession_starts_in_the_day": {"starts_minute": 1440},
    "ck_classsession_minutes_in_range": {"minutes": 14},
    "ck_classsession_tally_in_range": {"tallied": -1},
    "ck_classsession_cancelled_is_untallied": {"cancelled_at": NOW},
    "ck_releasedclass_people_positive": {"people": 0, "reached_before": 0, "reached_after": 0},
    "ck_releasedclass_before_among_people": {"reached_before": 11},
    "ck_releasedclass_after_among_people": {"reached_after": -1},
    "ck_releasedclass_quarter_length": {"quarter": "2026"},
    "ck_household_code_length": {"code": "AB234"},
    "ck_householdmember_part_known": {"part": "x"},
    "ck_namedperson_handle_is_whole": {"handle": "x"},
    "ck_namedperson_sealed_given": {"sealed": b""},
    "ck_ambassador_left_in_order": {"left_on": _YESTERDAY},
    "ck_learner_state_known": {"state": "x"},
    "ck_learner_deleted_has_no_name": {"deleted_on": TODAY},
    "ck_mentorship_end_is_whole": {"ended_on": None},
    "ck_mentorship_end_reason_known": {"end_reason": "x"},
    "ck_mentorship_ended_in_order": {"ended_on": _YESTERDAY},
    "ck_mentorship_closed_in_order": {"closed_on": _YESTERDAY},
    "ck_learnerstep_state_known": {"state": "x"},
    "ck_learnerstep_reason_known": {"reason": "x"},
    "ck_clip_kind_known": {"kind": "exe"},
    "ck_clip_size_in_range": {"size": 30_001},
    "ck_clip_review_is_whole": {"reviewed_at": None},
    "ck_clip_reviewed_by_another": {"reviewed_by": 1},
    "ck_indicator_period_kind_known": {"period_kind": "x"},
    "ck_indicator_counted_known": {"counted": "x"},
    "ck_indicator_due_days_in_range": {"due_days": 91},
    "ck_indicatorreport_version_positive": {"version": 0},
    "ck_indicatorreport_value_not_negative": {"value": -1.0},
    "ck_indicatorreport_fraction_is_whole": {"numerator": None},
    "ck_indicatorreport_fraction_in_range": {"numerator": 2.0},
    "ck_indicatorreport_correction_has_reason": {"reason": ""},
    "ck_indicatorreport_source_given": {"source": ""},
    "ck_snapshot_sha256_is_whole": {"sha256": "0" * 63},
    "ck_snapshot_content_given": {"content": b""},
    "ck_weeklyreport_version_positive": {"version": 0},
    "ck_weeklyreport_correction_has_reason": {"reason": ""},
    "ck_weeklyreport_content_given": {"content": b""},
    "ck_weeklyreport_sha256_is_whole": {"sha256": "0" * 63},
    "ck_weeklyreport_lock_is_whole": {"locked_by": None},
    "ck_oddresolution_kind_known": {"kind": "x"},
    "ck_oddresolution_reason_known": {"reason": "x"},
    "ck_oddresolution_number_not_negative": {"number": -1},
    "ck_meeting_title_given": {"title": ""},
    "ck_meeting_revision_not_negative": {"revision": -1},
    "ck_meetingslide_position_not_negative": {"position": -1},
    "ck_meetingslide_revision_not_negative": {"revision": -1},
    "ck_meetingconclusion_task_given": {"task": ""},
    "ck_meetingconclusion_who_given": {"who": ""},
    "ck_meetingconclusion_done_is_whole": {"done_at": None},
    "ck_sensitiveanswers_ethnicity_known": {"ethnicity": "x"},
    "ck_sensitiveanswers_disability_known": {"disability": "x"},
    "ck_rightsrequest_kind_known": {"kind": "x"},
    "ck_rightsrequest_state_known": {"state": "x"},
    "ck_rightsrequest_outcome_known": {"state": "closed", "closed_at": NOW, "outcome": "x"},
    "ck_rightsrequest_extension_reason_known": {"extension_reason": "x"},
    "ck_rightsrequest_closed_has_outcome": {"state": "closed", "closed_at": NOW},
    "ck_deployment_single_row": {"id": 2, "data_kind": 1},
    "ck_deployment_data_kind_known": {"data_kind": 2},
    "ck_unit_level_known": {"level": "street"},
    "ck_hamletsheet_year_in_range": {"year": 1999},
    "ck_hamletsheet_source_given": {"source": ""},
    "ck_hamletpopulation_people_not_negative": {"people": -1},
    "ck_hamletpopulation_group_known": {"population_group": "x"},
    "ck_hamlettotal_people_not_negative": {"people": -1},
    "ck_unit_valid_in_order": {"valid_to": _YESTERDAY},
    "ck_unitlineage_weight_is_share": {"weight": 1.01},
    "ck_unitlineage_part_known": {"part": "half"},
    "ck_area_kind_known": {"kind": "hamlet"},
    "ck_questionnaireversion_thresholds_in_order": {"with_help": 2},
    "ck_question_slot_exists": {"slot": 15},
    "ck_question_group_exists": {"skill_group": 7},
    "ck_question_needs_known": {"needs": "robot"},
    "ck_assessment_helper_relation_known": {"mode": "proxy", "helper_relation": "robot"},
    "ck_assessment_help_language_known": {"mode": "proxy", "help_language": "xx"},
    "ck_assessment_nobody_helps_who_is_alone": {"helper_relation": "family"},
    "ck_helperpass_number_positive": {"number": 0},
    "ck_helperpass_kind_known": {"kind": "x"},
    "ck_helperpass_children_not_negative": {"children": -1},
    "ck_assessment_consent_by_known": {"age_band": "7-15", "consent_by": "x"},
    "ck_assessment_children_are_consented_for": {"age_band": "7-15"},
    "ck_helpertotal_people_not_negative": {"people": -1},
    "ck_collectionpoint_kind_known": {"kind": "x"},
    "ck_collectionpoint_token_length": {"token": "AB23"},
    "ck_offlinekit_token_length": {"token": "AB234"},
    "ck_pointday_finished_not_negative": {"finished": -1},
    "ck_importbatch_kind_known": {"kind": "x"},
    "ck_importbatch_people_positive": {"people": 0},
    "ck_assessment_device_known": {"device": 3},
    "ck_assessment_skipped_in_slots": {"skipped": 16384},
    "ck_extraanswers_answers_on_scale": {"overclaim": 4},
    "ck_extraanswers_checks_known": {"check_5": 4},
    "ck_extraanswers_tasks_known": {"task_5": 3},
    "ck_extraanswers_shown_or_not": {"shown_0": 2},
    "ck_checktotal_counts_not_negative": {"overclaim_asked": -1},
    "ck_releasedcheck_counts_not_negative": {"overclaim_asked": -1},
    "ck_campaign_dates_in_order": {"ends_on": _YESTERDAY},
    "ck_assessment_audience_known": {"audience": "robot"},
    "ck_assessment_age_band_known": {"age_band": "under-16"},
    "ck_assessment_gender_known": {"gender": "x"},
    "ck_assessment_mode_known": {"mode": "automatic"},
    "ck_assessment_status_known": {"status": "lost"},
    "ck_assessment_answers_on_scale": {"answer_14": 4},
    "ck_assessment_levels_known": {"level_ai": 4},
    "ck_assessment_outcome_known": {**SUBMITTED, "outcome": 1},
    "ck_assessment_groups_reached_in_range": {"groups_reached": 7},
    "ck_assessment_submitted_has_date": {**SUBMITTED, "submitted_on": None},
    "ck_assessment_submitted_is_scored": {**SUBMITTED, "outcome": None},
    "ck_assessment_resume_code_length": {"resume_code": "AAAAA"},
    "ck_attainmentcell_people_not_negative": {"people": -1},
    "ck_attainmentcell_month_length": {"month": "2026-1"},
    "ck_attainmenttotal_people_not_negative": {"people": -1},
    "ck_assessment_seconds_taken_not_negative": {"seconds_taken": -1},
    "ck_releasedtotal_people_not_negative": {"people": -1},
    "ck_unitchange_kind_known": {"kind": "swap"},
    "ck_unitchange_document_given": {"document": ""},
    "ck_signinsession_view_has_end": {"viewed_account_id": 1, "view_ends_at": None},
    "ck_itemtotal_counts_not_negative": {"answer_01_0": -1},
    "ck_progresstotal_started_not_negative": {"started": -1},
    "ck_oddtotal_people_not_negative": {"people": -1},
    "ck_population_people_positive": {"people": 0},
    "ck_target_unit_of_measure_known": {"unit_of_measure": "litre"},
    "ck_target_percent_in_range": {"target_value": 100.5},
    "ck_grant_role_known": {"role": "king"},
    "ck_grant_dates_in_order": {"valid_to": _YESTERDAY},
}

# How the second row differs from the first, so that only this constraint is broken.
UNIQUES: dict[str, Row] = {
    "uq_teamactivity_team_id_tap_key": {"id": 91},
    "uq_weeklyreport_area_code_week_version": {"id": 91},
    "uq_classsession_token": {"id": 91},
    "uq_classattendance_class_id_visitor_hash": {"id": 91, "assessment_id": None},
    "uq_classattendance_class_id_assessment_id": {"id": 91, "visitor_hash": "y"},
    "uq_household_code": {"id": 91},
    "uq_namedperson_handle": {"id": 91},
    "uq_ambassador_person_id": {"id": 91},
    "uq_learner_person_id": {"id": 91},
    "uq_clip_name": {"id": 91},
    "uq_deployment_data_kind": {"id": 2},
    "uq_unit_level_code_valid_from": {"id": 91},
    "uq_question_version_slot": {"id": "other", "position": 2},
    "uq_question_version_position": {"id": "other", "slot": 2},
    "uq_assessment_resume_code": {"id": 91},
    "uq_assessment_repeat_of": {"id": 91, "resume_code": "BBBBBB"},
    "uq_helperpass_token_hash": {"id": 91, "number": 3},
    "uq_helperpass_area_code_valid_on_number": {"id": 91, "token_hash": "y"},
    "uq_collectionpoint_token": {"id": 91},
    "uq_offlinekit_point_id_version_consent_version": {"token": "ABCDEFGHJZ"},
    "uq_importbatch_key": {"id": 91},
    "uq_hamletsheet_key": {"id": 91},
    "uq_consent_assessment_id_purpose": {"id": 91},
    "uq_rightsrequest_code_hash": {"id": 91},
    "uq_target_document_area_code_audience_indicator_year": {"id": 91},
    "uq_indicatorreport_area_code_indicator_code_period_version": {"id": 91},
    "uq_indicatorvalue_area_code_indicator_period": {"id": 91},
    "uq_account_username": {"id": 91},
}

FIRST_ROWS: dict[str, Row] = {"uq_assessment_repeat_of": {"repeat_of": 1}}


def _named(kind: type[Constraint]) -> dict[str, Constraint]:
    return {
        str(constraint.name): constraint
        for table in metadata.sorted_tables
        for constraint in table.constraints
        if isinstance(constraint, kind)
    }


FOREIGN_KEYS = _named(ForeignKeyConstraint)


def _insert(engine: Engine, table: str, *rows: Row, single_row: bool = True) -> None:
    """Insert on the ground and take everything back: the tests share one database."""
    with engine.connect() as connection, connection.begin() as transaction:
        for parent, ground in GROUND.items():
            connection.execute(insert(metadata.tables[parent]), ground)
        with nullcontext() if single_row else _without_single_row(connection):
            for row in rows:
                connection.execute(insert(metadata.tables[table]), [row])
        transaction.rollback()


@contextmanager
def _without_single_row(connection: Connection) -> Iterator[None]:
    """A second row of `deployment` is refused twice over; look at the second rule alone."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "ALTER TABLE deployment DROP CONSTRAINT ck_deployment_single_row"
        )
        yield
        return
    connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
    try:
        yield
    finally:
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = OFF")


def _refused_by(error: IntegrityError) -> str:
    """The name of the constraint on PostgreSQL, what SQLite says of it otherwise."""
    diagnosis = getattr(error.orig, "diag", None)
    return diagnosis.constraint_name if diagnosis else str(error.orig)


def _absent(column: Column) -> int | str:
    return 999_999 if isinstance(column.type, Integer) else "nowhere"


def _table(constraint: Constraint) -> str:
    return constraint.table.name


def test_every_named_constraint_is_tested():
    assert set(CHECKS) == set(_named(CheckConstraint))
    assert set(UNIQUES) == set(_named(UniqueConstraint))
    assert set(VALID) == set(metadata.tables)


def test_every_constraint_has_a_name():
    for table in metadata.sorted_tables:
        for constraint in table.constraints:
            assert constraint.name, f"{table.name}: {constraint}"


@pytest.mark.parametrize("table", [name for name in VALID if name not in GROUND])
def test_a_valid_row_is_accepted(shared_engine: Engine, table: str):
    _insert(shared_engine, table, VALID[table])


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_a_check_refuses_the_row_that_breaks_it(shared_engine: Engine, name: str):
    table = _table(_named(CheckConstraint)[name])

    with pytest.raises(IntegrityError) as refusal:
        _insert(shared_engine, table, {**VALID[table], **CHECKS[name]})

    assert name in _refused_by(refusal.value)


@pytest.mark.parametrize("name", sorted(UNIQUES))
def test_a_unique_constraint_refuses_the_second_row(shared_engine: Engine, name: str):
    constraint = _named(UniqueConstraint)[name]
    table = _table(constraint)
    first = {**VALID[table], **FIRST_ROWS.get(name, {})}
    rows = [first, {**first, **UNIQUES[name]}]
    if table == "deployment":  # the ground has its only row already
        rows = rows[1:]

    with pytest.raises(IntegrityError) as refusal:
        _insert(shared_engine, table, *rows, single_row=table != "deployment")

    columns = ", ".join(f"{table}.{column.name}" for column in constraint.columns)
    assert _refused_by(refusal.value) in (name, f"UNIQUE constraint failed: {columns}")


@pytest.mark.parametrize("name", sorted(FOREIGN_KEYS))
def test_a_foreign_key_refuses_a_row_that_refers_to_nothing(shared_engine: Engine, name: str):
    constraint = FOREIGN_KEYS[name]
    table = _table(constraint)
    [column] = constraint.columns
    absent = 1 if name == "data_kind_is_ours" else _absent(column)

    with pytest.raises(IntegrityError) as refusal:
        _insert(shared_engine, table, {**VALID[table], column.name: absent})

    assert _refused_by(refusal.value) in (name, "FOREIGN KEY constraint failed")
