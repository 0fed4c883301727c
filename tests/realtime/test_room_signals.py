"""Typing signals: sent at once to a few, seldom to many, and never twice the same."""

from itertools import pairwise
from typing import Any

import msgspec
import pytest

from realtime.fanout.frames import PreparedFrame
from realtime.fanout.process_bus import ProcessBus
from realtime.fanout.room_follower import RoomFollower
from realtime.fanout.room_signals import RoomSignals
from realtime.wire.codec import JSON
from rooms.events import ShownPerson
from rooms.log import LogEntry
from tests.realtime.clock import Clock

ROOM = 7
A_BROWSER_FORGETS = 8.0  # frontend/static/js/presence.js
A_BROWSER_SAYS_SO = 3.0  # frontend/static/js/composer.js


class TypingRecorder:
    """One socket of the room, and when it was told who writes."""

    closed = False

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.told: list[tuple[float, list[str]]] = []

    def send(self, frame: PreparedFrame) -> None:
        message: dict[str, Any] = msgspec.json.decode(frame.payload)
        if message["type"] == "typing":
            self.told.append((self._clock.now, [person["name"] for person in message.get("people", ())]))

    @property
    def names(self) -> list[list[str]]:
        """The names in each signal."""
        return [names for _when, names in self.told]


class Fabrique:
    """A room with ``people`` in it, one of whom listens."""

    def __init__(self, clock: Clock, people: int) -> None:
        self.clock, self.listener = clock, TypingRecorder(clock)
        follower = RoomFollower(ROOM, "vie", 0, self._page)
        follower.subscribers.add(JSON, self.listener, lambda _heard: None)  # type: ignore[arg-type]
        self.signals = RoomSignals({ROOM: follower}, ProcessBus(lambda _message: None))
        self.people = [ShownPerson(number, f"Plume {number}", "participant") for number in range(people)]
        for person in self.people:
            self.signals.presence_in(ROOM).add_socket(person)

    def types(self, number: int) -> None:
        self.signals.typing(ROOM, self.people[number])

    def posts(self, number: int) -> None:
        self.signals.stopped_typing(ROOM, number)

    async def _page(self, _room: int, _since: int) -> list[LogEntry]:
        return []


async def test_a_few_know_at_once_who_writes_and_who_has_written(clock: Clock) -> None:
    fabrique = Fabrique(clock, people=3)
    fabrique.types(0)
    assert fabrique.listener.names == [["Plume 0"]]
    await clock.go_on(0.5)
    fabrique.types(1)
    assert fabrique.listener.names[-1] == ["Plume 0", "Plume 1"]
    await clock.go_on(0.5)
    fabrique.posts(0)
    assert fabrique.listener.names[-1] == ["Plume 1"]


async def test_a_calm_crowd_knows_at_once_who_begins_to_write(clock: Clock) -> None:
    fabrique = Fabrique(clock, people=1000)
    await clock.go_on(60)
    fabrique.types(500)
    assert fabrique.listener.names == [["Plume 500"]]


@pytest.mark.parametrize(("people", "most"), [(1000, 5), (100, 30)])
async def test_the_larger_the_crowd_the_fewer_are_told_who_writes(
    clock: Clock, people: int, most: int
) -> None:
    """In 20 s, each of a hundred people types and posts."""
    fabrique = Fabrique(clock, people)
    for number in range(100):
        fabrique.types(number)
        await clock.go_on(0.1)
        fabrique.posts(number)
        await clock.go_on(0.1)
    assert 1 < len(fabrique.listener.told) <= most


async def test_what_has_not_changed_is_not_said_again(clock: Clock) -> None:
    fabrique = Fabrique(clock, people=20)
    for number in range(3):
        fabrique.types(number)
        await clock.go_on(0.5)
    known = len(fabrique.listener.told)
    for number in range(3, 20):  # only three are named
        fabrique.types(number)
    await clock.go_on(0.5)
    fabrique.posts(19)
    await clock.go_on(0.5)
    assert len(fabrique.listener.told) == known
    fabrique.posts(0)
    assert fabrique.listener.names[-1] == ["Plume 1", "Plume 2", "Plume 3"]


async def test_who_begins_and_ends_between_two_tellings_is_never_named(clock: Clock) -> None:
    fabrique = Fabrique(clock, people=1000)
    fabrique.types(0)
    await clock.go_on(1)
    fabrique.types(1)
    fabrique.posts(1)
    await clock.go_on(5)
    assert set(map(tuple, fabrique.listener.names)) == {("Plume 0",)}


@pytest.mark.parametrize("people", [2, 100, 1000])
async def test_who_goes_on_writing_is_told_again_before_browsers_forget(clock: Clock, people: int) -> None:
    fabrique = Fabrique(clock, people)
    for _time in range(30):
        fabrique.types(1)
        await clock.go_on(A_BROWSER_SAYS_SO + 0.1)
    times = [when for when, _names in fabrique.listener.told]
    assert max(after - before for before, after in pairwise(times)) < A_BROWSER_FORGETS
    assert clock.now - times[-1] < A_BROWSER_FORGETS
    assert set(map(tuple, fabrique.listener.names)) == {("Plume 1",)}


async def test_who_leaves_writes_no_more(clock: Clock) -> None:
    fabrique = Fabrique(clock, people=2)
    fabrique.types(1)
    await clock.go_on(1)
    fabrique.signals.presence_in(ROOM).remove_socket(1)
    await clock.go_on(1)
    assert fabrique.listener.names == [["Plume 1"], []]


async def test_a_room_that_everybody_has_left_is_forgotten_for_good(clock: Clock) -> None:
    fabrique = Fabrique(clock, people=1000)
    for person in fabrique.people:
        fabrique.signals.presence_in(ROOM).remove_socket(person.id)
    fabrique.signals.forget(ROOM)
    await clock.go_on(10)
    assert not fabrique.signals
