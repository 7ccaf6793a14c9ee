"""Weekly reports: counted like the pages, changed by nobody once signed, read inside the scope."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlmodel import Session

from db import classes, ledger, teams
from db.commands.classes import plan_class, tally_class
from db.commands.collection_points import open_point
from db.commands.ledger_leaving import delete_learner
from db.commands.ledger_names import Told, add_ambassador, add_learner
from db.commands.odd import Looked, resolve_odd
from db.commands.team_work import Tap, log_work
from db.commands.teams import TeamForm, found_team, set_quota
from db.commands.weeks import (
    begin_report,
    correct_report,
    edit_sentence,
    lock_report,
    refresh_report,
)
from db.engine import transaction
from db.models import metadata
from db.odd import logged_twice, looked_at, resolved
from db.open_work import empty_circles, reports_due, stuck
from db.sealed import ring_of
from db.weekly_reports import (
    newest_signed,
    own_report,
    own_reports,
    received,
    reporting_areas,
)
from db.weeks import counts
from domain.access import Role, Scope
from domain.classes import ClassKind, ClassPlace, ClassPlan, Teacher
from domain.errors import (
    ChoiceMissing,
    EditedMeanwhile,
    NotAllowed,
    OutsideScope,
    RecordsMoved,
    ReportDamaged,
    ReportLocked,
    ReportNotLocked,
    TextMissing,
    UnknownReport,
    WeekNotOver,
)
from domain.ledger import CONSENT_VERSION, LearnerState
from domain.weeks import FEW, OddKind, OddReason, Said, WeekCounts, week_of
from tests.db.accounts import accounts
from tests.db.reference import NOW, SI_MA_CAI, TODAY, TRIEU_SON

RING = ring_of("a key of these tests only, long enough to be one")
WHEN = {"now": NOW, "today": TODAY}  # a Friday
WEEK = week_of(TODAY)
MONDAY = {"now": NOW + timedelta(days=3), "today": TODAY + timedelta(days=3)}
OF_38, OF_15 = (Scope(Role.LEADER, frozenset({code})) for code in ("38", "15"))
SENTENCES = {said: f"Câu {said}" for said in Said if said is not Said.NOTE}
_reports = metadata.tables["weeklyreport"]


@pytest.fixture
def people(each_engine):
    return people_of(each_engine)


def people_of(engine):
    """Ids by name: two leaders of 38, one of 15, an official and a helper of 38."""
    wanted = {
        "lan": (Role.LEADER, "38"),
        "hoa": (Role.LEADER, "38"),
        "minh": (Role.LEADER, "15"),
        "quan": (Role.OFFICIAL, "38"),
        "tien": (Role.HELPER, "38"),
    }
    return accounts(engine, wanted)


def read(engine, what, *args, **kwargs):
    with Session(engine) as session:
        return what(session, *args, **kwargs)


def begun(engine, by, area="38", rate=None):
    return begin_report(engine, area_code=area, week=WEEK.first, rate=rate, language="vi",
                        by=by, **MONDAY)  # fmt: skip


def edited(engine, report_id, text, by, revision=0, said=Said.TEAMS):
    edit_sentence(engine, report_id=report_id, said=said, text=text, revision=revision, by=by,
                  **MONDAY)  # fmt: skip


def signed(engine, report_id, by, revision=0):
    lock_report(engine, report_id=report_id, generated=SENTENCES, revision=revision, by=by,
                **MONDAY)  # fmt: skip


def stored(engine):
    with engine.connect() as connection:
        rows = connection.execute(select(_reports).order_by(_reports.c.id)).mappings()
        return [dict(row) for row in rows]


def work(engine, by, amount, kind="people", key="a" * 16, name="Tổ thôn 3"):
    form = TeamForm("community", name, (TRIEU_SON,), {"youth_union": 6}, by)
    team = found_team(engine, form, by=by, **WHEN)
    log_work(engine, Tap(key, team, TRIEU_SON, TODAY, kind, amount), by=by, **WHEN)
    return team


def learner(engine, by, name="Giàng Thị Mỷ", add=add_learner):
    told = Told(name, "", "", agreed=True, version=CONSENT_VERSION)
    return add(engine, RING, commune_code=TRIEU_SON, told=told, by=by, **WHEN)


def test_a_report_says_what_the_pages_count_and_people_and_visits_stay_apart(each_engine, people):
    lan = people["lan"]
    work(each_engine, lan, 25)
    work(each_engine, lan, 40, "visits", "b" * 16, "Tổ thôn 4")
    plan = ClassPlan(
        kind=ClassKind.LESSON, place_kind=ClassPlace.CULTURE_HOUSE, place_name="Nhà văn hóa",
        commune_code=TRIEU_SON, held_on=TODAY, starts_minute=540, minutes=90,
        audience="everyone", teacher=Teacher.AMBASSADOR, competences=(), resources=(),
    )  # fmt: skip
    token = plan_class(each_engine, plan=plan, by=lan, **WHEN)
    tally_class(each_engine, token=token, people=12, by=lan, **WHEN)
    learner(each_engine, lan, "Lò Văn Pao", add_ambassador)
    learner(each_engine, lan)
    week = {"area_code": "38", "since": WEEK.first, "until": WEEK.last}

    report = read(each_engine, own_report, OF_38, begun(each_engine, lan))

    said = report.figures
    worked = read(each_engine, teams.totals, OF_38, **week)
    held = read(each_engine, classes.totals, OF_38, **week)
    paired = read(each_engine, ledger.totals, OF_38, **week)
    assert (said["team_people"], said["team_visits"]) == (worked.people, worked.visits) == (25, 40)
    assert (said["class_visits"], said["classes_held"]) == (held.visits, held.held) == (12, 1)
    assert (paired.ambassadors, sum(paired.learners.values()), paired.waiting) == (1, 1, 1)
    assert {said["ambassadors"], said["learning"], said["waiting"]} == {FEW}
    assert read(each_engine, empty_circles, OF_38, area_code="38") == 5


def test_a_week_without_anything_is_quiet(engine):
    people_of(engine)

    found = read(engine, counts, OF_38, area_code="38", week=WEEK, today=TODAY)

    assert found == WeekCounts()
    assert found.is_quiet()


def test_what_was_signed_is_changed_by_nothing_any_more(each_engine, people):
    lan = people["lan"]
    report_id = begun(each_engine, lan)
    edited(each_engine, report_id, "Chín đội làm việc.", lan)
    signed(each_engine, report_id, lan, revision=1)
    before = stored(each_engine)

    for refused in (
        lambda: edited(each_engine, report_id, "Khác", lan, revision=1),
        lambda: signed(each_engine, report_id, people["hoa"], revision=1),
        lambda: refresh_report(each_engine, report_id=report_id, rate=None, by=lan, **MONDAY),
    ):
        with pytest.raises(ReportLocked):
            refused()
    assert begun(each_engine, lan) == report_id  # asked again, it is the one that is there
    assert stored(each_engine) == before
    report = read(each_engine, own_report, OF_38, report_id)
    assert report.said == {**SENTENCES, Said.TEAMS: "Chín đội làm việc."}
    assert (report.signed_by, len(report.sha256)) == ("lan", 64)


def test_a_signed_report_that_was_changed_behind_the_program_is_found(engine):
    people = people_of(engine)
    report_id = begun(engine, people["lan"])
    signed(engine, report_id, people["lan"])
    [row] = stored(engine)
    with transaction(engine) as connection:
        changed = row["content"].replace(b'"team_people":0', b'"team_people":9')
        connection.execute(update(_reports).values(content=changed))

    with pytest.raises(ReportDamaged):
        read(engine, received, OF_38, week=WEEK)


def test_of_two_who_edit_a_sentence_the_second_is_told_and_may_then_save_theirs(
    each_engine, people
):
    report_id = begun(each_engine, people["lan"])
    edited(each_engine, report_id, "Của Lan", people["lan"])

    with pytest.raises(EditedMeanwhile) as refusal:
        edited(each_engine, report_id, "Của Hoa", people["hoa"])

    assert refusal.value.details == {"by": "lan", "theirs": "Của Lan"}
    assert own_edit(each_engine, report_id) == ("Của Lan", 1)
    edited(each_engine, report_id, "Của Hoa", people["hoa"], revision=1)
    assert own_edit(each_engine, report_id) == ("Của Hoa", 2)
    edited(each_engine, report_id, "Ghi chú", people["lan"], said=Said.NOTE)  # another sentence


def own_edit(engine, report_id):
    edit = read(engine, own_report, OF_38, report_id).edits[Said.TEAMS]
    return edit.text, edit.revision


def test_nobody_signs_what_they_have_not_read(engine):
    people = people_of(engine)
    report_id = begun(engine, people["lan"])
    edited(engine, report_id, "Của Hoa", people["hoa"])

    with pytest.raises(EditedMeanwhile):
        signed(engine, report_id, people["lan"])
    work(engine, people["lan"], 25)
    with pytest.raises(RecordsMoved):
        signed(engine, report_id, people["lan"], revision=1)

    refresh_report(engine, report_id=report_id, rate=None, by=people["lan"], **MONDAY)
    signed(engine, report_id, people["lan"], revision=1)
    report = read(engine, own_report, OF_38, report_id)
    assert report.is_locked
    assert report.figures["team_people"] == 25


def test_only_whoever_leads_exactly_this_area_writes_its_report(engine):
    people = people_of(engine)
    report_id = begun(engine, people["lan"])
    signed(engine, report_id, people["lan"])
    draft = correct_report(engine, report_id=report_id, reason="Sót một lớp", rate=None,
                           by=people["lan"], **MONDAY)  # fmt: skip
    before = stored(engine)

    for name, refusal in (("minh", UnknownReport), ("quan", NotAllowed), ("tien", NotAllowed)):
        stranger = people[name]
        for refused in (
            lambda by=stranger: edited(engine, draft, "Khác", by),
            lambda by=stranger: signed(engine, draft, by),
            lambda by=stranger: refresh_report(engine, report_id=draft, rate=None, by=by, **MONDAY),
            lambda by=stranger: correct_report(engine, report_id=report_id, reason="x", rate=None,
                                               by=by, **MONDAY),
        ):  # fmt: skip
            with pytest.raises(refusal):
                refused()
    with pytest.raises(OutsideScope):
        begun(engine, people["minh"])
    with pytest.raises(OutsideScope):  # a part of their area: its report is of who answers for it
        begun(engine, people["lan"], area="h-trieu-son")
    assert stored(engine) == before
    with pytest.raises(UnknownReport):
        read(engine, own_report, OF_15, report_id)
    assert read(engine, own_reports, OF_15, area_code="38", week=WEEK) == []


def test_a_week_that_is_not_over_is_not_reported(engine):
    people = people_of(engine)

    with pytest.raises(WeekNotOver):
        begin_report(engine, area_code="38", week=WEEK.first, rate=None, language="vi",
                     by=people["lan"], **WHEN)  # fmt: skip


def test_the_level_above_reads_what_was_signed_inside_its_area_and_who_has_not_sent(engine):
    people = people_of(engine)
    official = Scope(Role.OFFICIAL, frozenset({"38"}))
    theirs = begun(engine, people["minh"], area="15")
    signed(engine, theirs, people["minh"])
    draft = begun(engine, people["lan"])
    assert read(engine, received, official, week=WEEK) == []

    signed(engine, draft, people["lan"])

    [sent] = read(engine, received, official, week=WEEK)
    assert (sent.area_code, sent.version) == ("38", 1)
    assert read(engine, reporting_areas, official, on=TODAY) == {"38": "Tỉnh Thanh Hóa"}
    assert read(engine, received, official, week=WEEK.before) == []


def test_a_correction_is_a_new_version_with_a_reason_and_the_signed_one_stays(engine):
    people = people_of(engine)
    lan = people["lan"]
    first = begun(engine, lan)
    with pytest.raises(ReportNotLocked):
        correct_report(engine, report_id=first, reason="x", rate=None, by=lan, **MONDAY)
    signed(engine, first, lan)
    with pytest.raises(TextMissing):
        correct_report(engine, report_id=first, reason=" ", rate=None, by=lan, **MONDAY)
    [before] = stored(engine)

    work(engine, lan, 25)
    again = [
        correct_report(engine, report_id=first, reason="Sót đội", rate=None, by=lan, **MONDAY)
        for _ in range(2)
    ]

    assert again[0] == again[1]  # a second tap begins no second correction
    [sent] = read(engine, received, OF_38, week=WEEK)
    assert (sent.version, sent.figures["team_people"]) == (1, 0)
    signed(engine, again[0], lan)
    [sent] = read(engine, received, OF_38, week=WEEK)
    assert (sent.version, sent.reason, sent.figures["team_people"]) == (2, "Sót đội", 25)
    assert stored(engine)[0] == before


def test_a_learner_deleted_later_changes_no_signed_report(engine):
    people = people_of(engine)
    my = learner(engine, people["lan"])
    report_id = begun(engine, people["lan"])
    signed(engine, report_id, people["lan"])
    before = stored(engine)

    delete_learner(engine, learner_id=my, by=people["lan"], **MONDAY)

    assert stored(engine) == before
    next_week = week_of(MONDAY["today"])
    report = read(engine, newest_signed, OF_38, area_code="38", before=next_week)
    assert report.figures["waiting"] == FEW
    assert "Giàng" not in before[0]["content"].decode()


def test_odd_records_stay_quiet_once_looked_at_until_their_number_moves(each_engine, people):
    lan = people["lan"]
    line = Looked(TRIEU_SON, "2026-2", OddKind.FAST, 20, OddReason.FINE)
    asked = {"area_code": "38", "campaign_code": "2026-2"}

    for _ in range(2):
        resolve_odd(each_engine, line, by=lan, **MONDAY)

    assert read(each_engine, looked_at, OF_38, **asked) == {(TRIEU_SON, OddKind.FAST): 20}
    [one] = read(each_engine, resolved, OF_38, **asked)
    assert (one.by_name, one.reason) == ("lan", OddReason.FINE)
    for name, refusal in (("minh", OutsideScope), ("quan", NotAllowed), ("tien", NotAllowed)):
        with pytest.raises(refusal):
            resolve_odd(each_engine, line, by=people[name], **MONDAY)
    for wrong in ({"kind": "x"}, {"reason": "x"}, {"campaign_code": "x"}):
        with pytest.raises(ChoiceMissing):
            resolve_odd(each_engine, Looked(**{**vars(line), **wrong}), by=lan, **MONDAY)
    with pytest.raises(OutsideScope):
        read(each_engine, looked_at, OF_15, **asked)


def test_entries_logged_twice_are_counted_in_their_commune_and_in_no_other(engine):
    people = people_of(engine)
    team = work(engine, people["lan"], 25)
    tap = Tap("c" * 16, team, TRIEU_SON, TODAY, "people", 25)
    log_work(engine, tap, by=people["lan"], **WHEN)

    assert read(engine, logged_twice, OF_38, area_code="38", on=TODAY) == {TRIEU_SON: 1}
    assert read(engine, logged_twice, OF_15, area_code="38", on=TODAY) == {}


def test_who_gets_no_further_is_counted_and_never_named(engine):
    people = people_of(engine)
    lan, later = people["lan"], TODAY + timedelta(days=14)
    team = work(engine, lan, 1)
    set_quota(engine, team_id=team, period="2026-12", work="people", amount=100, by=lan, **WHEN)
    learner(engine, lan)
    open_point(engine, commune_code=TRIEU_SON, kind="class", name="Lớp 9A", by=lan, **WHEN)

    before = read(engine, stuck, OF_38, area_code="38", today=later - timedelta(days=1))
    found = read(engine, stuck, OF_38, area_code="38", today=later + timedelta(days=1))

    assert (before.silent_teams, before.learners[LearnerState.INVITED]) == ((), 0)
    assert found.silent_teams == ("Tổ thôn 3 (Xã Triệu Sơn)",)
    assert found.learners[LearnerState.INVITED] == 1
    assert found.quiet_points == ("Lớp 9A (Xã Triệu Sơn)",)
    end = read(engine, stuck, OF_38, area_code="38", today=TODAY.replace(month=12, day=20))
    assert end.teams_behind == ("Tổ thôn 3 (Xã Triệu Sơn)",)
    for function in (stuck, reports_due):
        with pytest.raises(OutsideScope):
            read(engine, function, OF_15, area_code="38", today=TODAY)
    with pytest.raises(OutsideScope):
        read(engine, empty_circles, OF_15, area_code=SI_MA_CAI)
