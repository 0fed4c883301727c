"""The guests of one process around their table: they come in, send in time, take turns, are counted."""

import asyncio
import random
from collections.abc import Iterator, Sequence

from realtime.meeting.peer.connection import Connection
from realtime.meeting.peer.hearing import Stream
from realtime.meeting.peer.source import Source
from realtime.meeting.peer.tunnel import Loss
from realtime.serve.sentences import Refusal
from realtime.simulate.client import Fact
from realtime.simulate.meeting.attendee import Attendee, Guest
from realtime.simulate.meeting.lines import HubLine, Line, Switchboard
from realtime.simulate.meeting.telling import GuestSeen, Party, StreamSeen

JOIN_AGAIN = 1.0  # seconds, unless the house says how long
STILL = 1.0  # seconds without a picture that one notices
HAND_BEFORE = 2.0


class Seat:
    """A guest, their line, and what they do of themselves."""

    def __init__(self, guest: Guest, party: Party, line: Line) -> None:
        chance = random.Random(f"{party.seed}·{guest.number}")  # noqa: S311 - the same seed, the same evening
        self.guest, self.party, self.line, self.chance = guest, party, line, chance
        self.attendee = Attendee(guest, party.meeting, line.say, Loss(party.loss, chance))
        self.wants_in = True
        self._loop = asyncio.get_running_loop()

    async def sit(self) -> None:
        """Come in when it is time, and stay."""
        late = self.chance.random() * self.party.arrival if not self.guest.host else 0.0
        await asyncio.sleep(max(0.0, self.party.begins + late - self._loop.time()))
        self.attendee.wants_camera = self.guest.camera
        self.attendee.wants_voice = self.speaks_at(self._loop.time())
        await self.line.keep(self._opened, self._hear)

    def _opened(self) -> None:
        if self.wants_in:
            self.attendee.join()

    def _hear(self, fact: Fact) -> None:
        if fact.get("meeting") != self.party.meeting:
            return
        self.attendee.hear(fact)
        is_shut_out = fact["type"] == "meeting.left" and fact["again"]
        if is_shut_out or (fact["type"] == "meeting.refused" and fact["code"] == "no_answer"):
            at_once = fact.get("reason") == "interrupted"
            self._loop.call_later(0.0 if at_once else fact.get("retry") or JOIN_AGAIN, self._opened)

    def speaks_at(self, now: float) -> bool:
        """Whether it is this guest's turn: each time the next ones take over from the first."""
        turn = int((now - self.party.begins) / self.party.turn) if self.party.turn else 0
        return (self.guest.number - turn) % self.party.people < self.party.speaking

    def take_part(self, now: float) -> None:
        """Speak when it is one's turn, and raise a hand before it."""
        if not self.attendee.me or self.attendee.left:
            return
        speaks, soon = self.speaks_at(now), self.speaks_at(now + HAND_BEFORE)
        wants = soon and not speaks
        if wants != self.attendee.hand:
            self.attendee.raise_hand(wants)
        self.attendee.speak(speaks)

    # What they have seen.

    def connections(self) -> Sequence[Connection]:
        """Their media."""
        return list(self.attendee.connections.values())

    def streams(self) -> Iterator[Stream]:
        """All that reaches them."""
        for connection in self.connections():
            yield from connection.streams.values()

    def is_connected(self) -> bool:
        """Whether media pass: all connections that were begun."""
        return bool(self.connections()) and all(each.tunnel.is_up for each in self.connections())

    def frozen(self, now: float) -> int:
        """Pictures that stand still."""
        return sum(
            each.kind == "video" and each.person is not None and each.pictures.pause(now) > STILL
            for each in self.streams()
        )

    def seen(self, now: float) -> GuestSeen:
        """Everything of this guest."""
        attendee, moments = self.attendee, self.attendee.moments
        counts = [connection.tunnel.counts for connection in self.connections()]
        sources = (attendee.voice, *attendee.cameras)
        line = self.line.counts if isinstance(self.line, HubLine) else {}
        return GuestSeen(
            name=self.guest.name,
            number=self.guest.number,
            person=attendee.me,
            left=attendee.left,
            mode=attendee.mode,
            joined_ms=_since(moments.asked, moments.joined),
            connected_ms=_since(moments.asked, moments.connected),
            seen_ms=_since(moments.asked, moments.seen),
            dark=round(attendee.dark(now), 3),
            pictures=[_seen(each, now) for each in self.streams() if each.kind == "video"],
            voices=[_seen(each, now) for each in self.streams() if each.kind == "audio"],
            sent=sum(each.sent for each in counts),
            resent=sum(source.resent for source in sources),
            keys_asked=sum(camera.keys_asked for camera in attendee.cameras),
            replayed=sum(each.replayed for each in counts),
            broken=sum(each.broken for each in counts),
            unsent=sum(each.unsent for each in counts),
            counts={**attendee.counts, **line},
        )


class Table:
    """Everybody of ``party``. ``is_playing``: tracks that are on are sent."""

    def __init__(self, party: Party, lines: Sequence[Line]) -> None:
        self.seats = [Seat(guest, party, line) for guest, line in zip(party.guests, lines, strict=True)]
        self.is_playing = True
        self.since = asyncio.get_running_loop().time()
        self._party = party
        self._beats: set[asyncio.Task[None]] = set()

    def begin(self) -> None:
        """Let everybody come, and time pass."""
        for seat in self.seats:
            self._beats.add(asyncio.ensure_future(seat.sit()))
            for source in (seat.attendee.voice, *seat.attendee.cameras):
                self._beats.add(asyncio.ensure_future(self._beat(source, seat.chance)))
        if self._party.turn:
            self._beats.add(asyncio.ensure_future(self._turns()))

    async def _beat(self, source: Source, chance: random.Random) -> None:
        """Each track at its own time, as people's devices are."""
        loop = asyncio.get_running_loop()
        due = loop.time() + chance.random() * source.every
        while True:
            await asyncio.sleep(due - loop.time())
            if self.is_playing:
                source.tick()
            due = max(due + source.every, loop.time() - 1.0)

    async def _turns(self) -> None:
        while True:
            await asyncio.sleep(0.5)
            for seat in self.seats:
                seat.take_part(asyncio.get_running_loop().time())

    def play(self) -> None:
        """Send, and count from now on."""
        self.is_playing = True
        self.since = asyncio.get_running_loop().time()
        for seat in self.seats:
            seat.attendee.watch()
            for camera in seat.attendee.cameras:
                camera.refresh()
            for stream in seat.streams():
                stream.count_anew(self.since)

    def seen(self) -> list[GuestSeen]:
        """What everybody has seen."""
        now = asyncio.get_running_loop().time()
        return [seat.seen(now) for seat in self.seats]

    async def leave(self) -> None:
        """Everybody goes home. What broke meanwhile is raised here."""
        for seat in self.seats:
            seat.wants_in = False
            seat.attendee.leave()
        for beat in self._beats:
            beat.cancel()
        outcomes = await asyncio.gather(*self._beats, return_exceptions=True)
        await asyncio.gather(*(seat.line.close() for seat in self.seats))
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                raise outcome


async def lines_of(party: Party) -> tuple[list[Line], "asyncio.Task[None] | None"]:
    """A line for each guest; what must run for them. Raises ``OSError``, ``Refusal``."""
    if party.url:
        if not all(guest.cookie for guest in party.guests):
            raise Refusal("a guest without a session")
        return [HubLine(party.url, guest.cookie) for guest in party.guests], None
    board = await Switchboard.dial(party.port)
    lines = [board.line(guest.person) for guest in party.guests]
    return list(lines), asyncio.ensure_future(board.run())


def _since(start: float | None, end: float | None) -> float | None:
    return None if start is None or end is None else round((end - start) * 1000, 1)


def _seen(stream: Stream, now: float) -> StreamSeen:
    counted, clock = stream.counted(), 90_000 if stream.kind == "video" else 48_000
    return StreamSeen(
        mid=stream.mid,
        person=stream.person,
        packets=counted.packets,
        gaps=counted.gaps,
        repaired=counted.repaired,
        frames=counted.frames,
        keys=stream.pictures.keys,
        longest=round(stream.freeze(now), 3) if stream.kind == "video" else 0.0,
        jitter_ms=round(stream.sequence.jitter * 1000 / clock, 2),
        waited=[round(each, 3) for each in stream.waited],
    )
