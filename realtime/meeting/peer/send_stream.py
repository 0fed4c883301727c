"""An RTP stream that a peer sends, with a history for retransmission."""

import random
from collections.abc import Callable
from typing import Literal

from realtime.meeting.peer import rtp

KEPT = 512


class SendStream:
    """One stream. ``send`` sends a packet; ``extensions``: header extensions by id."""

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
        """Retransmit what was NACKed."""
        for number in numbers:
            packet = self._kept.get(number % KEPT)
            if packet is not None and int.from_bytes(packet[2:4], "big") == number:
                self.resent += 1
                self.send(packet)

    def tick(self) -> None:
        """Send what is due; called ``every`` so many seconds."""

    def refresh(self) -> None:
        """Send a key frame next."""

    def _packet(self, payload: bytes, *, marker: bool, more: dict[int, bytes] | None = None) -> None:
        self._sequence = (self._sequence + 1) & 0xFFFF
        elements = {**self.extensions, **(more or {})}
        packet = rtp.rtp(
            self.payload_type,
            self._sequence,
            self.timestamp,
            self.ssrc,
            payload,
            marker=marker,
            extensions=rtp.one_byte(elements) if elements else b"",
        )
        self._kept[self._sequence % KEPT] = packet
        self.packets += 1
        self.bytes += len(payload)
        self.send(packet)


def _nowhere(_packet: bytes) -> None:
    """Drop packets until there is a transport."""
