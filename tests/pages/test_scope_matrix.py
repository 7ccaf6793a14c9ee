"""
Role × page × export × cached function: who may not sees nothing, and who may does see it.

Two tenants share one server and its caches: the former district Triệu Sơn in Thanh Hóa, and the
province Lào Cai. Roles, pages and functions are found in the code: a new one fails here until it
has its line of expectation.
"""

import csv
import importlib
import inspect
import io
import json
import shutil

import pandas as pd
import pytest
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from charts.picture import Picture
from db import password_hash
from db.commands.accounts import NewGrant, create_account, create_first_admin, grant_area
from db.commands.passwords import set_password
from db.commands.sessions import issue_ticket, redeem_ticket
from db.commands.view_as import begin_view
from db.engine import open_engine
from db.models import AreaMember, Unit
from domain.access import NATION, PERMISSIONS, PUBLIC, Permission, Role, Scope
from domain.errors import DomainError
from domain.lineage import boundary_view
from domain.people import Mode
from domain.weeks import WeekCounts, ended_weeks
from stats.published import Published
from stats.ranking import Board
from tests.lint_caches import PUBLIC_REFERENCE, cached_functions
from tests.pages.conftest import PROJECT, forget_what_is_cached, words
from tests.source_tree import modules_of
from text import translator
from ui import clock
from ui.drawings import SQUARES
from ui.measures import Choice
from ui.pages import BY_NAME

T = translator("vi")
TRIEU_SON, THANH_HOA, LAO_CAI = "397", "38", "15"
HOME_OF = {TRIEU_SON: THANH_HOA, THANH_HOA: THANH_HOA, LAO_CAI: LAO_CAI}
FIGURES = ("vega_lite_chart", "table", "download_button", "metric")
FIGURE_NAMES = {"n", "people", "percent", "low", "high", "reached", T("csv.n"), T("csv.people")}
PASSWORD = "một câu dài dễ nhớ"

# Who sits at the browser: name → role, area, and as whom an administrator reads, if they do.
VISITORS = {
    "public": (Role.PUBLIC, "", None),
    "helper": (Role.HELPER, TRIEU_SON, None),
    "leader": (Role.LEADER, TRIEU_SON, None),
    "official": (Role.OFFICIAL, LAO_CAI, None),
    "admin": (Role.ADMIN, THANH_HOA, None),
    "nation": (Role.ADMIN, NATION, None),
    "admin as leader": (Role.LEADER, TRIEU_SON, "leader"),
    "admin as public": (Role.PUBLIC, "", "public"),
}
# What a page holds for whoever may open it: figures of these kinds, or none at all.
ALL_FIGURES = frozenset(FIGURES)
PAGE_HOLDS = {
    "home": frozenset(),
    "self_assessment": frozenset(),
    "map": ALL_FIGURES,
    "province": ALL_FIGURES,
    "ranking": frozenset({"vega_lite_chart", "table"}),
    "place_search": frozenset(),
    "method": frozenset(),
    "area": ALL_FIGURES,
    "monday": frozenset(),  # nobody reported yet: what it holds has tests of its own
    "points": frozenset(),
    "classes": frozenset(),
    "household": frozenset(),
    "roster": frozenset(),
    "import": frozenset({"download_button"}),
    "kit": frozenset(),
    "passes": frozenset(),
    "reached": frozenset(),  # a country without hamlets: what the page holds has tests of its own
    "hamlets": frozenset(),
    "activity": frozenset(),
    "teams": frozenset(),
    "recorder": frozenset(),
    "ledger": frozenset(),  # no key to open names is set in this world
    "overview": ALL_FIGURES,
    "targets": frozenset({"table"}),
    "meeting": frozenset(),
    "indicators": frozenset(),
    "accounts": frozenset({"table"}),
    "units": frozenset(),
    "requests": frozenset(),
    "my_data": frozenset(),
    "sign_in": frozenset(),
    "password": frozenset(),
}
# Pages that read the area of whoever is signed in; what they hold lies inside it.
AREA_PAGES = {name for name, entry in BY_NAME.items()
              if entry.permission in (Permission.VIEW_AREA, Permission.VIEW_OVERVIEW)}  # fmt: skip
NEEDS_THE_NATION = {"units"}  # boundaries are changed for everybody
NEEDS_AN_ACCOUNT = {"password"}  # any account, whatever it may do

# What each cached function with a scope gives: rows of communes, of provinces, or of something
# else whose figures are all of the area asked for.
COMMUNES, PROVINCES, WHOLE = "communes", "provinces", "whole"
FUNCTION_GIVES = {
    "load.communes": COMMUNES,
    "load.provinces": PROVINCES,
    "load.audiences": WHOLE,
    "load.groups": WHOLE,
    "load.months": WHOLE,
    "load.months_file": WHOLE,
    "load.communes_file": COMMUNES,
    "load.provinces_file": PROVINCES,
    "load._commune_counts": COMMUNES,
    "load._counted": COMMUNES,
    "reference._area": WHOLE,
    "reference._commune_points": COMMUNES,
    "reference.province_of": PROVINCES,
    "reference.province_names": PROVINCES,
    "drawings.national_map": PROVINCES,
    "drawings.boundary_map": COMMUNES,
    "drawings.tile_map": COMMUNES,
    "drawings.point_map": COMMUNES,
    "drawings.commune_bars": COMMUNES,
    "drawings.audience_bars": WHOLE,
    "drawings.group_profile": WHOLE,
    "drawings.months": WHOLE,
    "boundary.table": WHOLE,
    "boundary.file": WHOLE,
    "boundary_inside.table": WHOLE,
    "boundary_inside.file": WHOLE,
    "boards.figures": COMMUNES,
    "boards.mixes": COMMUNES,
    "boards.ranked": COMMUNES,
    "boards.drawing": COMMUNES,
    "boards._odd": COMMUNES,
    "boards._strata": COMMUNES,
    "drawings.picture": COMMUNES,
    "drawings.measure_map": COMMUNES,
    "drawings.measure_bars": COMMUNES,
    "measures.measured": COMMUNES,
    "measure_files.file": COMMUNES,
    "measures._rates": COMMUNES,
    "measures._gaps": PROVINCES,
    "checked.everywhere": PROVINCES,
    "checked.figures": WHOLE,
    "checked.file": WHOLE,
    "monday_kept.odd_records": COMMUNES,
    "monday_kept.ended_week": WHOLE,
    "monday_kept.figures_due": WHOLE,
}
# Every page asks `require_area` first; what is handed an area outside the scope all the same finds
# nothing to draw, which is an impossible state (ValueError), or refuses in words.
REFUSALS = (DomainError, ValueError)
# Draws only who has a tier, or lists what is odd: nobody and nothing, in so small a country.
NEEDS_MANY_PEOPLE = {"boards.drawing", "monday_kept.odd_records"}
NEEDS_BOUNDARIES = {"drawings.boundary_map"}  # no finer boundaries are installed here
NEEDS_A_PROVINCE = {  # provinces are read whole, or not at all
    "boundary.file", "boundary.table", "boundary_inside.file", "boundary_inside.table",
    "checked.everywhere", "checked.figures", "checked.file", "measures._gaps",
    "drawings.national_map", "drawings.point_map", "load.provinces",
    "load.provinces_file",
}  # fmt: skip
NEEDS_TWO_MONTHS = {"drawings.months"}  # of so few people, of so small an area, one is published


class World:
    """One server for all cases: its caches are warm with everybody's figures."""

    def __init__(self, path, monkeypatch):
        self.monkeypatch = monkeypatch
        self.engine = open_engine(f"sqlite:///{path}")
        self.when = {"now": clock.now(), "today": clock.today()}
        self.chief = create_first_admin(self.engine, display_name="Quản trị", **self.when)
        self.accounts = {
            name: self.add(name, role, area)
            for name, (role, area, view) in VISITORS.items()
            if role is not Role.PUBLIC and view is None
        }
        self.tokens = {name: self.token(name) for name in VISITORS}
        self.tabs = {}
        self.members = {area: self.communes(area) for area in HOME_OF}

    def add(self, name, role, area_code):
        by = self.chief.account_id
        made = create_account(self.engine, username=name, display_name=name, by=by, **self.when)
        grant = NewGrant(role, area_code, clock.today(), None)
        grant_area(self.engine, account_id=made.account_id, grant=grant, by=by, **self.when)
        set_password(self.engine, account_id=made.account_id, current=made.one_time_password,
                     new=PASSWORD, now=clock.now())  # fmt: skip
        return made.account_id

    def token(self, name):
        _, _, view = VISITORS[name]
        account_id = self.accounts.get("admin" if view else name)
        if account_id is None:
            return None
        now = clock.now()
        token = redeem_ticket(self.engine, issue_ticket(self.engine, account_id, now=now), now=now)
        if view:
            viewed = self.accounts.get(view)
            begin_view(self.engine, token, account_id=viewed, **self.when)
        return token

    def communes(self, area_code):
        with Session(self.engine) as session:
            statement = (
                select(Unit.code)
                .join(AreaMember, AreaMember.unit_id == Unit.id)
                .where(AreaMember.area_code == area_code)
            )
            return frozenset(session.exec(statement))

    def open(self, visitor, page, **query):
        """The page in the one tab of this visitor, which goes from page to page."""
        self.monkeypatch.setattr("ui.auth.browser_token", lambda: self.tokens[visitor])
        if visitor not in self.tabs:
            self.tabs[visitor] = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=30)
            self.tabs[visitor].run()
        app = self.tabs[visitor]
        app.query_params.clear()
        for name, value in query.items():
            app.query_params[name] = value
        return app.switch_page(BY_NAME[page].file).run()


@pytest.fixture(scope="module")
def world(country, tmp_path_factory):
    path = tmp_path_factory.mktemp("matrix") / "app.db"
    shutil.copy(country, path)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
        monkeypatch.setenv("APP_SECRET", "a secret of these tests only, long enough")
        monkeypatch.setattr(password_hash, "ROUNDS", 4)
        forget_what_is_cached()
        world = World(path, monkeypatch)
        yield world
        world.engine.dispose()
        forget_what_is_cached()


def may_open(visitor, page):
    role, area, view = VISITORS[visitor]
    if page in NEEDS_AN_ACCOUNT:
        return role is not Role.PUBLIC
    if view and page in ("self_assessment", "my_data", "sign_in"):
        return False
    if page in NEEDS_THE_NATION and area != NATION:
        return False
    return BY_NAME[page].permission in PERMISSIONS[role]


def held(app):
    return {kind for kind in FIGURES if app.get(kind)}


def units_drawn(app):
    """Codes of every unit in the data of every chart."""
    specs = [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]
    return {str(row["unit_code"]) for spec in specs for row in rows_of(spec) if "unit_code" in row}


def rows_of(spec):
    """Every row of data anywhere in a specification."""
    if isinstance(spec, dict):
        yield from (row for row in spec.get("values") or () if isinstance(row, dict))
        for part in spec.values():
            yield from rows_of(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from rows_of(part)


def test_every_role_page_and_cached_function_has_its_expectation():
    assert {role for role, _, view in VISITORS.values()} == set(Role)
    assert set(PAGE_HOLDS) == set(BY_NAME)
    assert set(FUNCTION_GIVES) == functions_with_scope()


@pytest.mark.parametrize("page", sorted(BY_NAME))
@pytest.mark.parametrize("visitor", sorted(VISITORS))
def test_who_may_open_a_page_sees_what_it_holds_and_nobody_else_sees_any(world, visitor, page):
    app = world.open(visitor, page)

    assert not app.exception
    if may_open(visitor, page):
        assert PAGE_HOLDS[page] <= held(app)
        assert "chưa được giao quyền" not in words(app)
    else:
        assert held(app) == set()
        assert "n = " not in words(app)
        assert app.error or app.info


@pytest.mark.parametrize("page", sorted(AREA_PAGES))
@pytest.mark.parametrize("visitor", ["leader", "official", "admin", "admin as leader"])
def test_a_page_of_an_area_draws_units_of_the_grant_and_no_other(world, visitor, page):
    if not may_open(visitor, page):
        return
    area = VISITORS[visitor][1]

    app = world.open(visitor, page)

    drawn = units_drawn(app) - set(world.members[LAO_CAI if area != LAO_CAI else THANH_HOA])
    assert drawn == units_drawn(app)
    assert "chỉ trong địa bàn được giao · quyền từ" in words(app)


@pytest.mark.parametrize("page", sorted(AREA_PAGES))
@pytest.mark.parametrize(
    ("visitor", "asked"),
    [
        ("leader", LAO_CAI),
        ("leader", THANH_HOA),
        ("official", TRIEU_SON),
        ("official", THANH_HOA),
        ("admin", LAO_CAI),
        ("admin as leader", THANH_HOA),
        ("admin as leader", LAO_CAI),
    ],
)
def test_the_area_of_another_tenant_is_refused_by_every_page(world, visitor, asked, page):
    app = world.open(visitor, page, ma=asked)

    assert not app.exception
    assert held(app) == set()
    assert "n = " not in words(app)
    assert app.error


# Cached functions


MODULES = (
    "load.py", "reference.py", "drawings.py", "boards.py", "boundary.py", "boundary_inside.py",
    "checked.py", "measures.py", "measure_files.py", "monday_kept.py",
)  # fmt: skip


def functions_with_scope():
    return {
        f"{file.removesuffix('.py')}.{name}"
        for file in MODULES
        if file in (modules := modules_of("ui"))
        for name in cached_functions(modules[file])
        if f"{file}:{name}" not in PUBLIC_REFERENCE
    }


def call(name, scope, area_code):
    """The function with what its arguments are called here; a new argument needs a value."""
    from ui import boundary, load, reference

    module, function_name = name.split(".")
    function = getattr(importlib.import_module(f"ui.{module}"), function_name)
    known = {
        "scope": scope,
        "area_code": area_code,
        "campaign": reference.rounds()[0],
        "mode": Mode.SELF,
        "version": load.data_version(),
        "language": "vi",
        "language_code": "vi",
        "level": "province",
        "view": boundary_view("2025-06-30", today=clock.today(), changes=boundary.change_days()),
        "board": Board.ABILITY,
        "choice": Choice(),
        "kind": SQUARES,
        "part": "",
        "today": clock.today(),
        "week": ended_weeks(clock.today())[0],
    }
    asked = inspect.signature(inspect.unwrap(function)).parameters.values()
    return function(*(known[each.name] for each in asked if each.default is each.empty))


def rows_given(result):
    """What a result says, as rows with the code of a unit and, where there is one, a figure."""
    if isinstance(result, Published):
        return result.table.to_dict("records")
    if hasattr(result, "units"):
        return result.units.to_dict("records")
    if hasattr(result, "told"):
        return result.table.to_dict("records")
    if isinstance(result, Picture):
        return result.rows.to_dict("records")
    if isinstance(result, pd.DataFrame):
        return result.to_dict("records")
    if isinstance(result, list):
        return [{"unit_code": odd.commune_code} for odd in result]
    if isinstance(result, int | WeekCounts):
        return [{"unit_code": ""}]
    if isinstance(result, str):
        return [{"unit_code": result}]
    if hasattr(result, "content"):
        return list(csv.DictReader(io.StringIO(result.content.decode("utf-8-sig"))))
    if isinstance(result, dict) and all(isinstance(value, str) for value in result.values()):
        return [{"unit_code": code} for code in result]
    if isinstance(result, dict):
        return [row for row in rows_of(result) if "unit_code" in row]
    return [{"unit_code": result.code}]


def code_of(row):
    names = ("unit_code", T("csv.unit_code"), T("csv.month_code"))
    return next(row[name] for name in names if name in row)


def says_something(row):
    """Whether a row holds a figure, or is of a kind that holds none and is there."""
    names = FIGURE_NAMES & row.keys()
    return not names or any(pd.notna(row[name]) and row[name] not in ("", 0) for name in names)


def listed(name, scope, area_code):
    """Codes of every unit a function mentions; a refusal mentions none."""
    try:
        return {code_of(row) for row in rows_given(call(name, scope, area_code))}
    except REFUSALS:
        return set()


def stated(name, scope, area_code):
    """Codes of the units of which a function says something."""
    try:
        rows = rows_given(call(name, scope, area_code))
    except REFUSALS:
        return set()
    return {code_of(row) for row in rows if says_something(row)}


def leader_of(area_code):
    return Scope(Role.LEADER, frozenset({area_code}))


FUNCTIONS = sorted(functions_with_scope() & FUNCTION_GIVES.keys())


AREAS = (THANH_HOA, LAO_CAI, TRIEU_SON)


def answered(world, name, scope, area_code):
    """Whether a function tells this scope what it is there to tell of an area."""
    match FUNCTION_GIVES[name]:
        case "communes":
            return world.members[area_code] <= listed(name, scope, area_code)
        case "provinces":
            return HOME_OF[area_code] in stated(name, scope, area_code)
        case _:
            return bool(stated(name, scope, area_code))


def leaks(world, name, scope, area_code):
    """What a function tells of an area that this scope has no commune of."""
    found = stated(name, scope, area_code)
    match FUNCTION_GIVES[name]:
        case "communes":
            return world.members[area_code] & listed(name, scope, area_code) | (found & {area_code})
        case "provinces":
            return found & {HOME_OF[area_code]}
        case _:
            return found


@pytest.mark.parametrize("own", AREAS)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_cached_function_answers_the_own_area_and_after_that_gives_nothing_of_it_to_others(
    world, name, own
):
    """The official's figures lie in the cache when the leader of another area asks."""
    others = [code for code in AREAS if not world.members[code] & world.members[own]]
    excused = NEEDS_BOUNDARIES | NEEDS_MANY_PEOPLE
    if own == TRIEU_SON:
        excused |= NEEDS_A_PROVINCE | NEEDS_TWO_MONTHS

    assert answered(world, name, leader_of(own), own) or name in excused
    assert {other: leaks(world, name, leader_of(other), own) for other in others} == {
        other: set() for other in others
    }


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_cached_function_gives_nothing_to_an_empty_scope(world, name):
    answered(world, name, PUBLIC, THANH_HOA)

    assert leaks(world, name, Scope(Role.LEADER, frozenset()), THANH_HOA) == set()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_who_holds_a_part_and_asks_for_the_whole_is_told_of_the_part_at_most(world, name):
    found = listed(name, leader_of(TRIEU_SON), THANH_HOA)

    assert found & world.members[THANH_HOA] <= world.members[TRIEU_SON]
