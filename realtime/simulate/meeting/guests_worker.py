"""One process of simulated people in a rencontre: ``python -m realtime.simulate.meeting.guests_worker``.

Reads its job from the first line of standard input and orders from the next ones; answers on standard output.
It imports neither Django nor the service: it is a client.
"""

import asyncio
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import msgspec

from realtime.simulate.meeting.guest_group import GuestGroup, channels_of
from realtime.simulate.meeting.process_messages import (
    AllConnected,
    GuestsJob,
    GuestsMessage,
    GuestsOrder,
    GuestsProgress,
    GuestsReport,
    PauseMedia,
    SendReport,
    StartMedia,
    StopGuests,
)

TICK = 0.05


async def play(job: GuestsJob) -> None:
    """Run the guests until ordered to stop, or until standard input ends."""
    channels, multiplexer = await channels_of(job)
    group = GuestGroup(job, channels)
    group.begin()
    beside = [asyncio.create_task(_seconds(group, job)), asyncio.create_task(_gather(group, job))]
    await _obey(group)
    for task in beside:
        _check(task)
        task.cancel()
    await group.leave()
    await asyncio.sleep(TICK)  # so that the last commands are sent
    if multiplexer is not None:
        multiplexer.cancel()


async def _obey(group: GuestGroup) -> None:
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1) as reader:
        while line := await loop.run_in_executor(reader, sys.stdin.buffer.readline):
            match msgspec.json.decode(line, type=GuestsOrder):
                case StartMedia():
                    group.play()
                case PauseMedia():
                    group.is_playing = False
                case SendReport():
                    _tell(GuestsReport(loop.time() - group.since, group.seen()))
                case StopGuests():
                    return


async def _gather(group: GuestGroup, job: GuestsJob) -> None:
    deadline = max(job.begins, time.monotonic()) + job.arrival + job.patience
    while not all(guest.is_connected() for guest in group.guests) and time.monotonic() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(TICK)
    _tell(AllConnected(sum(not guest.is_connected() for guest in group.guests)))


async def _seconds(group: GuestGroup, job: GuestsJob) -> None:
    before = [0] * 5
    while True:
        second, cpu, since = int(time.monotonic() - job.begins), time.process_time(), time.monotonic()
        late = await _tick_until(job.begins + second + 1)
        now = _sums(group)
        changes = [max(0, after - then) for after, then in zip(now, before, strict=True)]
        before = now
        _tell(_second(group, second, changes, (time.process_time() - cpu) / (time.monotonic() - since), late))


def _sums(group: GuestGroup) -> list[int]:
    """Return packets in, packets out, gaps, repairs and frames of all guests so far."""
    transports = [each.transport.counts for guest in group.guests for each in guest.connections()]
    streams = [stream for guest in group.guests for stream in guest.streams()]
    return [
        sum(each.received for each in transports),
        sum(each.sent for each in transports),
        sum(each.sequence.gaps for each in streams),
        sum(each.sequence.repaired for each in streams),
        sum(each.pictures.shown for each in streams),
    ]


def _second(group: GuestGroup, second: int, changes: list[int], cpu: float, late: float) -> GuestsProgress:
    now = asyncio.get_running_loop().time()
    received, sent, gaps, repaired, shown = changes
    streams = [stream for guest in group.guests for stream in guest.streams() if stream.person is not None]
    clocks = {"video": 90, "audio": 48}
    return GuestsProgress(
        second=second,
        inside=sum(guest.is_connected() for guest in group.guests),
        received=received,
        sent=sent,
        gaps=gaps,
        repaired=repaired,
        shown=shown,
        frozen=sum(guest.frozen(now) for guest in group.guests),
        jitter=max((stream.sequence.jitter / clocks[stream.kind] for stream in streams), default=0.0),
        cpu=cpu,
        late=late,
    )


async def _tick_until(end: float) -> float:
    """Wait in small steps. Return by how many seconds the worst of them was late."""
    worst = 0.0
    while (before := time.monotonic()) < end:
        await asyncio.sleep(min(TICK, end - before))
        worst = max(worst, time.monotonic() - before - TICK)
    return worst


def _tell(told: GuestsMessage) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(told) + b"\n")
    sys.stdout.flush()


def _check(task: "asyncio.Task[None]") -> None:
    if task.done() and not task.cancelled():
        task.result()


if __name__ == "__main__":
    asyncio.run(play(msgspec.json.decode(sys.stdin.buffer.readline(), type=GuestsJob)))
