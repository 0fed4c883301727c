"""Audio and video encoded once and sent in a loop: a simulator that encodes would measure itself."""

import math
from array import array
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import av
from av.audio.codeccontext import AudioCodecContext
from av.video.codeccontext import VideoCodecContext

SOUND_RATE, SOUND_SAMPLES = 48_000, 960  # Opus in frames of 20 ms, as browsers send it
PICTURES_A_SECOND = 15
LOOP_SECONDS = 4
LOUDNESS = 9_000  # amplitude of 32,767: as loud as a voice


@dataclass(frozen=True)
class PictureSize:
    """The size of a simulcast layer: pixels, and bits a second."""

    width: int
    height: int
    bits: int


LOW, HIGH = PictureSize(320, 180, 120_000), PictureSize(960, 540, 800_000)


@lru_cache(64)
def tone(hertz: int) -> list[bytes]:
    """Encode one second of a tone as Opus frames of 20 ms, which loops without a click."""
    encoder: Any = av.CodecContext.create("libopus", "w")
    assert isinstance(encoder, AudioCodecContext)  # noqa: S101 - what the codec is
    encoder.sample_rate, encoder.layout, encoder.format = SOUND_RATE, "mono", "s16"
    encoder.bit_rate, encoder.time_base = 32_000, Fraction(1, SOUND_RATE)
    # The encoder settles in the first half second: the loop is the second after it.
    whole = SOUND_RATE * 3 // 2
    packets = [
        bytes(packet)
        for start in range(0, whole, SOUND_SAMPLES)
        for packet in encoder.encode(_sound(hertz, start))
    ]
    return packets[-SOUND_RATE // SOUND_SAMPLES :]


def _sound(hertz: int, start: int) -> av.AudioFrame:
    step = 2 * math.pi * hertz / SOUND_RATE
    samples = array("h", (int(LOUDNESS * math.sin(step * (start + at))) for at in range(SOUND_SAMPLES)))
    frame = av.AudioFrame(format="s16", layout="mono", samples=SOUND_SAMPLES)
    frame.planes[0].update(samples.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
    frame.sample_rate, frame.pts = SOUND_RATE, start
    return frame


@lru_cache(64)
def pictures(size: PictureSize, shade: int = 0) -> list[bytes]:
    """Encode a loop of VP8 frames, of which only the first is a key frame. ``shade``: 0-255, tells whose it
    is."""
    encoder: Any = av.CodecContext.create("libvpx", "w")
    assert isinstance(encoder, VideoCodecContext)  # noqa: S101 - what the codec is
    encoder.width, encoder.height, encoder.pix_fmt = size.width, size.height, "yuv420p"
    encoder.bit_rate, encoder.time_base = size.bits, Fraction(1, PICTURES_A_SECOND)
    encoder.framerate = Fraction(PICTURES_A_SECOND)
    encoder.options = {
        **{
            "deadline": "realtime",
            "cpu-used": "8",
            "lag-in-frames": "0",
            "error-resilient": "0",
            "threads": "1",
        },
        **{"g": "9999", "keyint_min": "9999", "maxrate": str(size.bits), "minrate": str(size.bits)},
    }
    count = PICTURES_A_SECOND * LOOP_SECONDS
    return [
        bytes(packet) for number in range(count) for packet in encoder.encode(_picture(size, shade, number))
    ]


def _picture(size: PictureSize, shade: int, number: int) -> av.VideoFrame:
    """Draw grain in one shade with a bright bar that moves across: enough change to use the bit rate."""
    frame = av.VideoFrame(size.width, size.height, "yuv420p")
    frame.pts = number
    grain = bytes((shade // 2 + 48 + (at * 29 + at // 7 * 13) % 24) for at in range(1_024)) * 2
    luma = frame.planes[0]
    bar = number * size.width // (PICTURES_A_SECOND * LOOP_SECONDS)
    width = size.width // 20
    rows = bytearray()
    for row in range(size.height):
        shift = (row * 37 + number * 11 * (row % 8 == 0)) % 1024
        line = bytearray((grain[shift:] + grain[:shift])[: size.width])
        line[bar : bar + width] = b"\xe0" * len(line[bar : bar + width])
        rows += line.ljust(luma.line_size, b"\0")
    luma.update(bytes(rows))
    for plane, value in ((frame.planes[1], 64 + shade // 2), (frame.planes[2], 192 - shade // 2)):
        plane.update(bytes([value]) * plane.buffer_size)
    return frame
