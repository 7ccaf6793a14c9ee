"""What leaders keep follows its commune: a merge takes it along, and undoing brings it back."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select, text
from sqlmodel import Session

from db.classes import classes_within
from db.collection_points import points_within
from db.commands import ledger
from db.commands.classes import cancel_class, plan_class
from db.commands.collection_points import open_point
from db.commands.hamlets import create_hamlets, rename_hamlet
from db.commands.ledger_names import add_ambassador, add_learner, open_names
from db.commands.settling import settle
from db.commands.team_work import Tap, log_work
from db.commands.teams import TeamForm, dissolve_team, found_team
from db.engine import transaction
from db.hamlets import hamlets_within
from db.models import metadata
from db.team_list import teams_within
from db.unit_plans import NewUnit
from db.unsettled import left_over
from domain.access import Role, Scope
from domain.collection import PointKind
from domain.errors import (
    FieldBegun,
    NotAllowed,
    NotItsSuccessor,
    OutsideScope,
    UnknownAmbassador,
    UnknownClass,
    UnknownHamlet,
    UnknownLearner,
    UnknownTeam,
)
from domain.hamlets import as_hamlet_name, as_list
from domain.ledger import LearnerState
from domain.left_over import Left
from tests.db.reference import NOW, THO_NGOC, TODAY, TRIEU_SON
from tests.db.test_classes import plan
from tests.db.test_ledger import CHECK, RING, checked, told
from tests.db.test_unit_changes import DAY, MERGED, apply, merge, split, take_effect, transfer, undo
from tests.domain.checks import published_check

ADMIN, DISTRICT, OLD, NEW = 1, 2, 3, 4
BEFORE = {"by": DISTRICT, "now": NOW, "today": TODAY}
AFTER = {"now": NOW + timedelta(days=1), "today": DAY}
HAMLET, A_TAP = f"{TRIEU_SON}-001", "a" * 16
KEPT = ("ambassador", "learner", "mentorship", "collectionpoint", "classsession", "teamcommune",
        "team", "unit")  # fmt: skip


def rows(engine):
    with engine.connect() as connection:
        return {
            name: {tuple(str(cell) for cell in row)
                   for row in connection.execute(select(metadata.tables[name]))}
            for name in KEPT
        }  # fmt: skip


def give(engine, account_id, role, area):
    with transaction(engine) as connection:
        account = {"id": account_id, "username": f"u{account_id}", "display_name": "x",
                   "password_hash": "x", "must_change_password": False,
                   "created_at": NOW}  # fmt: skip
        grant = {"account_id": account_id, "role": role.value, "area_code": area,
                 "valid_from": TODAY}  # fmt: skip
        connection.execute(insert(metadata.tables["account"]), account)
        connection.execute(insert(metadata.tables["grant"]), grant)


@pytest.fixture
def world(engine):
    return settled(engine)


@pytest.fixture
def each_world(each_engine):
    if each_engine.dialect.name == "postgresql":  # the reference rows bring ids of their own
        with transaction(each_engine) as connection:
            connection.execute(text("SELECT setval(pg_get_serial_sequence('unit', 'id'), 100)"))
    return settled(each_engine)


def settled(engine):
    """Both communes are areas, the first has a leader; what it keeps is filled in."""
    with transaction(engine) as connection:
        for code, unit_id in ((TRIEU_SON, 11), (THO_NGOC, 12)):
            area = {"code": code, "name": code, "kind": "commune", "province_code": "38",
                    "search_key": code}  # fmt: skip
            member = {"area_code": code, "unit_id": unit_id}
            connection.execute(insert(metadata.tables["area"]), area)
            connection.execute(insert(metadata.tables["areamember"]), member)
    give(engine, ADMIN, Role.ADMIN, "VN")
    give(engine, DISTRICT, Role.LEADER, "h-trieu-son")
    give(engine, OLD, Role.LEADER, TRIEU_SON)
    fill(engine)
    return engine


def fill(engine):
    for commune in (TRIEU_SON, THO_NGOC):
        create_hamlets(engine, as_list("Thôn 1"), commune_code=commune, **BEFORE)
    here = {"commune_code": TRIEU_SON, **BEFORE}
    pao = add_ambassador(engine, RING, told=told("Lò Pao", "", hamlet=HAMLET), **here)
    my = add_learner(engine, RING, told=told(hamlet=HAMLET), **here)
    ledger.pair(engine, ambassador_id=pao, learner_id=my, began_on=TODAY, **BEFORE)
    open_point(engine, kind=PointKind.HAMLET, name="Nhà văn hóa", hamlet=HAMLET, **here)
    for day in (TODAY, DAY + timedelta(days=3)):
        asked = plan(held_on=day, hamlet_code=HAMLET)
        plan_class(engine, plan=asked, **BEFORE)
    for name, places in (("Tổ 1", (TRIEU_SON,)), ("Tổ chung", (TRIEU_SON, THO_NGOC))):
        found_team(engine, TeamForm("community", name, places, {"youth_union": 3}), **BEFORE)


def seen(engine, area, on: date = DAY):
    """What the leader of an area finds: hamlets, teams, points, days of classes."""
    scope = Scope(Role.LEADER, frozenset({area}))
    with Session(engine) as session:
        return (
            {one.code for one in hamlets_within(session, scope, on=on)},
            {one.name: set(one.communes) for one in teams_within(session, scope)},
            len(points_within(session, scope, today=on)),
            [one.planned.plan.held_on
             for one in classes_within(session, scope, since=TODAY, until=DAY + timedelta(9))],
        )  # fmt: skip


def called(engine, area):
    with Session(engine) as session:
        found = hamlets_within(session, Scope(Role.LEADER, frozenset({area})), on=DAY)
    return {one.called for one in found}


def test_after_a_merge_the_leader_of_the_new_commune_finds_everything(world):
    apply(world, ADMIN, merge())
    give(world, NEW, Role.LEADER, MERGED.code)

    hamlets, teams, points, days = seen(world, MERGED.code)
    read = open_names(world, RING, commune_code=MERGED.code, by=NEW, **AFTER)

    assert hamlets == {HAMLET, f"{THO_NGOC}-001"}
    assert called(world, MERGED.code) == {"Thôn 1 (Xã Triệu Sơn)", "Thôn 1 (Xã Thọ Ngọc)"}
    assert teams == {"Tổ 1": {MERGED.code}, "Tổ chung": {MERGED.code}}
    assert (points, days) == (1, [TODAY, DAY + timedelta(days=3)])
    [pao] = read.ambassadors
    assert [one.hamlet for one in pao.learners] == ["Thôn 1"]
    ledger.take_step(
        world, learner_id=pao.learners[0].id, state=LearnerState.LEARNING, day=DAY, by=NEW, **AFTER
    )
    tap = Tap(A_TAP, 1, MERGED.code, DAY, "people", 2)
    assert log_work(world, tap, by=NEW, **AFTER)
    rename_hamlet(world, code=HAMLET, name=as_hamlet_name("Thôn Một"), by=NEW, **AFTER)
    create_hamlets(world, as_list("Thôn 9"), commune_code=MERGED.code, by=NEW, **AFTER)


def test_after_a_merge_the_leader_of_the_old_commune_is_refused_by_every_id(world):
    coming = class_on(world, DAY + timedelta(days=3))
    apply(world, ADMIN, merge())
    act = {"by": OLD, **AFTER}

    assert seen(world, TRIEU_SON) == (set(), {}, 0, [TODAY])  # what was held there stays there
    for attempt, refusal in (
        (lambda: ledger.part_pair(world, learner_id=1, **act), UnknownLearner),
        (lambda: cancel_class(world, token=coming, **act), UnknownClass),
        (lambda: dissolve_team(world, team_id=1, **act), UnknownTeam),
        (lambda: rename_hamlet(world, code=HAMLET, name=as_hamlet_name("X"), **act),
         UnknownHamlet),
    ):  # fmt: skip
        with pytest.raises(refusal):
            attempt()


def test_a_check_given_in_the_old_commune_closes_the_circle_in_the_new_one(world):
    with transaction(world) as connection:
        row = {"version": CHECK.version, "published_on": TODAY, "content": published_check()}
        connection.execute(insert(metadata.tables["checkversion"]), row)
    ledger.take_step(world, learner_id=1, state=LearnerState.LEARNING, day=TODAY, **BEFORE)
    code = checked(world, day=DAY)
    later = {"now": NOW + timedelta(days=2), "today": DAY + timedelta(days=1)}
    apply(world, ADMIN, merge(day=later["today"]), today=later["today"])

    state = ledger.close_by_check(world, learner_id=1, code=code, by=DISTRICT, **later)

    assert state is LearnerState.CAN_DO


def class_on(engine, day):
    classes = metadata.tables["classsession"]
    with engine.connect() as connection:
        return connection.scalar(select(classes.c.token).where(classes.c.held_on == day))


@pytest.mark.parametrize("early", [False, True])
def test_until_its_day_comes_nothing_moves_and_undoing_restores_every_row(each_world, early):
    before = rows(each_world)
    change_id = apply(each_world, ADMIN, merge(), today=TODAY if early else DAY)
    if early:
        take_effect(each_world, today=TODAY)
        assert rows(each_world)["learner"] == before["learner"]
        add_learner(each_world, RING, commune_code=TRIEU_SON, told=told("Sùng A", ""), **BEFORE)
        before["learner"] = rows(each_world)["learner"]
        take_effect(each_world, today=DAY)
    assert {one[2] for one in rows(each_world)["learner"]} == {
        str(unit_id(each_world, MERGED.code))
    }

    undo(each_world, ADMIN, change_id)

    assert rows(each_world) == before


def unit_id(engine, code):
    units = metadata.tables["unit"]
    with engine.connect() as connection:
        return connection.scalar(
            select(units.c.id).where(units.c.code == code, units.c.valid_to.is_(None))
        )


@pytest.mark.parametrize("what", ["learner", "point", "class", "team", "hamlet", "work"])
def test_undoing_is_refused_once_a_leader_began_something_in_the_new_commune(world, what):
    change_id = apply(world, ADMIN, merge())
    give(world, NEW, Role.LEADER, MERGED.code)
    by = {"by": NEW, **AFTER}
    here = {"commune_code": MERGED.code, **by}
    {
        "learner": lambda: add_learner(world, RING, told=told("Sùng A", ""), **here),
        "point": lambda: open_point(world, kind=PointKind.MARKET, name="Chợ", **here),
        "class": lambda: plan_class(
            world, plan=plan(commune_code=MERGED.code, held_on=DAY), **by),
        "team": lambda: found_team(
            world, TeamForm("community", "Tổ 9", (MERGED.code,), {"youth_union": 3}), **by),
        "hamlet": lambda: create_hamlets(world, as_list("Thôn 9"), **here),
        "work": lambda: log_work(world, Tap(A_TAP, 1, MERGED.code, DAY, "people", 2), **by),
    }[what]()  # fmt: skip
    before = rows(world)

    with pytest.raises(FieldBegun):
        undo(world, ADMIN, change_id)

    assert rows(world) == before


def test_a_commune_that_gives_a_part_away_keeps_everything_under_its_code(world):
    before = rows(world)
    change_id = apply(world, ADMIN, transfer((TRIEU_SON, THO_NGOC, 0.2)))

    hamlets, teams, points, days = seen(world, TRIEU_SON)
    assert (hamlets, set(teams), points) == ({HAMLET}, {"Tổ 1"}, 1)
    assert days == [TODAY, DAY + timedelta(days=3)]
    ledger.part_pair(world, learner_id=1, by=OLD, **AFTER)
    undo(world, ADMIN, change_id)

    after = rows(world)
    assert all(after[name] == before[name] for name in KEPT if name != "mentorship")


def test_a_hamlet_made_after_others_moved_away_gets_a_code_of_its_own(world):
    kept = merge(new=NewUnit(TRIEU_SON, "Triệu Ngọc", "xã"))
    apply(world, ADMIN, kept)

    create_hamlets(world, as_list("Thôn 7"), commune_code=TRIEU_SON, by=OLD, **AFTER)

    assert seen(world, TRIEU_SON)[0] == {HAMLET, f"{THO_NGOC}-001", f"{TRIEU_SON}-002"}


# A commune that is split under new codes


PART, OTHER = "30001", "30002"


@pytest.fixture
def parted(world):
    """Both parts have a leader, 4 and 5."""
    apply(world, ADMIN, split(TRIEU_SON, 0.6, 0.4))
    give(world, NEW, Role.LEADER, PART)
    give(world, 5, Role.LEADER, OTHER)
    return world


def offered(engine, area):
    with Session(engine) as session:
        scope = Scope(Role.LEADER, frozenset({area}))
        return {(one.kind, one.key) for one in left_over(session, scope, commune_code=area, on=DAY)}


def take(engine, kind, key, by=NEW, into=PART):
    settle(engine, kind=kind, key=str(key), commune_code=into, by=by, **AFTER)


def test_a_split_moves_nothing_by_itself_and_offers_it_to_both_parts(parted):
    coming = class_on(parted, DAY + timedelta(days=3))

    assert offered(parted, PART) == offered(parted, OTHER)
    assert {(Left.HAMLET, HAMLET), (Left.CLASS, coming), (Left.TEAM, "1")} <= offered(parted, PART)
    for who, area in ((NEW, PART), (5, OTHER)):
        read = open_names(parted, RING, commune_code=area, by=who, **AFTER)
        assert [one.old_commune for one in read.ambassadors] == ["Xã Triệu Sơn"]
        assert seen(parted, area)[0] == set()


def test_a_hamlet_that_is_taken_brings_its_people_points_and_classes_and_is_gone_elsewhere(parted):
    take(parted, Left.HAMLET, HAMLET)

    assert seen(parted, PART)[0] == {HAMLET}
    assert offered(parted, OTHER) == {(Left.TEAM, "1")}  # the team of two communes is nobody's here
    read = open_names(parted, RING, commune_code=PART, by=NEW, **AFTER)
    assert [(one.old_commune, len(one.learners)) for one in read.ambassadors] == [("", 1)]
    assert open_names(parted, RING, commune_code=OTHER, by=5, **AFTER).ambassadors == ()
    with pytest.raises(UnknownLearner):
        ledger.part_pair(parted, learner_id=1, by=5, **AFTER)
    with pytest.raises(NotItsSuccessor):
        take(parted, Left.HAMLET, HAMLET, by=5, into=OTHER)


def test_an_ambassador_who_is_taken_brings_the_circle_and_a_learner_alone_leaves_it(parted):
    take(parted, Left.LEARNER, 1, by=5, into=OTHER)
    read = open_names(parted, RING, commune_code=OTHER, by=5, **AFTER)
    assert [one.old_commune for one in read.waiting] == [""]

    take(parted, Left.AMBASSADOR, 1)

    read = open_names(parted, RING, commune_code=PART, by=NEW, **AFTER)
    assert [(one.old_commune, one.learners) for one in read.ambassadors] == [("", ())]
    assert read.waiting == ()


def test_a_team_and_a_point_go_to_one_part_only(parted):
    [point] = [key for kind, key in offered(parted, PART) if kind is Left.POINT]
    take(parted, Left.TEAM, 1)
    take(parted, Left.POINT, point)

    assert seen(parted, PART)[1] == {"Tổ 1": {PART}}
    assert seen(parted, OTHER)[1] == {}
    assert (Left.POINT, point) not in offered(parted, OTHER)


def test_nothing_else_can_be_taken(parted):
    before = rows(parted)
    refused = (NotItsSuccessor, UnknownLearner, UnknownAmbassador)

    for kind in Left:
        for key in ("999", "' OR 1=1", "2" * 30, f"{THO_NGOC}-001"):
            with pytest.raises(refused):
                take(parted, kind, key)
    for by, refusal in ((5, OutsideScope), (ADMIN, (NotAllowed, OutsideScope)), (99, NotAllowed)):
        with pytest.raises(refusal):
            take(parted, Left.HAMLET, HAMLET, by=by)  # into a commune of others

    assert rows(parted) == before


def test_a_split_is_undone_whole_until_somebody_took_something(each_world):
    before = rows(each_world)
    change_id = apply(each_world, ADMIN, split(TRIEU_SON, 0.6, 0.4))
    undo(each_world, ADMIN, change_id)
    assert rows(each_world) == before

    change_id = apply(each_world, ADMIN, split(TRIEU_SON, 0.6, 0.4, first=30011))
    give(each_world, NEW, Role.LEADER, "30011")
    take(each_world, Left.HAMLET, HAMLET, into="30011")

    with pytest.raises(FieldBegun):
        undo(each_world, ADMIN, change_id)
