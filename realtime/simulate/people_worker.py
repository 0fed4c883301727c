"""One process of simulated people: ``python -m realtime.simulate.people_worker FILE``.

Says that it is ready, reads its job from the first line of standard input, reports progress line by line,
and writes its report to FILE in MessagePack. It imports neither Django nor the service: it is a client.
"""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from realtime.simulate.latency import LatencyRecorder, LogPosition
from realtime.simulate.process_messages import (
    AllAnswered,
    Heads,
    HeardSession,
    HeardTimes,
    PeopleJob,
    PeopleMessage,
    PeopleReport,
    Progress,
    Ready,
    SerializedLog,
)
from realtime.simulate.simulated_person import SimulatedPerson
from realtime.simulate.storm import HostilePerson, InnocentPerson, Moderator
from realtime.simulate.tally import RunTally

SETTLING = 40.0  # seconds for the last commands to be answered
CATCHING_UP = 20.0  # seconds for everybody to receive everything
TICK = 0.05
THREADS = 100
PARTS: dict[str, type[SimulatedPerson]] = {
    "hostile": HostilePerson,
    "innocent": InnocentPerson,
    "team": Moderator,
}


async def play(job: PeopleJob) -> PeopleReport:
    """Run all people of ``job`` until everybody has received everything."""
    # Enough threads to load every page at once: a queue here would hide how long the service takes.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
    tally = RunTally(LatencyRecorder(job.begins))
    people = [PARTS.get(who.part, SimulatedPerson)(who, job, tally) for who in job.people]
    telling = asyncio.create_task(_tell_progress(tally))
    await _live(people, job, tally)
    _tell(AllAnswered())
    heads = msgspec.json.decode(await asyncio.to_thread(sys.stdin.readline), type=Heads)
    await asyncio.gather(*(_hear_all(person, heads, tally) for person in people))
    telling.cancel()
    for person in people:
        await person.leave()
    return _played(tally, people)


async def _live(people: Sequence[SimulatedPerson], job: PeopleJob, tally: RunTally) -> None:
    lives = [asyncio.create_task(person.live()) for person in people]
    patience = job.begins + job.seconds + SETTLING - time.monotonic()
    done, late = await asyncio.wait(lives, timeout=patience)
    for life in late:
        tally.unanswered += 1
        life.cancel()
    for life in done:
        life.result()


async def _hear_all(person: SimulatedPerson, heads: Heads, tally: RunTally) -> None:
    """Wait until ``person`` is up to date; count who is not, before the phones disconnect."""
    if person.phone is not None:
        await person.phone.reach(heads.seqs.get(person.phone.entry.room, 0), CATCHING_UP)
        tally.stranded += not person.phone.is_live


async def _tell_progress(tally: RunTally) -> None:
    recorder = tally.recorder
    while True:
        second, cpu, since = tally.second, time.process_time(), time.monotonic()
        late = await _tick_until(recorder.begins + second + 1)
        tally.connected_at[second] = tally.connected
        _tell(
            Progress(
                second=second,
                connected=tally.connected,
                written=tally.written.total(),
                deliveries=tally.deliveries.total(),
                errors=sum(errors.total() for errors in tally.errors.values()),
                cpu=(time.process_time() - cpu) / (time.monotonic() - since),
                late=late,
                recent=recorder.histograms.get(second, Counter()),
            )
        )


async def _tick_until(end: float) -> float:
    """Wait in small steps. Return by how many seconds the worst of them was late."""
    worst = 0.0
    while (before := time.monotonic()) < end:
        await asyncio.sleep(TICK)
        worst = max(worst, time.monotonic() - before - TICK)
    return worst


def _tell(told: PeopleMessage) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(told) + b"\n")
    sys.stdout.flush()


def _played(tally: RunTally, people: Sequence[SimulatedPerson]) -> PeopleReport:
    recorder, slow = tally.recorder, tally.slow_recorder
    return PeopleReport(
        histograms=dict(recorder.histograms),
        answers=tally.answers,
        pages=tally.pages,
        deliveries=tally.deliveries,
        written=tally.written,
        connected=tally.connected_at,
        errors={second: dict(errors) for second, errors in tally.errors.items()},
        counts=tally.counts,
        closes=tally.closes,
        sent=list(recorder.sent.items()),
        waiting=_waiting(recorder),
        done=tally.done,
        feeds=[heard for person in people if (heard := _heard(person))],
        absent=sum(person.phone is None for person in people),
        unanswered=tally.unanswered,
        stranded=tally.stranded,
        sessions=[told for person in people if (told := _session(person))],
        slow=HeardTimes(dict(slow.histograms), _waiting(slow), tally.slow_pages),
    )


def _waiting(recorder: LatencyRecorder) -> list[tuple[LogPosition, bytes]]:
    return [(position, pairs.tobytes()) for position, pairs in recorder.waiting.items()]


def _session(person: SimulatedPerson) -> HeardSession | None:
    if person.phone is None or person.phone.watch is None:
        return None
    return person.phone.watch.told(person.who.name, person.phone.entry.room)


def _heard(person: SimulatedPerson) -> SerializedLog | None:
    if person.phone is None:
        return None
    entry, feed = person.phone.entry, person.phone.feed
    return SerializedLog(
        person.who.name, entry.me, entry.room, feed.since, feed.seqs.tobytes(), feed.digests.tobytes()
    )


def main(words: Sequence[str]) -> None:
    """Say that this process is ready, and run the job on the first line of standard input."""
    _tell(Ready())
    job = msgspec.json.decode(sys.stdin.readline(), type=PeopleJob)
    played = asyncio.run(play(job))
    Path(words[0]).write_bytes(msgspec.msgpack.encode(played))


if __name__ == "__main__":
    main(sys.argv[1:])
