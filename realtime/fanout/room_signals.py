"""Signals of rooms, which are not logged: who is present and who is typing, over all processes."""

from collections.abc import Mapping
from typing import Any

import msgspec

from realtime.fanout.presence import RoomPresence
from realtime.fanout.process_bus import ProcessBus
from realtime.fanout.room_follower import RoomFollower
from realtime.wire.answers import Message, Typing
from realtime.wire.answers import Presence as PresenceSignal
from rooms.events import ShownPerson


class RoomSignals:
    """Presence by room, sent to the subscribers of ``followers`` and published on the ``bus``."""

    def __init__(self, followers: Mapping[int, RoomFollower], bus: ProcessBus) -> None:
        self._followers = followers
        self._bus = bus
        self._rooms: dict[int, RoomPresence] = {}

    def __len__(self) -> int:
        return len(self._rooms)

    def presence_in(self, room: int) -> RoomPresence:
        """Return the presence of ``room``, made on first use."""
        if room not in self._rooms:
            self._rooms[room] = RoomPresence(
                lambda: self._send_presence(room), lambda people: self._send(room, Typing(room, people))
            )
        return self._rooms[room]

    def forget(self, room: int) -> None:
        """Drop the presence of ``room``, which nobody here follows any more."""
        if room in self._rooms:
            self._rooms.pop(room).cancel()

    def presence_message(self, room: int) -> PresenceSignal:
        """Return who is in ``room``, as the message for a new subscriber."""
        return PresenceSignal(room, *self.presence_in(room).summary())

    def typing(self, room: int, person: ShownPerson) -> None:
        """Note that ``person``, who is here, is typing in ``room``."""
        if self.presence_in(room).typing.start(person):
            self._bus.publish({"type": "typing", "room": room, "person": msgspec.to_builtins(person)}, room)

    def stopped_typing(self, room: int, person: int) -> None:
        """Note that ``person`` has written, and is no longer typing."""
        if room in self._rooms:
            self._rooms[room].typing.stop(person)

    def apply_remote(self, message: dict[str, Any]) -> None:
        """Apply a presence or typing message of another process."""
        match message:
            case {"type": "presence", "room": room, "people": people, "ids": ids, "from": process}:
                self.presence_in(room).merge_remote(process, msgspec.convert(people, list[ShownPerson]), ids)
            case {"type": "typing", "room": room, "person": person}:
                self.presence_in(room).typing.start(msgspec.convert(person, ShownPerson))

    def present_in(self, room: int) -> set[int]:
        """Return the ids of who is in ``room``; nobody where none follow it here."""
        return self._rooms[room].everybody() if room in self._followers and room in self._rooms else set()

    def tell(self, room: int, signal: Message) -> None:
        """Send ``signal`` to who follows ``room`` here."""
        self._send(room, signal)

    def repeat_presence(self) -> None:
        """Publish again who is here, and expire processes that have fallen silent."""
        for room in list(self._followers):
            self.presence_in(room).expire_remote()
            self._publish_local(room)

    def _send_presence(self, room: int) -> None:
        self._send(room, self.presence_message(room))
        if room in self._followers:
            self._publish_local(room)

    def _send(self, room: int, signal: Message) -> None:
        if room in self._followers:
            self._followers[room].subscribers.send_signal(signal)

    def _publish_local(self, room: int) -> None:
        named, ids = self.presence_in(room).local_people()
        people = msgspec.to_builtins(named)
        self._bus.publish({"type": "presence", "room": room, "people": people, "ids": ids}, room)
