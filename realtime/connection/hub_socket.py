"""One WebSocket of Daphne's, mended: see ``realtime.server``."""

import asyncio
import time
from typing import Any, ClassVar

from daphne.server import twisted_loop  # before anything of Twisted: it installs the reactor
from daphne.ws_protocol import ConnectionDeny, WebSocketProtocol

from realtime.connection.heartbeat import Heartbeat
from realtime.connection.limits import ServerLimits
from realtime.fanout.direct import DirectOutlet
from realtime.fanout.frames import Frame
from realtime.fanout.reading import Reading
from realtime.wire.closing import Close

CLOSE_NORMAL, CLOSE_NO_CODE, CLOSE_BUG = 1000, 1005, 1011
REASON_BYTES = 123


class HubSocket(WebSocketProtocol):  # type: ignore[misc]  # Daphne has no types
    """One WebSocket: RFC 6455 as the RFC says it, its writing in the hands of a DirectOutlet."""

    # Autobahn takes these over from the factory, and writes them all out for a log that nobody reads: a
    # sixteenth of the time that a thousand sockets take to come back.
    CONFIG_ATTRS: ClassVar[tuple[str, ...]] = ()

    def connectionMade(self) -> None:  # noqa: N802
        for name in WebSocketProtocol.CONFIG_ATTRS:
            setattr(self, name, getattr(self.factory, name))
        self.limits: ServerLimits = self.factory.server_class.limits
        self.transport.unregisterProducer()  # the HTTP side's, which is done with it
        self.outlet = DirectOutlet(self.transport, self, self.limits.outlet)
        self._heartbeat = Heartbeat(time.monotonic())
        self.reading = Reading(self.transport, self._read_on)
        self._heard_closing = 0
        super().connectionMade()

    def onConnect(self, request: Any) -> Any:  # noqa: N802
        if self.factory.server_class.draining:
            raise ConnectionDeny(503, "restart")
        return super().onConnect(request)

    def failHandshake(self, reason: str, code: int = 400, responseHeaders: Any = ()) -> None:  # noqa: N802, N803
        headers = [*(responseHeaders or ()), ("Content-Length", "0"), ("Connection", "close")]
        if responseHeaders:  # which only the refusal of a version has: RFC 6455 section 4.4 asks for 426
            code = 426
            headers.append(("Upgrade", "websocket"))
        super().failHandshake(reason, code, headers)

    def onClose(self, wasClean: bool, code: int | None, reason: str) -> None:  # noqa: N802, N803
        self.outlet.forget()
        if self in self.factory.server_class.connections:  # a bad handshake never came that far
            first_said = self.localCloseCode if self.closedByMe else code
            super().onClose(wasClean, first_said or CLOSE_NO_CODE, reason)

    # Writing.

    def handle_reply(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "websocket.send":
                self._send(message)
            case "websocket.close":
                self.outlet.close(message.get("code") or CLOSE_NORMAL, message.get("reason") or "")
            case _:
                super().handle_reply(message)

    def _send(self, message: dict[str, Any]) -> None:
        """Empty messages too, which Daphne drops."""
        text, data = message.get("text"), message.get("bytes")
        if self.state == self.STATE_CONNECTING:
            raise ValueError("Socket has not been accepted, so cannot send over it")
        if (text is None) == (data is None):
            raise ValueError("A websocket.send has either text or bytes")
        self.outlet.send(Frame.binary(data or b"") if text is None else Frame.text(text.encode()))

    def sendData(self, data: bytes, sync: bool = False, chopsize: int | None = None) -> None:  # noqa: N802
        """Everything that autobahn writes by itself: handshake, pings, pongs, Closes."""
        if self.state == self.STATE_CONNECTING:
            self.outlet.begin(data)
        else:
            self.outlet.write(data)

    # Reading.

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        if self.state == self.STATE_CLOSING:
            self._hear_closing(len(data))
        if self.failedByMe:
            return  # RFC 6455 section 7.1.7: nothing more is processed
        if hasattr(self, "handshake_deferred"):
            self._keep_early(data)
        else:
            self._dataReceived(data)

    def _keep_early(self, data: bytes) -> None:
        """What arrives before we accepted is frames already, never a second handshake."""
        self.data += data
        if len(self.data) > self.limits.message_bytes:
            self.transport.abortConnection()

    def _hear_closing(self, size: int) -> None:
        """Their Close may come behind a message that was on its way; who sends more is not listening."""
        self._heard_closing += size
        if self._heard_closing > 2 * self.limits.message_bytes:
            self.reading.stop()

    def _read_on(self) -> None:
        if self.state != self.STATE_CONNECTING:
            twisted_loop.call_soon(self.consumeData)

    def processData(self) -> bool:  # noqa: N802
        """One step through what was received; none while reading is held or after a failure."""
        return not (self.reading.is_held or self.failedByMe) and super().processData()

    def onMessage(self, payload: bytes, isBinary: bool) -> None:  # noqa: N802, N803
        if self.state == self.STATE_OPEN:
            body = {"bytes": payload} if isBinary else {"text": payload.decode()}
            self.application_queue.put_nowait({"type": "websocket.receive", **body})

    def onPong(self, payload: bytes) -> None:  # noqa: N802
        self._heartbeat.pong(payload, time.monotonic())

    # Ending.

    def check_timeouts(self) -> None:
        if self.state == self.STATE_OPEN:
            self._check_life(time.monotonic())
        elif self.state == self.STATE_CONNECTING:
            super().check_timeouts()

    def _check_life(self, now: float) -> None:
        if self.reading.is_held:
            self._heartbeat.excuse(now)
            if self.reading.held_for(now) > self.limits.held_seconds:
                self.outlet.close(Close.TOO_MUCH, "too much at once")
        elif self._heartbeat.is_missed(now, self.limits.pong_seconds):
            self.outlet.close(Close.SLOW, "no pong")
        elif ping := self._heartbeat.ping(now, self.limits.ping_seconds):
            self.sendPing(ping)

    def application_ended(self, task: "asyncio.Task[None]") -> None:
        """Its socket must not outlive it."""
        if self.state == self.STATE_OPEN:
            failed = task.cancelled() or task.exception()
            self.outlet.close(CLOSE_BUG if failed else CLOSE_NORMAL)

    def begin_closing(self, code: int, reason: str) -> None:
        """Called once, by the outlet."""
        if self.state == self.STATE_CONNECTING:
            self.serverReject()
        else:
            self.reading.end()
            said = reason.encode()[:REASON_BYTES].decode(errors="ignore").encode()
            self.sendCloseFrame(code=code, reasonUtf8=said, isReply=False)

    def onCloseFrame(self, code: int | None, reasonRaw: bytes | None) -> Any:  # noqa: N802, N803
        if self.state == self.STATE_OPEN:
            self.outlet.drop()  # who said Close reads no more messages, only ours
        return super().onCloseFrame(code, reasonRaw)

    def dropConnection(self, abort: bool = False) -> None:  # noqa: N802
        """Autobahn aborts what ended well, and with it our Close if it still waits."""
        if abort and not self.wasClean:
            super().dropConnection(abort=True)
            return
        self.outlet.hand_over()
        super().dropConnection(abort=False)
        # Who does not read would keep a closed connection for ever.
        twisted_loop.call_later(self.limits.outlet.closing_seconds, self.transport.abortConnection)

    def _fail_connection(self, code: int = 1001, reason: str = "") -> None:
        """RFC 6455 section 7.1.7: a Close that says why, then the end of what we send."""
        super()._fail_connection(code, reason)
        if self.state == self.STATE_CLOSING:
            self.outlet.hand_over()
            self.transport.loseWriteConnection()
