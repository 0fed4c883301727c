"""What is heard and seen in a film: decoded by PyAV, and searched for tones in plain Python."""

import math
from array import array
from dataclasses import dataclass
from pathlib import Path

import av

RATE = 48_000
MOMENT = RATE // 10


@dataclass(frozen=True)
class DecodedPicture:
    """One picture: when, how large, and how red (the middle of its Cr plane)."""

    at: float
    size: tuple[int, int]
    luma: int
    red: int


@dataclass(frozen=True)
class DecodedFilm:
    """All of a film. ``seconds`` as the file itself says."""

    seconds: float
    sound: "array[int]"
    pictures: list[DecodedPicture]

    def loudness(self, hertz: float, at: float) -> float:
        """Return how loud a tone is in the tenth of a second from ``at``, of 32,767: one Fourier term."""
        start = int(at * RATE)
        samples, step = self.sound[start : start + MOMENT], 2 * math.pi * hertz / RATE
        cosine = sum(sample * math.cos(step * number) for number, sample in enumerate(samples))
        sine = sum(sample * math.sin(step * number) for number, sample in enumerate(samples))
        return 2 * math.hypot(cosine, sine) / MOMENT


def decode(path: Path) -> DecodedFilm:
    """Decode the film at ``path``."""
    with av.open(str(path)) as film:
        seconds = (film.duration or 0) / av.time_base
        sound = _sound(film)
    with av.open(str(path)) as film:
        pictures = [_seen(frame) for frame in film.decode(video=0)] if film.streams.video else []
    return DecodedFilm(seconds, sound, pictures)


def _sound(film: "av.container.InputContainer") -> "array[int]":
    plain = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    samples = array("h")
    for frame in film.decode(audio=0):
        for each in plain.resample(frame):
            samples.frombytes(bytes(each.planes[0])[: each.samples * 2])
    return samples


def _seen(frame: av.VideoFrame) -> DecodedPicture:
    luma, _blue, red = (bytes(plane) for plane in frame.planes)
    middle = frame.planes[2].line_size * (frame.height // 4) + frame.width // 4
    return DecodedPicture(
        float(frame.time or 0), (frame.width, frame.height), luma[len(luma) // 3], red[middle]
    )
