"""Short links open the form; a file is taken from a signed-in collector only, and never kept."""

import shutil

import httpx
import pytest
from starlette.applications import Starlette

from db.commands.accounts import NewGrant, create_account, create_first_admin, grant_area
from db.commands.collection_points import open_point, revoke_point
from db.commands.passwords import set_password
from db.commands.sessions import issue_ticket, redeem_ticket
from db.commands.view_as import begin_view
from db.engine import open_engine
from db.migrate import migrate
from domain.access import Role
from domain.collection import PointKind
from domain.errors import NotOurWorkbook
from exports.excel_template import template
from exports.typed_sheet import MOST_BYTES
from tests.db.reference import TRIEU_SON, insert_reference
from tests.own_loop import run
from text import translator
from ui import clock, received_files
from ui.session_cookie import NAME
from web import short_links, uploads

HOME = "http://testserver"


class Client:
    """Requests to our routes, each in a loop of its own."""

    def __init__(self, app):
        self.app = app

    def get(self, path):
        return run(self._request("GET", path))

    def post(self, path, **how):
        return run(self._request("POST", path, **how))

    async def _request(self, method, path, **how):
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(transport=transport, base_url=HOME) as client:
            return await client.request(method, path, **how)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    path = tmp_path_factory.mktemp("uploads") / "template.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    insert_reference(engine)
    engine.dispose()
    return path


@pytest.fixture
def engine(migrated, tmp_path, monkeypatch):
    from tests.pages.conftest import forget_what_is_cached

    path = tmp_path / "app.db"
    shutil.copy(migrated, path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.setenv("APP_SECRET", "a secret of these tests only, long enough")
    forget_what_is_cached()
    engine = open_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()
    forget_what_is_cached()


@pytest.fixture
def client(engine):
    routes = [*short_links.routes, *uploads.routes]
    return Client(Starlette(routes=routes))


@pytest.fixture
def accounts(engine):
    """Name → account and cookie."""
    when = {"now": clock.now(), "today": clock.today()}
    admin = create_first_admin(engine, display_name="Quản trị", **when).account_id
    found = {}
    for role in (Role.LEADER, Role.HELPER, Role.ADMIN):
        made = create_account(engine, username=role, display_name=role, by=admin, **when)
        grant = NewGrant(role, "h-trieu-son", clock.today(), None)
        grant_area(engine, account_id=made.account_id, grant=grant, by=admin, **when)
        set_password(engine, account_id=made.account_id, current=made.one_time_password,
                     new="một câu dài dễ nhớ", now=clock.now())  # fmt: skip
        ticket = issue_ticket(engine, made.account_id, now=clock.now())
        found[role] = made.account_id, redeem_ticket(engine, ticket, now=clock.now())
    return found


def send(client, content, cookie, origin=HOME):
    headers = {"origin": origin, **({"cookie": f"{NAME}={cookie}"} if cookie else {})}
    return client.post(received_files.RECEIVE_PATH, content=content, headers=headers)


@pytest.mark.parametrize("who", ["nobody", "a forged cookie", Role.HELPER, Role.ADMIN])
def test_whoever_may_not_collect_sends_nothing(client, accounts, who):
    cookie = {"nobody": None, "a forged cookie": "x" * 43}.get(who) or (
        accounts[who][1] if who in accounts else None
    )

    assert send(client, b"anything", cookie).status_code == 403
    assert received_files._shelf().files == {}


def test_a_file_of_figures_is_taken_from_who_reports_and_is_no_file_of_people(client, accounts):
    figures = received_files.FileKind.INDICATORS
    leader, cookie = accounts[Role.LEADER]
    headers = {"origin": HOME}
    for who in (Role.HELPER, Role.ADMIN):
        theirs = {**headers, "cookie": f"{NAME}={accounts[who][1]}"}
        assert client.post(figures.path, content=b"x", headers=theirs).status_code == 403

    mine = {**headers, "cookie": f"{NAME}={cookie}"}
    handle = client.post(figures.path, content=b"x", headers=mine).json()["handle"]

    asked = {"account_id": leader, "now": clock.now()}
    assert received_files.rows_of(handle, **asked) is None
    with pytest.raises(NotOurWorkbook):
        received_files.rows_of(handle, **asked, kind=figures)


def test_another_site_sends_nothing_with_the_cookie_of_a_leader(client, accounts):
    cookie = accounts[Role.LEADER][1]

    assert send(client, b"anything", cookie, origin="https://elsewhere.example").status_code == 403


def test_an_administrator_who_reads_as_a_leader_sends_nothing(engine, client, accounts):
    _, cookie = accounts[Role.ADMIN]
    leader, _ = accounts[Role.LEADER]
    begin_view(engine, cookie, account_id=leader, now=clock.now(), today=clock.today())

    assert send(client, b"anything", cookie).status_code == 403


def test_a_file_over_two_megabytes_is_cut_off(client, accounts):
    answer = send(client, b"0" * (MOST_BYTES + 1), accounts[Role.LEADER][1])

    assert answer.status_code == 413
    assert received_files._shelf().files == {}


def test_only_its_sender_reads_a_file_and_only_for_half_an_hour(client, accounts):
    leader, cookie = accounts[Role.LEADER]
    book = template({TRIEU_SON: "Xã Triệu Sơn"}, ["?"] * 12, version="1", t=translator("vi"))
    now = clock.now()

    handle = send(client, book, cookie).json()["handle"]

    assert received_files.rows_of(handle, account_id=leader, now=now) == ()
    assert received_files.rows_of(handle, account_id=leader + 1, now=now) is None
    later = now + 2 * (received_files._shelf().files[handle].until - now)
    assert received_files.rows_of(handle, account_id=leader, now=later) is None


def test_what_is_no_workbook_is_told_to_its_sender(client, accounts):
    leader, cookie = accounts[Role.LEADER]

    handle = send(client, b"no workbook", cookie).json()["handle"]

    with pytest.raises(NotOurWorkbook):
        received_files.rows_of(handle, account_id=leader, now=clock.now())


def test_files_nobody_comes_back_for_make_room(client, accounts):
    leader, _ = accounts[Role.LEADER]

    handles = [received_files.receive(b"", account_id=leader, now=clock.now()) for _ in range(40)]

    assert list(received_files._shelf().files) == handles[-32:]


def point(engine, leader):
    return open_point(
        engine, kind=PointKind.MARKET, name="Chợ Đà", commune_code=TRIEU_SON, by=leader,
        now=clock.now(), today=clock.today(),
    )  # fmt: skip


def test_a_short_link_opens_the_form_with_its_commune_and_point(engine, client, accounts):
    token = point(engine, accounts[Role.LEADER][0]).token

    for path in (f"/t/{token}", f"/T/{token}", f"/t/{token.lower()}"):
        answer = client.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/nhe?noi={TRIEU_SON}&diem={token}"
        assert answer.headers["cache-control"] == "no-store"


def test_a_closed_or_unknown_link_still_opens_the_form_and_leads_nowhere_else(
    engine, client, accounts
):
    leader = accounts[Role.LEADER][0]
    token = point(engine, leader).token
    revoke_point(engine, token=token, by=leader, now=clock.now(), today=clock.today())

    for asked in (token, "ZZZZZ", "x", "a%0d%0aSet-Cookie:x", "a" * 500):
        location = client.get(f"/t/{asked}").headers["location"]
        assert location.startswith("/tu-danh-gia?diem=")
        assert "\n" not in location
        assert len(location) < 80
