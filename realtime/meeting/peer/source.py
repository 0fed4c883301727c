"""What a peer sends: one stream, numbered, kept for who asks again."""

import random
from collections.abc import Callable
from typing import Literal

from realtime.meeting.peer import packets

KEPT = 512


class Source:
    """One stream out. ``send`` puts a packet on its way; ``mid`` is its section, ``extensions`` its ids."""

    kind: Literal["audio", "video"] = "video"
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


def _nowhere(_packet: bytes) -> None:
    """Before there is a way out."""
