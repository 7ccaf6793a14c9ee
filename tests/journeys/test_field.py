"""One evening in a hamlet: a class is planned and run, and every figure moves by who came."""

from types import SimpleNamespace

import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from db import classes, ledger, teams
from db.commands import assessments
from db.commands.hamlet_sheets import save_hamlet_sheet
from db.commands.hamlets import create_hamlets
from db.commands.ledger_names import Told, add_ambassador
from db.commands.teams import TeamForm, found_team, set_quota
from db.models import AttainmentTotal, HamletTotal
from db.questionnaires import current_version, load_questionnaire
from db.sealed import ring_of
from domain.access import Role, Scope
from domain.calendar_day import VIETNAM
from domain.consent import STATISTICS, TEXT_VERSIONS
from domain.hamlet_sheet import SheetCell
from domain.hamlets import as_list
from domain.indicator_periods import PeriodKind, period_of
from domain.ledger import CONSENT_VERSION, LearnerState
from domain.people import AgeBand, Audience, Gender, Mode
from domain.reached import HamletGroup
from tests.journeys import field_steps as steps
from tests.journeys.form_steps import TRIEU_SON
from tests.journeys.steps import people_on
from tests.journeys.test_readers import account_with
from tests.new_answers import publish
from tests.server_process import running
from text import translator
from ui import clock

t = translator("vi")
KEY = "a key of this journey only, long enough to seal"
DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
PAPER = {"viewport": {"width": 1000, "height": 1300}}
TEAM, PAO = "Tổ công nghệ số thôn Tân Thành", "Đại sứ Một"
LEARNERS = ("Người học Một", "Người học Hai", "Người học Ba", "Người học Bốn", "Người học Năm")
SCOPE = Scope(Role.LEADER, frozenset({TRIEU_SON}))
CAME = {
    "live": 5, "hamlet": 5, "phones": 3, "tallied": 2, "visits": 5,
    "learners": 5, "can do": 1, "closed circles": 1,
    "helped people": 5, "helped visits": 5, "sessions": 1,
}  # fmt: skip
MONDAY = {
    "point_people": "5", "class_phones": "3", "class_visits": "5", "classes_held": "1",
    "can_do": "1", "learning": "4", "waiting": "4", "closed_circles": "1",
    "team_people": "5", "team_visits": "5", "team_sessions": "1",
}  # fmt: skip
MAP = f"/ban-do?ma={TRIEU_SON}&cach=assisted"


@pytest.fixture(scope="module")
def server(reference, tmp_path_factory):
    """A country nobody has answered in yet; figures are published when the test says so."""
    settings = {"FRESHNESS_SECONDS": "0", "RELEASE_MINUTES": "0", "CONTACT_KEY": KEY}
    with running(tmp_path_factory.mktemp("field"), reference, **settings) as server:
        yield server


@pytest.fixture
def world(server):
    """Two hamlets with their people, a team that owes, an ambassador, and who answered before."""
    by, helper = (account_with(server, role, TRIEU_SON) for role in (Role.LEADER, Role.HELPER))
    on = {"by": by, "now": clock.now(), "today": clock.today()}
    names = as_list("Thôn Tân Thành\nThôn Hai")
    create_hamlets(server.engine, names, commune_code=TRIEU_SON, **on)
    cells = [SheetCell(4, f"{TRIEU_SON}-001", HamletGroup.ADULTS, 43)]
    save_hamlet_sheet(server.engine, cells, key="k", year=clock.today().year, source="Sổ", **on)
    form = TeamForm("community", TEAM, (TRIEU_SON,), {"youth_union": 7}, helper)
    team = found_team(server.engine, form, **on)
    month = period_of(PeriodKind.MONTH, clock.today()).code
    set_quota(server.engine, team_id=team, period=month, work="people", amount=100, **on)
    told = Told(PAO, "", f"{TRIEU_SON}-001", agreed=True, version=CONSENT_VERSION)
    add_ambassador(server.engine, ring_of(KEY), commune_code=TRIEU_SON, told=told, **on)
    answered_at_home(server, 12)
    publish(server.engine)
    answered_at_home(server, 5)
    return SimpleNamespace(leader=by, helper=helper)


def answered_at_home(server, number):
    """So many of the same commune with somebody's help, by way of no hamlet."""
    with Session(server.engine) as session:
        asked = load_questionnaire(session, current_version(session))
    on = {"now": clock.now(), "questionnaire": asked}
    for _ in range(number):
        draft = assessments.start(
            server.engine, commune_code=TRIEU_SON, audience=Audience.CITIZEN,
            age_band=AgeBand.FROM_60, gender=Gender.MALE, mode=Mode.ASSISTED,
            consents={STATISTICS: TEXT_VERSIONS[STATISTICS]}, now=clock.now(),
        )  # fmt: skip
        for question in asked.questions:
            assessments.save_answer(
                server.engine, code=draft.code, question_id=question.id, value=1, **on
            )
        assessments.submit(server.engine, code=draft.code, today=clock.today(), **on)


def counted(server):
    """Every figure of the commune that a person can move, each by its own name."""
    today = clock.today()
    here = {"area_code": TRIEU_SON, "since": today, "until": today}
    of_assisted = AttainmentTotal.mode == Mode.ASSISTED.value
    with Session(server.engine) as session:
        held = classes.totals(session, SCOPE, **here)
        known = ledger.totals(session, SCOPE, **here)
        done = teams.totals(session, SCOPE, **here)
        live = session.scalar(select(func.sum(AttainmentTotal.people)).where(of_assisted))
        hamlet = session.scalar(select(func.sum(HamletTotal.people)))
    return {
        "live": live or 0, "hamlet": hamlet or 0,
        "phones": held.phones, "tallied": held.tallied, "visits": held.visits,
        "learners": sum(known.learners.values()), "can do": known.learners[LearnerState.CAN_DO],
        "closed circles": known.closed_circles,
        "helped people": done.people, "helped visits": done.visits, "sessions": done.sessions,
    }  # fmt: skip


def prepared(desk, new_context, folder):
    """The class, the learners, a pair and the kit; the links of the sheet, and the kit's file."""
    steps.plan_a_class(desk, at=clock.now().astimezone(VIETNAM))
    links = steps.codes_on(new_context(**PAPER).new_page(), steps.printed_sheet(desk, folder))
    for name in LEARNERS:
        steps.write_down(desk, name)
    steps.pair(desk, PAO)
    return links, steps.downloaded(desk, folder)


def held(volunteer, new_context, links, kit):
    """Three with a phone and two without come; the phones, their codes, and the kit's answers."""
    phones = [new_context(**PHONE).new_page() for _ in range(3)]
    codes = [steps.come_and_answer(phone, *links) for phone in phones]
    handed_over = steps.two_offline(new_context(**PHONE), kit)
    steps.tally(volunteer, 2)
    steps.log_work(volunteer)
    return phones, codes, handed_over


def test_a_class_in_a_hamlet_moves_every_figure_by_exactly_who_came(
    server, world, new_context, tmp_path
):
    desk = new_context(cookie=server.open_session(world.leader), **DESK).new_page()
    volunteer = new_context(cookie=server.open_session(world.helper), **PHONE).new_page()
    before = counted(server)
    assert steps.reached(desk) == t("reached.nobody")

    links, kit = prepared(desk, new_context, tmp_path)
    phones, codes, handed_over = held(volunteer, new_context, links, kit)
    publish(server.engine)
    waiting = people_on(desk, MAP)
    own = steps.checked(phones[0], codes[0])
    steps.close_circle(desk, PAO, unchecked=codes[1], checked=own)
    steps.hand_in(desk, handed_over)
    publish(server.engine)

    moved = {name: number - before[name] for name, number in counted(server).items()}
    assert moved == CAME
    assert (waiting, people_on(desk, MAP)) == (12, 22)  # five waited for these five
    assert steps.reached(desk) == t("reached.few")
    assert steps.team_said(desk, TEAM) == "5 người · 5 lượt · 1 buổi · 0 vấn đề"
    steps.everybody_answered(desk, 5)
    said = steps.monday_says(desk)
    assert {name: said[t(f"monday_count.{name}")] for name in MONDAY} == MONDAY
