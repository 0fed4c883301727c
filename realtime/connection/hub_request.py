"""How much of an HTTP request's body is kept: see ``realtime.server``.

Twisted writes all of it to disk, and Daphne reads a handshake's into memory, before any application is asked.
"""

from typing import Any

from daphne.http_protocol import HTTPFactory, WebRequest

TOO_LARGE = b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class HubRequest(WebRequest):  # type: ignore[misc]  # Daphne has no types
    """An HTTP request whose body ends at ``body_bytes``, and at once when it asks for a WebSocket."""

    is_too_large = False

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802
        if self.content.tell() + len(data) > self._most():
            self._refuse()
        elif not self.is_too_large:
            super().handleContentChunk(data)

    def process(self) -> Any:
        return None if self.is_too_large else super().process()

    def _most(self) -> int:
        most: int = self.server.limits.body_bytes
        return 0 if self.requestHeaders.hasHeader(b"Upgrade") else most

    def _refuse(self) -> None:
        if not self.is_too_large:
            self.is_too_large = True
            self.channel.transport.write(TOO_LARGE)
            self.channel.transport.loseConnection()


class HubFactory(HTTPFactory):  # type: ignore[misc]  # Daphne has no types
    """Builds HTTP connections with requests of ours."""

    def buildProtocol(self, addr: Any) -> Any:  # noqa: N802
        protocol = super().buildProtocol(addr)
        protocol.requestFactory = HubRequest
        return protocol
