"""WebM output: Opus, and VP8 copied as it came, or re-encoded on one canvas where sizes change."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.error import FFmpegError

from realtime.meeting.recording.audio_mixer import RATE, TICK
from realtime.meeting.recording.frame_assembler import EncodedFrame

MILLISECONDS = Fraction(1, 1000)
SOUND_BITS = 64_000
SWIFT = {"deadline": "realtime", "cpu-used": "6", "lag-in-frames": "0", "threads": "1"}

Size = tuple[int, int]


class OpusTrack:
    """The one Opus track."""

    def __init__(self, container: Any) -> None:
        self._container = container
        self._stream = container.add_stream("libopus", rate=RATE)
        self._stream.layout, self._stream.format, self._stream.bit_rate = "mono", "s16", SOUND_BITS
        self._at = 0

    def put(self, samples: bytes) -> None:
        """Write the next 20 ms of 16-bit samples."""
        frame = av.AudioFrame(format="s16", layout="mono", samples=TICK)
        frame.planes[0].update(samples.ljust(frame.planes[0].buffer_size, b"\0"))
        frame.sample_rate, frame.pts, frame.time_base = RATE, self._at, Fraction(1, RATE)
        self._at += TICK
        self._container.mux(self._stream.encode(frame))

    def end(self) -> None:
        """Flush the encoder."""
        self._container.mux(self._stream.encode(None))


class CopiedVideo:
    """A video track whose frames all have one size: none is decoded."""

    def __init__(self, container: Any, size: Size) -> None:
        self._container = container
        self._stream = _video(container, size)
        self._black = _black_key(size)

    def put(self, frame: EncodedFrame) -> None:
        """Copy the frame."""
        self._mux(frame.at, frame.data, is_key=frame.size is not None)

    def darken(self, at: int) -> None:
        """Show black from here on."""
        self._mux(at, self._black, is_key=True)

    def end(self) -> None:
        """Do nothing: no encoder holds frames back."""

    def _mux(self, at: int, data: bytes, *, is_key: bool) -> None:
        packet = av.Packet(data)
        packet.stream, packet.time_base = self._stream, MILLISECONDS
        packet.pts = packet.dts = at
        packet.is_keyframe = is_key
        self._container.mux(packet)


class ReencodedVideo:
    """A video track of frames of several sizes, each scaled to fit one canvas."""

    def __init__(self, container: Any, canvas: Size) -> None:
        self._container, self._canvas = container, canvas
        self._stream = _video(container, canvas)
        self._stream.options, self._stream.time_base = SWIFT, MILLISECONDS
        self._stream.bit_rate = 300_000 + canvas[0] * canvas[1]
        self._decoder: Any = av.CodecContext.create("vp8", "r")
        self._graphs: dict[Size, Any] = {}

    def put(self, frame: EncodedFrame) -> None:
        """Decode, scale and encode the frame. One that cannot be decoded is left out."""
        try:
            pictures = self._decoder.decode(av.Packet(frame.data))
        except FFmpegError:
            return
        for picture in pictures:
            self._encode(self._fitted(picture), frame.at)

    def darken(self, at: int) -> None:
        """Show black from here on."""
        self._encode(_black(self._canvas), at)

    def end(self) -> None:
        """Flush the encoder."""
        self._container.mux(self._stream.encode(None))

    def _encode(self, picture: Any, at: int) -> None:
        picture.pts, picture.time_base = at, MILLISECONDS
        self._container.mux(self._stream.encode(picture))

    def _fitted(self, picture: Any) -> Any:
        size = picture.width, picture.height
        if size == self._canvas:
            return picture
        graph = self._graphs.get(size) or self._graphs.setdefault(size, self._graph(picture))
        picture.pts, picture.time_base = 0, MILLISECONDS
        graph.push(picture)
        return graph.pull()

    def _graph(self, picture: Any) -> Any:
        width, height = self._canvas
        graph = av.filter.Graph()
        entrance = graph.add_buffer(
            width=picture.width, height=picture.height, format=picture.format, time_base=MILLISECONDS
        )
        fit = graph.add("scale", f"{width}:{height}:force_original_aspect_ratio=decrease")
        centre = graph.add("pad", f"{width}:{height}:-1:-1")
        plain = graph.add("setsar", "1")
        graph.link_nodes(entrance, fit, centre, plain, graph.add("buffersink")).configure()
        return graph


class WebmWriter:
    """A WebM file being written (a context manager); ``sizes``: of all key frames that will come."""

    def __init__(self, path: Path, sizes: set[Size]) -> None:
        self._container: Any = av.open(str(path), "w", format="webm")
        self.sound = OpusTrack(self._container)
        self.pictures: CopiedVideo | ReencodedVideo | None = None
        if len(sizes) == 1:
            self.pictures = CopiedVideo(self._container, next(iter(sizes)))
        elif sizes:
            self.pictures = ReencodedVideo(self._container, max(sizes))

    def __enter__(self) -> "WebmWriter":
        return self

    def __exit__(self, *_error: object) -> None:
        self.sound.end()
        if self.pictures is not None:
            self.pictures.end()
        self._container.close()


def _video(container: Any, size: Size) -> Any:
    stream = container.add_stream("libvpx", rate=30)
    stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
    return stream


def _black(size: Size) -> av.VideoFrame:
    frame = av.VideoFrame(*size, "yuv420p")
    for plane, value in zip(frame.planes, (16, 128, 128), strict=True):
        plane.update(bytes([value]) * plane.buffer_size)
    return frame


def _black_key(size: Size) -> bytes:
    encoder: Any = av.CodecContext.create("libvpx", "w")
    encoder.width, encoder.height, encoder.pix_fmt = *size, "yuv420p"
    encoder.time_base, encoder.options = MILLISECONDS, SWIFT
    frame = _black(size)
    frame.pts = 0
    packets: Iterator[Any] = iter([*encoder.encode(frame), *encoder.encode(None)])
    return bytes(next(packets))
