"""Corrections keep every count right, consents leave no trace, requests stay in their province."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import insert, select, text
from sqlmodel import Session

from db.commands import assessments
from db.commands.requests import close_request, extend_request, reply_to_request
from db.commands.rights import correct_person, give_sensitive, make_request, withdraw_consent
from db.engine import transaction
from db.models import metadata
from db.rights import my_data, request_with_code, requests_in, tables_about_a_person
from db.verification import verify
from domain.access import NATION, Role, Scope
from domain.consent import REPEAT, SENSITIVE, STATISTICS, Disability, Ethnicity
from domain.errors import (
    AlreadyExtended,
    AlreadySubmitted,
    ChoiceMissing,
    ConsentNeeded,
    ExpiredResumeCode,
    NotAllowed,
    RequestClosed,
    UnknownPlace,
    UnknownRequest,
    UnknownResumeCode,
)
from domain.resume_code import DAYS_VALID
from domain.rights import ExtensionReason, Outcome, RequestKind
from tests.db.people import LAN, all_rollups, answer, begin, everybody, send
from tests.db.reference import CLOSED, NOW, SI_MA_CAI, THO_NGOC, TODAY, VERSION

WHEN = {"now": NOW, "today": TODAY}
SENSITIVE_GIVEN = {"ethnicity": Ethnicity.MINORITY, "disability": Disability.NONE, "now": NOW}


def correct(engine, code, **changed):
    person = {
        **{"commune_code": LAN.commune, "audience": LAN.audience},
        **{"age_band": LAN.age_band, "gender": LAN.gender},
    }
    correct_person(engine, code=code, **{**person, **changed}, now=NOW)


def rows(engine, table):
    with engine.connect() as connection:
        found = connection.execute(select(metadata.tables[table])).mappings()
        return [dict(row) for row in found]


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"audience": "pirate"}, ChoiceMissing),
        ({"age_band": "under-16"}, ChoiceMissing),
        ({"gender": ""}, ChoiceMissing),
        ({"commune_code": "99999"}, UnknownPlace),
        ({"commune_code": CLOSED}, UnknownPlace),
    ],
)
def test_what_is_not_one_of_ours_corrects_nothing(engine, changed, refusal):
    code = send(engine, LAN)
    before = rows(engine, "assessment"), all_rollups(engine)

    with pytest.raises(refusal):
        correct(engine, code, **changed)

    assert (rows(engine, "assessment"), all_rollups(engine)) == before


def test_an_unknown_code_and_an_expired_draft_are_refused(engine):
    code = begin(engine, LAN, NOW - timedelta(days=DAYS_VALID)).code

    with pytest.raises(ExpiredResumeCode):
        correct(engine, code, gender="male")
    with pytest.raises(UnknownResumeCode):
        correct(engine, "ZZZZZZ", gender="male")


@pytest.mark.parametrize(
    "changed",
    [
        {"age_band": "45-59"},
        {"gender": "male"},
        {"audience": "worker"},
        {"commune_code": THO_NGOC},
        {"commune_code": SI_MA_CAI, "audience": "student", "age_band": "16-24", "gender": "other"},
    ],
)
def test_a_correction_counts_the_person_as_if_it_had_been_so_from_the_start(each_engine, changed):
    renamed = {"commune" if name == "commune_code" else name: v for name, v in changed.items()}
    correct(each_engine, send(each_engine, LAN), **changed)
    corrected = all_rollups(each_engine)
    for row in rows(each_engine, "assessment"):
        assessments.withdraw(each_engine, code=row["resume_code"], **WHEN)

    send(each_engine, replace(LAN, **renamed))

    assert all_rollups(each_engine) == corrected
    assert verify(each_engine).is_clean


def test_a_corrected_draft_moves_its_progress_and_can_still_be_sent(engine):
    code = begin(engine, LAN, NOW).code
    answer(engine, code, (1, 2), NOW)

    correct(engine, code, commune_code=SI_MA_CAI, age_band="16-24")

    [(key, counts)] = all_rollups(engine)["progresstotal"].items()
    assert (key[0], counts) == (13, {"started": 1, "answered_01": 1, "answered_02": 1})
    assert verify(engine).is_clean


def test_correcting_to_the_same_leaves_no_audit_line(engine):
    code = send(engine, LAN)

    correct(engine, code)
    correct(engine, code, gender="male")

    [line] = rows(engine, "auditevent")
    assert line["action"] == "assessment.correct"
    assert code not in str(line)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=everybody, after=everybody)
def test_whoever_corrects_to_whomever_every_rollup_stays_recomputable(engine, before, after):
    code = send(engine, before)

    correct(
        engine,
        code,
        commune_code=after.commune,
        audience=after.audience,
        age_band=after.age_band,
        gender=after.gender,
    )

    assert verify(engine).is_clean


def test_the_needed_consent_is_not_withdrawn_alone(engine):
    code = send(engine, LAN)

    with pytest.raises(ConsentNeeded):
        withdraw_consent(engine, code=code, purpose=STATISTICS, now=NOW)


def test_sensitive_answers_need_an_open_draft_and_known_words(engine):
    sent, draft = send(engine, LAN), begin(engine, LAN, NOW).code

    with pytest.raises(AlreadySubmitted):
        give_sensitive(engine, code=sent, **SENSITIVE_GIVEN)
    with pytest.raises(ChoiceMissing):
        give_sensitive(engine, code=draft, **{**SENSITIVE_GIVEN, "ethnicity": "mông"})

    assert rows(engine, "sensitiveanswers") == []


def test_a_withdrawn_sensitive_consent_stays_as_proof_and_its_answers_go(each_engine):
    code = begin(each_engine, LAN, NOW).code
    for _ in range(2):
        give_sensitive(each_engine, code=code, **SENSITIVE_GIVEN)
    before = all_rollups(each_engine)

    withdraw_consent(each_engine, code=code, purpose=SENSITIVE, now=NOW)
    withdraw_consent(each_engine, code=code, purpose=SENSITIVE, now=NOW)

    data = my_data(each_engine, code, NOW)
    assert data.sensitive is None
    assert data.held == {STATISTICS}
    assert [one.purpose for one in data.consents] == [STATISTICS, SENSITIVE]
    assert all_rollups(each_engine) == before
    assert len(rows(each_engine, "auditevent")) == 1


def test_who_takes_the_comparison_back_is_parted_from_the_other_time(engine):
    earlier, later = send(engine, LAN), send(engine, LAN)
    with transaction(engine) as connection:
        ids = dict(connection.execute(text("SELECT resume_code, id FROM assessment")).all())
        connection.execute(
            text("UPDATE assessment SET repeat_of = :a WHERE id = :b"),
            {"a": ids[earlier], "b": ids[later]},
        )
        agreed = {"purpose": REPEAT, "text_version": "1", "given_at": NOW}
        connection.execute(
            insert(metadata.tables["consent"]), {"assessment_id": ids[earlier], **agreed}
        )

    withdraw_consent(engine, code=earlier, purpose=REPEAT, now=NOW)

    assert {row["repeat_of"] for row in rows(engine, "assessment")} == {None}


def test_everything_that_refers_to_a_person_is_shown_and_goes_with_them(engine):
    code = begin(engine, LAN, NOW).code
    give_sensitive(engine, code=code, **SENSITIVE_GIVEN)
    names = {table.name for table in tables_about_a_person()}

    shown = my_data(engine, code, NOW).rows
    assessments.withdraw(engine, code=code, **WHEN)

    assert {"consent", "sensitiveanswers"} <= names
    assert shown["assessment"][0]["version"] == VERSION
    assert set(shown) == {"assessment", "consent", "sensitiveanswers"}
    assert not any(row for name in names for row in rows(engine, name))


# Requests


@pytest.fixture
def managers(world_engine):
    """The world with an administrator of the nation and one of the province 38."""
    from db.commands.accounts import NewGrant, create_account, create_first_admin, grant_area

    chief = create_first_admin(world_engine, display_name="Trưởng", **WHEN)
    made = create_account(
        world_engine, username="tinh", display_name="Tỉnh", by=chief.account_id, **WHEN
    )
    grant = NewGrant(Role.ADMIN, "38", TODAY, None)
    grant_area(world_engine, account_id=made.account_id, grant=grant, by=chief.account_id, **WHEN)
    return world_engine, chief.account_id, made.account_id


def test_a_request_needs_a_known_kind_and_province(engine):
    for asked, refusal in (
        ({"kind": "", "province_code": None}, ChoiceMissing),
        ({"kind": "view", "province_code": "h-trieu-son"}, UnknownPlace),
        ({"kind": "view", "province_code": "99"}, UnknownPlace),
    ):
        with pytest.raises(refusal):
            make_request(engine, **asked, now=NOW)

    assert rows(engine, "rightsrequest") == []
    with pytest.raises(UnknownRequest):
        request_with_code(engine, "ABCDEFGH")


def test_a_province_sees_and_handles_its_own_requests_only(managers):
    engine, chief, of_province = managers
    make_request(engine, kind=RequestKind.VIEW, province_code=None, now=NOW)
    make_request(engine, kind=RequestKind.DELETE, province_code="38", now=NOW)
    seen = {}
    with Session(engine) as session:
        for area in (NATION, "38", "397"):
            scope = Scope(Role.ADMIN, frozenset({area}))
            seen[area] = [one.number for one in requests_in(session, scope, today=TODAY)]

    assert seen == {NATION: [1, 2], "38": [2], "397": []}
    with pytest.raises(NotAllowed):
        reply_to_request(engine, number=1, by=of_province, **WHEN)
    reply_to_request(engine, number=2, by=of_province, **WHEN)
    reply_to_request(engine, number=1, by=chief, **WHEN)


def test_late_requests_come_first_and_closed_ones_last(managers):
    engine, chief, _ = managers
    for days in (0, 30, 5):
        early = NOW - timedelta(days=days)
        make_request(engine, kind=RequestKind.VIEW, province_code=None, now=early)
    close_request(engine, number=2, outcome=Outcome.DONE, by=chief, **WHEN)

    with Session(engine) as session:
        scope = Scope(Role.ADMIN, frozenset({NATION}))
        found = requests_in(session, scope, today=TODAY)

    assert [one.number for one in found] == [3, 1, 2]
    assert [one.overdue(TODAY) for one in found] == [True, False, False]


def test_one_extension_for_a_reason_and_none_after_the_end(managers):
    engine, chief, _ = managers
    code = make_request(engine, kind=RequestKind.DELETE, province_code=None, now=NOW)
    due = request_with_code(engine, code).due
    extend = {"number": 1, "reason": ExtensionReason.TECHNICAL, "by": chief, **WHEN}

    with pytest.raises(ChoiceMissing):
        extend_request(engine, **{**extend, "reason": "because"})
    extend_request(engine, **extend)
    with pytest.raises(AlreadyExtended):
        extend_request(engine, **extend)
    assert request_with_code(engine, code).due == due + timedelta(days=20)
    close_request(engine, number=1, outcome=Outcome.DONE, by=chief, **WHEN)
    with pytest.raises(RequestClosed):
        extend_request(engine, **extend)
    with pytest.raises(RequestClosed):
        close_request(engine, number=1, outcome=Outcome.REFERRED, by=chief, **WHEN)
    with pytest.raises(UnknownRequest):
        reply_to_request(engine, number=9, by=chief, **WHEN)
