"""The ledger 1-kèm-5: names are sealed, circles close by a check, nobody sees the next commune."""

import base64
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from db import __main__ as command
from db import settings as module
from db.commands import extra_answers, ledger
from db.commands.hamlets import close_hamlet, create_hamlets
from db.commands.ledger_leaving import ambassador_left, delete_ambassador, delete_learner
from db.commands.ledger_names import (
    Told,
    add_ambassador,
    add_learner,
    export_names,
    make_ambassador,
    open_names,
)
from db.commands.reseal import reseal
from db.commands.retention import retain
from db.engine import fold_log, transaction
from db.ledger import candidates, totals
from db.models import Unit, metadata
from db.sealed import keyring, ring_of
from domain import errors
from domain.access import Role, Scope
from domain.hamlets import as_list
from domain.ledger import CONSENT_VERSION, BackReason, LearnerState
from domain.people import Mode
from tests.db.people import LAN, send
from tests.db.reference import NOW, SI_MA_CAI, THO_NGOC, TODAY, TRIEU_SON
from tests.domain.checks import a_check, published_check

RING = ring_of("a key of these tests only, long enough to be one")
NAME, PHONE = "Giàng Thị Mỷ", "0912345678"
LEADER, OF_LAO_CAI, HELPER, OFFICIAL = 1, 2, 3, 4
WHEN = {"now": NOW, "today": TODAY}
BY = {"by": LEADER, **WHEN}
SCOPE = Scope(Role.LEADER, frozenset({"h-trieu-son"}))
CHECK = a_check()


@pytest.fixture
def world(engine):
    return settled(engine)


@pytest.fixture
def each_world(each_engine):
    return settled(each_engine)


def settled(engine):
    """Four accounts, and the published check."""
    grants = {
        LEADER: (Role.LEADER, "h-trieu-son"),
        OF_LAO_CAI: (Role.LEADER, "15"),
        HELPER: (Role.HELPER, "h-trieu-son"),
        OFFICIAL: (Role.OFFICIAL, "38"),
    }
    with transaction(engine) as connection:
        row = {"version": CHECK.version, "published_on": TODAY, "content": published_check()}
        connection.execute(insert(metadata.tables["checkversion"]), row)
        for id_, (role, area) in grants.items():
            account = {"id": id_, "username": f"u{id_}", "display_name": "x", "password_hash": "x",
                       "must_change_password": False, "created_at": NOW}  # fmt: skip
            grant = {"account_id": id_, "role": role.value, "area_code": area, "valid_from": TODAY}
            connection.execute(insert(metadata.tables["account"]), account)
            connection.execute(insert(metadata.tables["grant"]), grant)
    return engine


def told(name=NAME, contact=PHONE, **changes):
    return replace(Told(name, contact, "", agreed=True, version=CONSENT_VERSION), **changes)


def ambassador(engine, name="Lò Văn Pao", commune=TRIEU_SON):
    return add_ambassador(engine, RING, commune_code=commune, told=told(name, ""), **BY)


def learner(engine, name=NAME, commune=TRIEU_SON):
    return add_learner(engine, RING, commune_code=commune, told=told(name), **BY)


def taught(engine, name=NAME, pao=None):
    """A learner in a circle, who began to learn."""
    pao, my = pao or ambassador(engine), learner(engine, name)
    ledger.pair(engine, ambassador_id=pao, learner_id=my, began_on=TODAY, **BY)
    ledger.take_step(engine, learner_id=my, state=LearnerState.LEARNING, day=TODAY, **BY)
    return my


def checked(engine, *, value=1, person=LAN, day=TODAY, groups=6):
    """The code of somebody who sent the form and answered the check, on a day."""
    code = send(engine, replace(person, day=day))
    items = [f"check-{group}" for group in range(groups)]
    for item in (*items, "overclaim") if groups == 6 else items:
        extra_answers.save_check_answer(
            engine, code=code, item_id=item, value=0 if item == "overclaim" else value,
            check=CHECK, now=NOW, today=day,
        )  # fmt: skip
    return code


def later(engine, my, code, days=2):
    """Close by a check, some days after."""
    when = {"now": NOW + timedelta(days=days), "today": TODAY + timedelta(days)}
    return ledger.close_by_check(engine, learner_id=my, code=code, by=LEADER, **when)


def counted(engine, scope=SCOPE, area="h-trieu-son", since=TODAY, until=TODAY):
    with Session(engine) as session:
        return totals(session, scope, area_code=area, since=since, until=until)


def rows(engine, table):
    with engine.connect() as connection:
        return connection.execute(select(metadata.tables[table])).mappings().all()


def actions(engine):
    return [row["action"] for row in rows(engine, "auditevent")]


TOMORROW = TODAY + timedelta(days=1)


# Names


def test_a_copy_of_the_database_holds_neither_name_nor_number_in_any_encoding(world, tmp_path):
    my = taught(world)
    open_names(world, RING, commune_code=TRIEU_SON, **BY)
    log = (tmp_path / "test.db-wal").read_bytes()
    fold_log(world)
    copy = log + b"".join(path.read_bytes() for path in tmp_path.glob("test.db*"))

    for word in (NAME, PHONE, "Giàng", "345678", NAME.casefold()):
        plain = word.encode()
        for told_as in (plain, word.encode("utf-16-le"), word.encode("utf-16-be"),
                        plain.hex().encode(), plain[::-1], word.encode("unicode_escape"),
                        *(base64.b64encode(b"x" * n + plain)[4:-4] for n in range(3))):  # fmt: skip
            assert len(told_as) < 5 or told_as not in copy
    for part in (log, copy[len(log) :]):
        assert b"ledger.look" in part, my  # it is of this database


def test_two_seals_of_one_name_differ_and_a_longer_name_is_as_long(world):
    add_learner(world, RING, commune_code=TRIEU_SON, told=told(), **BY)
    add_learner(world, RING, commune_code=TRIEU_SON, told=told(another=True), **BY)
    learner(world, "Giàng Thị Mỷ Hoa Lan")

    sealed = [row["sealed"] for row in rows(world, "namedperson")]
    assert len({*sealed}) == 3
    assert len({len(one) for one in sealed}) == 1


def test_a_wrong_key_a_moved_and_a_changed_seal_are_refused(world):
    learner(world)
    learner(world, "Lò Thị Hai")
    look = {"commune_code": TRIEU_SON, **BY}
    people = metadata.tables["namedperson"]
    first, second = rows(world, "namedperson")

    with pytest.raises(errors.SealKeyWrong):
        open_names(world, ring_of("another key, as long as the first of them"), **look)
    for sealed in (second["sealed"], first["sealed"][:-1] + b"?"):
        with transaction(world) as connection:
            connection.execute(people.update().where(people.c.id == first["id"]),
                               {"sealed": sealed})  # fmt: skip
        with pytest.raises(errors.SealKeyWrong):
            open_names(world, RING, **look)


def test_without_a_key_there_is_no_ring_and_nothing_in_clear(monkeypatch):
    monkeypatch.delenv("CONTACT_KEY", raising=False)
    module.settings.cache_clear()

    with pytest.raises(errors.SealKeyMissing):
        keyring()


def test_a_new_key_opens_what_the_old_one_sealed_and_after_resealing_does_so_alone(
    world, monkeypatch, capsys
):
    old, new = (
        "the key before this one, thirty-two or more",
        "the key from now on, thirty-two or more",
    )
    add_learner(world, ring_of(old), commune_code=TRIEU_SON, told=told(), **BY)
    monkeypatch.setenv("CONTACT_KEY", new)
    monkeypatch.setenv("CONTACT_KEY_BEFORE", old)
    module.settings.cache_clear()
    monkeypatch.setattr(command, "open_engine", lambda _url: world)

    assert command.main(["reseal"]) == 0
    module.settings.cache_clear()

    assert "sealed 1 people" in capsys.readouterr().out
    read = open_names(world, ring_of(new), commune_code=TRIEU_SON, **BY)
    assert [(one.naming.name, one.naming.contact) for one in read.waiting] == [(NAME, PHONE)]
    assert reseal(world, ring_of(new)) == 0
    with pytest.raises(errors.SealKeyWrong):
        reseal(world, ring_of(old))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"agreed": False}, errors.NamedConsentMissing),
        ({"version": "2025.1"}, errors.NamedConsentMissing),
        ({"name": "M"}, errors.BadPersonName),
        ({"name": "Mỷ 0912345678"}, errors.BadPersonName),
        ({"contact": "gọi chồng chị"}, errors.BadContact),
        ({"contact": "12"}, errors.BadContact),
    ],
)
def test_who_did_not_agree_or_is_no_name_is_not_written_down(world, changes, refusal):
    with pytest.raises(refusal):
        add_learner(world, RING, commune_code=TRIEU_SON, told=told(**changes), **BY)

    assert rows(world, "namedperson") == rows(world, "learner") == []


def test_the_same_name_twice_in_a_commune_asks_first_and_elsewhere_does_not(world):
    learner(world)

    with pytest.raises(errors.SamePerson):
        add_ambassador(world, RING, commune_code=TRIEU_SON, told=told(contact=""), **BY)
    learner(world, commune=THO_NGOC)
    add_learner(world, RING, commune_code=TRIEU_SON, told=told(contact="0987654321"), **BY)


def test_every_look_has_an_audit_line_but_a_page_drawn_again_is_the_same_look(world):
    for minutes in (0, 9, 11):
        open_names(world, RING, commune_code=TRIEU_SON, by=LEADER, today=TODAY,
                   now=NOW + timedelta(minutes=minutes))  # fmt: skip
    export_names(world, RING, commune_code=TRIEU_SON, **BY)
    export_names(world, RING, commune_code=TRIEU_SON, **BY)

    assert actions(world) == ["ledger.look"] * 2 + ["ledger.export"] * 2


# Other communes, other roles


@pytest.mark.parametrize("who", [OF_LAO_CAI, HELPER, OFFICIAL, 99])
def test_no_id_leads_anybody_else_to_a_person_of_this_commune(world, who):
    pao, my = ambassador(world), learner(world)
    act = {"by": who, **WHEN}
    attempts = (
        lambda: open_names(world, RING, commune_code=TRIEU_SON, **act),
        lambda: export_names(world, RING, commune_code=TRIEU_SON, **act),
        lambda: add_learner(world, RING, commune_code=TRIEU_SON, told=told("Ai Đó"), **act),
        lambda: ledger.pair(world, ambassador_id=pao, learner_id=my, began_on=TODAY, **act),
        lambda: ledger.part_pair(world, learner_id=my, **act),
        lambda: ledger.close_by_check(world, learner_id=my, code="AAAAAA", **act),
        lambda: ledger.take_step(world, learner_id=my, state=LearnerState.LEARNING, day=TODAY,
                                 **act),
        lambda: ambassador_left(world, ambassador_id=pao, left_on=TODAY, **act),
        lambda: delete_learner(world, learner_id=my, **act),
        lambda: delete_ambassador(world, ambassador_id=pao, **act),
        lambda: make_ambassador(world, learner_id=my, **act),
    )  # fmt: skip
    before = [rows(world, name) for name in ("learner", "ambassador", "namedperson")]

    refused = (errors.NotAllowed, errors.OutsideScope, errors.UnknownLearner,
               errors.UnknownAmbassador)  # fmt: skip
    for attempt in attempts:
        with pytest.raises(refused):
            attempt()

    assert [rows(world, name) for name in ("learner", "ambassador", "namedperson")] == before


def test_a_person_of_elsewhere_is_refused_like_one_who_is_not_there(world):
    my = learner(world)
    for id_ in (my, my + 1, 2**63):
        with pytest.raises(errors.UnknownLearner) as refusal:
            ledger.part_pair(world, learner_id=id_, by=OF_LAO_CAI, **WHEN)
        assert refusal.value.details == {}


def test_counts_are_of_the_area_asked_for_and_an_area_beyond_the_scope_is_refused(world):
    taught(world)
    lao_cai = Scope(Role.LEADER, frozenset({"15"}))

    assert counted(world).learners[LearnerState.LEARNING] == 1
    assert counted(world, lao_cai, "15").learners[LearnerState.LEARNING] == 0
    for scope in (lao_cai, Scope(Role.LEADER, frozenset())):
        with pytest.raises(errors.OutsideScope):
            counted(world, scope)


# Hamlets


def hamlet(engine, name, commune=TRIEU_SON):
    """The code of a new hamlet."""
    names = as_list(name)
    create_hamlets(engine, names, commune_code=commune, **BY)
    with engine.connect() as connection:
        found = select(Unit.code).where(Unit.full_name == names[0].full)
        return connection.execute(found).scalar_one()


@pytest.mark.parametrize("code", ["of the next commune", "closed", f"{TRIEU_SON}-999", "1' OR 1"])
def test_nobody_is_written_down_in_a_hamlet_that_is_not_an_open_one_of_the_commune(world, code):
    if code == "of the next commune":
        code = hamlet(world, "Thôn Kia", THO_NGOC)
    elif code == "closed":
        code = hamlet(world, "Thôn Cũ")
        close_hamlet(world, code=code, **BY)

    for add in (add_learner, add_ambassador):
        with pytest.raises(errors.UnknownHamlet):
            add(world, RING, commune_code=TRIEU_SON, told=told(hamlet=code), **BY)

    assert rows(world, "namedperson") == []


def test_whoever_is_near_is_of_the_same_hamlet_and_then_of_the_commune(world):
    here, there = hamlet(world, "Thôn Sín Chải"), hamlet(world, "Thôn Lử Thẩn")
    of = {}
    for place, name in (("", "Không Ghi"), (there, "Ở Xa"), (here, "Ở Gần")):
        said = told(name, "", hamlet=place)
        of[place] = add_ambassador(world, RING, commune_code=TRIEU_SON, told=said, **BY)
    my = add_learner(world, RING, commune_code=TRIEU_SON, told=told(hamlet=here), **BY)
    unsaid = add_learner(world, RING, commune_code=TRIEU_SON, told=told("Hầu Seo", ""), **BY)
    other = add_learner(world, RING, commune_code=TRIEU_SON, told=told("Sùng A", ""), **BY)
    ledger.pair(world, ambassador_id=of[""], learner_id=other, began_on=TODAY, **BY)

    read = open_names(world, RING, commune_code=TRIEU_SON, **BY)

    waiting = {one.id: one for one in read.waiting}
    assert waiting[my].hamlet == "Thôn Sín Chải"
    assert [one.id for one in read.near(waiting[my])] == [of[here], of[there], of[""]]
    assert [one.id for one in read.near(waiting[unsaid])] == [of[there], of[here], of[""]]


def test_who_is_deleted_is_of_no_hamlet(world):
    my = add_learner(
        world, RING, commune_code=TRIEU_SON, told=told(hamlet=hamlet(world, "Thôn 1")), **BY
    )

    delete_learner(world, learner_id=my, **BY)

    [row] = rows(world, "learner")
    assert (row["hamlet_id"], row["hamlet_text"]) == (None, "")


# Circles


def test_a_learner_is_in_one_circle_and_an_ambassador_has_five(each_world):
    pao, hoa = ambassador(each_world), ambassador(each_world, "Lù Thị Hoa")
    names = ["An", "Bình", "Châu", "Dung", "Em", "Giang"]
    learners = [learner(each_world, f"Lò Thị {name}") for name in names]
    for one in learners[:5]:
        ledger.pair(each_world, ambassador_id=pao, learner_id=one, began_on=TODAY, **BY)

    with pytest.raises(errors.CirclesFull):
        ledger.pair(each_world, ambassador_id=pao, learner_id=learners[5], began_on=TODAY, **BY)
    with pytest.raises(errors.AlreadyInACircle):
        ledger.pair(each_world, ambassador_id=hoa, learner_id=learners[0], began_on=TODAY, **BY)
    row = {"ambassador_id": hoa, "learner_id": learners[0], "began_on": TODAY,
           "created_by": LEADER, "created_at": NOW}  # fmt: skip
    with pytest.raises(IntegrityError), transaction(each_world) as connection:
        connection.execute(insert(metadata.tables["mentorship"]), row)


def test_a_pair_is_of_one_commune_begins_in_time_and_is_nobody_with_themselves(world):
    pao, my, far = ambassador(world), learner(world), learner(world, commune=THO_NGOC)
    with pytest.raises(errors.UnknownLearner):
        ledger.pair(world, ambassador_id=pao, learner_id=far, began_on=TODAY, **BY)
    for day, refusal in ((TOMORROW, errors.DayInTheFuture),
                         (TODAY - timedelta(days=1), errors.DayTooEarly)):  # fmt: skip
        with pytest.raises(refusal):
            ledger.pair(world, ambassador_id=pao, learner_id=my, began_on=day, **BY)


def test_who_learnt_and_helps_may_become_an_ambassador_and_never_in_the_own_circle(world):
    my = taught(world)
    later(world, my, checked(world, day=TOMORROW))
    after = {"by": LEADER, "now": NOW + timedelta(days=2), "today": TODAY + timedelta(days=2)}
    with pytest.raises(errors.StepRefused):
        make_ambassador(world, learner_id=my, **after)
    ledger.take_step(world, learner_id=my, state=LearnerState.HELPS, day=after["today"], **after)
    own = make_ambassador(world, learner_id=my, **after)

    with pytest.raises(errors.OwnCircle):
        ledger.pair(world, ambassador_id=own, learner_id=my, began_on=after["today"], **after)
    with pytest.raises(errors.StepRefused):
        make_ambassador(world, learner_id=my, **after)


def test_steps_go_on_one_by_one_and_back_for_a_reason_and_can_do_is_never_just_said(world):
    my = learner(world)

    def step(state, day=TODAY, reason=None):
        ledger.take_step(world, learner_id=my, state=state, day=day, reason=reason, **BY)

    with pytest.raises(errors.StepRefused):  # nobody teaches them yet
        step(LearnerState.LEARNING)
    ledger.pair(world, ambassador_id=ambassador(world), learner_id=my, began_on=TODAY, **BY)
    with pytest.raises(errors.DayInTheFuture):
        step(LearnerState.LEARNING, TOMORROW)
    step(LearnerState.LEARNING)
    for state in (LearnerState.CHECKED, LearnerState.CAN_DO, LearnerState.HELPS):
        with pytest.raises(errors.StepRefused):
            step(state)
    with pytest.raises(errors.StepBackNeedsReason):
        step(LearnerState.INVITED)
    step(LearnerState.INVITED, reason=BackReason.PAUSED)
    assert counted(world).learners[LearnerState.INVITED] == 1


def test_a_circle_closes_by_a_check_that_showed_something_once(each_world):
    my, other = (
        taught(each_world),
        taught(each_world, "Lò Thị Hai", ambassador(each_world, "Vàng Seo Lử")),
    )
    code = checked(each_world, day=TOMORROW)
    assert counted(each_world, until=TOMORROW).closed_circles == 0

    assert later(each_world, my, f" {code[:3].lower()}-{code[3:]} ") is LearnerState.CAN_DO

    assert counted(each_world, until=TODAY + timedelta(days=2)).closed_circles == 1
    with pytest.raises(errors.CheckUsed):
        later(each_world, other, code)
    assert counted(each_world, until=TODAY + timedelta(days=2)).learners[LearnerState.CAN_DO] == 1


def test_who_showed_nothing_is_checked_and_learns_on(world):
    my = taught(world)

    assert later(world, my, checked(world, value=7, day=TOMORROW)) is LearnerState.CHECKED
    assert counted(world, until=TODAY + timedelta(days=2)).closed_circles == 0
    assert later(world, my, checked(world, day=TOMORROW)) is LearnerState.CAN_DO


def test_no_other_code_closes_a_circle(each_world):
    my = taught(each_world)
    elsewhere = replace(LAN, commune=THO_NGOC)
    codes = {
        checked(each_world, day=TODAY): errors.CheckTooEarly,  # the same day, but before the pair
        send(each_world, replace(LAN, day=TOMORROW)): errors.CheckUnfinished,
        send(each_world, replace(LAN, day=TOMORROW, mode=Mode.PROXY)): errors.CheckUnfinished,
        checked(each_world, day=TOMORROW, groups=5): errors.CheckUnfinished,
        checked(each_world, day=TOMORROW, person=elsewhere): errors.CheckNotFound,
        "ZZZZZZ": errors.CheckNotFound,
        "' OR 1=1": errors.CheckNotFound,
    }

    for code, refusal in codes.items():
        with pytest.raises(refusal):
            later(each_world, my, code)
    assert rows(each_world, "usedcheck") == []


def test_nothing_leads_from_a_name_to_the_answers(world):
    my = taught(world)
    code = checked(world, day=TOMORROW)
    later(world, my, code)

    for table in ("learner", "learnerstep", "mentorship", "namedperson", "auditevent"):
        assert not any(code in str(dict(row)) for row in rows(world, table))
    [used] = rows(world, "usedcheck")
    assert set(used) == {"assessment_hash", "used_in"}
    assert used["used_in"].day == 1
    kept = {column.table.name for table in metadata.tables.values() for column in table.columns
            for key in column.foreign_keys if key.column.table.name == "usedcheck"}  # fmt: skip
    assert kept == set()


def test_a_step_back_opens_the_circle_again(world):
    my = taught(world)
    later(world, my, checked(world, day=TOMORROW))
    day = TODAY + timedelta(days=2)

    ledger.take_step(world, learner_id=my, state=LearnerState.LEARNING, day=day, by=LEADER,
                     now=NOW + timedelta(days=2), today=day, reason=BackReason.FORGOT)  # fmt: skip

    assert counted(world, until=day).closed_circles == 0


# Who leaves


def test_the_learners_of_an_ambassador_who_left_wait_and_keep_what_they_reached(each_world):
    pao, hoa = ambassador(each_world), ambassador(each_world, "Lù Thị Hoa")
    my = taught(each_world, pao=pao)

    ambassador_left(each_world, ambassador_id=pao, left_on=TODAY, **BY)

    read = open_names(each_world, RING, commune_code=TRIEU_SON, **BY)
    assert [(one.id, one.state) for one in read.waiting] == [(my, LearnerState.LEARNING)]
    assert [one.id for one in read.near(read.waiting[0])] == [hoa]
    assert counted(each_world).waiting == 1
    for act in (
        lambda: ledger.pair(each_world, ambassador_id=pao, learner_id=my, began_on=TODAY, **BY),
        lambda: ambassador_left(each_world, ambassador_id=pao, left_on=TODAY, **BY),
    ):
        with pytest.raises(errors.AmbassadorHasLeft):
            act()
    ledger.pair(each_world, ambassador_id=hoa, learner_id=my, began_on=TODAY, **BY)


def test_a_deleted_learner_is_gone_everywhere_and_stays_in_the_counts_of_before(world, tmp_path):
    my = taught(world)
    later(world, my, checked(world, day=TOMORROW))
    day = TODAY + timedelta(days=2)
    before = counted(world, until=day)
    sealed = next(row["sealed"] for row in rows(world, "namedperson") if row["id"] == 2)
    gone = {"by": LEADER, "now": NOW + timedelta(days=3), "today": day + timedelta(days=1)}

    delete_learner(world, learner_id=my, **gone)

    assert counted(world, until=day) == before
    after = counted(world, until=gone["today"])
    assert (after.learners[LearnerState.CAN_DO], after.closed_circles) == (0, 1)
    assert [row["id"] for row in rows(world, "namedperson")] == [1]
    assert sealed not in b"".join(path.read_bytes() for path in tmp_path.glob("test.db*"))
    read = open_names(world, RING, commune_code=TRIEU_SON, **gone)
    assert (read.waiting, read.done, read.ambassadors[0].learners) == ((), (), ())
    with pytest.raises(errors.UnknownLearner):
        delete_learner(world, learner_id=my, **gone)


def test_names_are_forgotten_after_two_years_and_the_counts_stay(world):
    taught(world)
    before = counted(world)

    retain(world, now=NOW + timedelta(days=729))
    assert len(rows(world, "namedperson")) == 2
    retain(world, now=NOW + timedelta(days=730))

    assert rows(world, "namedperson") == []
    assert counted(world) == before


# Candidates


def test_candidates_are_a_count_in_tens_of_those_before_this_week(each_world):
    teacher = replace(LAN, answers=(3,) * 6 + (1,) * 6, day=date(2026, 11, 13))

    def found(commune=TRIEU_SON):
        with Session(each_world) as session:
            return candidates(session, SCOPE, commune_code=commune, minimum=10, on=TODAY)

    for _ in range(9):
        send(each_world, teacher)
    send(each_world, replace(teacher, answers=(3,) * 5 + (2,) * 7))
    send(each_world, replace(teacher, day=TODAY))
    assert found() is None
    for _ in range(4):
        send(each_world, teacher)
    assert found() == 10
    with pytest.raises(errors.OutsideScope):
        found(SI_MA_CAI)
