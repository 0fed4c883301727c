"""Three voices into one: each decoded, put in its place in time, and added."""

from array import array
from typing import Any

import av
from av.error import FFmpegError

from realtime.meeting.recording.packets import Packet, Timeline, Unwrapped

RATE = 48_000
TICK = 960  # samples of 20 ms
SAMPLE = 2  # bytes
SLACK_MS = 250
LONGEST_SILENCE = RATE  # put at once; more comes by itself
HEAD = b"OpusHead\x01\x01\x00\x00\x80\xbb\x00\x00\x00\x00\x00"  # RFC 7845 section 5.1: one channel


class Voice:
    """One section: what comes through it, as samples of 16 bits; ``emitted`` of them were silence before."""

    def __init__(self, emitted: int = 0) -> None:
        self._decoder: Any = av.CodecContext.create("libopus", "r")
        self._decoder.extradata = HEAD
        self._resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        self._timeline, self._unwrap = Timeline(RATE, SLACK_MS), Unwrapped(16)
        self._last = -1
        self._samples = bytearray()
        self._emitted = emitted

    def take(self, packet: Packet, at_ms: int) -> None:
        """A packet that came at that moment. One that cannot be decoded is silence."""
        number = self._unwrap(packet.seq)
        if number <= self._last:
            return  # twice, or too late
        self._last = number
        place = int(self._timeline.at(packet.timestamp, at_ms) * RATE / 1000)
        silence = place - self._emitted - len(self._samples) // SAMPLE
        if silence >= TICK:
            self._samples += bytes(min(silence, LONGEST_SILENCE) * SAMPLE)
        self._samples += self._decoded(packet.payload)

    def tick(self) -> bytes:
        """The next 20 ms."""
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


def mixed(voices: list[bytes]) -> bytes:
    """Their sum, never louder than loudest."""
    heard = [array("h", voice) for voice in voices if any(voice)]
    if len(heard) <= 1:
        return heard[0].tobytes() if heard else bytes(TICK * SAMPLE)
    sums = map(sum, zip(*heard, strict=True))
    return array("h", [max(-32_768, min(32_767, each)) for each in sums]).tobytes()
