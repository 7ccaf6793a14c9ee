import gzip

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from web.compressed_files import CompressedFiles

TEXT = "Hoàng Sa, Trường Sa. " * 200


@pytest.fixture
def client(tmp_path):
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "map.0123abcd.topo.json").write_text(TEXT, encoding="utf-8")
    (folder / "plain.txt").write_text(TEXT, encoding="utf-8")
    (folder / "font.woff2").write_bytes(b"wOF2" * 100)
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    inner = Starlette(routes=[Route("/{path:path}", lambda _request: PlainTextResponse("inner"))])
    app = CompressedFiles(inner, {"/app/static": folder})
    with TestClient(app) as client:
        yield client


def test_a_name_with_a_hash_is_kept_for_ever_and_others_for_minutes(client):
    hashed = client.get("/app/static/map.0123abcd.topo.json").headers["Cache-Control"]
    plain = client.get("/app/static/plain.txt").headers["Cache-Control"]

    assert "immutable" in hashed
    assert plain == "public, max-age=300"


def test_the_compressed_answer_is_the_file(client):
    with client.stream("GET", "/app/static/plain.txt") as answer:
        raw = b"".join(answer.iter_raw())

    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(raw).decode() == TEXT
    assert len(raw) < len(TEXT) / 5


def test_who_does_not_take_gzip_gets_the_file_as_it_is(client):
    answer = client.get("/app/static/plain.txt", headers={"Accept-Encoding": "identity"})

    assert "Content-Encoding" not in answer.headers
    assert answer.text == TEXT


def test_what_is_packed_already_is_not_packed_again(client):
    assert "Content-Encoding" not in client.get("/app/static/font.woff2").headers


def test_the_unchanged_file_is_not_sent_again(client):
    etag = client.get("/app/static/plain.txt").headers["ETag"]

    assert client.get("/app/static/plain.txt", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    "path", ["/app/static/../secret.txt", "/app/static/%2e%2e/secret.txt", "/app/static/", "/x"]
)
def test_everything_that_was_not_listed_at_the_start_goes_on(client, path):
    assert client.get(path).text == "inner"


@pytest.mark.parametrize(("method", "headers"), [("POST", {}), ("GET", {"Range": "bytes=0-9"})])
def test_other_methods_and_parts_of_files_go_on(client, method, headers):
    answer = client.request(method, "/app/static/plain.txt", headers=headers)

    assert TEXT not in answer.text
