"""One stream that a person sends (their voice, one layer of their camera, their screen) and where it goes."""

from collections.abc import Callable

from realtime.meeting.forwarder import vp8
from realtime.meeting.forwarder.counters import Counters
from realtime.meeting.forwarder.pictures import KeyFrames
from realtime.meeting.forwarder.reception import Reception
from realtime.meeting.forwarder.rewriting import Segment
from realtime.meeting.forwarder.rtp import HEADER_LENGTH, Packet
from realtime.wire.meeting import Track

# About four seconds of a small camera, one and a half of a large one.
REMEMBERED = 256
TRACKS: dict[str, Track] = {"m": "microphone", "l": "camera", "h": "camera", "s": "screen"}
RATES = {"m": 48_000, "l": 90_000, "h": 90_000, "s": 90_000}

Forward = Callable[[Packet], None]
Waiter = Callable[[Packet, float], None]


class Stream:
    """``forwards`` take every packet of their segment; ``waiting`` the next one with which one can begin.

    ``ssrc`` is the sender's, ``mid`` its media section; ``shows``: whom, and what of them.
    """

    def __init__(self, person: int, mid: str, ssrc: int, counters: Counters) -> None:
        self.person, self.mid, self.ssrc = person, mid, ssrc
        self.shows = (person, TRACKS[mid])
        self.reception = Reception(RATES[mid])
        self.key_frames = KeyFrames()
        self.forwards: dict[Segment, Forward] = {}
        self.waiting: dict[object, Waiter] = {}
        self.size = 0
        self.rate = 0
        """Bits per second, measured each second; 0 when nothing comes."""
        self.heard_at = 0.0
        self._is_video = mid != "m"
        self._memory: list[Packet | None] = [None] * REMEMBERED
        self._measured = (0, 0.0)
        self._counters = counters

    def want_key_frame(self) -> None:
        """Somebody cannot go on without one."""
        if self._is_video:
            self.key_frames.want()

    def ask(self, now: float) -> list[int]:
        """The packets to ask the sender for. When one is given up nobody can go on: a key frame is wanted."""
        given_up = self.reception.given_up
        seqs = self.reception.ask(now)
        if self.reception.given_up > given_up and self.forwards:
            self.want_key_frame()
        return seqs

    def take(self, packet: Packet, now: float) -> None:
        """Remember ``packet`` and pass it on."""
        newest = self.reception.take(packet.seq, packet.timestamp, now)
        self.heard_at = now
        self.size += len(packet.payload)
        if self._is_video:
            packet.vp8 = vp8.read(packet.payload)
        if not newest:
            self._bring_late(packet)
            return
        self._memory[packet.seq % REMEMBERED] = packet
        if packet.vp8 is None or packet.vp8.begins:
            self._let_in(packet, now)
        for forward in self.forwards.values():
            forward(packet)
        self._counters.packets_out += len(self.forwards)
        self._counters.bytes_out += len(self.forwards) * (HEADER_LENGTH + len(packet.payload))

    def skip(self, seq: int, timestamp: int, now: float) -> None:
        """Count a packet that goes nowhere."""
        self.reception.take(seq, timestamp, now)
        self.reception.missing.clear()

    def measure(self, now: float) -> None:
        """Every second or so: how much comes."""
        size, at = self._measured
        self.rate = int((self.size - size) * 8 / max(0.1, now - at))
        self._measured = (self.size, now)

    def recall(self, seq: int) -> Packet | None:
        """The packet ``seq``, as long as it is remembered."""
        packet = self._memory[seq % REMEMBERED]
        return packet if packet and packet.seq == seq & 0xFFFF else None

    def _bring_late(self, packet: Packet) -> None:
        """Pass on what was asked for again, or overtaken: to those only who had what came before it.

        And once: its repetition, which has a number of its own, may have been faster.
        """
        number = self.reception.number(packet.seq)
        if number <= self.reception.highest - REMEMBERED or self.recall(packet.seq):
            return
        self._memory[packet.seq % REMEMBERED] = packet
        for segment, forward in self.forwards.items():
            if segment.since <= number:
                forward(packet)

    def _let_in(self, packet: Packet, now: float) -> None:
        self.key_frames.came()
        waiting, self.waiting = self.waiting, {}
        for enter in waiting.values():
            enter(packet, now)
