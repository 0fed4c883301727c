"""Serves static files ahead of Django, whose middlewares would cost more than all the rest of the answer.

When a hundred people arrive, each asks for several of them: they must not wait for pages, nor pages for them.
"""

import re
from typing import Any

from servestatic.asgi import FileServerASGI
from servestatic.middleware import ServeStaticMiddleware

KEPT_BYTES = 256 * 1024  # larger files are read at each request
ENCODING = re.compile(rb"\b(?:zstd|br|gzip)\b")
PARTIAL = {b"range", b"if-range", b"if-none-match", b"if-modified-since"}

Answer = tuple[dict[str, Any], dict[str, Any]]


async def _nothing_else(_request: Any) -> Any:
    raise RuntimeError("only the table of files is used")


class StaticFiles:
    """The ASGI application ``inner``, with the files that the settings name in front of it."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self._files = ServeStaticMiddleware(_nothing_else).files
        self._answers: dict[tuple[str, str], Answer] = {}

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        file = self._files.get(scope["path"])
        if file is None:
            await self._inner(scope, receive, send)
            return
        answer = self._whole(scope, file)
        if answer is None:
            await FileServerASGI(file)(scope, receive, send)
            return
        for event in answer:
            await send(event)

    def _whole(self, scope: dict[str, Any], file: Any) -> Answer | None:
        """Return the answer with the whole file, kept in memory; None where something else is asked for."""
        headers = dict(scope["headers"])
        accepted = headers.get(b"accept-encoding", b"")
        if scope["method"] != "GET" or PARTIAL & headers.keys() or b"q=0" in accepted:
            return None
        encodings = ", ".join(sorted({encoding.decode() for encoding in ENCODING.findall(accepted)}))
        key = scope["path"], encodings
        if key not in self._answers and (read := _read(file, encodings)):
            self._answers[key] = read
        return self._answers.get(key)


def _read(file: Any, encodings: str) -> Answer | None:
    response = file.get_response("GET", {"HTTP_ACCEPT_ENCODING": encodings})
    if response.file is None:
        return None
    with response.file as opened:
        body = opened.read(KEPT_BYTES + 1)
    if len(body) > KEPT_BYTES:
        return None
    headers = [(name.lower().encode(), value.encode()) for name, value in response.headers]
    start = {"type": "http.response.start", "status": int(response.status), "headers": headers}
    return start, {"type": "http.response.body", "body": body}
