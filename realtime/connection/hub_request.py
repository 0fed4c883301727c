"""Limits the body of an HTTP request, and the time in which head and body must come: see ``realtime.server``.

Twisted keeps a whole body, a large one on disk, and Daphne reads that of a WebSocket handshake into memory,
before any application is called: whoever may not send it is refused by its head.
"""

import asyncio
import logging
from functools import cache, partial
from typing import Any

from daphne.http_protocol import HTTPFactory, WebRequest
from daphne.server import twisted_loop
from django.conf import settings
from django.urls.resolvers import RoutePattern
from twisted.web.http import HTTPChannel

from people.networks import network_of
from realtime.connection.limits import ServerLimits
from realtime.plain_page import plain_page

logger = logging.getLogger(__name__)


def _answer(status: str, french: str, english: str) -> bytes:
    body = plain_page(status, french, english)
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


TOO_LARGE = _answer(
    "413 Content Too Large",
    "C’est trop long ou trop lourd pour être reçu. Revenez en arrière : ce que vous avez écrit y est encore.",
    "This is too long or too heavy to be received. Go back: what you wrote is still there.",
)
TOO_SLOW = _answer(
    "408 Request Timeout",
    "L’envoi n’est pas arrivé à temps. Revenez en arrière, et recommencez : ce que vous "
    "avez écrit y est encore.",
    "What you sent did not arrive in time. Go back, and try again: what you wrote is still there.",
)


class HubRequest(WebRequest):  # type: ignore[misc]  # Daphne has no types
    """An HTTP request with a limited body.

    It may have ``body_bytes``; a form ``urlencoded_bytes``; one in parts ``form_bytes``, and one with a
    picture ``picture_bytes``, when somebody is signed in; what asks for a WebSocket none. Nothing more than
    that is read before it is known whether the session is somebody's.
    """

    is_too_large = False
    _is_told = _has_come = False  # that it is too large; all of it
    _asking: "asyncio.Task[None] | None" = None

    def gotLength(self, length: int | None) -> None:  # noqa: N802
        """The head has come: refuse a body that says that it is too large, else wait for it so long."""
        limits, most = self._limits(), self._max_body()
        self._most = most
        self.channel.setTimeout(limits.body_seconds + min(length or 0, most) / limits.body_bytes_per_second)
        super().gotLength(min(length, most) if length else length)
        if (length or 0) > most:
            self._refuse()
        elif most > limits.body_bytes and (length is None or length > limits.body_bytes):
            self.channel.transport.pauseProducing()
            self._asking = twisted_loop.create_task(self._ask_whose(length))

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802
        if self.content.tell() + len(data) > self._most:
            self._refuse()
        elif not self.is_too_large:
            super().handleContentChunk(data)

    def process(self) -> Any:
        if not self.is_too_large:
            return super().process()
        self._has_come = True
        if self._is_told:
            self.channel.transport.loseConnection()
        return None

    def _limits(self) -> ServerLimits:
        limits: ServerLimits = self.server.limits
        return limits

    def _max_body(self) -> int:
        if self.requestHeaders.hasHeader(b"Upgrade"):
            return 0
        limits = self._limits()
        kind = self.requestHeaders.getRawHeaders(b"Content-Type", [b""])[0].partition(b";")[0].strip().lower()
        if kind == b"application/x-www-form-urlencoded":
            return limits.urlencoded_bytes
        if kind != b"multipart/form-data" or not self._session():
            return limits.body_bytes
        return limits.picture_bytes if holds_picture(self.channel.path_asked()) else limits.form_bytes

    def _session(self) -> str:
        """Return the session key in the cookie, unchecked; empty without one."""
        key: bytes = self.received_cookies.get(settings.SESSION_COOKIE_NAME.encode(), b"")
        return key.decode("latin-1")

    async def _ask_whose(self, length: int | None) -> None:
        """Let the rest of the body come if somebody is signed in; else it has the bound of everybody's."""
        try:
            is_somebodys = await self.server.is_signed_in(self._session())
        except Exception:
            logger.exception("Whose a session is could not be asked")
            is_somebodys = False
        if self.channel is None or self.channel.transport is None:
            return  # they have gone meanwhile
        if not is_somebodys:
            self._most = self._limits().body_bytes
            if max(length or 0, self.content.tell()) > self._most:
                self._refuse()
                return
        self.channel.transport.resumeProducing()

    def _refuse(self) -> None:
        """Answer when it is this network's turn; nothing is read meanwhile."""
        if self.is_too_large:
            return
        self.is_too_large = True
        longest = self._limits().refused_seconds
        wait = self.server.refusals(self._network()).book(longest)
        if wait > longest:
            self.channel.transport.abortConnection()
        elif wait:
            self.channel.transport.pauseProducing()
            twisted_loop.call_later(wait, self._say_too_large)
        else:
            self._say_too_large()

    def _say_too_large(self) -> None:
        """Answer, and drop what still comes for a moment: a browser whose sending is cut short says that the
        connection failed, and not what we say."""
        if self.channel is None or self.channel.transport is None:
            return  # they have gone meanwhile
        self._is_told = True
        self.channel.transport.write(TOO_LARGE)
        if self._has_come:
            self.channel.transport.loseConnection()
            return
        self.channel.transport.loseWriteConnection()
        self.channel.setTimeout(self._limits().refused_seconds)
        self.channel.transport.resumeProducing()

    def _network(self) -> str:
        named = self.requestHeaders.getAllRawHeaders()
        headers = [(name.lower(), value) for name, values in named for value in values]
        return network_of(self.server.address_given(headers) or getattr(self.channel.getPeer(), "host", ""))


def holds_picture(path: bytes) -> bool:
    """Return whether ``path`` is that of a form with a picture."""
    return any(pattern.match(path.decode("latin-1").lstrip("/")) for pattern in _picture_forms())


@cache
def _picture_forms() -> list[RoutePattern]:
    return [RoutePattern(route, is_endpoint=True) for route in settings.HUB_PICTURE_FORMS]


# Any: Twisted's types are incomplete.
_HTTPChannel: Any = HTTPChannel


class DeadlineChannel(_HTTPChannel):  # type: ignore[misc]
    """An HTTP connection on which a deadline is one: the next byte does not put it off."""

    def resetTimeout(self) -> None:  # noqa: N802
        """Do nothing: ``timeOut`` counts from the connection or the last answer, and again from the head."""

    def timeoutConnection(self) -> None:  # noqa: N802
        """Tell whoever has begun a request that it came too slowly; close."""
        if self.requests:
            self.write(TOO_SLOW)
        super().timeoutConnection()

    def path_asked(self) -> bytes:
        """Return the path of the request whose head has come, without its query."""
        path: bytes = self._path
        return path.partition(b"?")[0]

    def requestDone(self, request: Any) -> None:  # noqa: N802
        """Wait for the next request."""
        self._savedTimeOut = self.factory.server.limits.idle_seconds
        super().requestDone(request)


class HubFactory(HTTPFactory):  # type: ignore[misc]  # Daphne has no types
    """Builds HTTP connections that use ``HubRequest``."""

    protocol = DeadlineChannel

    def buildProtocol(self, addr: Any) -> Any:  # noqa: N802
        protocol = super().buildProtocol(addr)
        # Twisted would read every form here, where all sockets wait, and Django again in its thread.
        protocol.requestFactory = partial(HubRequest, parsePOSTFormSubmission=False)
        protocol.timeOut = self.server.limits.head_seconds
        return protocol
