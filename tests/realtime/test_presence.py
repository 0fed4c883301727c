"""Presence: who is here and who writes, told when it is news, and only then."""

import asyncio
from typing import Any

import pytest

from realtime.fanout import presence as module
from realtime.fanout.presence import OTHERS_LAST, WRITES_FOR, Presence
from rooms.events import ShownPerson

NADIA, MARCEL = ShownPerson(1, "Nadia", "participant"), ShownPerson(2, "Marcel", "participant")


class Watched:
    """A room's presence, how often it was told, and a clock of the test's own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.told = 1000.0, 0
        self.presence = Presence(self._tell)
        monkeypatch.setattr(module, "_now", lambda: self.now)
        monkeypatch.setattr(Presence, "soon", lambda presence: presence.changed())

    def _tell(self) -> None:
        self.told += 1


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(monkeypatch)


def test_a_person_is_there_until_their_last_socket_is_gone(watched: Watched) -> None:
    for _socket in range(2):
        watched.presence.enter(NADIA)
    watched.presence.leave(NADIA.id)
    assert watched.presence.everybody() == (1, [NADIA])
    watched.presence.leave(NADIA.id)
    assert watched.presence.everybody() == (0, [])


def test_what_another_process_says_again_is_no_news(watched: Watched) -> None:
    for _time in range(3):
        watched.presence.hear("là-bas", [MARCEL], [MARCEL.id])
    assert watched.told == 1
    watched.presence.hear("là-bas", [], [])
    assert watched.told == 2


async def test_two_processes_that_hear_each_other_fall_silent() -> None:
    said: list[str] = []

    def between(name: str, other: str) -> Any:
        def tell() -> None:
            said.append(name)
            people, ids = rooms[name].here()
            rooms[other].hear(name, people, ids)

        return tell

    rooms = {"a": Presence(between("a", "b")), "b": Presence(between("b", "a"))}
    rooms["a"].enter(NADIA)
    await asyncio.sleep(0)
    for _round in range(10):
        for room in rooms.values():
            if room._timer is not None:
                room._timer.cancel()
                room._say()
    assert len(said) <= 4
    assert all(room.everybody() == (1, [NADIA]) for room in rooms.values())


def test_a_process_that_died_takes_its_people_with_it(watched: Watched) -> None:
    watched.presence.hear("là-bas", [MARCEL], [MARCEL.id])
    watched.now += OTHERS_LAST + 1
    watched.presence.forget_silent()
    assert watched.told == 2
    assert watched.presence.everybody() == (0, [])


def test_who_goes_on_writing_is_told_again_before_they_are_forgotten(watched: Watched) -> None:
    assert watched.presence.write(NADIA)
    assert not watched.presence.write(NADIA)
    watched.now += WRITES_FOR / 2
    assert watched.presence.write(NADIA)


def test_who_writes_again_after_a_pause_is_news(watched: Watched) -> None:
    watched.presence.write(NADIA)
    watched.now += 10 * WRITES_FOR
    assert watched.presence.write(NADIA)
    assert watched.presence.writers() == [NADIA]
