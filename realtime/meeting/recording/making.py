"""``python -m realtime.meeting.recording.making SPOOL FILM``: a spool becomes a film. Knows no database.

Prints the seconds that it lasts, 0 when nothing was heard or seen: then there is no film.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from realtime.meeting.forwarder.rtp import Malformed
from realtime.meeting.recording import packets, spool
from realtime.meeting.recording.film import Film
from realtime.meeting.recording.packets import Packet
from realtime.meeting.recording.pictures import Pictures
from realtime.meeting.recording.voices import RATE, Voice, mixed

LATE_MS = 500  # so late a packet may come and still be heard in its place
TICK_MS = 20
PATIENT = 10  # those who meet now come first

Heard = tuple[int, str, Packet]


def make(source: Path, target: Path) -> int:
    """The film of ``source`` at ``target``; how many seconds it lasts, 0: none was made."""
    last = _last(source)
    if last is None:
        return 0
    with Film(target, _sizes(source)) as film:
        maker = _Maker(film, spool.heading(source).mids)
        for entry in spool.entries(source):
            maker.take(entry)
        maker.sound_until(last + TICK_MS)
    return max(1, round(last / 1000))


def _last(source: Path) -> int | None:
    return max((entry.at for entry in spool.entries(source) if entry.kind == spool.PACKET), default=None)


def _sizes(source: Path) -> set[tuple[int, int]]:
    """Of all pictures that will be shown."""
    mids, pictures = spool.heading(source).mids, Pictures()
    seen = (each for each in _packets(spool.entries(source), mids) if each[1].startswith("v"))
    return {frame.size for at, _mid, packet in seen for frame in pictures.take(packet, at) if frame.size}


def _packets(entries: Iterator[spool.Entry], mids: dict[int, str]) -> Iterator[Heard]:
    for entry in entries:
        if entry.kind == spool.PACKET:
            yield from _read(entry, mids)


def _read(entry: spool.Entry, mids: dict[int, str]) -> Iterator[Heard]:
    try:
        packet = packets.parse(entry.data)
    except Malformed:
        return
    if packet.ssrc in mids:
        yield entry.at, mids[packet.ssrc], packet


class _Maker:
    """Goes once through a spool."""

    def __init__(self, film: Film, mids: dict[int, str]) -> None:
        self._film, self._mids = film, mids
        self._voices: dict[str, Voice] = {}
        self._pictures = Pictures()
        self._is_dark = True
        self._sounded = 0

    def take(self, entry: spool.Entry) -> None:
        """The next thing that happened."""
        self.sound_until(entry.at - LATE_MS)
        if entry.kind == spool.SEEN:
            self._see(entry)
        else:
            for at, mid, packet in _read(entry, self._mids):
                (self._show if mid.startswith("v") else self._hear)(at, mid, packet)

    def sound_until(self, at: int) -> None:
        """Put all that was heard until then."""
        while self._sounded + TICK_MS <= at:
            self._film.sound.put(mixed([voice.tick() for voice in self._voices.values()]))
            self._sounded += TICK_MS

    def _hear(self, at: int, mid: str, packet: Packet) -> None:
        voice = self._voices.get(mid)
        if voice is None:
            voice = self._voices[mid] = Voice(self._sounded * RATE // 1000)
        voice.take(packet, at)

    def _show(self, at: int, _mid: str, packet: Packet) -> None:
        for frame in self._pictures.take(packet, at):
            if self._film.pictures is not None:
                self._film.pictures.put(frame)
                self._is_dark = False

    def _see(self, entry: spool.Entry) -> None:
        """Somebody else is seen from here on, or nobody."""
        if entry.data or self._is_dark or self._film.pictures is None:
            return
        self._pictures.darken()
        self._film.pictures.darken(self._pictures.after(entry.at))
        self._is_dark = True


def main() -> None:
    """The words are two paths."""
    os.nice(PATIENT)
    source, target = map(Path, sys.argv[1:])
    print(make(source, target))


if __name__ == "__main__":
    main()
