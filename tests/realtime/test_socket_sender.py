"""Both senders, each over a peer that takes as much as the test says."""

import asyncio
import time
from typing import Any

import pytest

from realtime.fanout.direct_sender import DirectSender
from realtime.fanout.frames import PreparedFrame
from realtime.fanout.queued_sender import QueuedSender
from realtime.fanout.read_control import BY_APPLICATION, INBOX_FULL, ReadControl
from realtime.fanout.send_backlog import SendLimits
from realtime.fanout.socket_sender import EXTENSION, gated_receive, sender_for
from realtime.wire.close_codes import Close

SMALL = SendLimits(unsent_bytes=1000)
HASTY = SendLimits(unsent_seconds=0.05)
PATIENT = SendLimits()
HELLO = PreparedFrame.text(b"hello")


class FakeTransport:
    """Stands for a Twisted transport and its socket; the kernel takes ``room`` bytes, then no more."""

    def __init__(self) -> None:
        self.wire = b""
        self.room = 1 << 30
        self.held = b""
        self.producer: Any = None
        self.is_aborted = False
        self.is_broken = False
        self.is_reading = True

    def getHandle(self) -> "FakeTransport":  # noqa: N802
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
        """Let the peer read everything, and Twisted ask for more until there is none."""
        self.room = 1 << 30
        while self.held or self.producer:
            self.wire, self.held = self.wire + self.held, b""
            if self.producer:
                self.producer.resumeProducing()


class Connection:
    """Stands for the WebSocket protocol: its Close is a frame like any other."""

    def __init__(self, transport: FakeTransport) -> None:
        self.reading = ReadControl(transport, lambda: None)
        self.sender: DirectSender
        self.codes: list[int] = []

    def begin_closing(self, code: int, reason: str) -> None:
        self.codes.append(code)
        self.sender.write(b"<close>")


def direct(limits: SendLimits = PATIENT) -> tuple[DirectSender, FakeTransport, Connection]:
    """A sender whose handshake has been sent."""
    transport = FakeTransport()
    connection = Connection(transport)
    sender = connection.sender = DirectSender(transport, connection, limits)
    sender.send_handshake(b"<handshake>")
    transport.drain()
    transport.wire = b""
    return sender, transport, connection


@pytest.fixture(autouse=True)
async def _loop() -> None:
    """Run a loop in every test, since senders set timers."""


class TestDirect:
    async def test_a_frame_leaves_at_once_while_nothing_waits(self) -> None:
        sender, transport, _ = direct()
        sender.send(HELLO)
        assert transport.wire == HELLO.wire
        assert sender.unsent == 0
        assert sender.unsent_for(time.monotonic() + 60) == 0

    async def test_what_the_kernel_leaves_follows_in_order(self) -> None:
        sender, transport, _ = direct()
        transport.room = 3
        frames = [PreparedFrame.text(b"%d" % number) for number in range(50)]
        for frame in frames:
            sender.send(frame)
        assert transport.wire == frames[0].wire[:3]
        assert sender.unsent == sum(len(frame.wire) for frame in frames) - 3
        transport.drain()
        assert transport.wire == b"".join(frame.wire for frame in frames)
        assert sender.unsent == 0

    async def test_it_is_direct_again_after_it_caught_up(self) -> None:
        sender, transport, _ = direct()
        transport.room = 0
        sender.send(HELLO)
        transport.drain()
        sender.send(HELLO)
        assert transport.wire == HELLO.wire * 2
        assert not transport.held

    async def test_waiting_frames_are_shared_not_copied(self) -> None:
        sender, transport, _ = direct()
        transport.room = 0
        frame = PreparedFrame.text(b"x" * 70_000)
        sender.send(frame)
        sender.send(frame)
        assert [waiting is frame.wire for waiting in sender._waiting] == [True]
        assert transport.held == frame.wire

    async def test_frames_sent_before_the_handshake_come_after_it(self) -> None:
        transport = FakeTransport()
        sender = DirectSender(transport, Connection(transport), PATIENT)
        sender.send(HELLO)
        sender.send_handshake(b"<handshake>")
        transport.drain()
        assert transport.wire == b"<handshake>" + HELLO.wire

    async def test_too_many_bytes_close_it_and_drop_all_but_the_frame_under_way(self) -> None:
        sender, transport, connection = direct(SMALL)
        transport.room = 10
        frame = PreparedFrame.text(b"x" * 300)
        for _ in range(5):
            sender.send(frame)
        assert connection.codes == [4008]
        assert sender.closed
        transport.drain()
        assert transport.wire == frame.wire + b"<close>"

    async def test_one_large_frame_closes_nothing_and_is_finished_before_a_close(self) -> None:
        sender, transport, connection = direct(SMALL)
        transport.room = 10
        frame = PreparedFrame.text(b"x" * 5000)
        sender.send(frame)
        assert not connection.codes
        for _ in range(5):
            sender.send(PreparedFrame.text(b"x" * 300))
        assert connection.codes == [4008]
        transport.drain()
        assert transport.wire == frame.wire + b"<close>"

    async def test_a_large_frame_to_a_peer_that_reads_is_no_offence(self) -> None:
        sender, transport, connection = direct(SMALL)
        sender.send(PreparedFrame.text(b"x" * 5000))
        assert not connection.codes
        assert len(transport.wire) == 5004

    async def test_one_byte_unsent_for_too_long_closes_it(self) -> None:
        sender, transport, connection = direct(HASTY)
        transport.room = 0
        sender.send(HELLO)
        assert sender.unsent_for(time.monotonic() + 60) > 59
        async with asyncio.timeout(10):
            while not connection.codes:  # noqa: ASYNC110  # the timer is the sender's
                await asyncio.sleep(0.01)
        assert connection.codes == [4008]

    async def test_having_caught_up_starts_the_time_again(self) -> None:
        sender, transport, connection = direct(HASTY)
        transport.room = 0
        sender.send(HELLO)
        transport.drain()
        await asyncio.sleep(0.15)
        assert not connection.codes

    async def test_after_closing_no_frame_leaves_any_more(self) -> None:
        sender, transport, connection = direct()
        sender.close(4500, "bye")
        sender.close(4501)
        sender.send(HELLO)
        assert connection.codes == [4500]
        assert transport.wire == b"<close>"

    async def test_a_close_comes_behind_what_waits(self) -> None:
        sender, transport, _ = direct()
        transport.room = 0
        sender.send(HELLO)
        sender.close(4500)
        transport.drain()
        assert transport.wire == HELLO.wire + b"<close>"

    async def test_a_broken_pipe_raises_nothing_and_ends_it(self) -> None:
        sender, transport, _ = direct()
        transport.is_broken = True
        sender.send(HELLO)
        assert transport.is_aborted
        assert sender.closed
        assert sender.unsent == 0

    async def test_a_lost_transport_takes_its_memory_with_it(self) -> None:
        sender, transport, _ = direct()
        transport.room = 0
        sender.send(HELLO)
        sender.send(HELLO)
        transport.producer.stopProducing()
        assert (sender.closed, sender.unsent, len(sender._waiting)) == (True, 0, 0)

    async def test_reading_is_paused_while_either_holder_wants_it(self) -> None:
        sender, transport, connection = direct()
        sender.pause_reading()
        connection.reading.pause(INBOX_FULL)
        sender.resume_reading()
        assert not transport.is_reading
        connection.reading.resume(INBOX_FULL)
        assert transport.is_reading

    async def test_nothing_holds_reading_once_it_closes(self) -> None:
        sender, transport, connection = direct()
        sender.pause_reading()
        connection.reading.resume_for_good()
        connection.reading.pause(BY_APPLICATION)
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


async def settle(sender: QueuedSender) -> None:
    """Wait until the sender's task has ended."""
    async with asyncio.timeout(10):
        while sender._task:  # noqa: ASYNC110  # the task is the sender's
            await asyncio.sleep(0)


@pytest.fixture
async def asgi() -> Asgi:
    return Asgi()


class TestQueue:
    async def test_frames_arrive_in_order_as_text_and_bytes(self, asgi: Asgi) -> None:
        sender = QueuedSender(asgi.send, PATIENT)
        sender.send(PreparedFrame.text("é".encode()))
        sender.send(PreparedFrame.binary(b"\x00"))
        sender.send(PreparedFrame.text(b""))
        await settle(sender)
        assert asgi.sent == [
            {"type": "websocket.send", "text": "é"},
            {"type": "websocket.send", "bytes": b"\x00"},
            {"type": "websocket.send", "text": ""},
        ]
        assert sender.unsent == 0

    async def test_no_task_remains_when_nothing_waits(self, asgi: Asgi) -> None:
        sender = QueuedSender(asgi.send, PATIENT)
        sender.send(HELLO)
        await settle(sender)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    async def test_too_many_bytes_leave_the_send_that_blocks_and_close(self, asgi: Asgi) -> None:
        asgi.gate.clear()
        sender = QueuedSender(asgi.send, SMALL)
        for _ in range(5):
            sender.send(PreparedFrame.text(b"x" * 300))
            await asyncio.sleep(0)
        await settle(sender)
        assert asgi.codes() == [4008]
        assert (sender.closed, sender.unsent) == (True, 0)

    async def test_unsent_for_too_long_closes_it(self, asgi: Asgi) -> None:
        asgi.gate.clear()
        sender = QueuedSender(asgi.send, HASTY)
        sender.send(HELLO)
        await settle(sender)
        assert asgi.codes() == [4008]

    async def test_a_close_comes_behind_what_waits_and_nothing_after_it(self, asgi: Asgi) -> None:
        sender = QueuedSender(asgi.send, PATIENT)
        sender.send(HELLO)
        sender.close(4500, "bye")
        sender.send(HELLO)
        sender.close(4501)
        await settle(sender)
        assert asgi.texts() == ["hello"]
        assert asgi.sent[-1] == {"type": "websocket.close", "code": 4500, "reason": "bye"}

    async def test_a_close_that_waits_too_long_goes_without_the_frames_before_it(self, asgi: Asgi) -> None:
        asgi.gate.clear()
        sender = QueuedSender(asgi.send, HASTY)
        sender.send(HELLO)
        sender.close(4500)
        await settle(sender)
        assert asgi.codes() == [4500]
        assert not asgi.texts()

    async def test_a_code_is_a_plain_number_whatever_names_it(self, asgi: Asgi) -> None:
        sender = QueuedSender(asgi.send, PATIENT)
        sender.close(Close.RESTART)
        await settle(sender)
        assert [type(code) for code in asgi.codes()] == [int]  # Daphne refuses an IntEnum

    async def test_what_a_server_refuses_is_logged_and_ends_it(
        self, asgi: Asgi, caplog: pytest.LogCaptureFixture
    ) -> None:
        asgi.error = Exception("invalid close code 1011")
        sender = QueuedSender(asgi.send, PATIENT)
        sender.close(1011)
        await settle(sender)
        assert "invalid close code 1011" in caplog.text

    @pytest.mark.parametrize("error", [OSError("gone"), RuntimeError("already closed")])
    async def test_a_gone_peer_raises_nothing(self, asgi: Asgi, error: Exception) -> None:
        asgi.error = error
        sender = QueuedSender(asgi.send, PATIENT)
        sender.send(HELLO)
        await settle(sender)
        assert (sender.closed, sender.unsent) == (True, 0)

    async def test_receive_waits_while_reading_is_paused(self, asgi: Asgi) -> None:
        async def receive() -> Any:
            return {"type": "websocket.receive"}

        sender = QueuedSender(asgi.send, PATIENT)
        sender.pause_reading()
        waiting = asyncio.ensure_future(gated_receive(sender, receive)())
        await asyncio.sleep(0.01)
        assert not waiting.done()
        sender.resume_reading()
        assert await waiting == {"type": "websocket.receive"}


class TestChoice:
    async def test_the_servers_own_sender_is_taken(self, asgi: Asgi) -> None:
        sender, *_ = direct()
        scope = {"type": "websocket", "extensions": {EXTENSION: sender}}
        assert sender_for(scope, asgi.send) is sender

    @pytest.mark.parametrize(
        "scope", [{}, {"extensions": None}, {"extensions": {"websocket.http.response": {}}}]
    )
    async def test_any_other_server_gets_a_queue(self, asgi: Asgi, scope: dict[str, Any]) -> None:
        assert isinstance(sender_for(scope, asgi.send), QueuedSender)

    async def test_a_direct_sender_leaves_receive_as_it_is(self, asgi: Asgi) -> None:
        sender, *_ = direct()

        async def receive() -> Any:
            raise NotImplementedError

        assert gated_receive(sender, receive) is receive
