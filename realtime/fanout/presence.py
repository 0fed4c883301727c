"""Who is in a room, as people and not as sockets, and who is writing: signals, coalesced and thinned."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from rooms.events import ShownPerson

NAMED = 40
WRITES_FOR = 6.0
OTHERS_LAST = 45.0
REPEAT = 15.0


@dataclass(slots=True)
class Elsewhere:
    """The people of one other process, as it said last, until ``expires`` (loop time)."""

    people: dict[int, ShownPerson]
    ids: set[int]
    expires: float


@dataclass(slots=True)
class Presence:
    """One room's people. ``changed`` is called, coalesced, when the others should hear of it.

    The wait grows with the crowd: a quarter of a second for a few, five seconds for a thousand.
    """

    changed: Callable[[], None]
    _here: dict[int, ShownPerson] = field(default_factory=dict)
    _sockets: dict[int, int] = field(default_factory=dict)
    _elsewhere: dict[str, Elsewhere] = field(default_factory=dict)
    _writing: dict[int, tuple[ShownPerson, float]] = field(default_factory=dict)
    _timer: asyncio.TimerHandle | None = None

    def enter(self, person: ShownPerson) -> None:
        """One more socket of ``person``."""
        self._sockets[person.id] = self._sockets.get(person.id, 0) + 1
        self.meet(person)

    def meet(self, person: ShownPerson) -> None:
        """``person``, who is here, as they are called and what they are now."""
        if self._here.get(person.id) != person:
            self._here[person.id] = person
            self.soon()

    def leave(self, person: int) -> None:
        """One socket of ``person`` less; they are gone with the last."""
        self._sockets[person] = self._sockets.get(person, 1) - 1
        if self._sockets[person] <= 0:
            del self._sockets[person]
            self._here.pop(person, None)
            self._writing.pop(person, None)
            self.soon()

    def hear(self, process: str, people: list[ShownPerson], ids: list[int]) -> None:
        """What another process says of its own people."""
        known = self._elsewhere.get(process)
        heard = Elsewhere({each.id: each for each in people}, set(ids), _now() + OTHERS_LAST)
        self._elsewhere[process] = heard
        # Who hears something new says so in turn; without this, two processes would never be silent again.
        if known is None or (known.people, known.ids) != (heard.people, heard.ids):
            self.soon()

    def forget_silent(self) -> None:
        """Other processes that say nothing any more have nobody here."""
        now = _now()
        speaking = {name: each for name, each in self._elsewhere.items() if each.expires > now}
        if len(speaking) < len(self._elsewhere):
            self._elsewhere = speaking
            self.soon()

    def everybody(self) -> tuple[int, list[ShownPerson]]:
        """How many people are in the room, and the first of them."""
        ids, named = set(self._here), dict(self._here)
        for other in self._elsewhere.values():
            ids |= other.ids
            named |= other.people
        return len(ids), [named[each] for each in sorted(named)][:NAMED]

    def here(self) -> tuple[list[ShownPerson], list[int]]:
        """The people of this process: the first by name, all by id."""
        return list(self._here.values())[:NAMED], list(self._here)

    def write(self, person: ShownPerson) -> bool:
        """``person`` is writing. True when that is to be told: it is news, or was told a while ago."""
        _person, until = self._writing.get(person.id, (person, 0.0))
        if until - _now() > WRITES_FOR / 2:
            return False
        self._writing[person.id] = (person, _now() + WRITES_FOR)
        return True

    def pause(self, person: int) -> bool:
        """``person`` writes no more. True when that is news."""
        return self._writing.pop(person, None) is not None

    def writers(self) -> list[ShownPerson]:
        """Who is writing; who has not said so for six seconds is forgotten."""
        now = _now()
        self._writing = {who: each for who, each in self._writing.items() if each[1] > now}
        return [person for person, _until in self._writing.values()]

    def soon(self) -> None:
        """Say it after a while in which other changes may join."""
        if self._timer is None:
            wait = min(0.25 + len(self._sockets) / 200, 5.0)
            self._timer = asyncio.get_running_loop().call_later(wait, self._say)

    def _say(self) -> None:
        self._timer = None
        self.changed()


def _now() -> float:
    return asyncio.get_running_loop().time()
