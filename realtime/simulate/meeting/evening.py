"""One simulated rencontre: guests are spread over processes, it happens, all that was seen is collected."""

import asyncio
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import msgspec

from realtime.serve.options import HOUSE
from realtime.serve.sentences import Refusal
from realtime.simulate.meeting.attendee import Guest
from realtime.simulate.meeting.house import Place
from realtime.simulate.meeting.plan import Plan
from realtime.simulate.meeting.telling import Inside, Leave, Order, Party, Play, Second, Seen, Tell, Told
from realtime.simulate.sampling import Sample, sample
from realtime.simulate.sentences import PLAYER_BROKE

EACH_PROCESS = 50  # guests that one process plays with ease
HEADSTART = 2.0  # seconds for the players to have their tracks ready
LINE_BYTES = 2**24

Show = Callable[[Sequence[Second]], None]


@dataclass
class Evening:
    """What happened. ``house``, ``media``: processes by second; ``progress``: of each player."""

    seen: list[Seen] = field(default_factory=list)
    missing: int = 0
    house: dict[int, Sample] = field(default_factory=dict)
    media: dict[int, Sample] = field(default_factory=dict)
    progress: list[list[Second]] = field(default_factory=list)


class Player:
    """A process of guests, from outside."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.progress: list[Second] = []

    @classmethod
    async def start(cls, party: Party) -> "Player":
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "realtime.simulate.meeting.player"),
            cwd=HOUSE,
            env={**os.environ, "PYTHONPATH": str(HOUSE)},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=LINE_BYTES,
            process_group=0,
        )
        player = cls(process)
        player.order(party)
        return player

    def order(self, words: Party | Order) -> None:
        """One line to the process."""
        assert self._process.stdin is not None  # noqa: S101 - asked for above
        self._process.stdin.write(msgspec.json.encode(words) + b"\n")

    async def hear(self) -> Told:
        """The next line that is no progress. Raises ``Refusal`` when it breaks."""
        assert self._process.stdout is not None  # noqa: S101
        while line := await self._process.stdout.readline():
            told: Told = msgspec.json.decode(line, type=Told)
            if not isinstance(told, Second):
                return told
            self.progress.append(told)
        raise Refusal(PLAYER_BROKE(code=await self._process.wait()))

    async def stop(self) -> None:
        """Leave, then end whatever it is doing."""
        if self._process.returncode is None:
            self.order(Leave())
            try:
                await asyncio.wait_for(self._process.communicate(), 5)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()


async def hold(place: Place, plan: Plan, show: Show) -> Evening:
    """Hold ``plan`` at ``place``; ``show`` is called each second. Raises ``Refusal``."""
    meeting, guests = await place.convene(plan)
    evening, begins = Evening(), time.monotonic() + HEADSTART
    players: list[Player] = []
    beside: list[asyncio.Task[None]] = []
    try:
        for party in _parties(place, plan, meeting, guests, begins):
            players.append(await Player.start(party))
        beside.append(asyncio.create_task(_sample(place, begins, evening)))
        beside.append(asyncio.create_task(_show(players, show)))
        await _happen(players, plan, begins, evening)
    finally:
        for task in beside:
            task.cancel()
        for player in players:
            await player.stop()
    evening.progress = [player.progress for player in players]
    return evening


async def _happen(players: Sequence[Player], plan: Plan, begins: float, evening: Evening) -> None:
    ears = [asyncio.ensure_future(player.hear()) for player in players]
    evening.missing = sum(told.missing for told in await asyncio.gather(*ears) if isinstance(told, Inside))
    for player in players:
        player.order(Play())
    ears = [asyncio.ensure_future(player.hear()) for player in players]
    rest = begins + plan.arrival + plan.seconds - time.monotonic()
    await asyncio.wait(ears, timeout=max(rest, 1.0))  # a player says nothing now unless it breaks
    for player in players:
        player.order(Tell())
    evening.seen = [told for told in await asyncio.gather(*ears) if isinstance(told, Seen)]


def _parties(place: Place, plan: Plan, meeting: int, guests: Sequence[Guest], begins: float) -> list[Party]:
    processes = min(os.cpu_count() or 1, -(-len(guests) // EACH_PROCESS))
    return [
        Party(
            guests=list(guests[number::processes]),
            people=plan.people,
            meeting=meeting,
            begins=begins,
            seed=plan.seed,
            url=place.url,
            arrival=plan.arrival,
            speaking=plan.speaking,
            turn=plan.turn,
            loss=plan.loss,
        )
        for number in range(processes)
    ]


async def _sample(place: Place, begins: float, evening: Evening) -> None:
    while True:
        second = time.monotonic() - begins
        evening.house[int(second)] = sample(place.pids)
        evening.media[int(second)] = sample(place.media)
        await asyncio.sleep(1 - second % 1)


async def _show(players: Sequence[Player], show: Show) -> None:
    while True:
        await asyncio.sleep(1)
        latest = [player.progress[-1] for player in players if player.progress]
        if latest:
            show(latest)
