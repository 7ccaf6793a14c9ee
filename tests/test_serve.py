"""The product from outside: headers, cookie, routes and the websocket guard, over real sockets."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlmodel import Session, select
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed

from db import deployment
from db.commands.sessions import issue_ticket
from db.engine import transaction
from db.models import Account, SignInSession
from db.settings import PROJECT
from domain.access import Permission
from tests.server_process import running, same_secret
from tests.streamlit_client import CLEAR_CACHE, open_page, read_run, visit
from text import translator
from ui.pages import PAGES
from web.websocket_guard import BURST, MAXIMUM_BYTES

t = translator("vi")


@pytest.fixture(scope="module")
def server(reference_file, tmp_path_factory):
    with running(tmp_path_factory.mktemp("serve"), reference_file) as server:
        yield server


@pytest.fixture
def client(server):
    with httpx.Client(base_url=server.url) as client:
        yield client


@pytest.fixture
def admin_id(server) -> int:
    with Session(server.engine) as session:
        return session.exec(select(Account.id).where(Account.username == "quan-tri")).one()


def ticket_for(server, account_id: int, *, age: timedelta = timedelta(0)) -> str:
    with same_secret():
        return issue_ticket(server.engine, account_id, now=datetime.now(UTC) - age)


def redeem(client, ticket: str, **headers: str) -> httpx.Response:
    origin = str(client.base_url).rstrip("/")
    return client.post("/phien/mo", content=ticket, headers={"Origin": origin, **headers})


def sessions(server) -> int:
    with Session(server.engine) as session:
        return len(session.exec(select(SignInSession)).all())


def test_the_one_time_password_is_printed_once_and_no_default_exists(server):
    assert server.printed().count("Mật khẩu dùng một lần: ") == 1


def test_health_names_the_database_and_the_version(client):
    answer = client.get("/suc-khoe")

    assert answer.status_code == 200
    assert {name: answer.json()[name] for name in ("status", "database", "version")} == {
        "status": "ok",
        "database": "ok",
        "version": "0.1.0",
    }


def test_a_consent_that_names_nobody_is_reported_at_the_start_and_by_health(server, client):
    assert client.get("/suc-khoe").json()["controller"] == "missing"
    assert server.printed().count("chưa đặt CONTROLLER_NAME") == 1


@pytest.mark.parametrize(
    "path", ["/", "/dang-nhap", "/suc-khoe", "/favicon.png", "/_stcore/health"]
)
def test_every_answer_carries_the_security_headers(client, path):
    headers = client.get(path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "camera=()" in headers["Permissions-Policy"]


def test_the_content_policy_names_no_other_host_and_no_unsafe_script(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    script = next(rule for rule in policy.split("; ") if rule.startswith("script-src"))

    assert script == "script-src 'self' blob:"
    assert policy.replace(f"//127.0.0.1:{client.base_url.port}", "").count("//") == 0


def test_a_strange_host_header_does_not_enter_the_policy(client):
    policy = client.get("/", headers={"Host": "x; script-src *"}).headers["Content-Security-Policy"]

    assert "script-src *" not in policy


def test_https_is_kept_to_only_when_it_is_there(client):
    assert "Strict-Transport-Security" not in client.get("/").headers
    behind_proxy = client.get("/", headers={"X-Forwarded-Proto": "https"}).headers
    assert behind_proxy["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.parametrize("path", ["/", "/dang-nhap", "/khong-co-trang-nay"])
def test_every_page_starts_in_vietnamese(client, path):
    html = client.get(path).text

    assert '<html lang="vi">' in html
    assert "<title>Bình dân số</title>" in html
    assert "cần bật JavaScript" in html
    assert "Streamlit</title>" not in html
    assert "SourceSans" not in html


def test_scripts_come_compressed_and_are_kept_for_a_year(client):
    html = client.get("/").text
    script = html.split('src=".')[1].split('"')[0]

    packed, plain = client.get(script), client.get(script, headers={"Accept-Encoding": "identity"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert int(packed.headers["Content-Length"]) < len(plain.content) / 2
    assert packed.text == plain.text
    again = client.get(script, headers={"If-None-Match": packed.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_our_font_is_served_by_us_under_a_name_with_its_hash(client):
    fonts = sorted((PROJECT / "static" / "fonts").glob("*.woff2"))

    assert len(fonts) == 4
    assert sum(font.stat().st_size for font in fonts) < 70_000
    for font in fonts:
        answer = client.get(f"/app/static/fonts/{font.name}")
        assert answer.headers["Content-Type"] == "font/woff2"
        assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/app/static/../serve.py", "/app/static/%2e%2e/serve.py"])
def test_no_path_leads_out_of_the_static_folder(client, path):
    assert "lifespan" not in client.get(path).text


def test_a_ticket_is_exchanged_once_for_a_cookie_no_script_can_read(client, server, admin_id):
    ticket = ticket_for(server, admin_id)
    before = sessions(server)

    answer, again = redeem(client, ticket), redeem(client, ticket)

    assert (answer.status_code, again.status_code) == (204, 403)
    assert "set-cookie" not in again.headers
    assert sessions(server) == before + 1
    value, *flags = answer.headers["set-cookie"].split("; ")
    assert value.startswith("binhdanso_phien=")
    assert {flag.lower() for flag in flags} == {
        "httponly", "secure", "samesite=lax", "path=/", "max-age=43200",
    }  # fmt: skip


def test_a_ticket_older_than_a_minute_opens_nothing(client, server, admin_id):
    ticket = ticket_for(server, admin_id, age=timedelta(seconds=61))

    assert redeem(client, ticket).status_code == 403


@pytest.mark.parametrize("ticket", ["", "x", "a" * 43, "a" * 5000, "ệ"])
def test_a_forged_ticket_opens_nothing(client, ticket):
    answer = redeem(client, ticket)

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://ke-xau.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_foreign_page_neither_opens_nor_closes_a_session(client, server, admin_id, headers):
    ticket, cookie = ticket_for(server, admin_id), server.open_session(admin_id)
    before = sessions(server)

    assert redeem(client, ticket, **headers).status_code == 403
    origin = {"Origin": server.url, **headers, "Cookie": f"binhdanso_phien={cookie}"}
    assert client.post("/phien/dong", headers=origin).status_code == 403
    assert sessions(server) == before


def test_a_request_without_origin_opens_nothing(client, server, admin_id):
    assert client.post("/phien/mo", content=ticket_for(server, admin_id)).status_code == 403


def test_sessions_are_not_opened_by_a_link(client, server, admin_id):
    ticket = ticket_for(server, admin_id)

    for answer in (client.get("/phien/mo", params={"ticket": ticket}), client.get("/phien/dong")):
        assert "binhdanso" not in answer.headers.get("set-cookie", "")
    assert redeem(client, ticket).status_code == 204


def test_signing_out_deletes_the_row_and_the_cookie(client, server, admin_id):
    cookie = server.open_session(admin_id)
    before = sessions(server)

    answer = client.post(
        "/phien/dong", headers={"Origin": server.url, "Cookie": f"binhdanso_phien={cookie}"}
    )

    assert answer.status_code == 204
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    assert sessions(server) == before - 1


@pytest.mark.parametrize(
    "page", [page.path for page in PAGES if page.permission is not Permission.VIEW_PUBLISHED]
)
def test_a_direct_link_to_a_page_for_staff_shows_the_sign_in_and_nothing_else(server, page):
    with visit(server) as websocket:
        shown = open_page(websocket, page)

    assert t("error.sign_in_required") in shown
    assert t("sign_in.username") in shown
    assert t("accounts.list") not in shown


def test_a_password_is_not_asked_where_others_can_read_it(server):
    with visit(server) as websocket:
        open_network = open_page(websocket, "dang-nhap", address="http://10.0.0.7/")
    with visit(server) as websocket:
        encrypted = open_page(websocket, "dang-nhap", address="https://binhdanso.example/")

    assert t("sign_in.needs_https") in open_network
    assert t("sign_in.username") not in open_network
    assert t("sign_in.username") in encrypted


@pytest.mark.parametrize("cookie", ["x", "a" * 43, "../../etc/passwd"])
def test_a_forged_cookie_is_nobody(server, cookie):
    with visit(server, cookie=cookie) as websocket:
        assert t("error.sign_in_required") in open_page(websocket, "tai-khoan")


def test_an_expired_cookie_is_nobody(server, admin_id):
    cookie = server.open_session(admin_id, now=datetime.now(UTC) - timedelta(hours=12, seconds=1))

    with visit(server, cookie=cookie) as websocket:
        assert t("error.sign_in_required") in open_page(websocket, "tai-khoan")


def test_a_session_that_ends_is_nobody_on_the_next_run_of_an_open_page(client, server, admin_id):
    cookie = server.open_session(admin_id)
    with visit(server, cookie=cookie) as websocket:
        assert t("password.one_time") in open_page(websocket, "tai-khoan")
        client.post(
            "/phien/dong", headers={"Origin": server.url, "Cookie": f"binhdanso_phien={cookie}"}
        )

        assert t("error.sign_in_required") in open_page(websocket, "tai-khoan")


def test_an_anonymous_visitor_cannot_clear_the_cache(server):
    """The mark of simulated data is cached: it may not appear before its minute is over."""
    mark = t("frame.simulated")
    with visit(server) as websocket:
        assert mark not in open_page(websocket)
        with transaction(server.engine) as connection:
            deployment.declare(connection, deployment.SIMULATED)

        websocket.send(CLEAR_CACHE)
        websocket.send(BackMsg(load_git_info=True).SerializeToString())

        assert mark not in open_page(websocket)


def closing_code(websocket) -> int:
    """The code the server closes with; what it sends before is read and dropped."""
    try:
        while True:
            websocket.recv(timeout=10)
    except ConnectionClosed as closed:
        return closed.rcvd.code


def test_a_flood_of_messages_is_closed(server):
    heartbeat = BackMsg(app_heartbeat=True).SerializeToString()
    with visit(server) as websocket:
        for _ in range(BURST + 20):
            websocket.send(heartbeat)

        assert closing_code(websocket) == 1008


def test_a_message_that_is_too_long_is_closed(server):
    message = BackMsg()
    message.rerun_script.query_string = "x" * MAXIMUM_BYTES
    with visit(server) as websocket:
        websocket.send(message.SerializeToString())

        assert closing_code(websocket) == 1009


def test_a_visitor_from_another_origin_gets_no_websocket(server):
    from websockets.exceptions import InvalidStatus
    from websockets.sync.client import connect

    with pytest.raises(InvalidStatus) as refused:
        connect(
            f"{server.url.replace('http', 'ws')}/_stcore/stream",
            subprotocols=["streamlit"],
            origin="https://ke-xau.example",
        )

    assert refused.value.response.status_code == 403


def session_id_of(websocket) -> str:
    """The id Streamlit gave to an open visit."""
    websocket.send(rerun_message())
    session_id = ""
    while True:
        message = ForwardMsg()
        message.ParseFromString(websocket.recv(timeout=20))
        if message.WhichOneof("type") == "new_session":
            session_id = message.new_session.initialize.session_id
        if message.WhichOneof("type") == "script_finished":
            return session_id


def rerun_message() -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = ""
    return message.SerializeToString()


def test_a_visitor_cannot_fill_the_memory_with_uploads(client, server):
    token = client.get("/_stcore/health").cookies.get("_streamlit_xsrf", "")
    with visit(server) as websocket:
        target = f"/_stcore/upload_file/{session_id_of(websocket)}/1"

        answer = client.put(
            target, files={"file": ("a.bin", b"x" * 1000)}, headers={"X-Xsrftoken": token}
        )

    assert answer.status_code == 404


def test_the_names_of_our_functions_are_not_listed(client):
    answer = client.get("/_stcore/metrics")

    assert answer.status_code == 404
    assert "ui.load" not in answer.text


def test_an_open_visit_cannot_be_taken_over_by_its_id(server, admin_id):
    with visit(server, cookie=server.open_session(admin_id)) as websocket:
        session_id = session_id_of(websocket)
        with visit(server, session_id=session_id) as other:
            assert session_id_of(other) != session_id
            assert t("error.sign_in_required") in open_page(other, "tai-khoan")


def test_a_page_that_breaks_shows_a_sentence_and_nothing_of_the_code(server):
    message = BackMsg()
    message.rerun_script.page_name = "tu-danh-gia"
    state = message.rerun_script.widget_states.widgets.add()
    state.id, state.string_value = "consent-statistics", "x"
    with visit(server) as websocket:
        websocket.send(message.SerializeToString())
        shown = read_run(websocket)

    assert t("error.unknown") in shown
    assert "Traceback" not in shown
    assert "session_state" not in shown
