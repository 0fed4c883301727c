"""A file is sent whole, or the byte range of it that a player asks for."""

import io
from typing import Any, cast

import pytest
from asgiref.sync import async_to_sync
from django.http import StreamingHttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from frontend import http_range

WHOLE = bytes(range(100))


def respond(header: str = "", content: bytes = WHOLE) -> Any:
    headers = {"Range": header} if header else {}
    request = RequestFactory().get("/", headers=headers)
    return http_range.respond(request, io.BytesIO(content), len(content), "video/webm")


def body(response: Any) -> bytes:
    """Return the bytes that ``response`` streams."""

    async def gather() -> bytes:
        return b"".join([piece async for piece in cast(StreamingHttpResponse, response)])

    return async_to_sync(gather)()


def test_without_a_range_the_whole_is_sent_and_parts_are_offered() -> None:
    response = respond()
    assert (response.status_code, response["Content-Length"]) == (200, "100")
    assert (response["Accept-Ranges"], response["Content-Type"]) == ("bytes", "video/webm")
    assert body(response) == WHOLE


@pytest.mark.parametrize(
    ("header", "part", "told"),
    [
        ("bytes=0-0", WHOLE[:1], "bytes 0-0/100"),
        ("bytes=10-19", WHOLE[10:20], "bytes 10-19/100"),
        ("bytes=90-", WHOLE[90:], "bytes 90-99/100"),
        ("bytes=90-500", WHOLE[90:], "bytes 90-99/100"),
        ("bytes=-10", WHOLE[90:], "bytes 90-99/100"),
        ("bytes=-500", WHOLE, "bytes 0-99/100"),
    ],
)
def test_a_part_is_sent_as_it_is_asked_for(header: str, part: bytes, told: str) -> None:
    response = respond(header)
    assert (response.status_code, response["Content-Range"]) == (206, told)
    assert int(response["Content-Length"]) == len(part)
    assert body(response) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=500-600", "bytes=-0"])
def test_what_is_not_in_the_file_is_refused_with_its_size(header: str) -> None:
    response = respond(header)
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */100")


@pytest.mark.parametrize("header", ["bytes=0-1,5-6", "lines=1-2", "bytes=-", "bytes=9-3", "bytes=a-b", "0-5"])
def test_what_is_no_single_range_is_answered_by_the_whole(header: str) -> None:
    response = respond(header)
    assert response.status_code == 200
    assert body(response) == WHOLE


def test_a_large_file_comes_piece_by_piece() -> None:
    content = b"x" * (http_range.CHUNK_SIZE * 2 + 7)
    assert body(respond("bytes=3-", content)) == content[3:]


@given(header=st.text(max_size=40) | st.from_regex(r"bytes=\d{0,30}-\d{0,30}", fullmatch=True))
def test_no_header_breaks_it(header: str) -> None:
    try:
        part = http_range.parse(header, 100)
    except http_range.RangeNotSatisfiable:
        return
    assert part is None or 0 <= part[0] <= part[1] < 100
