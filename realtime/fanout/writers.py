"""Who is writing in a room: told when those who are named have changed, or are soon forgotten."""

import math
from collections.abc import Callable

from realtime.fanout.thinned import Thinned, now
from rooms.events import ShownPerson

NAMED = 3
WRITES_FOR = 6.0
# Browsers forget after eight seconds, and say every three that somebody goes on.
TOLD_AGAIN = 2.5


class Writers:
    """Those of one room. ``tell`` is called with the first of them: at once, or thinned for ``crowd()``."""

    __slots__ = ("_tell", "_thinned", "_told", "_told_at", "_writing")

    def __init__(self, tell: Callable[[list[ShownPerson]], None], crowd: Callable[[], int]) -> None:
        self._tell = tell
        self._writing: dict[int, tuple[ShownPerson, float]] = {}
        self._told: list[ShownPerson] = []
        self._told_at = -math.inf
        self._thinned = Thinned(self._say, crowd, since=lambda: self._told_at)

    def write(self, person: ShownPerson) -> bool:
        """``person`` is writing. True when it is news, or was said a while ago."""
        _person, until = self._writing.get(person.id, (person, 0.0))
        if until - now() > WRITES_FOR / 2:
            return False
        self._writing[person.id] = (person, now() + WRITES_FOR)
        self._thinned.ask()
        return True

    def pause(self, person: int) -> None:
        """``person`` writes no more."""
        if self._writing.pop(person, None) is not None:
            self._thinned.ask()

    def named(self) -> list[ShownPerson]:
        """The first of those who are writing; who has not said so for six seconds is forgotten."""
        self._writing = {who: each for who, each in self._writing.items() if each[1] > now()}
        return [person for person, _until in self._writing.values()][:NAMED]

    def end(self) -> None:
        """Nobody is there to be told."""
        self._thinned.end()

    def _say(self) -> None:
        named = self.named()
        if named == self._told and (not named or now() - self._told_at < TOLD_AGAIN):
            return
        self._told, self._told_at = named, now()
        self._tell(named)
