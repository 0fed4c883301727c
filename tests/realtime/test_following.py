"""To follow a room while things happen in the middle of it: removals, restored backups, slow lines."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from realtime.fanout import standing
from realtime.fanout.frames import Frame
from realtime.fanout.house import House
from realtime.fanout.standing import Admitted, Change
from realtime.gateway import following
from realtime.gateway.following import follow
from realtime.wire.answers import Message, Refused
from realtime.wire.codec import JSON, Codec
from realtime.wire.commands import Subscribe
from rooms import log
from rooms.events import ShownPerson
from rooms.log import Entry

ROOM, EPOCH = 7, "une vie"
MEMBER = Admitted(ShownPerson(1, "Nadia", "participant"), quieted=False)


@dataclass(eq=False)
class Line:
    """An outlet whose peer reads only when the test says so."""

    closed: bool = False
    unsent: int = 0
    flows: bool = False
    read: list[Any] = field(default_factory=list)
    is_full: asyncio.Event = field(default_factory=asyncio.Event)

    def send(self, frame: Frame) -> None:
        self.read.append(msgspec.json.decode(frame.payload))
        if not self.flows:
            self.unsent += len(frame.payload)
            self.is_full.set()

    def close(self, code: int, reason: str = "") -> None:
        self.closed = True

    def flow(self) -> None:
        """Read everything from now on."""
        self.flows, self.unsent = True, 0


@dataclass(eq=False)
class Visitor:
    """A guest of the house."""

    person: int = 1
    session: str = "session"
    codec: Codec = JSON
    outlet: Any = field(default_factory=Line)
    follows: dict[int, Admitted] = field(default_factory=dict)

    def frame(self, payload: bytes) -> Frame:
        return Frame(payload, is_text=True)

    def tell(self, message: Message) -> None:
        self.outlet.send(self.frame(self.codec.encode(message)))

    @property
    def heard(self) -> list[str]:
        """The kinds of all messages so far."""
        return [message["type"] for message in self.outlet.read]

    @property
    def numbers(self) -> list[int]:
        """The numbers of all lines so far."""
        events = [message["events"] for message in self.outlet.read if message["type"] == "events"]
        return [line["seq"] for lines in events for line in lines]


@dataclass
class Past:
    """A log of lines of ``size`` bytes, and what a person may do: what the database would say."""

    epoch: str = EPOCH
    head: int = 10
    size: int = 40_000
    standing: Admitted | Refused = MEMBER
    lately: set[Change] = field(default_factory=set)
    asked: int = 0

    def heads(self, rooms: list[int]) -> dict[int, tuple[str, int]]:
        return {room: (self.epoch, self.head) for room in rooms if room == ROOM}

    def of(self, _person: int, _room: int) -> Admitted | Refused:
        self.asked += 1
        return self.standing

    def since(self, _room: int, seq: int) -> list[Entry]:
        return [self.entry(number) for number in range(seq + 1, self.head + 1)]

    def entry(self, number: int) -> Entry:
        event = {"kind": "x" * self.size}
        words = msgspec.json.encode({"seq": number, "at": 0, "by": None, "event": event})
        return Entry(ROOM, number, words)


@pytest.fixture
def past(monkeypatch: pytest.MonkeyPatch) -> Past:
    told = Past()
    monkeypatch.setattr(log, "heads", told.heads)
    monkeypatch.setattr(log, "since", told.since)
    monkeypatch.setattr(standing, "of", told.of)
    monkeypatch.setattr(standing, "changes", lambda *_about: standing.Changes(set(), set(), told.lately))
    return told


@pytest.fixture
async def house() -> House:
    return House()


async def on_the_way(house: House, guest: Visitor) -> "asyncio.Task[None]":
    """``guest`` is catching up, over a line that takes nothing more."""
    house.enter(guest)
    task = asyncio.create_task(follow(house, guest, Subscribe(ROOM, EPOCH, 0)))
    await guest.outlet.is_full.wait()
    return task


async def test_who_catches_up_slowly_hears_what_happens_after(house: House, past: Past) -> None:
    nadia = Visitor()
    coming = await on_the_way(house, nadia)
    for _look in range(3):
        await house._look_once()
    nadia.outlet.flow()
    await coming
    assert nadia.heard[-1] == "subscribed"
    past.head += 1
    house.hint(past.entry(past.head))
    assert nadia.numbers == list(range(1, past.head + 1))
    house.leave(nadia)
    assert not house.guests


async def test_who_is_removed_while_catching_up_gets_not_a_word_more(house: House, past: Past) -> None:
    marcel = Visitor()
    coming = await on_the_way(house, marcel)
    known = len(marcel.numbers)
    past.standing = Refused("removed", "Non.", room=ROOM)
    await house.restand({(marcel.person, ROOM)})
    marcel.outlet.flow()
    await coming
    assert marcel.heard[-1] == "refused"
    house.hint(past.entry(past.head + 1))
    assert len(marcel.numbers) == known
    assert not marcel.follows


async def test_a_voice_taken_while_catching_up_is_told_as_it_is_now(house: House, past: Past) -> None:
    marcel = Visitor()
    coming = await on_the_way(house, marcel)
    past.standing = Admitted(ShownPerson(1, "Marcel", "participant"), quieted=True)
    await house.restand({(marcel.person, ROOM)})
    marcel.outlet.flow()
    await coming
    assert marcel.outlet.read[-1]["quieted"] is True


async def test_a_change_that_no_hint_told_of_is_obeyed_and_not_asked_about_again_and_again(
    house: House, past: Past
) -> None:
    marcel = Visitor()
    coming = await on_the_way(house, marcel)
    marcel.outlet.flow()
    await coming
    past.lately = {Change(marcel.person, None, datetime.now(UTC))}
    past.standing, past.asked = Admitted(ShownPerson(1, "Marcel", "participant"), quieted=True), 0
    for _look in range(5):
        await house._look_once()
    assert marcel.outlet.read[-1]["quieted"] is True
    assert past.asked == 2
    past.standing = Refused("removed", "Non.", room=ROOM)
    past.lately = past.lately | {Change(marcel.person, ROOM, datetime.now(UTC))}
    await house._look_once()
    assert not marcel.follows


async def test_a_backup_restored_while_somebody_catches_up_resets_them(house: House, past: Past) -> None:
    nadia = Visitor()
    coming = await on_the_way(house, nadia)
    past.epoch = "une autre"
    await house._look_once()
    nadia.outlet.flow()
    await coming
    assert nadia.heard[-1] == "reset"
    house.leave(nadia)
    assert not house.guests


async def test_a_line_that_no_slow_socket_could_take_is_a_page_to_load(house: House, past: Past) -> None:
    past.size = following.LARGEST_LINE
    nadia = Visitor()
    house.enter(nadia)
    await follow(house, nadia, Subscribe(ROOM, EPOCH, 0))
    assert nadia.heard == ["reset"]
    assert nadia.outlet.read[0]["reason"] == "far"
    assert not nadia.follows


async def test_commands_for_rooms_that_do_not_exist_leave_nothing_behind(house: House) -> None:
    for room in range(1, 100):
        house.signals.wrote(room, person=1)
    assert not house.signals
