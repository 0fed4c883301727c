"""Subscribes a client to a room from a number on: what it missed first, then new events, without a gap."""

from database import workers
from realtime.fanout import access_rights, catching_up
from realtime.fanout.catching_up import MAX_MISSED
from realtime.fanout.connection_registry import ConnectionRegistry
from realtime.fanout.room_follower import RoomFollower
from realtime.fanout.room_subscriber import RoomSubscriber
from realtime.wire.answers import Refused, Reset, Subscribed
from realtime.wire.commands import Subscribe
from rooms import log
from rooms.log import LogEntry


async def follow(registry: ConnectionRegistry, subscriber: RoomSubscriber, command: Subscribe) -> None:
    """Answer ``command`` with the missed events and ``subscribed``, or with ``reset`` or a refusal."""
    access = await workers.read(lambda: access_rights.check(subscriber.person, command.room))
    if isinstance(access, Refused):
        subscriber.send(access)
        return
    follower = await _admit(registry, subscriber, command, access)
    if isinstance(follower, Reset):
        subscriber.send(follower)
    elif not await catching_up.catch_up(subscriber, follower, command.since):
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
    return await catching_up.read(room, since) if recent is None else recent[: log.PAGE_EVENTS]


async def _reset_reason(follower: RoomFollower, command: Subscribe) -> str:
    """Return why the client must load its page again; empty if its ``epoch`` and ``since`` fit the log."""
    if command.epoch != follower.epoch:
        return "epoch"
    if command.since > follower.last:
        await follower.catch_up(command.since)
    if command.since > follower.last:
        return "ahead"
    return "far" if follower.last - command.since > MAX_MISSED else ""
