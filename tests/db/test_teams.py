"""Teams stay inside the grant, a tap counts once, and what was taken back counts nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session

from db.commands.accounts import NewGrant, create_account, grant_area
from db.commands.team_work import Tap, judge_work, log_work, undo_work
from db.commands.teams import (
    TeamForm,
    change_team,
    dissolve_team,
    drop_quota,
    found_team,
    set_quota,
)
from db.team_list import quotas, team_of, teams_logged_by, teams_within, who_may_answer
from db.teams import Totals, done_by_team, doubtful, logged_in, logged_since, totals
from domain.access import NATION, Role, Scope
from domain.errors import (
    BadQuota,
    ChoiceMissing,
    NotAllowed,
    OutsideScope,
    ResponsibleElsewhere,
    TeamDissolved,
    TeamNameTaken,
    UndoTooLate,
    UnknownTeam,
    UnknownWork,
    WorkElsewhere,
    WorkInFuture,
)
from domain.team_doubts import Verdict
from domain.teams import MemberRole, Work
from tests.db.accounts import FIRST_ADMIN, accounts
from tests.db.reference import NOW, SI_MA_CAI, THO_NGOC, TODAY, TRIEU_SON

WHEN = {"now": NOW, "today": TODAY}
OF_38 = Scope(Role.LEADER, frozenset({"38"}))
OF_15 = Scope(Role.LEADER, frozenset({"15"}))
NOBODY = Scope(Role.LEADER, frozenset())
MONTH = {"since": TODAY.replace(day=1), "until": TODAY}


@pytest.fixture
def people(each_engine):
    """Account ids by name: leaders of 38 and 15, volunteers of both, an official of 38."""
    wanted = {
        "lan": (Role.LEADER, "38"),
        "minh": (Role.LEADER, "15"),
        "tien": (Role.HELPER, "38"),
        "sung": (Role.HELPER, "15"),
        "quan": (Role.OFFICIAL, "38"),
    }
    return {"admin": FIRST_ADMIN, **accounts(each_engine, wanted)}


@pytest.fixture
def form(people):
    return TeamForm("community", "Tổ thôn 3", (TRIEU_SON,), {"police": 1, "youth_union": 6},
                    people["tien"])  # fmt: skip


@pytest.fixture
def team(each_engine, people, form):
    return found_team(each_engine, form, by=people["lan"], **WHEN)


@pytest.fixture
def log(each_engine, people, team):
    def tap(key="a" * 16, by="tien", now=NOW, **change):
        usual = {"team_id": team, "commune_code": TRIEU_SON, "day": TODAY, "work": "people",
                 "amount": 1}  # fmt: skip
        return log_work(each_engine, Tap(key, **{**usual, **change}), by=people[by], now=now,
                        today=TODAY)  # fmt: skip

    return tap


def read(engine, what, *args, **kwargs):
    with Session(engine) as session:
        return what(session, *args, **kwargs)


def counted(engine, scope=OF_38, area="38"):
    return read(engine, totals, scope, area_code=area, **MONTH)


def test_a_team_has_its_communes_its_members_by_where_they_come_from_and_who_answers(
    each_engine, team
):
    [listed] = read(each_engine, teams_within, OF_38, area_code="38")

    assert listed.communes == {TRIEU_SON: "Xã Triệu Sơn"}
    assert listed.members == {MemberRole.POLICE: 1, MemberRole.YOUTH_UNION: 6}
    assert listed.responsible == "tien"


@pytest.mark.parametrize("scope", [OF_15, NOBODY, Scope(Role.HELPER, frozenset({"15"}))])
def test_a_team_of_others_cannot_be_told_from_none(each_engine, people, team, log, scope):
    log()

    assert read(each_engine, teams_within, scope) == []
    assert read(each_engine, teams_logged_by, scope, people["tien"]) == []
    assert read(each_engine, quotas, scope, periods=("2026-11",)) == {}
    assert read(each_engine, done_by_team, scope, **MONTH) == {}
    assert read(each_engine, doubtful, scope, area_code="38", since=TODAY) == []
    assert read(each_engine, logged_since, scope, account_id=people["tien"], since=NOW) == []
    assert read(each_engine, logged_in, scope, area_code="38", **MONTH) == []
    assert counted(each_engine, scope) == Totals()
    with pytest.raises(UnknownTeam):
        read(each_engine, team_of, scope, team)


def test_a_team_that_works_beyond_the_scope_as_well_is_not_in_it(each_engine, people, form):
    create = {"by": people["admin"], **WHEN}
    both = create_account(each_engine, username="both", display_name="both", **create).account_id
    for area in ("38", "15"):
        grant = NewGrant(Role.LEADER, area, TODAY, None)
        grant_area(each_engine, account_id=both, grant=grant, **create)
    wide = replace(form, commune_codes=(TRIEU_SON, SI_MA_CAI), responsible_id=both)
    team_id = found_team(each_engine, wide, by=both, **WHEN)
    for key, commune in (("k" * 9, TRIEU_SON), ("m" * 9, SI_MA_CAI)):
        log_work(each_engine, Tap(key, team_id, commune, TODAY, "people", 5), by=both, **WHEN)

    assert read(each_engine, teams_within, OF_38) == []
    assert read(each_engine, done_by_team, OF_38, **MONTH) == {}
    assert counted(each_engine).people == 5
    with pytest.raises(UnknownTeam):
        dissolve_team(each_engine, team_id=team_id, by=people["lan"], **WHEN)


def test_who_leads_another_area_changes_nothing_by_the_number_of_a_team(
    each_engine, people, team, log, form
):
    done = log()
    before = read(each_engine, team_of, OF_38, team)
    stranger = {"by": people["minh"], **WHEN}

    for refused in (
        lambda: change_team(each_engine, team_id=team, members={"other": 1}, responsible_id=None,
                            **stranger),
        lambda: dissolve_team(each_engine, team_id=team, **stranger),
        lambda: set_quota(each_engine, team_id=team, period="2026-11", work="people", amount=1,
                          **stranger),
        lambda: drop_quota(each_engine, team_id=team, period="2026-11", work="people", **stranger),
        lambda: log("b" * 16, by="minh"),
        lambda: log("b" * 16, by="sung"),
    ):  # fmt: skip
        with pytest.raises(UnknownTeam):
            refused()
    with pytest.raises(UnknownWork):
        judge_work(each_engine, activity_id=done, verdict="twice", **stranger)
    with pytest.raises(UnknownWork):
        undo_work(each_engine, activity_id=done, **stranger)
    with pytest.raises(OutsideScope):
        found_team(each_engine, replace(form, name="Đội khác"), **stranger)

    assert read(each_engine, team_of, OF_38, team) == before
    assert counted(each_engine).people == 1


def test_a_leader_removes_what_was_never_done_however_late(each_engine, people, log):
    log("b" * 16)
    done = log()

    judge_work(each_engine, activity_id=done, verdict="mistake", by=people["lan"],
               now=NOW + timedelta(days=9), today=TODAY)  # fmt: skip

    assert counted(each_engine).people == 1
    assert len(read(each_engine, logged_in, OF_38, area_code="38", **MONTH)) == 1


@pytest.mark.parametrize("name", ["tien", "quan", "admin"])
def test_only_leaders_found_teams_and_judge_what_they_logged(each_engine, people, log, form, name):
    done = log()

    with pytest.raises(NotAllowed):
        found_team(each_engine, replace(form, name="Đội khác"), by=people[name], **WHEN)
    with pytest.raises(NotAllowed):
        judge_work(each_engine, activity_id=done, verdict="twice", by=people[name], **WHEN)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"commune_codes": ()}, ChoiceMissing),
        ({"commune_codes": (TRIEU_SON, SI_MA_CAI)}, OutsideScope),
        ({"commune_codes": ("99999",)}, OutsideScope),
        ({"kind": "army"}, ChoiceMissing),
        ({"members": {"robot": 1}}, ChoiceMissing),
    ],
)
def test_a_team_works_in_communes_of_the_grant_and_is_of_a_kind_we_know(
    each_engine, people, form, change, refusal
):
    with pytest.raises(refusal):
        found_team(each_engine, replace(form, **change), by=people["lan"], **WHEN)


@pytest.mark.parametrize("name", ["sung", "quan", "admin"])
def test_who_answers_for_a_team_may_work_in_all_its_communes(each_engine, people, form, name):
    with pytest.raises(ResponsibleElsewhere):
        found_team(
            each_engine, replace(form, responsible_id=people[name]), by=people["lan"], **WHEN
        )

    offered = read(each_engine, who_may_answer, OF_38, on=TODAY)
    assert sorted(offered.values()) == ["lan", "tien"]
    assert read(each_engine, who_may_answer, NOBODY, on=TODAY) == {}


def test_the_same_form_sent_twice_founds_one_team(each_engine, people, team, form):
    with pytest.raises(TeamNameTaken):
        found_team(each_engine, form, by=people["lan"], **WHEN)

    assert found_team(each_engine, replace(form, kind="youth"), by=people["lan"], **WHEN) > team


def test_the_same_tap_counts_once(each_engine, log):
    assert log() is not None
    assert log() is None
    assert log("b" * 16) is not None
    assert counted(each_engine).people == 2


def test_people_and_visits_are_never_added(each_engine, log):
    for key, work, amount in (("1" * 9, "people", 5), ("2" * 9, "visits", 40),
                              ("3" * 9, "sessions", 1), ("4" * 9, "issues", 2)):  # fmt: skip
        log(key, work=work, amount=amount)

    assert counted(each_engine) == Totals(people=5, visits=40, sessions=1, issues=2, teams=1)
    done = read(each_engine, done_by_team, OF_38, **MONTH)
    assert sorted(done.values()) == [1, 2, 5, 40]
    assert counted(each_engine, area="15") == Totals()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"day": TODAY + timedelta(days=1)}, WorkInFuture),
        ({"commune_code": THO_NGOC}, WorkElsewhere),
        ({"commune_code": "x'; --"}, WorkElsewhere),
        ({"team_id": 999}, UnknownTeam),
        ({"by": "quan"}, NotAllowed),
    ],
)
def test_work_that_cannot_have_been_done_there_is_refused(each_engine, log, change, refusal):
    with pytest.raises(refusal):
        log(**change)

    assert counted(each_engine) == Totals()


def test_a_volunteer_logs_for_the_team_they_answer_for_and_its_leader_may_too(
    each_engine, people, team, log
):
    assert log("b" * 16, by="lan") is not None
    change_team(each_engine, team_id=team, members={"other": 3}, responsible_id=None,
                by=people["lan"], **WHEN)  # fmt: skip

    with pytest.raises(UnknownTeam):
        log()


def test_a_dissolved_team_logs_nothing_and_what_it_did_stays(each_engine, people, team, log):
    log()
    leader = {"by": people["lan"], **WHEN}
    dissolve_team(each_engine, team_id=team, **leader)

    with pytest.raises(TeamDissolved):
        log("b" * 16)
    with pytest.raises(TeamDissolved):
        set_quota(each_engine, team_id=team, period="2026-11", work="people", amount=1, **leader)
    with pytest.raises(TeamDissolved):
        dissolve_team(each_engine, team_id=team, **leader)
    assert counted(each_engine).people == 1
    assert read(each_engine, teams_logged_by, OF_38, people["tien"]) == []


def test_an_entry_is_taken_back_by_who_logged_it_for_ten_minutes(each_engine, people, log):
    done = log()
    mine = {"activity_id": done, "by": people["tien"], "today": TODAY}
    with pytest.raises(UndoTooLate):
        undo_work(each_engine, now=NOW + timedelta(minutes=11), **mine)
    with pytest.raises(UnknownWork):
        undo_work(each_engine, activity_id=done, by=people["lan"], **WHEN)

    for _ in range(2):
        undo_work(each_engine, now=NOW + timedelta(minutes=9), **mine)

    assert counted(each_engine) == Totals()
    assert read(each_engine, logged_since, OF_38, account_id=people["tien"], since=NOW) == []
    with pytest.raises(UnknownWork):
        judge_work(each_engine, activity_id=done, verdict="twice", by=people["lan"], **WHEN)


def test_a_doubtful_pair_is_listed_until_a_leader_keeps_or_removes_the_later(
    each_engine, people, log
):
    def open_pairs():
        return read(each_engine, doubtful, OF_38, area_code="38", since=TODAY)

    log(amount=5)
    later = log("b" * 16, amount=5, now=NOW + timedelta(minutes=3))
    [pair] = open_pairs()
    assert (pair.suspect.second.id, pair.first_team) == (later, "Tổ thôn 3")
    with pytest.raises(ChoiceMissing):
        judge_work(each_engine, activity_id=later, verdict="maybe", by=people["lan"], **WHEN)

    judge_work(each_engine, activity_id=later, verdict=Verdict.DIFFERENT, by=people["lan"], **WHEN)
    assert open_pairs() == []
    assert counted(each_engine).people == 10
    judge_work(each_engine, activity_id=later, verdict=Verdict.TWICE, by=people["lan"], **WHEN)
    assert counted(each_engine).people == 5


def test_a_quota_is_replaced_by_the_next_and_can_be_dropped(each_engine, people, team):
    leader = {"team_id": team, "period": "2026-Q4", "work": "people", "by": people["lan"], **WHEN}
    with pytest.raises(BadQuota):
        set_quota(each_engine, amount=0, **leader)
    for amount in (100, 120):
        set_quota(each_engine, amount=amount, **leader)

    assert read(each_engine, quotas, OF_38, periods=("2026-Q4",)) == {
        (team, "2026-Q4", Work.PEOPLE): 120
    }
    drop_quota(each_engine, **leader)
    assert read(each_engine, quotas, OF_38, periods=("2026-Q4",)) == {}


def test_the_nation_reads_every_team(each_engine, team):
    scope = Scope(Role.ADMIN, frozenset({NATION}))

    assert [one.id for one in read(each_engine, teams_within, scope)] == [team]
