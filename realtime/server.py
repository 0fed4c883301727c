"""Daphne with prepared frames and bounds: ``python -m realtime.server``.

This file and its two neighbours ``connection/hub_socket.py`` and ``connection/hub_request.py`` alone touch
Daphne's insides, and autobahn's and Twisted's below it. Whatever is not their public interface has a test of
its own in ``tests/realtime/test_server_insides.py``, so that a bump names what broke.
"""

import asyncio
import logging
import signal
import socket
from collections.abc import Sequence
from functools import partial
from typing import Any

import daphne
from daphne.server import Server, twisted_loop  # before anything of Twisted: it installs the reactor
from daphne.utils import import_by_path
from twisted.internet import reactor as _reactor

from realtime import metrics
from realtime.connection.draining import drain
from realtime.connection.errors import tell_errors
from realtime.connection.headers import believed, client_address
from realtime.connection.hub_request import HubFactory
from realtime.connection.hub_socket import HubSocket
from realtime.connection.inbox import Inbox
from realtime.connection.limits import ServerLimits
from realtime.connection.listening import name_of, raise_open_files
from realtime.connection.options import listener_of, options_of
from realtime.fanout.outlet import EXTENSION
from realtime.fanout.reading import INBOX_FULL
from realtime.interpreter import serve_sockets

PINNED = "4.2.3"

logger = logging.getLogger(__name__)
reactor: Any = _reactor


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
            websocket_handshake_timeout=0,  # it would cut without a word whom the line above refuses
            websocket_max_message_size=self.limits.message_bytes,
            websocket_max_frame_size=self.limits.message_bytes,
            ready_callable=self._make_ready,
            server_name="",
        )
        self.endpoints: list[str] = []  # none for Daphne to open: _make_ready adopts the listener

    def run(self) -> None:
        """Until SIGTERM or SIGINT."""
        serve_sockets()
        super().run()

    def _make_ready(self) -> None:
        tell_errors()
        self.http_factory = HubFactory(self)
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
    raise_open_files()
    metrics.forget_the_gone()
    listener = listener_of(options)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    server_of(import_by_path(options.application), listener, options.proxy_header).run()


if __name__ == "__main__":
    # As the module that others import, not as a second copy of it called __main__.
    from realtime import server

    server.main()
