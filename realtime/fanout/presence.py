"""Presence: who is in a room, as people rather than sockets, coalesced over all processes."""

from collections.abc import Callable
from dataclasses import dataclass

from realtime.fanout.throttle import Throttle, now
from realtime.fanout.typing_indicator import TypingIndicator
from rooms.events import ShownPerson

MAX_NAMED = 40
REMOTE_SECONDS = 45.0
REPEAT_SECONDS = 15.0


@dataclass(slots=True)
class RemotePeople:
    """The people at one other process, as it last published them; valid until ``expires`` (loop time)."""

    people: dict[int, ShownPerson]
    ids: set[int]
    expires: float


class RoomPresence:
    """The people of one room, and those of them who are ``typing``.

    ``changed`` is called, throttled, when presence has changed; ``writing`` is for ``TypingIndicator``.
    """

    __slots__ = ("_local", "_remote", "_sockets", "_throttle", "typing")

    def __init__(self, changed: Callable[[], None], writing: Callable[[list[ShownPerson]], None]) -> None:
        self._local: dict[int, ShownPerson] = {}
        self._sockets: dict[int, int] = {}
        self._remote: dict[str, RemotePeople] = {}
        self._throttle = Throttle(changed, self._size)
        self.typing = TypingIndicator(writing, self._size)

    def add_socket(self, person: ShownPerson) -> None:
        """Count one more socket of ``person``."""
        self._sockets[person.id] = self._sockets.get(person.id, 0) + 1
        self.update_person(person)

    def update_person(self, person: ShownPerson) -> None:
        """Update the name and role of ``person``, who is here, if they have changed."""
        if self._local.get(person.id) != person:
            self._local[person.id] = person
            self._throttle.request()

    def remove_socket(self, person: int) -> None:
        """Count one socket of ``person`` less; they leave with the last."""
        self._sockets[person] = self._sockets.get(person, 1) - 1
        if self._sockets[person] <= 0:
            del self._sockets[person]
            self._local.pop(person, None)
            self.typing.stop(person)
            self._throttle.request()

    def merge_remote(self, process: str, people: list[ShownPerson], ids: list[int]) -> None:
        """Replace what is known of the people at another process."""
        known = self._remote.get(process)
        received = RemotePeople({each.id: each for each in people}, set(ids), now() + REMOTE_SECONDS)
        self._remote[process] = received
        # Send on only what is new: two processes would otherwise answer each other for ever.
        if known is None or (known.people, known.ids) != (received.people, received.ids):
            self._throttle.request()

    def expire_remote(self) -> None:
        """Forget the people of processes that have not published for ``REMOTE_SECONDS``."""
        alive = {name: each for name, each in self._remote.items() if each.expires > now()}
        if len(alive) < len(self._remote):
            self._remote = alive
            self._throttle.request()

    def summary(self) -> tuple[int, list[ShownPerson]]:
        """Return how many people are in the room, and the first of them."""
        named = dict(self._local)
        for other in self._remote.values():
            named |= other.people
        return len(self.everybody()), [named[each] for each in sorted(named)[:MAX_NAMED]]

    def everybody(self) -> set[int]:
        """Return the ids of all who are in the room, in whichever process."""
        return set(self._local).union(*(other.ids for other in self._remote.values()))

    def local_people(self) -> tuple[list[ShownPerson], list[int]]:
        """Return the people of this process: the first as shown, all by id."""
        return list(self._local.values())[:MAX_NAMED], list(self._local)

    def cancel(self) -> None:
        """Cancel the timers: nobody here follows the room any more."""
        self._throttle.cancel()
        self.typing.cancel()

    def _size(self) -> int:
        return len(self._sockets)
