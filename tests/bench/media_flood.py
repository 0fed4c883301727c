"""How much one guest who floods the signalling delays the others, through the real service."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from realtime.simulate.meeting.meeting_client import GuestSpec
from realtime.simulate.meeting.plan import SimulatedMeeting
from realtime.simulate.meeting.signalling import HubChannel
from realtime.simulate.meeting.venue import MeetingVenue
from realtime.simulate.wire_client import Fact

HANDS_A_SECOND = 10
SIGN = "merci"
PATIENCE = 20.0
LAST_WORDS = 1.0


@dataclass
class FloodResult:
    """Milliseconds from a hand going up or down until each other guest is told, without and with the flood.
    ``told``: how often the flooder was refused; ``closed``: how often they were disconnected."""

    quiet: list[float] = field(default_factory=list)
    flooded: list[float] = field(default_factory=list)
    sent: int = 0
    told: int = 0
    closed: int = 0


class SignallingGuest:
    """A guest who signals and has no media."""

    def __init__(self, venue: MeetingVenue, meeting: int, guest: GuestSpec) -> None:
        self.line = HubChannel(venue.url, guest.cookie)
        self.me = 0
        self.heard: Counter[str] = Counter()
        self.hands: dict[int, list[tuple[bool, float]]] = {}
        self._meeting = meeting
        self._loop = asyncio.get_running_loop()

    async def live(self) -> None:
        """Stay connected, and reconnect."""
        await self.line.keep(self.join, self._hear)

    def join(self) -> None:
        """Ask to join."""
        self.say("meeting.join")

    def say(self, type_: str, **fields: object) -> None:
        """Send a command of the meeting."""
        self.line.say({"type": type_, "meeting": self._meeting, **fields})

    def _hear(self, fact: Fact) -> None:
        self.heard[fact["type"]] += 1
        match fact["type"]:
            case "meeting.joined":
                self.me = fact["me"]
            case "meeting.refused" if fact["code"] == "no_answer" or not self.me:
                self._loop.call_later(fact["retry"] or 1.0, self.join)
            case "meeting.members":
                for member in fact["members"]:
                    seen = self.hands.setdefault(member["person"]["id"], [])
                    seen.append((member["hand"] is not None, self._loop.time()))


async def measure_flood(venue: MeetingVenue, people: int, seconds: float, per_second: int) -> FloodResult:
    """Measure a meeting of ``people`` where one moves a hand and another sends ``per_second`` signals."""
    meeting, guests = await venue.make_meeting(_plan(people))
    members = [SignallingGuest(venue, meeting, guest) for guest in guests]
    lives = [asyncio.ensure_future(member.live()) for member in members]
    try:
        async with asyncio.timeout(PATIENCE):
            while not all(member.me for member in members):  # noqa: ASYNC110 - nothing signals it
                await asyncio.sleep(0.05)
        return await _measured(members, seconds, per_second)
    finally:
        for member, life in zip(members, lives, strict=True):
            life.cancel()
            await member.line.close()


async def _measured(members: Sequence[SignallingGuest], seconds: float, per_second: int) -> FloodResult:
    flooder, asker, *others = reversed(members)
    result = FloodResult(quiet=await _hands(asker, others, seconds))
    flood = asyncio.ensure_future(_flood(flooder, result, per_second))
    result.flooded = await _hands(asker, others, seconds)
    flood.cancel()
    result.told = flooder.heard["meeting.refused"] + flooder.heard["refused"] + flooder.heard["bad"]
    result.closed = sum(count for name, count in flooder.line.counts.items() if name.startswith("closed"))
    return result


async def _flood(flooder: SignallingGuest, result: FloodResult, per_second: int) -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    while True:
        due = int((loop.time() - began) * per_second)
        for _signal in range(due - result.sent):
            flooder.say("meeting.sign", sign=SIGN)
        result.sent = due
        await asyncio.sleep(0.01)


async def _hands(asker: SignallingGuest, others: Sequence[SignallingGuest], seconds: float) -> list[float]:
    """Move the asker's hand up and down. Return how long each of ``others`` took to be told, each time."""
    loop = asyncio.get_running_loop()
    for other in others:
        other.hands.clear()
    said: list[float] = []
    for number in range(int(seconds * HANDS_A_SECOND)):
        said.append(loop.time())
        asker.say("meeting.hand", up=number % 2 == 0)
        await asyncio.sleep(1 / HANDS_A_SECOND)
    await asyncio.sleep(LAST_WORDS)
    return [late for other in others for late in _lateness(said, other.hands.get(asker.me, []))]


def _lateness(said: Sequence[float], heard: Sequence[tuple[bool, float]]) -> list[float]:
    """Return milliseconds by change; one that never arrived counts until the end."""
    end = said[-1] + LAST_WORDS
    found = []
    for number, at in enumerate(said):
        is_up = number % 2 == 0
        knew = next((when for up, when in heard if up is is_up and when >= at), end)
        found.append((knew - at) * 1000)
    return found


def _plan(people: int) -> SimulatedMeeting:
    return SimulatedMeeting(
        people=people, cameras=0, speaking=0, tiles=9, seconds=1, loss=0, seed="bench", goal_ms=1_500
    )
