"""The tracks that a simulated guest sends, from canned media."""

import random

from realtime.meeting.peer import rtp
from realtime.meeting.peer.send_stream import SendStream
from realtime.simulate.meeting.canned_media import PICTURES_A_SECOND, SOUND_SAMPLES

SPEAKING, SILENCE = 25, 127  # dBov below the loudest (RFC 6464)
SPEECH_FLAG = 0x80
PICTURE_TICKS = 90_000 // PICTURES_A_SECOND


class CannedVoice(SendStream):
    """A tone in frames of 20 ms, with its audio level (RFC 6464)."""

    kind = "audio"
    every = SOUND_SAMPLES / 48_000

    def __init__(self, mid: str, ssrc: int, frames: list[bytes]) -> None:
        super().__init__(mid, ssrc)
        self._frames, self._at = frames, 0
        self.level = SPEAKING

    def tick(self) -> None:
        """Send the next 20 ms."""
        self.timestamp += SOUND_SAMPLES
        if not self.is_on:
            return
        level = bytes([(SPEECH_FLAG if self.level < SILENCE else 0) | self.level])
        more = {self.level_id: level} if self.level_id is not None else {}
        self._packet(self._frames[self._at], marker=False, more=more)
        self._at = (self._at + 1) % len(self._frames)


class CannedCamera(SendStream):
    """A loop of pictures, restarted at its key frame on request."""

    every = 1 / PICTURES_A_SECOND

    def __init__(self, mid: str, ssrc: int, frames: list[bytes]) -> None:
        super().__init__(mid, ssrc)
        self._frames, self._at = frames, 0
        self._picture = random.getrandbits(15)
        self.keys_asked = 0

    def tick(self) -> None:
        """Send the next picture."""
        self.timestamp += PICTURE_TICKS
        if not self.is_on:
            self._at = 0
            return
        pieces = rtp.vp8_payloads(self._frames[self._at], self._picture)
        for number, piece in enumerate(pieces, 1):
            self._packet(piece, marker=number == len(pieces))
        self._at = (self._at + 1) % len(self._frames)
        self._picture += 1

    def refresh(self) -> None:
        """Restart at the key frame."""
        self.keys_asked += 1
        self._at = 0
