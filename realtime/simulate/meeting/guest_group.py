"""The guests of one process: they join, send media on time, take turns to speak, and are measured."""

import asyncio
import random
from collections.abc import Iterator, Sequence

from realtime.meeting.peer.connection import PeerConnection
from realtime.meeting.peer.receive_stream import ReceiveStream
from realtime.meeting.peer.send_stream import SendStream
from realtime.meeting.peer.transport import SimulatedLoss
from realtime.serve.sentences import CommandRefused
from realtime.simulate.meeting.meeting_client import GuestSpec, MeetingClient
from realtime.simulate.meeting.process_messages import GuestReport, GuestsJob, StreamReport
from realtime.simulate.meeting.signalling import HubChannel, SignallingChannel, SignallingMultiplexer
from realtime.simulate.wire_client import Fact

JOIN_AGAIN = 1.0  # seconds, unless the service says how long
STILL = 1.0  # seconds without a frame that one notices
HAND_BEFORE = 2.0


class SimulatedGuest:
    """A guest, their signalling channel, and what they do by themselves."""

    def __init__(self, spec: GuestSpec, job: GuestsJob, channel: SignallingChannel) -> None:
        chance = random.Random(f"{job.seed}·{spec.number}")  # noqa: S311 - repeatable by seed
        self.spec, self.job, self.channel, self.chance = spec, job, channel, chance
        self.attendee = MeetingClient(spec, job.meeting, channel.say, SimulatedLoss(job.loss, chance))
        self.wants_in = True
        self._loop = asyncio.get_running_loop()

    async def attend(self) -> None:
        """Join when it is time, and stay connected."""
        late = self.chance.random() * self.job.arrival if not self.spec.host else 0.0
        await asyncio.sleep(max(0.0, self.job.begins + late - self._loop.time()))
        self.attendee.wants_camera = self.spec.camera
        self.attendee.wants_voice = self.speaks_at(self._loop.time())
        await self.channel.keep(self._opened, self._hear)

    def _opened(self) -> None:
        if self.wants_in:
            self.attendee.join()

    def _hear(self, fact: Fact) -> None:
        if fact.get("meeting") != self.job.meeting:
            return
        self.attendee.hear(fact)
        is_shut_out = fact["type"] == "meeting.left" and fact["again"]
        if is_shut_out or (fact["type"] == "meeting.refused" and fact["code"] == "no_answer"):
            at_once = fact.get("reason") == "interrupted"
            self._loop.call_later(0.0 if at_once else fact.get("retry") or JOIN_AGAIN, self._opened)

    def speaks_at(self, now: float) -> bool:
        """Return whether it is this guest's turn to speak; the turn passes on by number."""
        turn = int((now - self.job.begins) / self.job.turn) if self.job.turn else 0
        return (self.spec.number - turn) % self.job.people < self.job.speaking

    def take_part(self, now: float) -> None:
        """Speak during the guest's turn, and raise the hand shortly before."""
        if not self.attendee.me or self.attendee.left:
            return
        speaks, soon = self.speaks_at(now), self.speaks_at(now + HAND_BEFORE)
        wants = soon and not speaks
        if wants != self.attendee.hand:
            self.attendee.raise_hand(wants)
        self.attendee.speak(speaks)

    # Measurements.

    def connections(self) -> Sequence[PeerConnection]:
        """Return the media connections."""
        return list(self.attendee.connections.values())

    def streams(self) -> Iterator[ReceiveStream]:
        """Yield every received stream."""
        for connection in self.connections():
            yield from connection.streams.values()

    def is_connected(self) -> bool:
        """Return whether every connection that was begun is up."""
        return bool(self.connections()) and all(each.transport.is_up for each in self.connections())

    def frozen(self, now: float) -> int:
        """Count the pictures that are frozen."""
        return sum(
            each.kind == "video" and each.person is not None and each.pictures.pause(now) > STILL
            for each in self.streams()
        )

    def seen(self, now: float) -> GuestReport:
        """Return the report of this guest."""
        attendee, moments = self.attendee, self.attendee.moments
        counts = [connection.transport.counts for connection in self.connections()]
        sources = (attendee.voice, *attendee.cameras)
        channel = self.channel.counts if isinstance(self.channel, HubChannel) else {}
        return GuestReport(
            name=self.spec.name,
            number=self.spec.number,
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
            counts={**attendee.counts, **channel},
        )


class GuestGroup:
    """All guests of ``job``. ``is_playing``: whether tracks that are on are sent."""

    def __init__(self, job: GuestsJob, channels: Sequence[SignallingChannel]) -> None:
        self.guests = [
            SimulatedGuest(spec, job, channel) for spec, channel in zip(job.guests, channels, strict=True)
        ]
        self.is_playing = True
        self.since = asyncio.get_running_loop().time()
        self._party = job
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self) -> None:
        """Start every guest and every track."""
        for guest in self.guests:
            self._tasks.add(asyncio.ensure_future(guest.attend()))
            for source in (guest.attendee.voice, *guest.attendee.cameras):
                self._tasks.add(asyncio.ensure_future(self._send_in_time(source, guest.chance)))
        if self._party.turn:
            self._tasks.add(asyncio.ensure_future(self._turns()))

    async def _send_in_time(self, source: SendStream, chance: random.Random) -> None:
        """Tick ``source`` at its interval, with a random phase."""
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
            for guest in self.guests:
                guest.take_part(asyncio.get_running_loop().time())

    def play(self) -> None:
        """Send media, and count from now on."""
        self.is_playing = True
        self.since = asyncio.get_running_loop().time()
        for guest in self.guests:
            guest.attendee.watch()
            for camera in guest.attendee.cameras:
                camera.refresh()
            for stream in guest.streams():
                stream.count_anew(self.since)

    def seen(self) -> list[GuestReport]:
        """Return the reports of all guests."""
        now = asyncio.get_running_loop().time()
        return [guest.seen(now) for guest in self.guests]

    async def leave(self) -> None:
        """Let every guest leave, and raise the first error of a task that failed."""
        for guest in self.guests:
            guest.wants_in = False
            guest.attendee.leave()
        for task in self._tasks:
            task.cancel()
        outcomes = await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(guest.channel.close() for guest in self.guests))
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                raise outcome


async def channels_of(job: GuestsJob) -> tuple[list[SignallingChannel], "asyncio.Task[None] | None"]:
    """Return a channel for each guest, and the task that serves them. Raises ``OSError``,
    ``CommandRefused``."""
    if job.url:
        if not all(spec.cookie for spec in job.guests):
            raise CommandRefused("a guest without a session")
        return [HubChannel(job.url, spec.cookie) for spec in job.guests], None
    multiplexer = await SignallingMultiplexer.dial(job.port)
    channels = [multiplexer.channel(spec.person) for spec in job.guests]
    return list(channels), asyncio.ensure_future(multiplexer.run())


def _since(start: float | None, end: float | None) -> float | None:
    return None if start is None or end is None else round((end - start) * 1000, 1)


def _seen(stream: ReceiveStream, now: float) -> StreamReport:
    counted, clock = stream.counted(), 90_000 if stream.kind == "video" else 48_000
    return StreamReport(
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
