"""Daphne's WebSocket protocol with its faults corrected: see ``realtime.server``."""

import asyncio
import time
from typing import Any, ClassVar

from daphne.server import twisted_loop  # before anything of Twisted: it installs the reactor
from daphne.ws_protocol import ConnectionDeny, WebSocketProtocol

from realtime.connection.heartbeat import Heartbeat
from realtime.connection.limits import ServerLimits
from realtime.fanout.direct_sender import DirectSender
from realtime.fanout.frames import PreparedFrame
from realtime.fanout.read_control import ReadControl
from realtime.wire.close_codes import Close

CLOSE_NORMAL, CLOSE_NO_STATUS, CLOSE_INTERNAL_ERROR = 1000, 1005, 1011
REASON_BYTES = 123


class HubSocket(WebSocketProtocol):  # type: ignore[misc]  # Daphne has no types
    """One WebSocket that follows RFC 6455 strictly and writes through a ``DirectSender``."""

    # Autobahn would copy these from the factory and format them all for a log that is discarded, which took a
    # sixteenth of the time in which a thousand sockets reconnect. ``connectionMade`` copies them instead.
    CONFIG_ATTRS: ClassVar[tuple[str, ...]] = ()

    def connectionMade(self) -> None:  # noqa: N802
        for name in WebSocketProtocol.CONFIG_ATTRS:
            setattr(self, name, getattr(self.factory, name))
        self.limits: ServerLimits = self.factory.server_class.limits
        self.transport.unregisterProducer()  # that of the HTTP protocol, which is finished
        self.sender = DirectSender(self.transport, self, self.limits.sender)
        self._heartbeat = Heartbeat(time.monotonic())
        self.reading = ReadControl(self.transport, self._resume_parsing)
        self._bytes_while_closing = 0
        super().connectionMade()

    def onConnect(self, request: Any) -> Any:  # noqa: N802
        if self.factory.server_class.draining:
            raise ConnectionDeny(503, "restart")
        return super().onConnect(request)

    def failHandshake(self, reason: str, code: int = 400, responseHeaders: Any = ()) -> None:  # noqa: N802, N803
        headers = [*(responseHeaders or ()), ("Content-Length", "0"), ("Connection", "close")]
        if responseHeaders:  # only when the version is refused: RFC 6455 section 4.4 asks for 426
            code = 426
            headers.append(("Upgrade", "websocket"))
        super().failHandshake(reason, code, headers)

    def onClose(self, wasClean: bool, code: int | None, reason: str) -> None:  # noqa: N802, N803
        self.sender.connection_lost()
        if self in self.factory.server_class.connections:  # not after a bad handshake
            first_said = self.localCloseCode if self.closedByMe else code
            super().onClose(wasClean, first_said or CLOSE_NO_STATUS, reason)

    # Writing.

    def handle_reply(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "websocket.send":
                self._send(message)
            case "websocket.close":
                self.sender.close(message.get("code") or CLOSE_NORMAL, message.get("reason") or "")
            case _:
                super().handle_reply(message)

    def _send(self, message: dict[str, Any]) -> None:
        """Send one message, even an empty one, which Daphne would drop."""
        text, data = message.get("text"), message.get("bytes")
        if self.state == self.STATE_CONNECTING:
            raise ValueError("Socket has not been accepted, so cannot send over it")
        if (text is None) == (data is None):
            raise ValueError("A websocket.send has either text or bytes")
        self.sender.send(
            PreparedFrame.binary(data or b"") if text is None else PreparedFrame.text(text.encode())
        )

    def sendData(self, data: bytes, sync: bool = False, chopsize: int | None = None) -> None:  # noqa: N802
        """Write what autobahn itself sends: the handshake, pings, pongs and Closes."""
        if self.state == self.STATE_CONNECTING:
            self.sender.send_handshake(data)
        else:
            self.sender.write(data)

    # Reading.

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        if self.state == self.STATE_CLOSING:
            self._count_while_closing(len(data))
        if self.failedByMe:
            return  # RFC 6455 section 7.1.7: nothing more is processed
        if hasattr(self, "handshake_deferred"):
            self._buffer_early(data)
        else:
            self._dataReceived(data)

    def _buffer_early(self, data: bytes) -> None:
        """Keep data that arrives before we accept: it is frames, never a second handshake."""
        self.data += data
        if len(self.data) > self.limits.message_bytes:
            self.transport.abortConnection()

    def _count_while_closing(self, size: int) -> None:
        """Stop reading from a peer that goes on sending: only one message in flight may precede its Close."""
        self._bytes_while_closing += size
        if self._bytes_while_closing > 2 * self.limits.message_bytes:
            self.reading.stop()

    def _resume_parsing(self) -> None:
        if self.state != self.STATE_CONNECTING:
            twisted_loop.call_soon(self.consumeData)

    def processData(self) -> bool:  # noqa: N802
        """Parse the next frame, unless reading is paused or the connection has failed."""
        return not (self.reading.is_paused or self.failedByMe) and super().processData()

    def onMessage(self, payload: bytes, isBinary: bool) -> None:  # noqa: N802, N803
        if self.state == self.STATE_OPEN:
            body = {"bytes": payload} if isBinary else {"text": payload.decode()}
            self.application_queue.put_nowait({"type": "websocket.receive", **body})

    def onPong(self, payload: bytes) -> None:  # noqa: N802
        self._heartbeat.pong(payload, time.monotonic())

    # Ending.

    def check_timeouts(self) -> None:
        if self.state == self.STATE_OPEN:
            self._check_heartbeat(time.monotonic())
        elif self.state == self.STATE_CONNECTING:
            super().check_timeouts()

    def _check_heartbeat(self, now: float) -> None:
        if self.reading.is_paused:
            self._heartbeat.reset(now)
            if self.reading.paused_for(now) > self.limits.paused_seconds:
                self.sender.close(Close.TOO_MUCH, "too much at once")
        elif self._heartbeat.is_overdue(now, self.limits.pong_seconds):
            self.sender.close(Close.SLOW, "no pong")
        elif ping := self._heartbeat.ping(now, self.limits.ping_seconds):
            self.sendPing(ping)

    def application_ended(self, task: "asyncio.Task[None]") -> None:
        """Close the socket when its application has ended."""
        if self.state == self.STATE_OPEN:
            failed = task.cancelled() or task.exception()
            self.sender.close(CLOSE_INTERNAL_ERROR if failed else CLOSE_NORMAL)

    def begin_closing(self, code: int, reason: str) -> None:
        """Start the closing handshake. The sender calls this once."""
        if self.state == self.STATE_CONNECTING:
            self.serverReject()
        else:
            self.reading.resume_for_good()
            said = reason.encode()[:REASON_BYTES].decode(errors="ignore").encode()
            self.sendCloseFrame(code=code, reasonUtf8=said, isReply=False)

    def onCloseFrame(self, code: int | None, reasonRaw: bytes | None) -> Any:  # noqa: N802, N803
        if self.state == self.STATE_OPEN:
            self.sender.drop_waiting()  # after its Close a peer reads no message, only our Close
        return super().onCloseFrame(code, reasonRaw)

    def dropConnection(self, abort: bool = False) -> None:  # noqa: N802
        """Close without abort after a clean end: autobahn would abort, and drop our Close if it is unsent."""
        if abort and not self.wasClean:
            super().dropConnection(abort=True)
            return
        self.sender.flush_to_transport()
        super().dropConnection(abort=False)
        # A peer that does not read would keep a closed connection open for ever.
        twisted_loop.call_later(self.limits.sender.closing_seconds, self.transport.abortConnection)

    def _fail_connection(self, code: int = 1001, reason: str = "") -> None:
        """Send a Close with the reason, then end our side of the connection (RFC 6455 section 7.1.7)."""
        super()._fail_connection(code, reason)
        if self.state == self.STATE_CLOSING:
            self.sender.flush_to_transport()
            self.transport.loseWriteConnection()
