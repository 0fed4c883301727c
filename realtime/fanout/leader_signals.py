"""Signals to those who lead a room, and to nobody else in it."""

from collections.abc import Collection, Mapping

from realtime.fanout.room_subscriber import RoomSubscriber
from realtime.wire.answers import CutOff, Message


class LeaderSignals:
    """Tells each of their sockets in this process what it was not told yet. ``connections``: by person."""

    def __init__(self, connections: Mapping[int, Collection[RoomSubscriber]]) -> None:
        self._connections = connections
        self._told: dict[int, dict[RoomSubscriber, CutOff]] = {}

    def tell(self, signal: CutOff) -> None:
        """Send ``signal`` to who leads its room."""
        leaders, told = self._leaders_of(signal.room), self._told.get(signal.room, {})
        for leader in leaders:
            if told.get(leader) != signal:
                leader.send(signal)
        self._told[signal.room] = dict.fromkeys(leaders, signal)

    def pass_on(self, room: int, signal: Message) -> None:
        """Send ``signal`` to who leads ``room``, whatever they were told before."""
        for leader in self._leaders_of(room):
            leader.send(signal)

    def forget(self, rooms: Collection[int]) -> None:
        """Keep only what was told of ``rooms``."""
        self._told = {room: told for room, told in self._told.items() if room in rooms}

    def _leaders_of(self, room: int) -> list[RoomSubscriber]:
        return [
            subscriber
            for sockets in self._connections.values()
            for subscriber in sockets
            if room in subscriber.access_by_room and subscriber.access_by_room[room].leads
        ]
