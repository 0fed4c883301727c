"""What leaves no trace: who is in each room, and who is writing there, here and in other processes."""

from collections.abc import Mapping
from typing import Any

import msgspec

from realtime.fanout.corridor import Corridor
from realtime.fanout.presence import Presence
from realtime.fanout.pump import Pump
from realtime.wire.answers import Message, Typing
from realtime.wire.answers import Presence as PresenceSignal
from rooms.events import ShownPerson


class Signals:
    """Presence by room, told to the audiences of ``pumps`` and through the ``corridor``."""

    def __init__(self, pumps: Mapping[int, Pump], corridor: Corridor) -> None:
        self._pumps = pumps
        self._corridor = corridor
        self._rooms: dict[int, Presence] = {}

    def __len__(self) -> int:
        return len(self._rooms)

    def of(self, room: int) -> Presence:
        """The people of ``room``."""
        if room not in self._rooms:
            self._rooms[room] = Presence(
                lambda: self._say_presence(room), lambda people: self._say(room, Typing(room, people))
            )
        return self._rooms[room]

    def forget(self, room: int) -> None:
        """Nobody here follows ``room`` any more."""
        if room in self._rooms:
            self._rooms.pop(room).end()

    def present(self, room: int) -> PresenceSignal:
        """Who is in ``room``, for one who has just come."""
        return PresenceSignal(room, *self.of(room).everybody())

    def typing(self, room: int, person: ShownPerson) -> None:
        """``person``, who is here, is writing in ``room``."""
        if self.of(room).writers.write(person):
            self._corridor.say({"type": "typing", "room": room, "person": msgspec.to_builtins(person)}, room)

    def wrote(self, room: int, person: int) -> None:
        """``person`` has written; they are no longer writing."""
        if room in self._rooms:
            self._rooms[room].writers.pause(person)

    def hear(self, message: dict[str, Any]) -> None:
        """What another process says of its own people."""
        match message:
            case {"type": "presence", "room": room, "people": people, "ids": ids, "from": process}:
                self.of(room).hear(process, msgspec.convert(people, list[ShownPerson]), ids)
            case {"type": "typing", "room": room, "person": person}:
                self.of(room).writers.write(msgspec.convert(person, ShownPerson))

    def repeat(self) -> None:
        """Tell the other processes again who is here, and forget those that have fallen silent."""
        for room in list(self._pumps):
            self.of(room).forget_silent()
            self._tell_others(room)

    def _say_presence(self, room: int) -> None:
        self._say(room, self.present(room))
        if room in self._pumps:
            self._tell_others(room)

    def _say(self, room: int, signal: Message) -> None:
        if room in self._pumps:
            self._pumps[room].audience.say(signal)

    def _tell_others(self, room: int) -> None:
        named, ids = self.of(room).here()
        people = msgspec.to_builtins(named)
        self._corridor.say({"type": "presence", "room": room, "people": people, "ids": ids}, room)
