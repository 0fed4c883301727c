"""Whose words do not get through: refused, or still on their device. In memory alone, for some minutes."""

from dataclasses import dataclass
from time import time
from typing import Any, Literal

import msgspec

from realtime.fanout.leader_signals import LeaderSignals
from realtime.fanout.presence import MAX_NAMED
from realtime.fanout.process_bus import ProcessBus
from realtime.fanout.throttle import now
from realtime.wire.answers import Unheard, UnheardPerson
from rooms.events import ShownPerson

Why = Literal["refused", "unsent"]
WHYS: tuple[Why, ...] = ("refused", "unsent")
KEPT_FOR = 600.0  # seconds after it was last told


@dataclass(slots=True)
class _Trouble:
    person: ShownPerson
    since: int
    told_at: float


class UnheardSignals:
    """Tells those who lead a room, in all processes, whose words do not get through there: never which."""

    def __init__(self, bus: ProcessBus, leaders: LeaderSignals) -> None:
        self._bus = bus
        self._leaders = leaders
        self._rooms: dict[int, dict[tuple[int, Why], _Trouble]] = {}

    def note(self, room: int, person: ShownPerson, why: Why) -> None:
        """Note that words of ``person`` do not get through for this reason."""
        told = {"person": msgspec.to_builtins(person), "why": why}
        self._bus.publish({"type": "unheard", "room": room, **told}, room)
        self._begin(room, person, why)

    def end(self, room: int, person: int, why: Why) -> None:
        """Note that words of ``person`` get through again, if this process knew of the contrary."""
        if (person, why) in self._rooms.get(room, {}):
            self._bus.publish({"type": "heard", "room": room, "person": person, "whys": [why]}, room)
            self._end(room, person, why)

    def gets_through(self, room: int, person: int) -> None:
        """Note that something of ``person`` got through: a device that still holds more says so again."""
        for why in WHYS:
            self.end(room, person, why)

    def gets_through_a_page(self, room: int, person: int) -> None:
        """Note the same of somebody whom every process may answer, and whom another may have refused."""
        self._bus.publish({"type": "heard", "room": room, "person": person, "whys": WHYS}, room)
        for why in WHYS:
            self._end(room, person, why)

    def apply_remote(self, message: dict[str, Any]) -> None:
        """Note what another process has noted."""
        match message:
            case {"type": "unheard", "room": room, "person": person, "why": why}:
                self._begin(room, msgspec.convert(person, ShownPerson), why)
            case {"type": "heard", "room": room, "person": person, "whys": whys}:
                for why in whys:
                    self._end(room, person, why)

    def signal(self, room: int) -> Unheard:
        """Return the signal: the latest first, each person once."""
        troubles = sorted(self._rooms.get(room, {}).items(), key=lambda each: -each[1].since)
        named = {trouble.person.id: (trouble, why) for (_id, why), trouble in troubles}
        people = [UnheardPerson(trouble.person, why, trouble.since) for trouble, why in named.values()]
        return Unheard(room, people[:MAX_NAMED])

    def forget_old(self) -> None:
        """Forget what nobody has told again, and tell so."""
        for room, troubles in list(self._rooms.items()):
            old = [key for key, each in troubles.items() if each.told_at < now() - KEPT_FOR]
            for key in old:
                del troubles[key]
            if old:
                self._tell(room)

    def _begin(self, room: int, person: ShownPerson, why: Why) -> None:
        troubles = self._rooms.setdefault(room, {})
        if known := troubles.get((person.id, why)):
            known.told_at = now()
            return
        troubles[person.id, why] = _Trouble(person, int(time() * 1000), now())
        self._tell(room)

    def _end(self, room: int, person: int, why: Why) -> None:
        if self._rooms.get(room, {}).pop((person, why), None):
            self._tell(room)

    def _tell(self, room: int) -> None:
        if not self._rooms[room]:
            del self._rooms[room]
        self._leaders.pass_on(room, self.signal(room))
