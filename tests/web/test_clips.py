"""A voice is taken from who may record, heard by somebody else, and played while words stand."""

import shutil

import httpx
import pytest
from sqlalchemy import select
from starlette.applications import Starlette

from db.commands.accounts import NewGrant, create_account, create_first_admin, grant_area
from db.commands.clips import approve_clip, discard_clip
from db.commands.passwords import set_password
from db.commands.sessions import issue_ticket, redeem_ticket
from db.commands.view_as import begin_view
from db.engine import open_engine
from db.models import metadata
from db.settings import settings
from domain.access import Role
from domain.errors import NotAllowed, OwnClip, UnknownClip
from domain.recording import MOST_BYTES, wording_hash
from light.templates import scale
from tests.own_loop import run
from tests.pages.conftest import forget_what_is_cached
from text import clips as spoken
from text import translator
from ui import clip_sentences, clock
from ui.session_cookie import NAME
from web import clips
from web.headers import SecurityHeaders

HOME = "http://testserver"
SOUND = b"OggS" + b"\0" * 2000
WORDS = translator("vi")("answer.0")
WHEN = {"now": clock.now(), "today": clock.today()}
AREA = "h-trieu-son"


@pytest.fixture
def engine(accounts_file, tmp_path, monkeypatch):
    path = tmp_path / "app.db"
    shutil.copy(accounts_file, path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.setenv("CLIPS_DIR", str(tmp_path / "clips"))
    monkeypatch.setenv("APP_SECRET", "a secret of these tests only, long enough")
    forget_what_is_cached()
    engine = open_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()
    spoken.offer({})
    forget_what_is_cached()


@pytest.fixture(scope="module")
def accounts_file(reference_file, tmp_path_factory):
    """The reference data and four accounts, each with the same password."""
    path = tmp_path_factory.mktemp("clips") / "accounts.db"
    shutil.copy(reference_file, path)
    engine = open_engine(f"sqlite:///{path}")
    admin = create_first_admin(engine, display_name="Quản trị", **WHEN).account_id
    roles = {"lan": Role.LEADER, "minh": Role.LEADER, "hoa": Role.HELPER, "quang": Role.ADMIN}
    for name, role in roles.items():
        made = create_account(engine, username=name, display_name=name, by=admin, **WHEN)
        grant = NewGrant(role, "15", clock.today(), None)
        grant_area(engine, account_id=made.account_id, grant=grant, by=admin, **WHEN)
        set_password(engine, account_id=made.account_id, current=made.one_time_password,
                     new="một câu dài dễ nhớ", now=clock.now())  # fmt: skip
    engine.dispose()
    return path


def account(engine, name):
    table = metadata.tables["account"]
    with engine.connect() as connection:
        return connection.scalar(select(table.c.id).where(table.c.username == name))


def cookie(engine, name):
    ticket = issue_ticket(engine, account(engine, name), now=clock.now())
    return redeem_ticket(engine, ticket, now=clock.now())


def asked(method, path, **how):
    async def request():
        transport = httpx.ASGITransport(app=Starlette(routes=clips.routes))
        async with httpx.AsyncClient(transport=transport, base_url=HOME) as client:
            return await client.request(method, path, **how)

    return run(request())


def send(token, content=SOUND, origin=HOME, **query):
    query = {"tieng": "vi", "cau": "answer-0", "chu": wording_hash(WORDS), **query}
    headers = {"origin": origin, **({"cookie": f"{NAME}={token}"} if token else {})}
    return asked("POST", clip_sentences.SAVE_PATH, params=query, content=content, headers=headers)


def rows(engine, table="clip"):
    with engine.connect() as connection:
        return list(connection.execute(select(metadata.tables[table])).mappings())


def files():
    return sorted(path.name for path in settings().clips_dir.rglob("*") if path.is_file())


def played(engine, name, by="minh"):
    approve_clip(engine, name=name, by=account(engine, by), **WHEN)
    clip_sentences.offer()
    return spoken.address("vi", "answer-0", WORDS)


@pytest.mark.parametrize("who", ["nobody", "a forged cookie", "hoa", "quang"])
def test_whoever_may_not_record_stores_nothing(engine, who):
    known = {"nobody": None, "a forged cookie": "x" * 43}
    token = known[who] if who in known else cookie(engine, who)

    assert send(token).status_code == 403
    assert (rows(engine), files()) == ([], [])


def test_another_site_and_a_view_store_nothing(engine):
    begun = cookie(engine, "quang")
    begin_view(engine, begun, account_id=account(engine, "lan"), **WHEN)

    assert send(cookie(engine, "lan"), origin="https://elsewhere.example").status_code == 403
    assert send(begun).status_code == 403
    assert (rows(engine), files()) == ([], [])


@pytest.mark.parametrize(
    ("status", "wrong"),
    [
        (413, {"content": b"OggS" + b"\0" * (MOST_BYTES - 3)}),
        (415, {"content": b"MZ this is a program"}),
        (415, {"content": b""}),
        (409, {"chu": wording_hash("other words")}),
        (409, {"cau": "../../answer-0"}),
        (409, {"tieng": "../vi"}),
        (409, {"tieng": "hmn"}),  # the pack holds no sentence
    ],
)
def test_what_is_no_small_sound_of_a_sentence_of_ours_is_refused(engine, status, wrong):
    assert send(cookie(engine, "lan"), **wrong).status_code == status
    assert (rows(engine), files()) == ([], [])


@pytest.mark.parametrize(
    ("kind", "begins"),
    [("webm", b"\x1aE\xdf\xa3\x42\x82\x84webm"), ("ogg", b"OggS"), ("mp4", b"\0\0\0\x18ftypM4A")],
)
def test_the_kind_is_what_the_first_bytes_say_up_to_the_last_byte_allowed(engine, kind, begins):
    name = send(cookie(engine, "lan"), begins.ljust(MOST_BYTES, b"\0")).json()["name"]

    assert files() == [f"{name}.{kind}"]
    assert [row["size"] for row in rows(engine)] == [MOST_BYTES]


def test_nobody_hears_a_recording_before_somebody_else_has(engine):
    lan = account(engine, "lan")
    name = send(cookie(engine, "lan")).json()["name"]
    clip_sentences.offer()

    with pytest.raises(OwnClip):
        approve_clip(engine, name=name, by=lan, **WHEN)
    for command in (approve_clip, discard_clip):
        with pytest.raises(NotAllowed):
            command(engine, name=name, by=account(engine, "hoa"), **WHEN)
    assert spoken.address("vi", "answer-0", WORDS) is None
    assert asked("GET", f"/doan-ghi/vi/{name}.ogg").status_code == 404


def test_both_forms_play_a_reviewed_recording_and_count_it(engine):
    before = scale("vi", None)
    address = played(engine, send(cookie(engine, "lan")).json()["name"])

    whole = asked("GET", address)
    part = asked("GET", address, headers={"range": "bytes=0-3"})

    assert (whole.content, whole.headers["content-type"]) == (SOUND, "audio/ogg")
    assert "immutable" in whole.headers["cache-control"]
    assert (part.status_code, part.content) == (206, b"OggS")
    assert "data-clip" not in before
    assert f'data-clip="{address}"' in scale("vi", None)
    assert spoken.recorded("vi", ["answer-0", "answer-1"]) == 1


@pytest.mark.parametrize("path", ["vi/..%2f..%2fapp.db", "vi/{name}.exe", "en/{name}.ogg",
                                  "vi/{name}.webm", "%2e%2e/{name}.ogg"])  # fmt: skip
def test_only_the_address_of_a_recording_leads_to_a_file(engine, path):
    name = send(cookie(engine, "lan")).json()["name"]
    played(engine, name)

    assert asked("GET", f"/doan-ghi/{path.format(name=name)}").status_code == 404


def test_a_sentence_whose_words_changed_is_not_played(engine, monkeypatch):
    address = played(engine, send(cookie(engine, "lan")).json()["name"])
    assert spoken.address("vi", "answer-0", f"{WORDS}!") is None

    monkeypatch.setattr(clip_sentences, "_answers", lambda _language: {"answer-0": f"{WORDS}!"})
    clip_sentences.offer()

    assert address
    assert spoken.address("vi", "answer-0", f"{WORDS}!") is None
    assert spoken.recorded("vi", ["answer-0"]) == 0


def test_a_newer_recording_takes_the_place_of_the_older_when_it_is_reviewed(engine):
    first = send(cookie(engine, "lan")).json()["name"]
    played(engine, first)
    token = cookie(engine, "minh")
    dropped, second = (send(token).json()["name"] for _ in range(2))

    assert files() == sorted([f"{first}.ogg", f"{second}.ogg"])
    with pytest.raises(UnknownClip):
        approve_clip(engine, name=dropped, by=account(engine, "lan"), **WHEN)
    assert second in played(engine, second, by="lan")
    assert files() == [f"{second}.ogg"]


def test_who_deletes_their_voice_leaves_no_file_and_a_line_that_they_did(engine):
    name = send(cookie(engine, "lan")).json()["name"]
    address = played(engine, name)

    discard_clip(engine, name=name, by=account(engine, "lan"), **WHEN)
    clip_sentences.offer()

    assert (rows(engine), files()) == ([], [])
    assert spoken.address("vi", "answer-0", WORDS) is None
    assert asked("GET", address).status_code == 404
    told = [row for row in rows(engine, "auditevent") if row["action"].startswith("clip.")]
    assert [row["action"] for row in told] == ["clip.save", "clip.approve", "clip.discard"]
    assert {row["details"]["sentence"] for row in told} == {"answer-0"}


@pytest.mark.parametrize(("path", "allowed"), [("/ghi-am", "(self)"), ("/ghi-am/", "(self)"),
                                               ("/", "()"), ("/ghi-am/x", "()")])  # fmt: skip
def test_the_microphone_is_open_to_the_page_that_records_alone(path, allowed):
    async def request():
        transport = httpx.ASGITransport(app=SecurityHeaders(Starlette()))
        async with httpx.AsyncClient(transport=transport, base_url=HOME) as client:
            return await client.get(path)

    assert f"microphone={allowed}," in run(request()).headers["permissions-policy"]
