"""Sends a client what it missed of a room's log, in pieces, as fast as its line takes them."""

import asyncio
from collections.abc import Iterable

from database import workers
from realtime.fanout.room_follower import RoomFollower
from realtime.fanout.room_subscriber import RoomSubscriber
from realtime.fanout.subscribers import FRAME_BYTES, frames
from rooms import log
from rooms.log import LogEntry

# Past so many events, loading the page again costs less than sending them.
MAX_MISSED = 5_000
# The largest possible protocole, all in emoji, has 204 KiB; a sender closes at 256.
MAX_ENTRY_BYTES = 224 * 1024
SHORTEST_PAUSE, LONGEST_PAUSE = 0.02, 0.16


async def catch_up(subscriber: RoomSubscriber, follower: RoomFollower, since: int) -> bool:
    """Send the log from ``since`` up to ``follower.last``; nothing is awaited between that and the return.

    Return False if loading the page again is better: an entry is too large for a socket that is not read at
    once, or the room goes on faster than this line.
    """
    while _is_followed(subscriber, follower.room):
        if follower.last - since > MAX_MISSED:
            return False
        lines = follower.recent(since)
        if lines == []:
            return True
        lines = lines or await read(follower.room, since)
        if not lines:
            return True
        if max(len(line.json) for line in lines) > MAX_ENTRY_BYTES:
            return False
        await _send(subscriber, follower.room, lines)
        since = lines[-1].seq
    return True


async def read(room: int, since: int) -> list[LogEntry]:
    """Return a page of the log after ``since``."""
    return await workers.read(lambda: log.since(room, since))


async def _send(subscriber: RoomSubscriber, room: int, lines: Iterable[LogEntry]) -> None:
    for frame in frames(lines):
        payload = subscriber.codec.events(room, [line.json for line in frame])
        await _wait_for_space(subscriber, len(payload))
        if _is_followed(subscriber, room):
            subscriber.sender.send(subscriber.frame(payload))


def _is_followed(subscriber: RoomSubscriber, room: int) -> bool:
    """Return whether to go on: a client may be removed or disconnect while it catches up."""
    return room in subscriber.access_by_room and not subscriber.sender.closed


async def _wait_for_space(subscriber: RoomSubscriber, size: int) -> None:
    """Wait while the socket has too much unsent: a client that catches up must not count as slow. A crowd on
    slow lines must not keep the loop busy with looking either."""
    pause = SHORTEST_PAUSE
    while subscriber.sender.unsent > max(0, 2 * FRAME_BYTES - size) and not subscriber.sender.closed:
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)
