"""The media connection of one person: proved by ICE, encrypted by DTLS, then packets both ways."""

import logging
import time
from collections.abc import Iterable
from typing import Protocol

from aioice.stun import Message

from realtime.meeting.forwarder.arriving import Arrivals
from realtime.meeting.forwarder.counters import Counters
from realtime.meeting.forwarder.description import Answer, House, mids, offer, read_answer
from realtime.meeting.forwarder.dtls import Broken, Certificate, Handshake
from realtime.meeting.forwarder.health import Health
from realtime.meeting.forwarder.ice import Address, Agent
from realtime.meeting.forwarder.outbox import Outbox
from realtime.meeting.forwarder.outlets import SocketOutlet
from realtime.meeting.forwarder.pace import Pace
from realtime.meeting.forwarder.reports import Reports
from realtime.meeting.forwarder.rewriting import Segment
from realtime.meeting.forwarder.rtp import Malformed, is_rtcp
from realtime.meeting.forwarder.srtp import Opener, Sealer, Tray
from realtime.meeting.forwarder.stream import Forward
from realtime.meeting.forwarder.viewer import Viewer
from realtime.wire.meeting import Quality

logger = logging.getLogger("hub.meeting.forwarder")


JUDGED_EVERY = 0.25
MOST_EARLY = 4  # datagrams of a browser that begins to speak before its answer has come


class Unconnected(RuntimeError):
    """A slot was filled before anything could be sent."""


class Owner(Protocol):
    """The meeting, as one connection of it sees it."""

    def connected(self, person: int) -> None:
        """Media can flow both ways."""

    def began(self, person: int) -> None:
        """A new stream of ``person`` has come."""

    def spoke(self, person: int, loudness: float, now: float) -> None:
        """A voice packet of ``person`` is about to be passed on."""

    def quality(self, person: int, quality: Quality) -> None:
        """The quality of the connection has changed."""

    def ended(self, person: int) -> None:
        """The connection is over; nothing of it is left."""


class Desk(Protocol):
    """What the socket lends to each connection."""

    tray: Tray
    counters: Counters
    certificate: Certificate
    addresses: list[Address]
    outbox: Outbox

    def send(self, datagram: bytes, address: Address) -> None:
        """Send one datagram at once."""

    def welcome(self, connection: "Connection") -> None:
        """Answer the checks that name ``connection``."""

    def reach(self, connection: "Connection", address: Address) -> None:
        """What comes from ``address`` is for ``connection`` from now on."""

    def leave(self, connection: "Connection", address: Address) -> None:
        """What comes from ``address`` is for ``connection`` no longer."""

    def forget(self, connection: "Connection") -> None:
        """Nothing comes for it any more."""


class Connection:
    """Between ``person`` and the house. It is an ``Outlet`` for its own viewer once it is ``up``."""

    def __init__(self, desk: Desk, owner: Owner, person: int, pictures: int) -> None:
        now = time.monotonic()
        self.person, self.pictures = person, pictures
        self.agent = Agent()
        self.viewer = Viewer(pictures, self)
        self.health = Health(now)
        self.arrivals = Arrivals(person, desk.tray, desk.counters, self._spoke, self._began)
        self._desk, self._owner = desk, owner
        self._pace = Pace(now)
        self._handshake: Handshake | None = None
        self._early: list[tuple[bytes, Address]] = []
        self._opener: Opener | None = None
        self._outlet: SocketOutlet | None = None
        self._reports = Reports(self.arrivals, self.viewer, self.health, desk.counters)
        self._shakes_at = self._judged_at = 0.0
        self._is_over = False

    @property
    def up(self) -> bool:
        """Whether media can flow."""
        return self._outlet is not None

    def offer(self) -> str:
        """The session description with which it begins."""
        house = House(
            self.agent.ufrag, self.agent.password, self._desk.certificate.fingerprint, self._desk.addresses
        )
        return offer(house, self.viewer.ssrcs)

    def answer(self, sdp: str) -> None:
        """The browser's answer; until it is encrypted, the last one counts. Raises ``BadDescription``."""
        answer: Answer = read_answer(sdp, mids(self.pictures))
        if self.up:
            return
        self.agent.peer = answer.ufrag
        self.arrivals.expect(answer.heard)
        self.viewer.agree(answer.shown)
        self._handshake = Handshake(self._desk.certificate, answer.fingerprint)
        early, self._early = self._early, []
        for datagram, address in early:
            self.shaken(datagram, address)

    def checked(self, check: Message, address: Address, size: int) -> None:
        """A connectivity check of ``size`` bytes that names this connection."""
        verdict = self.agent.answer(check, address)
        if verdict is None:
            self._desk.counters.strange += 1
        elif len(verdict.answer) <= size:
            self.health.heard(time.monotonic())
            self._desk.reach(self, address)
            if verdict.forgotten:
                self._desk.leave(self, verdict.forgotten)
            self._desk.send(verdict.answer, address)
            if verdict.chosen and self._outlet:
                self._outlet.aim(address)

    def shaken(self, datagram: bytes, address: Address) -> None:
        """A DTLS record from ``address``, one of those that have proved themselves."""
        if not self._handshake:
            # The answer is on its way, by a longer road.
            self._early = [*self._early, (datagram, address)][:MOST_EARLY]
            return
        if not self._pace.allows(time.monotonic()):
            return  # it comes again
        if not self.up:
            # Before it chooses, a browser checks from each of its addresses, but speaks from the best one.
            # What is said to another is lost, and said again only a second later.
            self.agent.address = address
        try:
            self._say(self._handshake.take(datagram))
            if self._handshake.done and not self.up:
                self._encrypt(self._handshake, address)
        except Broken as broken:
            logger.warning("the media connection of person %s is refused: %s", self.person, broken)
            self._end()
            return
        self._shakes_at = 0.0
        if self._handshake.ended:
            self._end()

    def media(self, length: int, arrived: float) -> None:
        """A protected packet, on the tray; the kernel had it at ``arrived``."""
        now = time.monotonic()
        if not self._opener:
            return
        if not self._pace.allows(now):
            self._desk.counters.excess += 1
            return
        data = self._desk.tray.data
        if is_rtcp(data[1]):
            self._told(self._opener.open_rtcp(length), now)
            return
        if self.arrivals.knows(int.from_bytes(data[8:12], "big")) and (size := self._opener.open(length)):
            self.health.heard(now)
            self._take(size, now, arrived)
        else:
            self._desk.counters.forged += 1

    def tick(self, now: float) -> None:
        """Fifty times a second: ask again, report, and see whether anybody is still there."""
        if self._handshake and not self.up:
            self._shake_again(self._handshake, now)
        if self._outlet:
            for report in self._reports.due(now):
                self._outlet.report(report)
        if now >= self._judged_at + JUDGED_EVERY and not self._is_over:
            self._judged_at = now
            self._judge(now)

    def writer(self, segment: Segment) -> Forward:
        """What brings the packets of ``segment`` to the browser."""
        if self._outlet is None:
            raise Unconnected
        return self._outlet.writer(segment)

    def send(self, packet: bytes) -> None:
        """Bring one packet to the browser."""
        if self._outlet:
            self._outlet.send(packet)

    def shut(self) -> None:
        """Say goodbye and forget everything at once."""
        self._is_over = True
        if self._handshake and self.agent.address:
            self._say(self._handshake.end())
        self.viewer.shut()
        self._opener = self._outlet = self._handshake = None
        self._desk.forget(self)

    def _judge(self, now: float) -> None:
        if quality := self.health.judge(now):
            self._owner.quality(self.person, quality)
        if self.health.is_gone(now):
            self._end()

    def _take(self, length: int, now: float, arrived: float) -> None:
        try:
            self.arrivals.take(length, now, arrived)
        except (Malformed, IndexError):
            self._desk.counters.malformed += 1

    def _told(self, length: int, now: float) -> None:
        if not length:
            self._desk.counters.forged += 1
            return
        self.health.heard(now)
        self._reports.take(bytes(self._desk.tray.data[:length]), now)

    def _encrypt(self, handshake: Handshake, address: Address) -> None:
        profile, heard, said = handshake.keys()
        desk = self._desk
        self._opener = Opener(desk.tray, profile, heard)
        self._outlet = SocketOutlet(desk.outbox, Sealer(profile, said), address)
        self.arrivals.begin()
        self._owner.connected(self.person)

    def _shake_again(self, handshake: Handshake, now: float) -> None:
        wait = handshake.wait()
        if wait is None:
            return
        if not self._shakes_at:
            self._shakes_at = now + wait
        elif now >= self._shakes_at:
            self._shakes_at = 0.0
            try:
                self._say(handshake.again())
            except Broken:
                self._end()

    def _say(self, datagrams: Iterable[bytes]) -> None:
        for datagram in datagrams:
            if self.agent.address:
                self._desk.send(datagram, self.agent.address)

    def _end(self) -> None:
        """Over, and not by the house's will: whoever hears of it may begin anew at once."""
        if self._is_over:
            return
        self.shut()
        self._owner.ended(self.person)

    def _spoke(self, loudness: float, now: float) -> None:
        self._owner.spoke(self.person, loudness, now)

    def _began(self) -> None:
        self._owner.began(self.person)
