"""Daphne with prepared frames and limits: ``python -m realtime.server``.

Only this file, ``connection/hub_socket.py`` and ``connection/hub_request.py`` touch private parts of Daphne,
autobahn and Twisted. Each such part has a test in ``tests/realtime/test_server_insides.py``, so that an
upgrade names what broke.
"""

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import lru_cache, partial
from typing import Any

import daphne
from daphne.server import Server, twisted_loop  # before anything of Twisted: it installs the reactor
from daphne.utils import import_by_path
from twisted.internet import reactor as _reactor

from people.pacing import REMEMBERED, Bucket
from realtime import metrics, pulse
from realtime.connection.error_logging import log_twisted_errors
from realtime.connection.hub_request import HubFactory
from realtime.connection.hub_socket import HubSocket
from realtime.connection.inbox import Inbox
from realtime.connection.limits import ServerLimits
from realtime.connection.listener import listener_url, raise_open_file_limit
from realtime.connection.options import open_listener, parse_options
from realtime.connection.proxy_headers import Headers, client_address, trusted_headers, unmapped
from realtime.connection.session_check import is_signed_in
from realtime.connection.shutdown import drain
from realtime.fanout.read_control import INBOX_FULL
from realtime.fanout.socket_sender import EXTENSION
from realtime.interpreter import tune_for_sockets

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
        is_signed_in: Callable[[str], Awaitable[bool]] = is_signed_in,
        background: Sequence[Callable[[], Coroutine[Any, Any, None]]] = (),
    ) -> None:
        """``proxy_header``: the header with the client's address, which the proxy in front overwrites.
        ``is_signed_in``: whether a session key is somebody's, who may send more than others.
        ``background``: what runs beside the application."""
        self.is_signed_in = is_signed_in
        self.limits = limits or ServerLimits()
        self.refusals = lru_cache(maxsize=REMEMBERED)(lambda _network: Bucket(*self.limits.refusals))
        self.draining = False
        self._background = background
        self._listener = listener
        self._proxy_header = proxy_header.lower().encode() if proxy_header else None
        super().__init__(
            application,
            endpoints=[listener_url(listener)],
            signal_handlers=False,
            ping_timeout=0,
            websocket_timeout=-1,
            websocket_connect_timeout=self.limits.accept_seconds,
            websocket_handshake_timeout=0,  # it would cut silently what the timeout above refuses
            websocket_max_message_size=self.limits.message_bytes,
            websocket_max_frame_size=self.limits.message_bytes,
            ready_callable=self._make_ready,
            server_name="",
        )
        self.endpoints: list[str] = []  # Daphne opens none: _make_ready adopts the listener

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT."""
        tune_for_sockets()
        super().run()

    def _make_ready(self) -> None:
        log_twisted_errors()
        self.http_factory = HubFactory(self)
        self.ws_factory.protocol = HubSocket
        self.ws_factory.setProtocolOptions(
            versions=[13],
            failByDrop=False,
            echoCloseCodeReason=True,
            closeHandshakeTimeout=self.limits.sender.closing_seconds,
            allowNullOrigin=True,
        )
        self._listener.setblocking(False)
        listener = self._listener.fileno(), self._listener.family
        self._port = reactor.adoptStreamPort(*listener, self.http_factory)
        for number in (signal.SIGTERM, signal.SIGINT):
            twisted_loop.add_signal_handler(number, self.stop_gracefully)
        beat = pulse.beat("server", os.getpid())
        self._tasks = [
            twisted_loop.create_task(work) for work in (beat, *(run() for run in self._background))
        ]
        logger.info("Listening on %s", listener_url(self._listener))
        self._listener.close()

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        scope["headers"] = trusted_headers(scope["headers"], self._proxy_header)
        scope["root_path"] = self.root_path
        if address := self.address_given(scope["headers"]):
            scope["client"] = [address, 0]
        elif scope.get("client"):
            scope["client"] = [unmapped(scope["client"][0]), scope["client"][1]]
        if isinstance(protocol, HubSocket):
            return self._create_socket_application(protocol, scope)
        return super().create_application(protocol, scope)

    def address_given(self, headers: Headers) -> str | None:
        """Return the client's address that the proxy in front gives, if there is one."""
        return client_address(headers, self._proxy_header)

    def _create_socket_application(self, protocol: HubSocket, scope: dict[str, Any]) -> Inbox:
        reading = protocol.reading
        inbox = Inbox(self.limits, partial(reading.pause, INBOX_FULL), partial(reading.resume, INBOX_FULL))
        scope |= {"asgi": {"version": "3.0"}, "extensions": {EXTENSION: protocol.sender}}
        application = self.application(scope, inbox.get, partial(self.handle_reply, protocol))
        task = asyncio.ensure_future(application, loop=twisted_loop)
        task.add_done_callback(protocol.application_ended)
        self.connections[protocol]["application_instance"] = task
        return inbox

    def timeout_checker(self) -> None:
        """Check all connections every ``check_seconds``; an error in one stops no other or later check."""
        reactor.callLater(self.limits.check_seconds, self.timeout_checker)
        for protocol in list(self.connections):
            try:
                protocol.check_timeouts()
            except Exception:
                logger.exception("%r could not be checked", protocol)

    # Stopping.

    def stop_gracefully(self) -> None:
        """Stop accepting, close the sockets one after another, wait for what still runs, and end."""
        if self.draining:
            reactor.stop()  # the second signal
            return
        self.draining = True
        self._port.stopListening().addCallback(self._drain)

    def _drain(self, _: Any) -> None:
        senders = [protocol.sender for protocol in self.connections if isinstance(protocol, HubSocket)]
        self._draining = twisted_loop.create_task(drain(senders, self._is_busy, self.limits))
        self._draining.add_done_callback(lambda _: reactor.stop())

    def _is_busy(self) -> bool:
        return bool(reactor.getWriters()) or any(_is_open(*item) for item in self.connections.items())

    def kill_all_applications(self) -> Any:
        """Drop connections without an application first: Daphne's method fails on them."""
        for protocol, details in list(self.connections.items()):
            if "application_instance" not in details:
                del self.connections[protocol]
        return super().kill_all_applications()


def _is_open(protocol: Any, details: dict[str, Any]) -> bool:
    task = details.get("application_instance")
    is_running = task is not None and not task.done()
    return is_running or (isinstance(protocol, HubSocket) and "disconnected" not in details)


def make_server(
    application: Any,
    listener: socket.socket,
    proxy_header: str | None,
    background: Sequence[Callable[[], Coroutine[Any, Any, None]]] = (),
) -> Any:
    """Return our server on the pinned Daphne; on another version its own, which ``QueuedSender`` supports."""
    if daphne.__version__ == PINNED:
        return HubServer(application, listener, proxy_header=proxy_header, background=background)
    logger.warning(
        "Daphne is %s, not %s: no direct senders, no limits, no clock.", daphne.__version__, PINNED
    )
    return Server(application, endpoints=[f"fd:fileno={listener.fileno()}"])


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until told to stop. Exits with one line when the address cannot be had."""
    options = parse_options(arguments)
    raise_open_file_limit()
    metrics.forget_dead_processes()
    application = import_by_path(options.application)  # takes seconds, in which nobody must wait at the port
    listener = open_listener(options)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    beside_it = sys.modules.get(options.application.partition(":")[0])  # it has been imported
    background = getattr(beside_it, "background", ())
    make_server(application, listener, options.proxy_header, background).run()


if __name__ == "__main__":
    # Run the module that others import, not a second copy of it named __main__.
    from realtime import server

    server.main()
