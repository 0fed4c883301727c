"""What a simulated person sends: one canned track, numbered, kept for who asks again."""

import random
from collections.abc import Callable

from realtime.simulate.meeting import packets
from realtime.simulate.meeting.canned import PICTURES_A_SECOND, SOUND_SAMPLES

KEPT = 512
SPEAKING, SILENCE = 25, 127  # dBov below the loudest (RFC 6464)
SPEECH_FLAG = 0x80
PICTURE_TICKS = 90_000 // PICTURES_A_SECOND


class Source:
    """One stream out. ``send`` puts a packet on its way; ``mid`` is its section, ``extensions`` its ids."""

    every = 1.0

    def __init__(self, mid: str, ssrc: int) -> None:
        self.mid, self.ssrc = mid, ssrc
        self.payload_type = 0
        self.extensions: dict[int, bytes] = {}
        self.level_id: int | None = None
        self.is_on = False
        self.packets = self.bytes = self.resent = 0
        self.send: Callable[[bytes], None] = _nowhere
        self.timestamp = random.getrandbits(31)
        self._sequence = random.getrandbits(15)
        self._kept: dict[int, bytes] = {}

    def again(self, numbers: list[int]) -> None:
        """Send once more what was lost."""
        for number in numbers:
            packet = self._kept.get(number % KEPT)
            if packet is not None and int.from_bytes(packet[2:4], "big") == number:
                self.resent += 1
                self.send(packet)

    def tick(self) -> None:
        """Its time has come once more."""

    def refresh(self) -> None:
        """Somebody needs what can be understood by itself."""

    def _packet(self, payload: bytes, *, marker: bool, more: dict[int, bytes] | None = None) -> None:
        self._sequence = (self._sequence + 1) & 0xFFFF
        elements = {**self.extensions, **(more or {})}
        packet = packets.rtp(
            self.payload_type,
            self._sequence,
            self.timestamp,
            self.ssrc,
            payload,
            marker=marker,
            extensions=packets.one_byte(elements) if elements else b"",
        )
        self._kept[self._sequence % KEPT] = packet
        self.packets += 1
        self.bytes += len(payload)
        self.send(packet)


class Voice(Source):
    """A tone in frames of 20 ms, with its loudness beside it."""

    every = SOUND_SAMPLES / 48_000

    def __init__(self, mid: str, ssrc: int, frames: list[bytes]) -> None:
        super().__init__(mid, ssrc)
        self._frames, self._at = frames, 0
        self.level = SPEAKING

    def tick(self) -> None:
        """20 ms have passed."""
        self.timestamp += SOUND_SAMPLES
        if not self.is_on:
            return
        level = bytes([(SPEECH_FLAG if self.level < SILENCE else 0) | self.level])
        more = {self.level_id: level} if self.level_id is not None else {}
        self._packet(self._frames[self._at], marker=False, more=more)
        self._at = (self._at + 1) % len(self._frames)


class Camera(Source):
    """A loop of pictures; it begins again with its key frame when somebody asks."""

    every = 1 / PICTURES_A_SECOND

    def __init__(self, mid: str, ssrc: int, frames: list[bytes]) -> None:
        super().__init__(mid, ssrc)
        self._frames, self._at = frames, 0
        self._picture = random.getrandbits(15)
        self.keys_asked = 0

    def tick(self) -> None:
        """It is time for the next picture."""
        self.timestamp += PICTURE_TICKS
        if not self.is_on:
            self._at = 0
            return
        pieces = packets.vp8_pieces(self._frames[self._at], self._picture)
        for number, piece in enumerate(pieces, 1):
            self._packet(piece, marker=number == len(pieces))
        self._at = (self._at + 1) % len(self._frames)
        self._picture += 1

    def refresh(self) -> None:
        """Begin again with the key frame."""
        self.keys_asked += 1
        self._at = 0


def _nowhere(_packet: bytes) -> None:
    """Before there is a way out."""
