"""One process of simulated people in a rencontre: ``python -m realtime.simulate.meeting.player``.

Reads its party on the first line of standard input and orders on the next ones; tells on standard output.
It knows neither Django nor the house: it is a crowd, not a part of it.
"""

import asyncio
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import msgspec

from realtime.simulate.meeting.table import Table, lines_of
from realtime.simulate.meeting.telling import (
    Inside,
    Leave,
    Order,
    Party,
    Play,
    Rest,
    Second,
    Seen,
    Tell,
    Told,
)

PATIENCE = 30.0  # seconds for everybody to be in, once they have arrived
TICK = 0.05


async def play(party: Party) -> None:
    """Until told to leave, or until standard input ends."""
    lines, board = await lines_of(party)
    table = Table(party, lines)
    table.begin()
    beside = [asyncio.create_task(_seconds(table, party)), asyncio.create_task(_gather(table, party))]
    await _obey(table)
    for task in beside:
        _check(task)
        task.cancel()
    await table.leave()
    await asyncio.sleep(TICK)  # so that the last words leave
    if board is not None:
        board.cancel()


async def _obey(table: Table) -> None:
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1) as reader:
        while line := await loop.run_in_executor(reader, sys.stdin.buffer.readline):
            match msgspec.json.decode(line, type=Order):
                case Play():
                    table.play()
                case Rest():
                    table.is_playing = False
                case Tell():
                    _tell(Seen(loop.time() - table.since, table.seen()))
                case Leave():
                    return


async def _gather(table: Table, party: Party) -> None:
    deadline = max(party.begins, time.monotonic()) + party.arrival + PATIENCE
    while not all(seat.is_connected() for seat in table.seats) and time.monotonic() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(TICK)
    _tell(Inside(sum(not seat.is_connected() for seat in table.seats)))


async def _seconds(table: Table, party: Party) -> None:
    before = [0] * 5
    while True:
        second, cpu, since = int(time.monotonic() - party.begins), time.process_time(), time.monotonic()
        late = await _tick_until(party.begins + second + 1)
        now = _sums(table)
        changes = [max(0, after - then) for after, then in zip(now, before, strict=True)]
        before = now
        _tell(_second(table, second, changes, (time.process_time() - cpu) / (time.monotonic() - since), late))


def _sums(table: Table) -> list[int]:
    """Packets in, packets out, gaps, repaired, frames: of everybody so far."""
    tunnels = [each.tunnel.counts for seat in table.seats for each in seat.connections()]
    streams = [stream for seat in table.seats for stream in seat.streams()]
    return [
        sum(each.received for each in tunnels),
        sum(each.sent for each in tunnels),
        sum(each.sequence.gaps for each in streams),
        sum(each.sequence.repaired for each in streams),
        sum(each.pictures.shown for each in streams),
    ]


def _second(table: Table, second: int, changes: list[int], cpu: float, late: float) -> Second:
    now = asyncio.get_running_loop().time()
    received, sent, gaps, repaired, shown = changes
    streams = [stream for seat in table.seats for stream in seat.streams() if stream.person is not None]
    clocks = {"video": 90, "audio": 48}
    return Second(
        second=second,
        inside=sum(seat.is_connected() for seat in table.seats),
        received=received,
        sent=sent,
        gaps=gaps,
        repaired=repaired,
        shown=shown,
        frozen=sum(seat.frozen(now) for seat in table.seats),
        jitter=max((stream.sequence.jitter / clocks[stream.kind] for stream in streams), default=0.0),
        cpu=cpu,
        late=late,
    )


async def _tick_until(end: float) -> float:
    """Wait in small steps; how late the worst of them came, in seconds."""
    worst = 0.0
    while (before := time.monotonic()) < end:
        await asyncio.sleep(min(TICK, end - before))
        worst = max(worst, time.monotonic() - before - TICK)
    return worst


def _tell(told: Told) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(told) + b"\n")
    sys.stdout.flush()


def _check(task: "asyncio.Task[None]") -> None:
    if task.done() and not task.cancelled():
        task.result()


if __name__ == "__main__":
    asyncio.run(play(msgspec.json.decode(sys.stdin.buffer.readline(), type=Party)))
