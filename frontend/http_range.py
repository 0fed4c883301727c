"""Serves a file, or the byte range of it that a player asks for (RFC 9110, section 14)."""

import re
from collections.abc import AsyncIterator
from typing import IO

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

CHUNK_SIZE = 256 * 1024  # bytes read at once
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class RangeNotSatisfiable(ValueError):
    """The range begins after the end of the file."""


def respond(request: HttpRequest, file: IO[bytes], size: int, kind: str) -> HttpResponseBase:
    """Return ``file``, ``size`` bytes of the media type ``kind``, as 200, 206 or 416; close it at the end.

    Several ranges, or a header that is no byte range, get the whole file, as section 14.2 allows.
    """
    try:
        part = parse(request.headers.get("Range", ""), size)
    except RangeNotSatisfiable:
        file.close()
        response: HttpResponseBase = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        first, last = part or (0, size - 1)
        response = StreamingHttpResponse(_chunks(file, first, last), content_type=kind)
        response["Content-Length"] = str(last - first + 1)
        if part:
            response.status_code = 206
            response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Accept-Ranges"] = "bytes"
    return response


def parse(header: str, size: int) -> tuple[int, int] | None:
    """Return the first and the last byte, or None for the whole. Raises ``RangeNotSatisfiable``."""
    told = _RANGE.fullmatch(header.strip())
    if told is None or told[0] == "bytes=-":
        return None
    first, last = told[1], told[2]
    if not first:
        return _checked(max(size - int(last), 0) if int(last) else size, size - 1, size)
    if last and int(last) < int(first):
        return None
    return _checked(int(first), min(int(last), size - 1) if last else size - 1, size)


def _checked(first: int, last: int, size: int) -> tuple[int, int]:
    if first >= size:
        raise RangeNotSatisfiable(first)
    return first, last


async def _chunks(file: IO[bytes], first: int, last: int) -> AsyncIterator[bytes]:
    """Yield the range, read in a thread: the event loop must not wait for a disk."""
    read = sync_to_async(file.read, thread_sensitive=False)
    try:
        file.seek(first)
        left = last - first + 1
        while left and (chunk := await read(min(CHUNK_SIZE, left))):
            left -= len(chunk)
            yield chunk
    finally:
        file.close()
