"""Under 16: two consents, the right company, and not one figure that knows of them."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from db.commands import assessments
from db.commands.extra_answers import set_device
from db.commands.rights import correct_person, give_sensitive, withdraw_consent
from db.engine import transaction
from db.helper_passes import open_pass
from db.models import Consent, HelperPass, metadata
from db.rights import my_data
from db.rollups import rebuild
from db.verification import verify
from domain.consent import CHILD, GUARDIAN, REPEAT, SCHOOL, STATISTICS, Disability, Ethnicity
from domain.errors import (
    AgeFixed,
    ChildAnswersAlone,
    ChildConsentMissing,
    ChildHelperRefused,
    ChoiceMissing,
    ConsentMisplaced,
    ConsentMissing,
    ConsentNeeded,
    UnderSeven,
    UnknownResumeCode,
)
from domain.helping import PassKind, Relation
from domain.minors import ConsentBy
from domain.people import AgeBand, Audience, Gender, Mode
from tests.db.people import LAN, all_rollups, answer, send, stored
from tests.db.reference import NOW, TODAY, TRIEU_SON, questionnaire
from tests.db.test_helper_passes import give, people_engine  # noqa: F401

FAMILY = {GUARDIAN: "1", CHILD: "1"}
CLASS = {SCHOOL: "1", CHILD: "1"}
_assessments = metadata.tables["assessment"]


def begin(engine, consents=FAMILY, **changed):
    who = {
        **{"commune_code": TRIEU_SON, "audience": Audience.STUDENT, "age_band": AgeBand.FROM_7},
        **{"gender": Gender.FEMALE, "mode": Mode.SELF, "consent_by": ConsentBy.PARENT},
    }
    return assessments.start(engine, consents=consents, now=NOW, **{**who, **changed})


def finish(engine, draft):
    answer(engine, draft.code, (2,) * 12, NOW)
    assessments.submit(engine, code=draft.code, questionnaire=questionnaire(), now=NOW, today=TODAY)
    return draft.code


def nobody_is_stored(engine) -> bool:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(_assessments)) == 0


ADULT = {"age_band": AgeBand.FROM_25, "consent_by": None}
REFUSED = [
    (UnderSeven, FAMILY, {"age_band": "under-7"}),
    (ChoiceMissing, FAMILY, {"age_band": "under-16"}),
    (ChoiceMissing, FAMILY, {"consent_by": None}),
    (ChoiceMissing, FAMILY, {"consent_by": "neighbour"}),
    (ChoiceMissing, FAMILY, {"audience": Audience.PUBLIC_EMPLOYEE}),
    (ChildConsentMissing, {}, {}),
    (ChildConsentMissing, {STATISTICS: "1"}, {}),
    (ChildConsentMissing, {GUARDIAN: "1"}, {}),
    (ChildConsentMissing, {GUARDIAN: "1", CHILD: ""}, {}),
    (ChildConsentMissing, {CHILD: "1"}, {}),
    (ChildConsentMissing, CLASS, {}),
    (ChildConsentMissing, FAMILY, {"consent_by": ConsentBy.SCHOOL}),
    (ConsentMisplaced, {**FAMILY, STATISTICS: "1"}, {}),
    (ConsentMisplaced, {**FAMILY, REPEAT: "1"}, {}),
    (ConsentMisplaced, {**FAMILY, SCHOOL: "1"}, {}),
    (ChildHelperRefused, CLASS, {"consent_by": ConsentBy.SCHOOL}),
    (ChildHelperRefused, CLASS, {"consent_by": ConsentBy.SCHOOL, "mode": Mode.ASSISTED,
                                 "helper_relation": Relation.TEACHER}),
    (ChildHelperRefused, FAMILY, {"mode": Mode.ASSISTED, "helper_relation": Relation.VOLUNTEER}),
    (ChildAnswersAlone, FAMILY, {"mode": Mode.PROXY}),
    (ConsentMissing, FAMILY, ADULT),
    (ConsentMisplaced, {STATISTICS: "1", **FAMILY}, ADULT),
    (ConsentMisplaced, {STATISTICS: "1"}, {**ADULT, "consent_by": ConsentBy.PARENT}),
]  # fmt: skip


@pytest.mark.parametrize(("refusal", "consents", "changed"), REFUSED)
def test_what_does_not_fit_the_age_is_refused_and_nothing_is_stored(
    engine, refusal, consents, changed
):
    with pytest.raises(refusal):
        begin(engine, consents, **changed)

    assert nobody_is_stored(engine)


@pytest.mark.parametrize(
    ("kind", "consents", "by"),
    [
        (PassKind.VOLUNTEER, CLASS, ConsentBy.SCHOOL),
        (PassKind.VOLUNTEER, FAMILY, ConsentBy.PARENT),
        (PassKind.TEACHER, FAMILY, ConsentBy.PARENT),
    ],
)
def test_a_pass_lets_a_child_begin_only_as_a_teachers_and_for_the_school(
    people_engine,  # noqa: F811
    kind,
    consents,
    by,
):
    [made] = give(people_engine, kind=kind)

    with pytest.raises(ChildHelperRefused):
        begin(people_engine, consents, consent_by=by, mode=Mode.ASSISTED, helper_pass=made.token)

    assert nobody_is_stored(people_engine)


def test_a_child_gets_a_result_and_leaves_every_count_as_it_was(engine):
    send(engine, LAN)
    before = all_rollups(engine)

    code = finish(engine, begin(engine))

    assert my_data(engine, code, NOW).draft.score is not None
    assert all_rollups(engine) == before
    assert verify(engine).is_clean
    rebuild(engine)
    assert all_rollups(engine) == before
    assessments.withdraw(engine, code=code, now=NOW, today=TODAY)
    assert all_rollups(engine) == before
    with pytest.raises(UnknownResumeCode):
        my_data(engine, code, NOW)


def test_verify_finds_a_child_that_was_counted_after_all(engine):
    finish(engine, begin(engine))
    with transaction(engine) as connection:
        connection.execute(
            _assessments.update().values(age_band=AgeBand.FROM_16.value, consent_by=None)
        )
    rebuild(engine)
    with transaction(engine) as connection:
        connection.execute(
            _assessments.update().values(age_band=AgeBand.FROM_7.value, consent_by="parent")
        )

    assert not verify(engine).is_clean


def test_a_draft_of_a_child_changes_without_being_counted(engine):
    draft = begin(engine)
    set_device(engine, code=draft.code, device=0, now=NOW)
    correct_person(
        engine, code=draft.code, commune_code=TRIEU_SON, audience="citizen", age_band="7-15",
        gender="male", now=NOW,
    )  # fmt: skip

    assert not any(all_rollups(engine).values())
    assert verify(engine).is_clean


@pytest.mark.parametrize(
    ("was_child", "age_band", "audience", "refusal"),
    [
        (True, "16-24", "student", AgeFixed),
        (True, "unsaid", "student", AgeFixed),
        (False, "7-15", "student", AgeFixed),
        (True, "7-15", "worker", ChoiceMissing),
    ],
)
def test_nobody_is_corrected_across_16(engine, was_child, age_band, audience, refusal):
    code = finish(engine, begin(engine)) if was_child else send(engine, LAN)
    before = all_rollups(engine)

    with pytest.raises(refusal):
        correct_person(
            engine, code=code, commune_code=TRIEU_SON, audience=audience, age_band=age_band,
            gender="male", now=NOW,
        )  # fmt: skip

    assert all_rollups(engine) == before


def test_a_childs_consents_end_only_with_everything_and_no_sensitive_ones_are_added(engine):
    code = begin(engine).code

    for purpose in (GUARDIAN, CHILD):
        with pytest.raises(ConsentNeeded):
            withdraw_consent(engine, code=code, purpose=purpose, now=NOW)
    with pytest.raises(ConsentMisplaced):
        give_sensitive(
            engine, code=code, ethnicity=Ethnicity.KINH, disability=Disability.NONE, now=NOW
        )


def test_the_consents_and_who_gave_them_are_kept(engine):
    code = begin(engine, consent_by=ConsentBy.GUARDIAN).code

    data = my_data(engine, code, NOW)
    assert data.held == {GUARDIAN, CHILD}
    assert data.rows["assessment"][0]["consent_by"] == "guardian"


def test_a_class_of_a_teacher_is_counted_on_the_pass_alone(people_engine):  # noqa: F811
    [made] = give(people_engine, kind=PassKind.TEACHER)
    draft = begin(
        people_engine, CLASS, consent_by=ConsentBy.SCHOOL, mode=Mode.ASSISTED,
        helper_relation=Relation.TEACHER, helper_pass=made.token,
    )  # fmt: skip

    code = finish(people_engine, draft)
    again = {"questionnaire": questionnaire(), "now": NOW, "today": TODAY}
    assessments.submit(people_engine, code=code, **again)

    found = open_pass(people_engine, made.token, now=NOW)
    assert (found.kind, found.helped) == (PassKind.TEACHER, 1)
    assert not any(all_rollups(people_engine).values())
    assert verify(people_engine).is_clean
    assessments.withdraw(people_engine, code=code, now=NOW, today=TODAY)
    assert open_pass(people_engine, made.token, now=NOW).helped == 1


def test_a_teachers_pass_lets_adults_answer_as_any_pass(people_engine):  # noqa: F811
    [made] = give(people_engine, kind=PassKind.TEACHER)
    draft = begin(
        people_engine, {STATISTICS: "1"}, **ADULT, mode=Mode.ASSISTED, helper_pass=made.token
    )

    finish(people_engine, draft)

    assert open_pass(people_engine, made.token, now=NOW).helped == 1
    assert stored(people_engine, "helpertotal")


def test_passes_are_a_volunteers_unless_said_otherwise(people_engine):  # noqa: F811
    [made] = give(people_engine)

    with Session(people_engine) as session:
        assert session.get(HelperPass, made.pass_id).kind == "volunteer"


def test_the_database_itself_wants_to_know_who_agreed_for_a_child(each_engine):
    begin(each_engine)
    for values in ({"consent_by": None}, {"age_band": "16-24"}, {"consent_by": "neighbour"}):
        wrong = _assessments.update().values(**values)
        with each_engine.connect() as connection, pytest.raises(IntegrityError):
            connection.execute(wrong)


def test_a_withdrawn_child_leaves_no_consent_behind(engine):
    code = finish(engine, begin(engine))

    assessments.withdraw(engine, code=code, now=NOW, today=TODAY)

    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Consent)) == 0


def test_a_child_beside_an_adult_changes_no_count_of_the_adult(engine):
    draft = begin(engine)
    send(engine, replace(LAN, answers=(0,) * 12))
    alone = all_rollups(engine)

    finish(engine, draft)

    assert all_rollups(engine) == alone
