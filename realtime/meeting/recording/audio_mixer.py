"""Mixing of three voices into one track: each is decoded, placed in time, and added."""

from array import array
from typing import Any

import av
from av.error import FFmpegError

from realtime.meeting.recording.rtp import CounterUnwrapper, MediaTimeline, RecordedPacket

RATE = 48_000
TICK = 960  # samples of 20 ms
SAMPLE = 2  # bytes
SLACK_MS = 250
LONGEST_SILENCE = RATE  # inserted at once; the rest follows with later packets
HEAD = b"OpusHead\x01\x01\x00\x00\x80\xbb\x00\x00\x00\x00\x00"  # RFC 7845 section 5.1: one channel


class VoiceDecoder:
    """Decodes one section to 16-bit samples; ``emitted`` of them were silence before."""

    def __init__(self, emitted: int = 0) -> None:
        self._decoder: Any = av.CodecContext.create("libopus", "r")
        self._decoder.extradata = HEAD
        self._resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        self._timeline, self._unwrap = MediaTimeline(RATE, SLACK_MS), CounterUnwrapper(16)
        self._last = -1
        self._samples = bytearray()
        self._emitted = emitted

    def take(self, packet: RecordedPacket, at_ms: int) -> None:
        """Take a packet that came at that moment. One that cannot be decoded is silence."""
        number = self._unwrap(packet.seq)
        if number <= self._last:
            return  # a duplicate, or too late
        self._last = number
        place = int(self._timeline.at(packet.timestamp, at_ms) * RATE / 1000)
        silence = place - self._emitted - len(self._samples) // SAMPLE
        if silence >= TICK:
            self._samples += bytes(min(silence, LONGEST_SILENCE) * SAMPLE)
        self._samples += self._decoded(packet.payload)

    def tick(self) -> bytes:
        """Return the next 20 ms."""
        size = TICK * SAMPLE
        taken = bytes(self._samples[:size])
        del self._samples[:size]
        self._emitted += TICK
        return taken.ljust(size, b"\0")

    def _decoded(self, payload: bytes) -> bytes:
        try:
            frames = [
                each
                for frame in self._decoder.decode(av.Packet(payload))
                for each in self._resampler.resample(frame)
            ]
        except FFmpegError:
            return bytes(TICK * SAMPLE)
        return b"".join(bytes(frame.planes[0])[: frame.samples * SAMPLE] for frame in frames)


def mix(voices: list[bytes]) -> bytes:
    """Add the voices, clipped to 16 bits."""
    heard = [array("h", voice) for voice in voices if any(voice)]
    if len(heard) <= 1:
        return heard[0].tobytes() if heard else bytes(TICK * SAMPLE)
    sums = map(sum, zip(*heard, strict=True))
    return array("h", [max(-32_768, min(32_767, each)) for each in sums]).tobytes()
