"""Who is in a room, as people and not as sockets, and who is writing: signals, coalesced and thinned."""

from collections.abc import Callable
from dataclasses import dataclass

from realtime.fanout.thinned import Thinned, now
from realtime.fanout.writers import Writers
from rooms.events import ShownPerson

NAMED = 40
OTHERS_LAST = 45.0
REPEAT = 15.0


@dataclass(slots=True)
class Elsewhere:
    """The people of one other process, as it said last, until ``expires`` (loop time)."""

    people: dict[int, ShownPerson]
    ids: set[int]
    expires: float


class Presence:
    """One room's people, and its ``writers``.

    ``changed`` is called, coalesced, when the others should hear of it; ``writing`` as ``Writers`` has it.
    """

    __slots__ = ("_elsewhere", "_here", "_news", "_sockets", "writers")

    def __init__(self, changed: Callable[[], None], writing: Callable[[list[ShownPerson]], None]) -> None:
        self._here: dict[int, ShownPerson] = {}
        self._sockets: dict[int, int] = {}
        self._elsewhere: dict[str, Elsewhere] = {}
        self._news = Thinned(changed, self._crowd)
        self.writers = Writers(writing, self._crowd)

    def enter(self, person: ShownPerson) -> None:
        """One more socket of ``person``."""
        self._sockets[person.id] = self._sockets.get(person.id, 0) + 1
        self.meet(person)

    def meet(self, person: ShownPerson) -> None:
        """``person``, who is here, as they are called and what they are now."""
        if self._here.get(person.id) != person:
            self._here[person.id] = person
            self._news.ask()

    def leave(self, person: int) -> None:
        """One socket of ``person`` less; they are gone with the last."""
        self._sockets[person] = self._sockets.get(person, 1) - 1
        if self._sockets[person] <= 0:
            del self._sockets[person]
            self._here.pop(person, None)
            self.writers.pause(person)
            self._news.ask()

    def hear(self, process: str, people: list[ShownPerson], ids: list[int]) -> None:
        """What another process says of its own people."""
        known = self._elsewhere.get(process)
        heard = Elsewhere({each.id: each for each in people}, set(ids), now() + OTHERS_LAST)
        self._elsewhere[process] = heard
        # Who hears something new says so in turn; without this, two processes would never be silent again.
        if known is None or (known.people, known.ids) != (heard.people, heard.ids):
            self._news.ask()

    def forget_silent(self) -> None:
        """Other processes that say nothing any more have nobody here."""
        speaking = {name: each for name, each in self._elsewhere.items() if each.expires > now()}
        if len(speaking) < len(self._elsewhere):
            self._elsewhere = speaking
            self._news.ask()

    def everybody(self) -> tuple[int, list[ShownPerson]]:
        """How many people are in the room, and the first of them."""
        ids, named = set(self._here), dict(self._here)
        for other in self._elsewhere.values():
            ids |= other.ids
            named |= other.people
        return len(ids), [named[each] for each in sorted(named)[:NAMED]]

    def here(self) -> tuple[list[ShownPerson], list[int]]:
        """The people of this process: the first by name, all by id."""
        return list(self._here.values())[:NAMED], list(self._here)

    def end(self) -> None:
        """Nobody here follows the room any more."""
        self._news.end()
        self.writers.end()

    def _crowd(self) -> int:
        return len(self._sockets)
