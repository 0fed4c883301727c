"""A request for a page, whose form has few parts.

Django makes many objects of each part: a thousand empty ones, which anybody may send in 51 kB, took 45 ms.
"""

from io import BufferedIOBase
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.http.multipartparser import MultiPartParserError

MOST_PARTS = 200  # a consigne with all its questions has 64


class PageRequest(ASGIRequest):
    """A request whose form is refused before its parts are read, where they are more than ``MOST_PARTS``."""

    def parse_file_upload(self, META: Any, post_data: Any) -> Any:  # noqa: N803 -- Django's own name
        """Parse a form in parts. Raises ``MultiPartParserError``."""
        boundary = self.content_params.get("boundary", "") if self.content_params else ""
        few = _FewParts(post_data, f"--{boundary}".encode())
        return super().parse_file_upload(META, few)


class _FewParts(BufferedIOBase):
    """What ``stream`` reads, as long as it has few delimiters."""

    def __init__(self, stream: Any, delimiter: bytes) -> None:
        self._stream, self._delimiter, self._left = stream, delimiter, MOST_PARTS + 1

    def read(self, size: int | None = -1) -> bytes:
        chunk: bytes = self._stream.read(size)
        self._left -= chunk.count(self._delimiter)
        if self._left < 0:
            raise MultiPartParserError(f"More than {MOST_PARTS} parts")
        return chunk
