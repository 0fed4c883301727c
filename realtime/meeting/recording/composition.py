"""``python -m realtime.meeting.recording.composition SPOOL FILM``: composes a spool into a film. Knows no
database.

Prints its length in seconds; 0 when nothing was heard or seen: then there is no film.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from realtime.meeting.media.sfu.rtp import MalformedPacket
from realtime.meeting.recording import rtp, spool
from realtime.meeting.recording.audio_mixer import RATE, VoiceDecoder, mix
from realtime.meeting.recording.frame_assembler import FrameAssembler
from realtime.meeting.recording.rtp import RecordedPacket
from realtime.meeting.recording.webm_writer import WebmWriter

LATE_MS = 500  # a packet may come so late and still be heard in its place
TICK_MS = 20
PATIENT = 10  # niceness: live meetings come first

SectionPacket = tuple[int, str, RecordedPacket]


def compose(source: Path, target: Path) -> int:
    """Compose ``source`` into a film at ``target``; return its length in seconds, 0 when none was made."""
    last = _last(source)
    if last is None:
        return 0
    with WebmWriter(target, _sizes(source)) as film:
        maker = _Composer(film, spool.read_header(source).mids)
        for entry in spool.entries(source):
            maker.take(entry)
        maker.sound_until(last + TICK_MS)
    return max(1, round(last / 1000))


def _last(source: Path) -> int | None:
    return max((entry.at for entry in spool.entries(source) if entry.kind == spool.PACKET), default=None)


def _sizes(source: Path) -> set[tuple[int, int]]:
    """Return the sizes of all pictures that will be shown."""
    mids, pictures = spool.read_header(source).mids, FrameAssembler()
    seen = (each for each in _packets(spool.entries(source), mids) if each[1].startswith("v"))
    return {frame.size for at, _mid, packet in seen for frame in pictures.take(packet, at) if frame.size}


def _packets(entries: Iterator[spool.SpoolEntry], mids: dict[int, str]) -> Iterator[SectionPacket]:
    for entry in entries:
        if entry.kind == spool.PACKET:
            yield from _read(entry, mids)


def _read(entry: spool.SpoolEntry, mids: dict[int, str]) -> Iterator[SectionPacket]:
    try:
        packet = rtp.parse(entry.data)
    except MalformedPacket:
        return
    if packet.ssrc in mids:
        yield entry.at, mids[packet.ssrc], packet


class _Composer:
    """Makes the film in one pass over a spool."""

    def __init__(self, film: WebmWriter, mids: dict[int, str]) -> None:
        self._film, self._mids = film, mids
        self._voices: dict[str, VoiceDecoder] = {}
        self._pictures = FrameAssembler()
        self._is_dark = True
        self._sounded = 0

    def take(self, entry: spool.SpoolEntry) -> None:
        """Take the next entry."""
        self.sound_until(entry.at - LATE_MS)
        if entry.kind == spool.VISIBLE:
            self._see(entry)
        else:
            for at, mid, packet in _read(entry, self._mids):
                (self._show if mid.startswith("v") else self._hear)(at, mid, packet)

    def sound_until(self, at: int) -> None:
        """Write the sound of everything before ``at``."""
        while self._sounded + TICK_MS <= at:
            self._film.sound.put(mix([voice.tick() for voice in self._voices.values()]))
            self._sounded += TICK_MS

    def _hear(self, at: int, mid: str, packet: RecordedPacket) -> None:
        voice = self._voices.get(mid)
        if voice is None:
            voice = self._voices[mid] = VoiceDecoder(self._sounded * RATE // 1000)
        voice.take(packet, at)

    def _show(self, at: int, _mid: str, packet: RecordedPacket) -> None:
        for frame in self._pictures.take(packet, at):
            if self._film.pictures is not None:
                self._film.pictures.put(frame)
                self._is_dark = False

    def _see(self, entry: spool.SpoolEntry) -> None:
        """Darken the picture when nobody is seen from here on."""
        if entry.data or self._is_dark or self._film.pictures is None:
            return
        self._pictures.darken()
        self._film.pictures.darken(self._pictures.after(entry.at))
        self._is_dark = True


def main() -> None:
    """Compose; the arguments are two paths."""
    os.nice(PATIENT)
    source, target = map(Path, sys.argv[1:])
    print(compose(source, target))


if __name__ == "__main__":
    main()
