"""Follow a room from a number on: what was missed first, then what happens, with nothing between."""

import asyncio
from collections.abc import Iterator

from realtime import database
from realtime.fanout import standing
from realtime.fanout.house import Guest, House
from realtime.fanout.pump import Pump
from realtime.wire.answers import Refused, Reset, Subscribed
from realtime.wire.commands import Subscribe
from rooms import log
from rooms.log import Entry

# Past this, a fresh page is less than what was missed.
FAR = 5_000
FRAME_BYTES = 64 * 1024


async def follow(house: House, guest: Guest, command: Subscribe) -> None:
    """Answer ``command`` with what was missed and ``subscribed``, or with ``reset`` or a refusal."""
    admitted = await database.read(lambda: standing.of(guest.person, command.room))
    if isinstance(admitted, Refused):
        guest.tell(admitted)
        return
    pump = await house.pump(command.room)
    reason = await _astray(pump, command) if pump else "epoch"
    if pump is None or reason:
        guest.tell(Reset(command.room, reason))
        return
    await _catch_up(guest, pump, command.since)
    house.join(guest, pump, admitted)
    guest.tell(Subscribed(pump.room, pump.epoch, pump.last, admitted.person.role, admitted.quieted))


async def missed(room: int, epoch: str, since: int, house: House) -> list[Entry] | Reset:
    """A page of what came after ``since``, or why that cannot be told."""
    pump = await house.pump(room)
    reason = await _astray(pump, Subscribe(room, epoch, since)) if pump else "epoch"
    if pump is None or reason:
        return Reset(room, reason)
    recent = pump.recent(since)
    return await _read(room, since) if recent is None else recent[: log.PAGE_EVENTS]


async def _astray(pump: Pump, command: Subscribe) -> str:
    """Why what the client knows does not lead to what the log says; empty when it does."""
    if command.epoch != pump.epoch:
        return "epoch"
    if command.since > pump.last:
        await pump.catch_up(command.since)
    if command.since > pump.last:
        return "ahead"
    return "far" if pump.last - command.since > FAR else ""


async def _catch_up(guest: Guest, pump: Pump, since: int) -> None:
    """Send until there is nothing between ``since`` and the pump; returns without giving way after that."""
    while not guest.outlet.closed:
        lines = pump.recent(since)
        if lines == []:
            return
        lines = lines or await _read(pump.room, since)
        if not lines:
            return
        for frame in _frames(lines):
            guest.outlet.send(guest.frame(guest.codec.events(pump.room, [line.json for line in frame])))
            await _room_for_more(guest)
        since = lines[-1].seq


async def _room_for_more(guest: Guest) -> None:
    """Wait while the socket has a frame unsent: catching up must not count as being slow."""
    while guest.outlet.unsent > FRAME_BYTES and not guest.outlet.closed:  # noqa: ASYNC110 - no one tells
        await asyncio.sleep(0.02)


def _frames(lines: list[Entry]) -> Iterator[list[Entry]]:
    frame: list[Entry] = []
    size = 0
    for line in lines:
        if frame and size + len(line.json) > FRAME_BYTES:
            yield frame
            frame, size = [], 0
        frame.append(line)
        size += len(line.json)
    yield frame


async def _read(room: int, since: int) -> list[Entry]:
    return await database.read(lambda: log.since(room, since))
