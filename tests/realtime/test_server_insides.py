"""Every private thing of Daphne, autobahn and Twisted that ``realtime.server`` leans on, one test each.

They run on the stock classes, not on ours: after a bump, the red ones say what is to be looked at.
"""

import asyncio
import inspect
import socket
from typing import Any

import daphne
import pytest
from autobahn.websocket.protocol import WebSocketProtocol as Autobahn
from daphne.http_protocol import HTTPFactory, WebRequest
from daphne.server import Server, twisted_loop
from daphne.ws_protocol import ConnectionDeny, WebSocketFactory, WebSocketProtocol
from twisted.internet import reactor, tcp
from twisted.internet.abstract import FileDescriptor
from twisted.internet.error import ConnectionDone
from twisted.internet.protocol import Protocol
from twisted.python.failure import Failure
from twisted.web.http import HTTPChannel, Request

from realtime.server import PINNED
from tests.realtime.raw_websocket import CLOSE, KEY, PING, TEXT, close_payload, encode

HANDSHAKE = (
    "GET /wire?a=1 HTTP/1.1\r\nHost: hub.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    f"Sec-WebSocket-Key: {KEY}\r\nSec-WebSocket-Version: 13\r\n\r\n"
).encode()


class StockTransport:
    """Records what stock Daphne does with its transport."""

    def __init__(self) -> None:
        self.written = b""
        self.ends: list[str] = []
        self.disconnecting = False

    def write(self, data: bytes) -> None:
        self.written += data

    def getPeer(self) -> None: ...  # noqa: N802

    getHost = unregisterProducer = getPeer  # noqa: N815

    def setTcpNoDelay(self, enabled: bool) -> None: ...  # noqa: N802

    def abortConnection(self) -> None:  # noqa: N802
        self.ends.append("abort")

    def loseConnection(self) -> None:  # noqa: N802
        self.ends.append("lose")


class Parts:
    """A stock server with one stock connection whose handshake is asked for, without a reactor that runs."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.server = Server(self.application, endpoints=["none"])
        self.server.connections = {}
        self.factory = WebSocketFactory(self.server)
        self.factory.setProtocolOptions(failByDrop=False, openHandshakeTimeout=0, closeHandshakeTimeout=0)
        self.protocol: Any = self.factory.buildProtocol(None)
        self.protocol._raw_query_string = b"a=1"
        self.transport = StockTransport()
        self.protocol.makeConnection(self.transport)
        self.protocol.dataReceived(HANDSHAKE)

    def application(self, scope: Any, receive: Any, send: Any) -> Any:
        self.calls.append((scope, receive, send))
        return asyncio.get_running_loop().create_future()

    def accept(self) -> None:
        self.protocol.handle_reply({"type": "websocket.accept"})


@pytest.fixture
async def asked() -> Parts:
    return Parts()


@pytest.fixture
async def opened(asked: Parts) -> Parts:
    asked.accept()
    asked.transport.written = b""
    return asked


def words_of(function: Any) -> list[str]:
    return list(inspect.signature(function).parameters)


def test_daphne_is_the_pinned_one() -> None:
    assert daphne.__version__ == PINNED


class TestDaphne:
    def test_the_server_knows_its_connections_and_their_applications(self, asked: Parts) -> None:
        assert asked.server.connections[asked.protocol]["application_instance"].done() is False

    def test_a_connection_that_ended_is_marked(self, asked: Parts) -> None:
        asked.server.protocol_disconnected(asked.protocol)
        assert "disconnected" in asked.server.connections[asked.protocol]

    def test_create_application_gets_protocol_and_scope_and_gives_the_inbox(self, asked: Parts) -> None:
        assert words_of(Server.create_application) == ["self", "protocol", "scope"]
        assert asked.protocol.application_queue.get_nowait() == {"type": "websocket.connect"}

    def test_the_scope_has_what_we_mend(self, asked: Parts) -> None:
        scope, *_ = asked.calls[0]
        assert (b"host", b"hub.test") in scope["headers"]
        assert scope["root_path"] == ""
        assert "extensions" not in scope

    def test_handle_reply_takes_the_protocol_first(self) -> None:
        assert words_of(Server.handle_reply) == ["self", "protocol", "message"]

    def test_the_factory_knows_its_server(self, asked: Parts) -> None:
        assert asked.protocol.factory.server_class is asked.server

    def test_the_factory_builds_the_protocol_it_is_told(self, asked: Parts) -> None:
        class Ours(WebSocketProtocol):  # type: ignore[misc]  # Daphne has no types
            pass

        asked.factory.protocol = Ours
        assert type(asked.factory.buildProtocol(None)) is Ours

    def test_the_handshake_waits_in_its_deferred_until_accepted(self, asked: Parts) -> None:
        assert asked.protocol.state == Autobahn.STATE_CONNECTING
        assert hasattr(asked.protocol, "handshake_deferred")
        asked.accept()
        assert asked.protocol.state == Autobahn.STATE_OPEN
        assert not hasattr(asked.protocol, "handshake_deferred")

    def test_a_reject_answers_403(self, asked: Parts) -> None:
        asked.protocol.serverReject()
        assert asked.transport.written.startswith(b"HTTP/1.1 403 ")

    def test_denying_takes_a_code_and_a_reason(self) -> None:
        assert ConnectionDeny(503, "restart").code == 503

    @pytest.mark.parametrize(
        "name", ["http_factory", "ws_factory", "endpoints", "ready_callable", "connections"]
    )
    def test_run_uses_what_we_replace(self, name: str) -> None:
        assert f"self.{name}" in inspect.getsource(Server.run)

    def test_run_makes_the_factories_before_it_says_ready(self) -> None:
        source = inspect.getsource(Server.run)
        assert source.index("self.ws_factory.setProtocolOptions") < source.index("self.ready_callable()")
        assert source.index("self.ready_callable()") < source.index("reactor.run(")

    @pytest.mark.parametrize("name", ["timeout_checker", "kill_all_applications"])
    def test_run_calls_what_we_override(self, name: str) -> None:
        assert f"self.{name}" in inspect.getsource(Server.run)

    def test_a_negative_websocket_timeout_means_none(self, opened: Parts) -> None:
        opened.server.websocket_timeout = -1
        opened.protocol.check_timeouts()
        assert opened.protocol.state == Autobahn.STATE_OPEN

    def test_who_is_not_accepted_in_time_is_rejected(self, asked: Parts) -> None:
        asked.server.websocket_connect_timeout = 3600
        asked.protocol.check_timeouts()
        assert asked.transport.written == b""
        asked.server.websocket_connect_timeout = -1
        asked.protocol.check_timeouts()
        assert asked.transport.written.startswith(b"HTTP/1.1 403 ")

    def test_its_loop_is_the_reactors(self) -> None:
        reactor_of_any_type: Any = reactor
        assert reactor_of_any_type._asyncioEventloop is twisted_loop


class TestHttp:
    """What Daphne uses of Twisted."""

    def test_the_factory_says_which_request_a_connection_makes(self, asked: Parts) -> None:
        protocol = HTTPFactory(asked.server).buildProtocol(None)
        assert protocol.requestFactory is WebRequest

    def test_a_request_may_leave_its_form_unread(self) -> None:
        assert "parsePOSTFormSubmission" in words_of(Request.__init__)

    def test_a_body_arrives_in_chunks_and_is_then_processed(self) -> None:
        assert words_of(WebRequest.handleContentChunk) == ["self", "data"]
        assert "self.process()" in inspect.getsource(WebRequest.requestReceived)

    def test_a_channel_tells_a_request_of_its_head_and_then_of_its_whole(self) -> None:
        assert "req.gotLength(self.length)" in inspect.getsource(HTTPChannel.allHeadersReceived)
        assert "self._path = request" in inspect.getsource(HTTPChannel)

    def test_a_channel_waits_at_its_own_pace_for_each_request(self) -> None:
        assert "self.resetTimeout()" in inspect.getsource(HTTPChannel.dataReceived)
        assert "self.setTimeout(None)" in inspect.getsource(HTTPChannel.allContentReceived)
        assert "self.setTimeout(self._savedTimeOut)" in inspect.getsource(HTTPChannel.requestDone)

    def test_a_request_knows_its_server_and_keeps_its_body_in_a_file(self) -> None:
        assert "self.server = self.channel.factory.server" in inspect.getsource(WebRequest.__init__)
        assert "self.content.write(data)" in inspect.getsource(WebRequest.handleContentChunk)


class TestAutobahn:
    def test_what_arrives_goes_through_data_received(self, opened: Parts) -> None:
        opened.protocol._dataReceived(encode(PING, b"x"))
        assert opened.transport.written == b"\x8a\x01x"

    def test_unread_bytes_wait_in_data_until_consumed(self, opened: Parts) -> None:
        opened.protocol.data += encode(PING, b"x")
        opened.protocol.consumeData()
        assert opened.protocol.data == b""
        assert opened.transport.written == b"\x8a\x01x"

    def test_consuming_asks_process_data_until_it_says_no(self, opened: Parts) -> None:
        opened.protocol.processData = lambda: False
        opened.protocol._dataReceived(encode(PING, b"x"))
        assert opened.transport.written == b""
        assert opened.protocol.data == encode(PING, b"x")

    def test_all_that_it_writes_goes_through_send_data(self, opened: Parts) -> None:
        assert words_of(Autobahn.sendData) == ["self", "data", "sync", "chopsize"]
        written: list[bytes] = []
        opened.protocol.sendData = lambda data, sync=False, chopsize=None: written.append(data)
        opened.protocol.sendPing(b"x")
        opened.protocol.sendCloseFrame(code=1000, reasonUtf8=b"", isReply=False)
        assert written == [b"\x89\x01x", b"\x88\x02\x03\xe8"]
        assert opened.transport.written == b""

    def test_the_handshake_is_written_while_still_connecting(self, asked: Parts) -> None:
        states: list[int] = []
        asked.protocol.sendData = lambda *_: states.append(asked.protocol.state)
        asked.accept()
        assert states == [Autobahn.STATE_CONNECTING]

    def test_a_close_of_ours_is_remembered(self, opened: Parts) -> None:
        opened.protocol.sendCloseFrame(code=4008, reasonUtf8=b"slow", isReply=False)
        assert opened.protocol.state == Autobahn.STATE_CLOSING
        assert (opened.protocol.closedByMe, opened.protocol.localCloseCode) == (True, 4008)

    def test_what_the_factory_is_set_to_is_named_in_config_attrs(self, opened: Parts) -> None:
        assert "for configAttr in self.CONFIG_ATTRS" in inspect.getsource(Autobahn._connectionMade)
        names = WebSocketProtocol.CONFIG_ATTRS
        assert "maxMessagePayloadSize" in names
        factory = opened.protocol.factory
        assert [getattr(opened.protocol, name) for name in names] == [
            getattr(factory, name) for name in names
        ]

    def test_a_failure_is_marked_and_said(self, opened: Parts) -> None:
        assert words_of(Autobahn._fail_connection) == ["self", "code", "reason"]
        opened.protocol._dataReceived(encode(TEXT, b"x", rsv=7))
        assert opened.protocol.failedByMe
        assert opened.transport.written.startswith(b"\x88")
        assert opened.protocol.localCloseCode == 1002

    def test_a_close_of_the_peer_comes_by_on_close_frame(self, opened: Parts) -> None:
        assert words_of(Autobahn.onCloseFrame) == ["self", "code", "reasonRaw"]
        opened.protocol._dataReceived(encode(CLOSE, close_payload(1000)))
        assert opened.protocol.wasClean
        assert opened.transport.ends == ["lose"]

    @pytest.mark.parametrize(
        ("said", "told"),
        [(encode(CLOSE, close_payload(4242, b"bye")), (True, 4242, "bye")), (b"", (False, 1006, None))],
    )
    def test_the_end_tells_whether_it_was_clean_and_what_the_peer_said(
        self, opened: Parts, said: bytes, told: tuple[Any, ...]
    ) -> None:
        ends: list[tuple[Any, ...]] = []
        opened.protocol.onClose = lambda *end: ends.append(end)
        opened.protocol._dataReceived(said)
        lost: Any = Failure
        opened.protocol.connectionLost(lost(ConnectionDone()))
        (end,) = ends
        assert end[:2] == told[:2]
        assert told[2] is None or end[2] == told[2]

    def test_it_aborts_what_ended_well_and_we_mend_that(self, opened: Parts) -> None:
        opened.protocol.sendCloseFrame(code=1000, isReply=False)
        opened.protocol._dataReceived(encode(CLOSE, close_payload(1000)))
        assert opened.protocol.wasClean
        assert opened.transport.ends == ["abort"]

    def test_dropping_takes_only_whether_to_abort(self) -> None:
        assert words_of(Autobahn.dropConnection) == ["self", "abort"]

    def test_only_the_refusal_of_a_version_brings_headers(self) -> None:
        assert words_of(WebSocketProtocol.failHandshake) == ["self", "reason", "code", "responseHeaders"]
        source = inspect.getsource(WebSocketProtocol.processHandshake)
        assert source.count('[("Sec-WebSocket-Version", svs)]') == 1

    def test_a_pong_is_told(self, opened: Parts) -> None:
        pongs: list[bytes] = []
        opened.protocol.onPong = pongs.append
        opened.protocol._dataReceived(encode(0xA, b"x"))
        assert pongs == [b"x"]

    def test_compression_is_off_unless_asked_for(self, asked: Parts) -> None:
        assert asked.factory.perMessageCompressionAccept([]) is None


class TestTwisted:
    """Public names whose behaviour the direct writes depend on."""

    @pytest.fixture
    def transport(self) -> Any:
        one, other = socket.socketpair()
        with one, other:
            transport = tcp.Connection(one, protocol=None, reactor=IdleReactor())  # type: ignore[arg-type]
            transport.connected = True
            yield transport

    def test_the_handle_is_the_socket_that_does_not_block(self, transport: Any) -> None:
        handle = transport.getHandle()
        assert handle.fileno() == transport.fileno()
        assert handle.getblocking() is False

    def test_a_pull_producer_is_asked_at_once_and_whenever_all_is_sent(self, transport: Any) -> None:
        producer = Producer()
        transport.registerProducer(producer, False)
        assert producer.asked == 1
        transport.write(b"x")
        transport.doWrite()
        assert producer.asked == 2
        transport.unregisterProducer()
        transport.doWrite()
        assert producer.asked == 2

    def test_it_can_end_writing_behind_what_waits_and_still_be_read(self) -> None:
        one, other = socket.socketpair()
        with one, other:
            heard: list[bytes] = []
            transport: Any = tcp.Connection(one, protocol=DataRecorder(heard), reactor=IdleReactor())  # type: ignore[arg-type]
            transport.connected = True
            transport.write(b"last")
            transport.loseWriteConnection()
            transport.doWrite()
            assert (other.recv(10), other.recv(10)) == (b"last", b"")
            other.send(b"and you")
            transport.doRead()
            assert heard == [b"and you"]

    def test_a_lost_transport_stops_its_producer(self, transport: Any) -> None:
        producer = Producer()
        transport.registerProducer(producer, False)
        lose: Any = FileDescriptor.connectionLost
        lose(transport, None)
        assert producer.is_stopped


class IdleReactor:
    """A reactor that watches nothing."""

    def addWriter(self, _: Any) -> None: ...  # noqa: N802

    removeWriter = addReader = removeReader = addWriter  # noqa: N815


class DataRecorder(Protocol):
    def __init__(self, heard: list[bytes]) -> None:
        self._heard = heard

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        self._heard.append(data)


class Producer:
    def __init__(self) -> None:
        self.asked = 0
        self.is_stopped = False

    def resumeProducing(self) -> None:  # noqa: N802
        self.asked += 1

    def stopProducing(self) -> None:  # noqa: N802
        self.is_stopped = True
