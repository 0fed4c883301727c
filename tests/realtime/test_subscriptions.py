"""Subscribing while something else happens: removals, restored backups, slow networks."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from realtime.fanout import access_rights, catching_up
from realtime.fanout.access_rights import Access, AccessChange
from realtime.fanout.connection_registry import ConnectionRegistry
from realtime.fanout.frames import PreparedFrame
from realtime.fanout.send_backlog import BEHIND_BYTES
from realtime.gateway.subscriptions import follow
from realtime.wire.answers import Message, Refused
from realtime.wire.codec import JSON, Codec
from realtime.wire.commands import Subscribe
from rooms import log
from rooms.events import ShownPerson
from rooms.log import LogEntry

ROOM, EPOCH = 7, "une vie"
MEMBER = Access(ShownPerson(1, "Nadia", "participant"), quieted=False)


@dataclass(eq=False)
class SlowSender:
    """A sender whose peer reads only when the test says so."""

    closed: bool = False
    unsent: int = 0
    flows: bool = False
    read: list[Any] = field(default_factory=list)
    is_full: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_behind(self) -> bool:
        return self.unsent > BEHIND_BYTES

    def send(self, frame: PreparedFrame) -> None:
        self.read.append(msgspec.json.decode(frame.payload))
        if not self.flows:
            self.unsent += len(frame.payload)
            self.is_full.set()

    def close(self, code: int, reason: str = "") -> None:
        self.closed = True

    def flow(self) -> None:
        """Read everything from now on."""
        self.flows, self.unsent = True, 0

    def stall(self) -> None:
        """Read nothing from now on."""
        self.flows = False
        self.is_full.clear()


@dataclass(eq=False)
class FakeSubscriber:
    """A subscriber."""

    person: int = 1
    session: str = "session"
    codec: Codec = JSON
    sender: Any = field(default_factory=SlowSender)
    access_by_room: dict[int, Access] = field(default_factory=dict)
    close_code: int = 1005

    def frame(self, payload: bytes) -> PreparedFrame:
        return PreparedFrame(payload, is_text=True)

    def send(self, message: Message) -> None:
        self.sender.send(self.frame(self.codec.encode(message)))

    @property
    def heard(self) -> list[str]:
        """The kinds of all messages so far."""
        return [message["type"] for message in self.sender.read]

    @property
    def numbers(self) -> list[int]:
        """The numbers of all lines so far."""
        events = [message["events"] for message in self.sender.read if message["type"] == "events"]
        return [line["seq"] for lines in events for line in lines]


@dataclass
class Past:
    """Stands for the database: a log of lines of ``size`` bytes, and what a person may do."""

    epoch: str = EPOCH
    head: int = 10
    size: int = 40_000
    access: Access | Refused = MEMBER
    recent: set[AccessChange] = field(default_factory=set)
    asked: int = 0

    def heads(self, rooms: list[int]) -> dict[int, tuple[str, int]]:
        return {room: (self.epoch, self.head) for room in rooms if room == ROOM}

    def check(self, _person: int, _room: int) -> Access | Refused:
        self.asked += 1
        return self.access

    def since(self, _room: int, seq: int) -> list[LogEntry]:
        return [self.entry(number) for number in range(seq + 1, self.head + 1)]

    def entry(self, number: int) -> LogEntry:
        event = {"kind": "x" * self.size}
        words = msgspec.json.encode({"seq": number, "at": 0, "by": None, "event": event})
        return LogEntry(ROOM, number, words)


@pytest.fixture
def past(monkeypatch: pytest.MonkeyPatch) -> Past:
    told = Past()
    monkeypatch.setattr(log, "heads", told.heads)
    monkeypatch.setattr(log, "since", told.since)
    monkeypatch.setattr(access_rights, "check", told.check)
    monkeypatch.setattr(
        access_rights,
        "recent_changes",
        lambda *_about: access_rights.AccessChanges(set(), set(), set(), told.recent),
    )
    return told


@pytest.fixture
async def registry() -> ConnectionRegistry:
    return ConnectionRegistry()


async def on_the_way(registry: ConnectionRegistry, subscriber: FakeSubscriber) -> "asyncio.Task[None]":
    """Start a subscription, which waits since its socket takes nothing more."""
    registry.add(subscriber)
    task = asyncio.create_task(follow(registry, subscriber, Subscribe(ROOM, EPOCH, 0)))
    await subscriber.sender.is_full.wait()
    return task


async def test_who_catches_up_slowly_hears_what_happens_after(
    registry: ConnectionRegistry, past: Past
) -> None:
    nadia = FakeSubscriber()
    coming = await on_the_way(registry, nadia)
    for _poll_forever in range(3):
        await registry._poll()
    nadia.sender.flow()
    await coming
    assert nadia.heard[-1] == "subscribed"
    past.head += 1
    registry.hint(past.entry(past.head))
    assert nadia.numbers == list(range(1, past.head + 1))
    registry.remove(nadia)
    assert not registry.connections


async def test_who_is_removed_while_catching_up_gets_not_a_word_more(
    registry: ConnectionRegistry, past: Past
) -> None:
    marcel = FakeSubscriber()
    coming = await on_the_way(registry, marcel)
    known = len(marcel.numbers)
    past.access = Refused("removed", "Non.", room=ROOM)
    await registry.refresh_access({(marcel.person, ROOM)})
    marcel.sender.flow()
    await coming
    assert marcel.heard[-1] == "refused"
    registry.hint(past.entry(past.head + 1))
    assert len(marcel.numbers) == known
    assert not marcel.access_by_room


async def test_a_voice_taken_while_catching_up_is_told_as_it_is_now(
    registry: ConnectionRegistry, past: Past
) -> None:
    marcel = FakeSubscriber()
    coming = await on_the_way(registry, marcel)
    past.access = Access(ShownPerson(1, "Marcel", "participant"), quieted=True)
    await registry.refresh_access({(marcel.person, ROOM)})
    marcel.sender.flow()
    await coming
    assert marcel.sender.read[-1]["quieted"] is True


async def test_a_change_that_no_hint_told_of_is_obeyed_and_not_asked_about_again_and_again(
    registry: ConnectionRegistry, past: Past
) -> None:
    marcel = FakeSubscriber()
    coming = await on_the_way(registry, marcel)
    marcel.sender.flow()
    await coming
    past.recent = {AccessChange(marcel.person, None, datetime.now(UTC))}
    past.access, past.asked = Access(ShownPerson(1, "Marcel", "participant"), quieted=True), 0
    for _poll_forever in range(5):
        await registry._poll()
    assert marcel.sender.read[-1]["quieted"] is True
    assert past.asked == 2
    past.access = Refused("removed", "Non.", room=ROOM)
    past.recent = past.recent | {AccessChange(marcel.person, ROOM, datetime.now(UTC))}
    await registry._poll()
    assert not marcel.access_by_room


async def test_a_backup_restored_while_somebody_catches_up_resets_them(
    registry: ConnectionRegistry, past: Past
) -> None:
    nadia = FakeSubscriber()
    coming = await on_the_way(registry, nadia)
    past.epoch = "une autre"
    await registry._poll()
    nadia.sender.flow()
    await coming
    assert nadia.heard[-1] == "reset"
    registry.remove(nadia)
    assert not registry.connections


async def test_a_follower_that_ends_before_anybody_is_admitted_loads_no_page_again(
    registry: ConnectionRegistry, past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a slow machine two polls find nobody there yet, between the question and the admission."""
    await registry.follower(ROOM)
    past.head += 1  # a command that is ahead of the follower has it read the log
    read, past_since = [], past.since

    def read_while_polled(room: int, seq: int) -> list[LogEntry]:
        read.append(seq)
        for _poll in range(2 if len(read) == 1 else 0):
            registry._drop_idle_followers()
        return past_since(room, seq)

    monkeypatch.setattr(log, "since", read_while_polled)
    nadia = FakeSubscriber()
    registry.add(nadia)
    await follow(registry, nadia, Subscribe(ROOM, EPOCH, past.head))
    assert nadia.heard[-1] == "subscribed"


async def test_a_line_that_no_slow_socket_could_take_is_a_page_to_load(
    registry: ConnectionRegistry, past: Past
) -> None:
    past.size = catching_up.MAX_ENTRY_BYTES
    nadia = FakeSubscriber()
    registry.add(nadia)
    await follow(registry, nadia, Subscribe(ROOM, EPOCH, 0))
    assert nadia.heard == ["reset"]
    assert nadia.sender.read[0]["reason"] == "far"
    assert not nadia.access_by_room


async def test_commands_for_rooms_that_do_not_exist_leave_nothing_behind(
    registry: ConnectionRegistry,
) -> None:
    for room in range(1, 100):
        registry.signals.stopped_typing(room, person=1)
    assert not registry.signals


async def test_who_only_lists_rooms_hears_of_them_and_is_seen_in_none(
    registry: ConnectionRegistry, past: Past
) -> None:
    listing, reading = FakeSubscriber(person=1), FakeSubscriber(person=2)
    for subscriber in (listing, reading):
        subscriber.sender.flow()
        registry.add(subscriber)
    await follow(registry, listing, Subscribe(ROOM, EPOCH, past.head, unseen=True))
    assert "subscribed" in listing.heard
    assert registry.signals.presence_in(ROOM).summary()[0] == 0
    await follow(registry, reading, Subscribe(ROOM, EPOCH, past.head))
    assert registry.signals.presence_in(ROOM).summary()[0] == 1
    registry.remove(listing)
    assert registry.signals.presence_in(ROOM).summary()[0] == 1


async def test_whose_account_became_another_comes_back_and_the_others_stay(
    registry: ConnectionRegistry, past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    again, marcel = FakeSubscriber(person=1), FakeSubscriber(person=2)
    for each in (again, marcel):
        each.sender.flow()
        registry.add(each)
        await follow(registry, each, Subscribe(ROOM, EPOCH, past.head))
    for name, found in (("find_merged", {1}), ("find_barred", set()), ("find_ended", set())):
        monkeypatch.setattr(access_rights, name, lambda _asked, found=found: found)
    await registry._recheck_person(again.person)
    assert (again.sender.closed, marcel.sender.closed) == (True, False)


async def test_whose_line_stalls_while_much_is_told_gets_it_when_it_flows_and_then_what_comes(
    registry: ConnectionRegistry, past: Past
) -> None:
    nadia = await fallen_behind(registry, past)
    assert nadia.sender.unsent < 2 * BEHIND_BYTES
    assert len(nadia.numbers) < past.head
    nadia.sender.flow()
    await until(lambda: len(nadia.numbers) == past.head)
    tell(registry, past, 1)
    await until(lambda: nadia.numbers[-1] == past.head)
    assert nadia.numbers == list(range(1, past.head + 1))
    assert "reset" not in nadia.heard


async def test_who_is_removed_while_their_line_stalls_gets_not_a_word_more(
    registry: ConnectionRegistry, past: Past
) -> None:
    marcel = await fallen_behind(registry, past)
    known = len(marcel.numbers)
    past.access = Refused("removed", "Non.", room=ROOM)
    await registry.refresh_access({(marcel.person, ROOM)})
    marcel.sender.flow()
    async with asyncio.timeout(10):
        await asyncio.gather(*registry._tasks)
    tell(registry, past, 1)
    assert len(marcel.numbers) == known


async def test_who_falls_too_far_behind_a_busy_room_loads_its_page_again(
    registry: ConnectionRegistry, past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "MAX_MISSED", 20)
    nadia = await fallen_behind(registry, past)
    nadia.sender.flow()
    async with asyncio.timeout(10):
        await asyncio.gather(*registry._tasks)
    assert nadia.heard[-1] == "reset"
    assert not nadia.access_by_room


async def until(holds: Callable[[], bool]) -> None:
    """Let the loop go on until something ``holds``. Raises ``TimeoutError``."""
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - it holds in another task's turn, which no Event of ours tells
            await asyncio.sleep(0)


async def fallen_behind(registry: ConnectionRegistry, past: Past) -> FakeSubscriber:
    """Return somebody who followed the room until their line stalled: they are told of events no more."""
    somebody = FakeSubscriber()
    somebody.sender.flow()
    registry.add(somebody)
    await follow(registry, somebody, Subscribe(ROOM, EPOCH, 0))
    somebody.sender.stall()
    tell(registry, past, 30)
    await until(lambda: not len(registry.followers[ROOM].subscribers))
    return somebody


def tell(registry: ConnectionRegistry, past: Past, lines: int) -> None:
    """Log so many more lines, and announce each at once."""
    for _each in range(lines):
        past.head += 1
        registry.hint(past.entry(past.head))
