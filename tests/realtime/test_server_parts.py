"""The small parts beside the server, each by itself."""

import asyncio
import socket
from contextlib import suppress
from typing import Any

import pytest

from realtime.connection.heartbeat import Heartbeat
from realtime.connection.inbox import Inbox
from realtime.connection.limits import ServerLimits
from realtime.connection.listener import UNSENT_IN_KERNEL, adopt_listener, listen, listener_url
from realtime.connection.proxy_headers import client_address, trusted_headers
from realtime.connection.shutdown import drain

REAL_IP = b"x-real-ip"


class TestHeaders:
    SPOOFABLE = [
        (b"x-forwarded-for", b"6.6.6.6"),
        (b"x-forwarded-host", b"evil.test"),
        (b"x-forwarded-proto", b"https"),
        (b"x-real-ip", b"6.6.6.6"),
        (b"forwarded", b"for=6.6.6.6"),
        (b"daphne-root-path", b"/evil"),
    ]

    def test_without_a_proxy_all_that_speaks_of_one_is_dropped(self) -> None:
        assert trusted_headers([(b"host", b"hub"), *self.SPOOFABLE, (b"cookie", b"x")], None) == [
            (b"host", b"hub"),
            (b"cookie", b"x"),
        ]

    def test_with_a_proxy_only_what_it_overwrites_is_kept(self) -> None:
        kept = trusted_headers(self.SPOOFABLE, REAL_IP)
        assert kept == [(b"x-forwarded-proto", b"https"), (b"x-real-ip", b"6.6.6.6")]

    @pytest.mark.parametrize(
        ("told", "address"),
        [
            ([b"203.0.113.7"], "203.0.113.7"),
            ([b" 2001:db8::7 "], "2001:db8::7"),
            ([b"6.6.6.6, 203.0.113.7"], None),
            ([b"6.6.6.6", b"203.0.113.7"], None),
            ([b"localhost"], None),
            ([b""], None),
            ([], None),
        ],
    )
    def test_exactly_one_well_formed_address_is_believed(
        self, told: list[bytes], address: str | None
    ) -> None:
        assert client_address([(REAL_IP, value) for value in told], REAL_IP) == address

    def test_no_header_is_asked_when_none_is_named(self) -> None:
        assert client_address([(REAL_IP, b"6.6.6.6")], None) is None


class TestHeartbeat:
    def test_a_ping_goes_out_every_so_often(self) -> None:
        heart = Heartbeat(0)
        assert heart.ping(19, every=20) is None
        assert heart.ping(20, every=20)

    def test_one_ping_at_a_time(self) -> None:
        heart = Heartbeat(0)
        assert heart.ping(20, every=20)
        assert heart.ping(100, every=20) is None

    def test_the_pong_that_repeats_it_starts_afresh(self) -> None:
        heart = Heartbeat(0)
        heart.pong(heart.ping(20, every=20) or b"", 21)
        assert not heart.is_overdue(1000, within=20)
        assert heart.ping(40, every=20) is None
        assert heart.ping(41, every=20)

    def test_another_pong_does_not_count(self) -> None:
        heart = Heartbeat(0)
        first = heart.ping(20, every=20) or b""
        heart.pong(first, 21)
        heart.ping(41, every=20)
        for payload in (b"", b"guess", first):
            heart.pong(payload, 42)
        assert heart.is_overdue(62, within=20)

    def test_an_empty_pong_is_no_answer_to_no_ping(self) -> None:
        heart = Heartbeat(0)
        heart.pong(b"", 19)
        assert heart.ping(20, every=20)

    def test_two_pings_are_never_alike(self) -> None:
        assert Heartbeat(0).ping(20, every=20) != Heartbeat(0).ping(20, every=20)


class TestInbox:
    @pytest.fixture
    def told(self) -> list[str]:
        return []

    def inbox(self, told: list[str], **limits: Any) -> Inbox:
        return Inbox(ServerLimits(**limits), lambda: told.append("full"), lambda: told.append("room"))

    def test_it_tells_once_that_it_is_full_and_once_that_it_has_room(self, told: list[str]) -> None:
        inbox = self.inbox(told, inbox_messages=4)
        for _ in range(6):
            inbox.put_nowait({"text": "x"})
        assert told == ["full"]
        for _ in range(5):
            inbox.get_nowait()
        assert told == ["full", "room"]

    def test_few_large_messages_fill_it_too(self, told: list[str]) -> None:
        inbox = self.inbox(told, inbox_bytes=1000)
        inbox.put_nowait({"bytes": b"x" * 999})
        assert not told
        inbox.put_nowait({"text": "x"})
        assert told == ["full"]
        inbox.get_nowait()
        assert told == ["full", "room"]

    def test_what_tells_of_the_end_always_gets_in(self, told: list[str]) -> None:
        inbox = self.inbox(told, inbox_messages=1)
        inbox.put_nowait({"text": "x"})
        inbox.put_nowait({"type": "websocket.disconnect", "code": 1000})
        assert inbox.qsize() == 2


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "http://127.0.0.1:"), ("::1", "http://[::1]:")])
def test_an_address_is_shown_as_one_would_type_it(host: str, shown: str) -> None:
    with listen(host, 0) as listener:
        assert listener_url(listener) == f"{shown}{listener.getsockname()[1]}"


def test_the_bounds_are_those_that_the_house_promises() -> None:
    limits = ServerLimits()
    assert (limits.sender.unsent_bytes, limits.sender.unsent_seconds) == (256 * 1024, 15)
    assert (limits.ping_seconds, limits.pong_seconds, limits.accept_seconds) == (20, 20, 20)


class TestListening:
    STORM = 500

    def fill(self, listener: socket.socket) -> None:
        """Many connect at once, before anybody accepts."""
        callers = []
        try:
            for _ in range(self.STORM):
                callers.append(socket.create_connection(listener.getsockname(), timeout=10))
        finally:
            for caller in callers:
                caller.close()

    def test_a_crowd_finds_room_in_the_queue(self) -> None:
        with listen("127.0.0.1", 0) as listener:
            self.fill(listener)

    def test_the_kernel_keeps_little_of_what_a_slow_line_has_not_taken(self) -> None:
        shallow = socket.create_server(("127.0.0.1", 0))
        for listener in (listen("127.0.0.1", 0), adopt_listener(shallow.detach())):
            with listener, socket.socket() as peer:
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
                peer.connect(listener.getsockname())
                taken, _address = listener.accept()
                with taken:
                    assert self.takes(taken) < 4 * UNSENT_IN_KERNEL

    @staticmethod
    def takes(connection: socket.socket) -> int:
        """Return how many bytes the kernel takes for a peer that reads none."""
        connection.setblocking(False)
        sent = 0
        with suppress(BlockingIOError):
            while True:
                sent += connection.send(b"x" * 8_192)
        return sent

    def test_so_it_does_where_another_opened_the_socket(self) -> None:
        shallow = socket.create_server(("127.0.0.1", 0), backlog=1)
        with adopt_listener(shallow.detach()) as listener:
            self.fill(listener)


class DrainRecorder:
    """Stands for senders and for ``sleep``; records in order a number for a pause, None for a close."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.course: list[float | None] = []
        monkeypatch.setattr(asyncio, "sleep", self.sleep)

    async def sleep(self, seconds: float) -> None:
        self.course.append(seconds)

    async def drain(self, senders: int) -> None:
        limits = ServerLimits(restart_spread_seconds=3)
        await drain([self] * senders, lambda: False, limits)  # type: ignore[list-item]

    def close(self, code: int, reason: str) -> None:
        assert (code, reason) == (4001, "restart")
        self.course.append(None)


class TestDraining:
    @pytest.fixture
    def recorder(self, monkeypatch: pytest.MonkeyPatch) -> DrainRecorder:
        return DrainRecorder(monkeypatch)

    async def test_a_crowd_is_sent_away_one_by_one_over_the_seconds_given(
        self, recorder: DrainRecorder
    ) -> None:
        await recorder.drain(2_000)
        assert recorder.course[::2] == [None] * 2_000
        assert sum(pause or 0 for pause in recorder.course) == pytest.approx(3)

    async def test_a_few_do_not_wait_for_a_crowd(self, recorder: DrainRecorder) -> None:
        await recorder.drain(5)
        assert recorder.course == [None, 1 / 250] * 5
