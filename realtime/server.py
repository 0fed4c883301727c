"""Daphne with prepared frames and bounds: ``python -m realtime.server``.

The only file that touches Daphne's insides, and autobahn's and Twisted's below it. Whatever is not their
public interface has a test of its own in ``tests/realtime/test_server_insides.py``, so that a bump names what
broke.
"""

import asyncio
import logging
import signal
import socket
import time
from collections.abc import Sequence
from functools import partial
from typing import Any

import daphne
from daphne.server import Server, twisted_loop  # before anything of Twisted: it installs the reactor
from daphne.utils import import_by_path
from daphne.ws_protocol import ConnectionDeny, WebSocketProtocol
from twisted.internet import reactor as _reactor

from realtime.connection.draining import drain
from realtime.connection.errors import tell_errors
from realtime.connection.headers import believed, client_address
from realtime.connection.heartbeat import Heartbeat
from realtime.connection.inbox import Inbox
from realtime.connection.limits import ServerLimits
from realtime.connection.listening import name_of
from realtime.connection.options import listener_of, options_of
from realtime.fanout.direct import DirectOutlet
from realtime.fanout.frames import Frame
from realtime.fanout.outlet import EXTENSION
from realtime.fanout.reading import INBOX_FULL, Reading
from realtime.wire.closing import Close

PINNED = "4.2.3"

CLOSE_NORMAL, CLOSE_NO_CODE, CLOSE_BUG = 1000, 1005, 1011
REASON_BYTES = 123

logger = logging.getLogger(__name__)
reactor: Any = _reactor


class HubSocket(WebSocketProtocol):  # type: ignore[misc]  # Daphne has no types
    """One WebSocket: RFC 6455 as the RFC says it, its writing in the hands of a DirectOutlet."""

    def connectionMade(self) -> None:  # noqa: N802
        self.limits: ServerLimits = self.factory.server_class.limits
        self.transport.unregisterProducer()  # the HTTP side's, which is done with it
        self.outlet = DirectOutlet(self.transport, self, self.limits.outlet)
        self._heartbeat = Heartbeat(time.monotonic())
        self.reading = Reading(self.transport, self._read_on)
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


class HubServer(Server):  # type: ignore[misc]  # Daphne has no types
    """Serves one ASGI application on one listening socket until SIGTERM or SIGINT."""

    def __init__(
        self,
        application: Any,
        listener: socket.socket,
        limits: ServerLimits | None = None,
        proxy_header: str | None = None,
    ) -> None:
        """``proxy_header``: the one header with the client's address that the proxy overwrites."""
        self.limits = limits or ServerLimits()
        self.draining = False
        self._listener = listener
        self._proxy_header = proxy_header.lower().encode() if proxy_header else None
        super().__init__(
            application,
            endpoints=[name_of(listener)],
            signal_handlers=False,
            ping_timeout=0,
            websocket_timeout=-1,
            websocket_connect_timeout=self.limits.accept_seconds,
            websocket_handshake_timeout=self.limits.accept_seconds,
            websocket_max_message_size=self.limits.message_bytes,
            websocket_max_frame_size=self.limits.message_bytes,
            ready_callable=self._make_ready,
            server_name="",
        )
        self.endpoints: list[str] = []  # none for Daphne to open: _make_ready adopts the listener

    def _make_ready(self) -> None:
        tell_errors()
        self.ws_factory.protocol = HubSocket
        self.ws_factory.setProtocolOptions(
            versions=[13],
            failByDrop=False,
            echoCloseCodeReason=True,
            closeHandshakeTimeout=self.limits.outlet.closing_seconds,
            allowNullOrigin=True,
        )
        self._listener.setblocking(False)
        listener = self._listener.fileno(), self._listener.family
        self._port = reactor.adoptStreamPort(*listener, self.http_factory)
        for number in (signal.SIGTERM, signal.SIGINT):
            twisted_loop.add_signal_handler(number, self.stop_gently)
        logger.info("Listening on %s", name_of(self._listener))
        self._listener.close()

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        scope["headers"] = believed(scope["headers"], self._proxy_header)
        scope["root_path"] = self.root_path
        if address := client_address(scope["headers"], self._proxy_header):
            scope["client"] = [address, 0]
        if isinstance(protocol, HubSocket):
            return self._create_socket_application(protocol, scope)
        return super().create_application(protocol, scope)

    def _create_socket_application(self, protocol: HubSocket, scope: dict[str, Any]) -> Inbox:
        reading = protocol.reading
        inbox = Inbox(self.limits, partial(reading.hold, INBOX_FULL), partial(reading.release, INBOX_FULL))
        scope |= {"asgi": {"version": "3.0"}, "extensions": {EXTENSION: protocol.outlet}}
        application = self.application(scope, inbox.get, partial(self.handle_reply, protocol))
        task = asyncio.ensure_future(application, loop=twisted_loop)
        task.add_done_callback(protocol.application_ended)
        self.connections[protocol]["application_instance"] = task
        return inbox

    def timeout_checker(self) -> None:
        """At our own pace; an error in one connection ends neither the others' checks nor the next ones."""
        reactor.callLater(self.limits.check_seconds, self.timeout_checker)
        for protocol in list(self.connections):
            try:
                protocol.check_timeouts()
            except Exception:
                logger.exception("%r could not be checked", protocol)

    # Stopping.

    def stop_gently(self) -> None:
        """Accept nothing more, send the sockets elsewhere little by little, let what runs finish, and end."""
        if self.draining:
            reactor.stop()  # told twice
            return
        self.draining = True
        self._port.stopListening().addCallback(self._drain)

    def _drain(self, _: Any) -> None:
        outlets = [protocol.outlet for protocol in self.connections if isinstance(protocol, HubSocket)]
        self._draining = twisted_loop.create_task(drain(outlets, self._is_busy, self.limits))
        self._draining.add_done_callback(lambda _: reactor.stop())

    def _is_busy(self) -> bool:
        return bool(reactor.getWriters()) or any(_is_open(*item) for item in self.connections.items())

    def kill_all_applications(self) -> Any:
        """Daphne's fails on a connection that has no application (yet, or any more)."""
        for protocol, details in list(self.connections.items()):
            if "application_instance" not in details:
                del self.connections[protocol]
        return super().kill_all_applications()


def _is_open(protocol: Any, details: dict[str, Any]) -> bool:
    task = details.get("application_instance")
    is_running = task is not None and not task.done()
    return is_running or (isinstance(protocol, HubSocket) and "disconnected" not in details)


def server_of(application: Any, listener: socket.socket, proxy_header: str | None) -> Any:
    """Ours on the pinned Daphne; on another version that one's own, which every outlet can live with."""
    if daphne.__version__ == PINNED:
        return HubServer(application, listener, proxy_header=proxy_header)
    logger.warning("Daphne is %s, not %s: no direct outlets, no bounds.", daphne.__version__, PINNED)
    return Server(application, endpoints=[f"fd:fileno={listener.fileno()}"])


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until told to stop. Exits with one line when the address cannot be had."""
    options = options_of(arguments)
    listener = listener_of(options)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    server_of(import_by_path(options.application), listener, options.proxy_header).run()


if __name__ == "__main__":
    # As the module that others import, not as a second copy of it called __main__.
    from realtime import server

    server.main()
