"""Presence: who is here and who writes, told when it is news, and only then."""

from collections.abc import Callable

import pytest

from realtime.fanout.presence import REMOTE_SECONDS, RoomPresence
from realtime.fanout.throttle import MAX_WAIT, MIN_WAIT
from realtime.fanout.typing_indicator import TYPING_SECONDS
from rooms.events import ShownPerson
from tests.realtime.clock import STEP, Clock

NADIA, MARCEL = ShownPerson(1, "Nadia", "participant"), ShownPerson(2, "Marcel", "participant")


class _WatchedSockets:
    """A room's presence, with a clock and a count of what it sent."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.told: list[float] = []
        self.presence = RoomPresence(lambda: self.told.append(clock.now), lambda _people: None)

    async def settle(self) -> int:
        """Return how often presence was sent, after all waits."""
        await self.clock.go_on(MAX_WAIT + 1)
        return len(self.told)

    def come(self, people: int) -> None:
        """Let so many people enter at once."""
        for number in range(people):
            self.presence.add_socket(ShownPerson(number, f"Personne {number}", "participant"))


@pytest.fixture
async def watched(clock: Clock) -> _WatchedSockets:
    return _WatchedSockets(clock)


async def test_a_person_is_there_until_their_last_socket_is_gone(watched: _WatchedSockets) -> None:
    for _socket in range(2):
        watched.presence.add_socket(NADIA)
    watched.presence.remove_socket(NADIA.id)
    assert watched.presence.summary() == (1, [NADIA])
    watched.presence.remove_socket(NADIA.id)
    assert watched.presence.summary() == (0, [])


@pytest.mark.parametrize(("people", "wait"), [(1, MIN_WAIT), (100, 0.75), (1000, MAX_WAIT), (5000, MAX_WAIT)])
async def test_the_larger_the_crowd_the_longer_it_waits(
    watched: _WatchedSockets, people: int, wait: float
) -> None:
    watched.come(people)
    await watched.settle()
    before, left = len(watched.told), watched.clock.now
    watched.presence.remove_socket(0)
    await watched.settle()
    (told,) = watched.told[before:]
    assert wait - STEP <= told - left <= wait + 2 * STEP


async def test_all_that_changes_within_the_wait_is_told_at_once(watched: _WatchedSockets) -> None:
    watched.come(1000)
    for number in range(500):
        watched.presence.remove_socket(number)
        watched.presence.add_socket(NADIA)
    assert await watched.settle() == 1


async def test_a_crowd_that_comes_and_goes_for_a_minute_is_told_of_it_every_five_seconds(
    watched: _WatchedSockets,
) -> None:
    watched.come(1000)
    before = await watched.settle()
    for number in range(600):
        watched.presence.remove_socket(number)
        await watched.clock.go_on(0.1)
        watched.presence.add_socket(ShownPerson(number, f"Personne {number}", "participant"))
    assert 60 / MAX_WAIT - 2 <= len(watched.told) - before <= 60 / MAX_WAIT


async def test_what_another_process_says_again_is_no_news(watched: _WatchedSockets) -> None:
    for _time in range(3):
        watched.presence.merge_remote("là-bas", [MARCEL], [MARCEL.id])
        assert await watched.settle() == 1
    watched.presence.merge_remote("là-bas", [], [])
    assert await watched.settle() == 2


async def test_two_processes_that_hear_each_other_fall_silent(clock: Clock) -> None:
    said: list[str] = []

    def between(name: str, other: str) -> Callable[[], None]:
        def tell() -> None:
            said.append(name)
            people, ids = rooms[name].local_people()
            rooms[other].merge_remote(name, people, ids)

        return tell

    rooms = {
        "a": RoomPresence(between("a", "b"), lambda _people: None),
        "b": RoomPresence(between("b", "a"), lambda _people: None),
    }
    rooms["a"].add_socket(NADIA)
    await clock.go_on(60)
    assert 2 <= len(said) <= 4
    assert all(room.summary() == (1, [NADIA]) for room in rooms.values())


async def test_a_process_that_died_takes_its_people_with_it(watched: _WatchedSockets) -> None:
    watched.presence.merge_remote("là-bas", [MARCEL], [MARCEL.id])
    await watched.clock.go_on(REMOTE_SECONDS + 1)
    watched.presence.expire_remote()
    assert await watched.settle() == 2
    assert watched.presence.summary() == (0, [])


async def test_who_goes_on_writing_is_told_again_before_they_are_forgotten(watched: _WatchedSockets) -> None:
    typing = watched.presence.typing
    assert typing.start(NADIA)
    assert not typing.start(NADIA)
    await watched.clock.go_on(TYPING_SECONDS / 2 + STEP)
    assert typing.start(NADIA)


async def test_who_writes_again_after_a_pause_is_news(watched: _WatchedSockets) -> None:
    typing = watched.presence.typing
    typing.start(NADIA)
    await watched.clock.go_on(10 * TYPING_SECONDS)
    assert typing.start(NADIA)
    assert typing.named() == [NADIA]
