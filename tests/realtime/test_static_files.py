"""Static files are served ahead of Django: whole from memory; parts and what is unchanged, by the library."""

import gzip
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from realtime.gateway.static_files import KEPT_BYTES, StaticFiles

SCRIPT = b"export const one = 1;\n" * 50
Get = Callable[..., Awaitable[tuple[int, dict[bytes, bytes], bytes]]]


@pytest.fixture
def files(tmp_path: Path, settings: Settings) -> Path:
    """The folder of the static files: a script, plain and compressed, and something large."""
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "one.js").write_bytes(SCRIPT)
    (tmp_path / "one.js.gz").write_bytes(gzip.compress(SCRIPT))
    (tmp_path / "large.bin").write_bytes(b"0" * (KEPT_BYTES + 10))
    return tmp_path


@pytest.fixture
def get(files: Path) -> Get:
    async def inner(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b"from Django"})

    application = StaticFiles(inner)

    async def asked(path: str, method: str = "GET", **headers: str) -> tuple[int, dict[bytes, bytes], bytes]:
        sent: list[dict[str, Any]] = []

        async def send(event: dict[str, Any]) -> None:
            sent.append(event)

        told = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": told}
        await application(scope, None, send)
        return sent[0]["status"], dict(sent[0]["headers"]), b"".join(event["body"] for event in sent[1:])

    return asked


async def test_a_file_comes_whole_however_often_and_a_browser_believes_its_type(get: Get) -> None:
    for _time in range(2):
        status, headers, body = await get("/static/one.js")
        assert (status, body) == (200, SCRIPT)
        assert headers[b"x-content-type-options"] == b"nosniff"
        assert headers[b"content-type"].startswith(b"text/javascript")
        assert b"content-encoding" not in headers


async def test_a_browser_that_unpacks_gets_it_packed(get: Get) -> None:
    for accepted in ("gzip, br", "br, gzip;q=0.5"):
        _status, headers, body = await get("/static/one.js", accept_encoding=accepted)
        assert headers[b"content-encoding"] == b"gzip"
        assert gzip.decompress(body) == SCRIPT
    assert (await get("/static/one.js", accept_encoding="gzip;q=0, br"))[2] == SCRIPT


async def test_what_a_browser_has_is_not_sent_again_and_a_part_is_a_part(get: Get) -> None:
    _status, headers, _body = await get("/static/one.js")
    unchanged = await get("/static/one.js", if_modified_since=headers[b"last-modified"].decode())
    assert (unchanged[0], unchanged[2]) == (304, b"")
    part = await get("/static/one.js", range="bytes=0-5")
    assert (part[0], part[2]) == (206, b"export")
    assert (await get("/static/one.js", method="HEAD"))[2] == b""


async def test_what_is_large_is_sent_and_what_is_no_file_is_asked_of_django(get: Get) -> None:
    assert len((await get("/static/large.bin"))[2]) == KEPT_BYTES + 10
    assert await get("/static/nothing.js") == (404, {}, b"from Django")
    assert await get("/static/../one.js") == (404, {}, b"from Django")
