"""Both outlets, each over a peer that takes as much as the test says."""

import asyncio
import time
from typing import Any

import pytest

from realtime.fanout.direct import DirectOutlet
from realtime.fanout.frames import Frame
from realtime.fanout.outlet import EXTENSION, gated, outlet_of
from realtime.fanout.queued import QueueOutlet
from realtime.fanout.reading import INBOX_FULL, PAUSED, Reading
from realtime.fanout.unsent import OutletLimits
from realtime.wire.closing import Close

SMALL = OutletLimits(unsent_bytes=1000)
HASTY = OutletLimits(unsent_seconds=0.05)
PATIENT = OutletLimits()
HELLO = Frame.text(b"hello")


class Transport:
    """Stands for a Twisted transport and its socket; the kernel takes ``room`` bytes, then no more."""

    def __init__(self) -> None:
        self.wire = b""
        self.room = 1 << 30
        self.held = b""
        self.producer: Any = None
        self.is_aborted = False
        self.is_broken = False
        self.is_reading = True

    def getHandle(self) -> "Transport":  # noqa: N802
        return self

    def send(self, data: bytes) -> int:
        if self.is_broken:
            raise BrokenPipeError
        if not self.room:
            raise BlockingIOError
        taken = data[: self.room]
        self.room -= len(taken)
        self.wire += taken
        return len(taken)

    def write(self, data: bytes) -> None:
        self.held += data

    def registerProducer(self, producer: Any, streaming: bool) -> None:  # noqa: N802
        assert self.producer is None
        assert not streaming
        self.producer = producer
        producer.resumeProducing()

    def unregisterProducer(self) -> None:  # noqa: N802
        self.producer = None

    def abortConnection(self) -> None:  # noqa: N802
        self.is_aborted = True

    def pauseProducing(self) -> None:  # noqa: N802
        self.is_reading = False

    def resumeProducing(self) -> None:  # noqa: N802
        self.is_reading = True

    def drain(self) -> None:
        """The peer reads everything, and Twisted asks for more until there is none."""
        self.room = 1 << 30
        while self.held or self.producer:
            self.wire, self.held = self.wire + self.held, b""
            if self.producer:
                self.producer.resumeProducing()


class Connection:
    """Stands for the WebSocket protocol: its Close is a frame like any other."""

    def __init__(self, transport: Transport) -> None:
        self.reading = Reading(transport, lambda: None)
        self.outlet: DirectOutlet
        self.codes: list[int] = []

    def begin_closing(self, code: int, reason: str) -> None:
        self.codes.append(code)
        self.outlet.write(b"<close>")


def direct(limits: OutletLimits = PATIENT) -> tuple[DirectOutlet, Transport, Connection]:
    """An outlet whose handshake has left."""
    transport = Transport()
    connection = Connection(transport)
    outlet = connection.outlet = DirectOutlet(transport, connection, limits)
    outlet.begin(b"<handshake>")
    transport.drain()
    transport.wire = b""
    return outlet, transport, connection


@pytest.fixture(autouse=True)
async def _loop() -> None:
    """Outlets set timers: there is a running loop in every test."""


class TestDirect:
    async def test_a_frame_leaves_at_once_while_nothing_waits(self) -> None:
        outlet, transport, _ = direct()
        outlet.send(HELLO)
        assert transport.wire == HELLO.wire
        assert outlet.unsent == 0
        assert outlet.unsent_for(time.monotonic() + 60) == 0

    async def test_what_the_kernel_leaves_follows_in_order(self) -> None:
        outlet, transport, _ = direct()
        transport.room = 3
        frames = [Frame.text(b"%d" % number) for number in range(50)]
        for frame in frames:
            outlet.send(frame)
        assert transport.wire == frames[0].wire[:3]
        assert outlet.unsent == sum(len(frame.wire) for frame in frames) - 3
        transport.drain()
        assert transport.wire == b"".join(frame.wire for frame in frames)
        assert outlet.unsent == 0

    async def test_it_is_direct_again_after_it_caught_up(self) -> None:
        outlet, transport, _ = direct()
        transport.room = 0
        outlet.send(HELLO)
        transport.drain()
        outlet.send(HELLO)
        assert transport.wire == HELLO.wire * 2
        assert not transport.held

    async def test_waiting_frames_are_shared_not_copied(self) -> None:
        outlet, transport, _ = direct()
        transport.room = 0
        frame = Frame.text(b"x" * 70_000)
        outlet.send(frame)
        outlet.send(frame)
        assert [waiting is frame.wire for waiting in outlet._waiting] == [True]
        assert transport.held == frame.wire

    async def test_frames_sent_before_the_handshake_come_after_it(self) -> None:
        transport = Transport()
        outlet = DirectOutlet(transport, Connection(transport), PATIENT)
        outlet.send(HELLO)
        outlet.begin(b"<handshake>")
        transport.drain()
        assert transport.wire == b"<handshake>" + HELLO.wire

    async def test_too_many_bytes_close_it_and_drop_all_but_the_frame_under_way(self) -> None:
        outlet, transport, connection = direct(SMALL)
        transport.room = 10
        frame = Frame.text(b"x" * 300)
        for _ in range(5):
            outlet.send(frame)
        assert connection.codes == [4008]
        assert outlet.closed
        transport.drain()
        assert transport.wire == frame.wire + b"<close>"

    async def test_one_frame_larger_than_the_limit_is_finished_before_the_close(self) -> None:
        outlet, transport, connection = direct(SMALL)
        transport.room = 10
        frame = Frame.text(b"x" * 5000)
        outlet.send(frame)
        assert connection.codes == [4008]
        transport.drain()
        assert transport.wire == frame.wire + b"<close>"

    async def test_a_large_frame_to_a_peer_that_reads_is_no_offence(self) -> None:
        outlet, transport, connection = direct(SMALL)
        outlet.send(Frame.text(b"x" * 5000))
        assert not connection.codes
        assert len(transport.wire) == 5004

    async def test_one_byte_unsent_for_too_long_closes_it(self) -> None:
        outlet, transport, connection = direct(HASTY)
        transport.room = 0
        outlet.send(HELLO)
        assert outlet.unsent_for(time.monotonic() + 60) > 59
        async with asyncio.timeout(10):
            while not connection.codes:  # noqa: ASYNC110  # the timer is the outlet's own
                await asyncio.sleep(0.01)
        assert connection.codes == [4008]

    async def test_having_caught_up_starts_the_time_again(self) -> None:
        outlet, transport, connection = direct(HASTY)
        transport.room = 0
        outlet.send(HELLO)
        transport.drain()
        await asyncio.sleep(0.15)
        assert not connection.codes

    async def test_after_closing_no_frame_leaves_any_more(self) -> None:
        outlet, transport, connection = direct()
        outlet.close(4500, "bye")
        outlet.close(4501)
        outlet.send(HELLO)
        assert connection.codes == [4500]
        assert transport.wire == b"<close>"

    async def test_a_close_comes_behind_what_waits(self) -> None:
        outlet, transport, _ = direct()
        transport.room = 0
        outlet.send(HELLO)
        outlet.close(4500)
        transport.drain()
        assert transport.wire == HELLO.wire + b"<close>"

    async def test_a_broken_pipe_raises_nothing_and_ends_it(self) -> None:
        outlet, transport, _ = direct()
        transport.is_broken = True
        outlet.send(HELLO)
        assert transport.is_aborted
        assert outlet.closed
        assert outlet.unsent == 0

    async def test_a_lost_transport_takes_its_memory_with_it(self) -> None:
        outlet, transport, _ = direct()
        transport.room = 0
        outlet.send(HELLO)
        outlet.send(HELLO)
        transport.producer.stopProducing()
        assert (outlet.closed, outlet.unsent, len(outlet._waiting)) == (True, 0, 0)

    async def test_reading_is_paused_while_either_holder_wants_it(self) -> None:
        outlet, transport, connection = direct()
        outlet.pause_reading()
        connection.reading.hold(INBOX_FULL)
        outlet.resume_reading()
        assert not transport.is_reading
        connection.reading.release(INBOX_FULL)
        assert transport.is_reading

    async def test_nothing_holds_reading_once_it_closes(self) -> None:
        outlet, transport, connection = direct()
        outlet.pause_reading()
        connection.reading.end()
        connection.reading.hold(PAUSED)
        assert transport.is_reading


class Asgi:
    """Stands for a server's ``send``, which blocks while ``gate`` is closed."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.error: Exception | None = None

    async def send(self, message: Any) -> None:
        if message["type"] == "websocket.send":
            await self.gate.wait()
        if self.error:
            raise self.error
        self.sent.append(message)

    def texts(self) -> list[str]:
        return [message["text"] for message in self.sent if "text" in message]

    def codes(self) -> list[int]:
        return [message["code"] for message in self.sent if "code" in message]


async def settle(outlet: QueueOutlet) -> None:
    """Until the outlet's task has nothing more to do."""
    async with asyncio.timeout(10):
        while outlet._task:  # noqa: ASYNC110  # the task is the outlet's own
            await asyncio.sleep(0)


@pytest.fixture
async def asgi() -> Asgi:
    return Asgi()


class TestQueue:
    async def test_frames_arrive_in_order_as_text_and_bytes(self, asgi: Asgi) -> None:
        outlet = QueueOutlet(asgi.send, PATIENT)
        outlet.send(Frame.text("é".encode()))
        outlet.send(Frame.binary(b"\x00"))
        outlet.send(Frame.text(b""))
        await settle(outlet)
        assert asgi.sent == [
            {"type": "websocket.send", "text": "é"},
            {"type": "websocket.send", "bytes": b"\x00"},
            {"type": "websocket.send", "text": ""},
        ]
        assert outlet.unsent == 0

    async def test_no_task_remains_when_nothing_waits(self, asgi: Asgi) -> None:
        outlet = QueueOutlet(asgi.send, PATIENT)
        outlet.send(HELLO)
        await settle(outlet)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    async def test_too_many_bytes_leave_the_send_that_blocks_and_close(self, asgi: Asgi) -> None:
        asgi.gate.clear()
        outlet = QueueOutlet(asgi.send, SMALL)
        for _ in range(5):
            outlet.send(Frame.text(b"x" * 300))
            await asyncio.sleep(0)
        await settle(outlet)
        assert asgi.codes() == [4008]
        assert (outlet.closed, outlet.unsent) == (True, 0)

    async def test_unsent_for_too_long_closes_it(self, asgi: Asgi) -> None:
        asgi.gate.clear()
        outlet = QueueOutlet(asgi.send, HASTY)
        outlet.send(HELLO)
        await settle(outlet)
        assert asgi.codes() == [4008]

    async def test_a_close_comes_behind_what_waits_and_nothing_after_it(self, asgi: Asgi) -> None:
        outlet = QueueOutlet(asgi.send, PATIENT)
        outlet.send(HELLO)
        outlet.close(4500, "bye")
        outlet.send(HELLO)
        outlet.close(4501)
        await settle(outlet)
        assert asgi.texts() == ["hello"]
        assert asgi.sent[-1] == {"type": "websocket.close", "code": 4500, "reason": "bye"}

    async def test_a_close_that_waits_too_long_goes_without_the_frames_before_it(self, asgi: Asgi) -> None:
        asgi.gate.clear()
        outlet = QueueOutlet(asgi.send, HASTY)
        outlet.send(HELLO)
        outlet.close(4500)
        await settle(outlet)
        assert asgi.codes() == [4500]
        assert not asgi.texts()

    async def test_a_code_is_a_plain_number_whatever_names_it(self, asgi: Asgi) -> None:
        outlet = QueueOutlet(asgi.send, PATIENT)
        outlet.close(Close.RESTART)
        await settle(outlet)
        assert [type(code) for code in asgi.codes()] == [int]  # Daphne refuses an IntEnum

    async def test_what_a_server_refuses_is_logged_and_ends_it(
        self, asgi: Asgi, caplog: pytest.LogCaptureFixture
    ) -> None:
        asgi.error = Exception("invalid close code 1011")
        outlet = QueueOutlet(asgi.send, PATIENT)
        outlet.close(1011)
        await settle(outlet)
        assert "invalid close code 1011" in caplog.text

    @pytest.mark.parametrize("error", [OSError("gone"), RuntimeError("already closed")])
    async def test_a_gone_peer_raises_nothing(self, asgi: Asgi, error: Exception) -> None:
        asgi.error = error
        outlet = QueueOutlet(asgi.send, PATIENT)
        outlet.send(HELLO)
        await settle(outlet)
        assert (outlet.closed, outlet.unsent) == (True, 0)

    async def test_receive_waits_while_reading_is_paused(self, asgi: Asgi) -> None:
        async def receive() -> Any:
            return {"type": "websocket.receive"}

        outlet = QueueOutlet(asgi.send, PATIENT)
        outlet.pause_reading()
        waiting = asyncio.ensure_future(gated(outlet, receive)())
        await asyncio.sleep(0.01)
        assert not waiting.done()
        outlet.resume_reading()
        assert await waiting == {"type": "websocket.receive"}


class TestChoice:
    async def test_the_servers_own_outlet_is_taken(self, asgi: Asgi) -> None:
        outlet, *_ = direct()
        scope = {"type": "websocket", "extensions": {EXTENSION: outlet}}
        assert outlet_of(scope, asgi.send) is outlet

    @pytest.mark.parametrize(
        "scope", [{}, {"extensions": None}, {"extensions": {"websocket.http.response": {}}}]
    )
    async def test_any_other_server_gets_a_queue(self, asgi: Asgi, scope: dict[str, Any]) -> None:
        assert isinstance(outlet_of(scope, asgi.send), QueueOutlet)

    async def test_a_direct_outlet_leaves_receive_as_it_is(self, asgi: Asgi) -> None:
        outlet, *_ = direct()

        async def receive() -> Any:
            raise NotImplementedError

        assert gated(outlet, receive) is receive
