import gzip

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from tests import own_loop
from web.compressed_files import CompressedFiles

TEXT = "Hoàng Sa, Trường Sa. " * 200


@pytest.fixture
def ask(tmp_path):
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "map.0123abcd.topo.json").write_text(TEXT, encoding="utf-8")
    (folder / "plain.txt").write_text(TEXT, encoding="utf-8")
    (folder / "font.woff2").write_bytes(b"wOF2" * 100)
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    inner = Starlette(routes=[Route("/{path:path}", lambda _request: PlainTextResponse("inner"))])
    app = CompressedFiles(inner, {"/app/static": folder})

    def ask(path: str, method: str = "GET", **headers: str) -> httpx.Response:
        return own_loop.run(_ask(app, path, method, headers))

    return ask


async def _ask(app, path, method, headers) -> httpx.Response:
    transport = httpx.ASGITransport(app)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.request(method, path, headers=names)


def test_a_name_with_a_hash_is_kept_for_ever_and_others_for_minutes(ask):
    hashed = ask("/app/static/map.0123abcd.topo.json").headers["Cache-Control"]
    plain = ask("/app/static/plain.txt").headers["Cache-Control"]

    assert "immutable" in hashed
    assert plain == "public, max-age=300"


def test_the_compressed_answer_is_the_file(ask):
    answer = ask("/app/static/plain.txt")

    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) == len(gzip.compress(TEXT.encode(), 9))
    assert answer.text == TEXT


def test_who_does_not_take_gzip_gets_the_file_as_it_is(ask):
    answer = ask("/app/static/plain.txt", Accept_Encoding="identity")

    assert "Content-Encoding" not in answer.headers
    assert answer.text == TEXT


def test_what_is_packed_already_is_not_packed_again(ask):
    assert "Content-Encoding" not in ask("/app/static/font.woff2").headers


def test_the_unchanged_file_is_not_sent_again(ask):
    etag = ask("/app/static/plain.txt").headers["ETag"]

    assert ask("/app/static/plain.txt", If_None_Match=etag).status_code == 304


@pytest.mark.parametrize(
    "path", ["/app/static/../secret.txt", "/app/static/%2e%2e/secret.txt", "/app/static/", "/x"]
)
def test_everything_that_was_not_listed_at_the_start_goes_on(ask, path):
    assert ask(path).text == "inner"


@pytest.mark.parametrize(("method", "headers"), [("POST", {}), ("GET", {"Range": "bytes=0-9"})])
def test_other_methods_and_parts_of_files_go_on(ask, method, headers):
    answer = ask("/app/static/plain.txt", method, **headers)

    assert TEXT not in answer.text
