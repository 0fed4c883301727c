"""One process of simulated people: ``python -m realtime.simulate.player FILE``.

Reads its job on the first line of standard input, tells its progress line by line, and leaves what was
played in FILE, as MessagePack. It knows neither Django nor the house: it is a crowd, not a part of it.
"""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from realtime.simulate.latency import Ledger
from realtime.simulate.person import Person
from realtime.simulate.tally import Tally
from realtime.simulate.telling import Heads, Heard, Job, Played, Progress, Quiet, Told

SETTLING = 40.0  # seconds for the last words to be answered
CATCHING_UP = 20.0  # seconds for everybody to have heard everything
TICK = 0.05
THREADS = 100


async def play(job: Job) -> Played:
    """Bring everybody in, let the evening happen, and come back when all have heard all."""
    # As many pages at once as people want: a queue here would hide how long the service takes.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
    tally = Tally(Ledger(job.begins))
    people = [Person(who, job, tally) for who in job.people]
    telling = asyncio.create_task(_tell_progress(tally))
    await _live(people, job, tally)
    _tell(Quiet())
    heads = msgspec.json.decode(await asyncio.to_thread(sys.stdin.readline), type=Heads)
    await asyncio.gather(*(_hear_all(person, heads, tally) for person in people))
    telling.cancel()
    for person in people:
        await person.leave()
    return _played(tally, people)


async def _live(people: Sequence[Person], job: Job, tally: Tally) -> None:
    lives = [asyncio.create_task(person.live()) for person in people]
    patience = job.begins + job.seconds + SETTLING - time.monotonic()
    done, late = await asyncio.wait(lives, timeout=patience)
    for life in late:
        tally.unanswered += 1
        life.cancel()
    for life in done:
        life.result()


async def _hear_all(person: Person, heads: Heads, tally: Tally) -> None:
    """``tally`` counts who cannot: it is too late once the phones are switched off."""
    if person.phone is not None:
        await person.phone.reach(heads.seqs.get(person.phone.entry.room, 0), CATCHING_UP)
        tally.stranded += not person.phone.is_live


async def _tell_progress(tally: Tally) -> None:
    ledger = tally.ledger
    while True:
        second, cpu, since = tally.second, time.process_time(), time.monotonic()
        late = await _tick_until(ledger.begins + second + 1)
        tally.connected_at[second] = tally.connected
        _tell(
            Progress(
                second=second,
                connected=tally.connected,
                written=tally.written.total(),
                deliveries=ledger.deliveries.total(),
                errors=sum(errors.total() for errors in tally.errors.values()),
                cpu=(time.process_time() - cpu) / (time.monotonic() - since),
                late=late,
                recent=ledger.histograms.get(second, Counter()),
            )
        )


async def _tick_until(end: float) -> float:
    """Wait in small steps; how late the worst of them came, in seconds."""
    worst = 0.0
    while (before := time.monotonic()) < end:
        await asyncio.sleep(TICK)
        worst = max(worst, time.monotonic() - before - TICK)
    return worst


def _tell(told: Told) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(told) + b"\n")
    sys.stdout.flush()


def _played(tally: Tally, people: Sequence[Person]) -> Played:
    ledger = tally.ledger
    return Played(
        histograms=dict(ledger.histograms),
        answers=tally.answers,
        pages=tally.pages,
        deliveries=ledger.deliveries,
        written=tally.written,
        connected=tally.connected_at,
        errors={second: dict(errors) for second, errors in tally.errors.items()},
        counts=tally.counts,
        closes=tally.closes,
        sent=list(ledger.sent.items()),
        waiting=[(place, pairs.tobytes()) for place, pairs in ledger.waiting.items()],
        done=tally.done,
        feeds=[heard for person in people if (heard := _heard(person))],
        absent=sum(person.phone is None for person in people),
        unanswered=tally.unanswered,
        stranded=tally.stranded,
    )


def _heard(person: Person) -> Heard | None:
    if person.phone is None:
        return None
    entry, feed = person.phone.entry, person.phone.feed
    return Heard(
        person.who.name, entry.me, entry.room, feed.since, feed.seqs.tobytes(), feed.digests.tobytes()
    )


def main(words: Sequence[str]) -> None:
    """Play the job that stands on the first line of standard input."""
    job = msgspec.json.decode(sys.stdin.readline(), type=Job)
    played = asyncio.run(play(job))
    Path(words[0]).write_bytes(msgspec.msgpack.encode(played))


if __name__ == "__main__":
    main(sys.argv[1:])
