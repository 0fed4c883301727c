"""Follow a room from a number on: what was missed first, then what happens, with nothing between."""

import asyncio
from collections.abc import Iterator

from realtime import database
from realtime.fanout import standing
from realtime.fanout.guest import Guest
from realtime.fanout.house import House
from realtime.fanout.pump import Pump
from realtime.wire.answers import Refused, Reset, Subscribed
from realtime.wire.commands import Subscribe
from rooms import log
from rooms.log import Entry

# Past this, a fresh page is less than what was missed.
FAR = 5_000
FRAME_BYTES = 64 * 1024
# A protocole in emoji, filled to the brim, has 204 KiB; an outlet closes at 256.
LARGEST_LINE = 224 * 1024


async def follow(house: House, guest: Guest, command: Subscribe) -> None:
    """Answer ``command`` with what was missed and ``subscribed``, or with ``reset`` or a refusal."""
    admitted = await database.read(lambda: standing.of(guest.person, command.room))
    if isinstance(admitted, Refused):
        guest.tell(admitted)
        return
    pump = await house.pump(command.room)
    reason = await _astray(pump, command) if pump else "epoch"
    if pump is None or reason or not house.admit(guest, pump, admitted):
        guest.tell(Reset(command.room, reason or "epoch"))
    elif not await _catch_up(guest, pump, command.since):
        house.unfollow(guest, pump.room)
        guest.tell(Reset(pump.room, "far"))
    elif house.join(guest, pump):
        now = guest.follows[pump.room]
        guest.tell(Subscribed(pump.room, pump.epoch, pump.last, now.person.role, now.quieted))


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


async def _catch_up(guest: Guest, pump: Pump, since: int) -> bool:
    """Send until there is nothing between ``since`` and the pump; returns without giving way after that.

    False when a line is too large for a socket that is not read at once.
    """
    while _listens(guest, pump.room):
        lines = pump.recent(since)
        if lines == []:
            return True
        lines = lines or await _read(pump.room, since)
        if not lines:
            return True
        if max(len(line.json) for line in lines) > LARGEST_LINE:
            return False
        await _send(guest, pump.room, lines)
        since = lines[-1].seq
    return True


async def _send(guest: Guest, room: int, lines: list[Entry]) -> None:
    for frame in _frames(lines):
        payload = guest.codec.events(room, [line.json for line in frame])
        await _room_for(guest, len(payload))
        if _listens(guest, room):
            guest.outlet.send(guest.frame(payload))


def _listens(guest: Guest, room: int) -> bool:
    """Somebody may be put out, or be gone, in the middle of catching up."""
    return room in guest.follows and not guest.outlet.closed


async def _room_for(guest: Guest, size: int) -> None:
    """Wait while the socket has too much unsent: catching up must not count as being slow."""
    while guest.outlet.unsent > max(0, 2 * FRAME_BYTES - size) and not guest.outlet.closed:  # noqa: ASYNC110
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
