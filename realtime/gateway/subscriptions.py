"""Subscribes a client to a room from a number on: what it missed first, then new events, without a gap."""

import asyncio
from collections.abc import Iterator

from database import workers
from realtime.fanout import access_rights
from realtime.fanout.connection_registry import ConnectionRegistry
from realtime.fanout.room_follower import RoomFollower
from realtime.fanout.room_subscriber import RoomSubscriber
from realtime.wire.answers import Refused, Reset, Subscribed
from realtime.wire.commands import Subscribe
from rooms import log
from rooms.log import LogEntry

# Past so many events, loading the page again costs less than sending them.
MAX_MISSED = 5_000
FRAME_BYTES = 64 * 1024
# The largest possible protocole, all in emoji, has 204 KiB; a sender closes at 256.
MAX_ENTRY_BYTES = 224 * 1024


async def follow(registry: ConnectionRegistry, subscriber: RoomSubscriber, command: Subscribe) -> None:
    """Answer ``command`` with the missed events and ``subscribed``, or with ``reset`` or a refusal."""
    access = await workers.read(lambda: access_rights.check(subscriber.person, command.room))
    if isinstance(access, Refused):
        subscriber.send(access)
        return
    follower = await _admit(registry, subscriber, command, access)
    if isinstance(follower, Reset):
        subscriber.send(follower)
    elif not await _catch_up(subscriber, follower, command.since):
        registry.unsubscribe(subscriber, follower.room)
        subscriber.send(Reset(follower.room, "far"))
    elif registry.subscribe(subscriber, follower):
        mine = subscriber.access_by_room[follower.room].mine
        subscriber.send(Subscribed(follower.room, follower.epoch, follower.last, *mine))


async def _admit(
    registry: ConnectionRegistry, subscriber: RoomSubscriber, command: Subscribe, access: access_rights.Access
) -> RoomFollower | Reset:
    """Admit ``subscriber`` to the room's follower, or return the reset that is needed instead.

    A follower that nobody was admitted to yet may end in the meantime: then another one is asked for.
    """
    while follower := await registry.follower(command.room):
        if reason := await _reset_reason(follower, command):
            return Reset(command.room, reason)
        if registry.admit(subscriber, follower, access, unseen=command.unseen):
            return follower
    return Reset(command.room, "epoch")


async def read_missed(
    room: int, epoch: str, since: int, registry: ConnectionRegistry
) -> list[LogEntry] | Reset:
    """Return a page of the log after ``since``, or the reset that is needed instead."""
    follower = await registry.follower(room)
    reason = await _reset_reason(follower, Subscribe(room, epoch, since)) if follower else "epoch"
    if follower is None or reason:
        return Reset(room, reason)
    recent = follower.recent(since)
    return await _read(room, since) if recent is None else recent[: log.PAGE_EVENTS]


async def _reset_reason(follower: RoomFollower, command: Subscribe) -> str:
    """Return why the client must load its page again; empty if its ``epoch`` and ``since`` fit the log."""
    if command.epoch != follower.epoch:
        return "epoch"
    if command.since > follower.last:
        await follower.catch_up(command.since)
    if command.since > follower.last:
        return "ahead"
    return "far" if follower.last - command.since > MAX_MISSED else ""


async def _catch_up(subscriber: RoomSubscriber, follower: RoomFollower, since: int) -> bool:
    """Send the log from ``since`` up to ``follower.last``; nothing is awaited between that and the return.

    Return False if an entry is too large for a socket that is not read at once.
    """
    while _is_followed(subscriber, follower.room):
        lines = follower.recent(since)
        if lines == []:
            return True
        lines = lines or await _read(follower.room, since)
        if not lines:
            return True
        if max(len(line.json) for line in lines) > MAX_ENTRY_BYTES:
            return False
        await _send(subscriber, follower.room, lines)
        since = lines[-1].seq
    return True


async def _send(subscriber: RoomSubscriber, room: int, lines: list[LogEntry]) -> None:
    for frame in _chunks(lines):
        payload = subscriber.codec.events(room, [line.json for line in frame])
        await _wait_for_space(subscriber, len(payload))
        if _is_followed(subscriber, room):
            subscriber.sender.send(subscriber.frame(payload))


def _is_followed(subscriber: RoomSubscriber, room: int) -> bool:
    """Return whether to go on: a client may be removed or disconnect while it catches up."""
    return room in subscriber.access_by_room and not subscriber.sender.closed


async def _wait_for_space(subscriber: RoomSubscriber, size: int) -> None:
    """Wait while the socket has too much unsent: a client that catches up must not count as slow."""
    while subscriber.sender.unsent > max(0, 2 * FRAME_BYTES - size) and not subscriber.sender.closed:  # noqa: ASYNC110
        await asyncio.sleep(0.02)


def _chunks(lines: list[LogEntry]) -> Iterator[list[LogEntry]]:
    frame: list[LogEntry] = []
    size = 0
    for line in lines:
        if frame and size + len(line.json) > FRAME_BYTES:
            yield frame
            frame, size = [], 0
        frame.append(line)
        size += len(line.json)
    yield frame


async def _read(room: int, since: int) -> list[LogEntry]:
    return await workers.read(lambda: log.since(room, since))
