"""What is put aside while a rencontre is recorded: each packet with the moment it came, in one file.

A line that names what is recorded, then entries: milliseconds since the beginning, a kind, a length, bytes.
A file that ends in the middle of an entry, since the machine fell, is good up to there.
"""

import os
import shutil
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

PACKET, SEEN = 0, 1
ENTRY = struct.Struct("!IBH")
MOST_BYTES = 2 << 30
SPARED_BYTES = 1 << 30  # what the rest of the house needs of the disk
LOOK_EVERY = 4 << 20  # bytes between two looks at the disk
SUFFIX = ".rtp"


class Full(OSError):
    """There is no more room for a recording."""


class Heading(msgspec.Struct, frozen=True):
    """``meeting`` and when it began, in milliseconds since 1970; ``mids``: media sections by their SSRC."""

    meeting: int
    by: int
    began_at: int
    mids: dict[int, str]


class Entry(NamedTuple):
    """``at``: milliseconds since the beginning. ``data``: an RTP packet, or who is seen from here on."""

    at: int
    kind: int
    data: bytes


class Spool:
    """One file being written. Raises ``OSError``, ``Full`` where there is no room (left)."""

    def __init__(self, path: Path, heading: Heading) -> None:
        self.path = path
        _spare(path)
        self._file: BinaryIO = path.open("xb", buffering=1 << 16)
        self._file.write(msgspec.json.encode(heading) + b"\n")
        self.size = self._looked = self._file.tell()

    def put(self, at: int, kind: int, data: bytes) -> None:
        """One entry more."""
        self._file.write(ENTRY.pack(at, kind, len(data)) + data)
        self.size += ENTRY.size + len(data)
        if self.size - self._looked > LOOK_EVERY:
            self._looked = self.size
            _spare(self.path)
            if self.size > MOST_BYTES:
                raise Full(f"more than {MOST_BYTES} bytes")

    def flush(self) -> None:
        """What was put is there, even if this process falls."""
        self._file.flush()

    def close(self) -> None:
        """What was put is there, even if the machine falls."""
        if not self._file.closed:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()


def _spare(path: Path) -> None:
    if shutil.disk_usage(path.parent).free < SPARED_BYTES:
        raise Full("the disk is nearly full")


def heading(path: Path) -> Heading:
    """What the file at ``path`` says that it is. Raises ``OSError``, ``msgspec.DecodeError``."""
    with path.open("rb") as file:
        return msgspec.json.decode(file.readline(), type=Heading)


def entries(path: Path) -> Iterator[Entry]:
    """All that was put, in order."""
    with path.open("rb") as file:
        file.readline()
        while len(head := file.read(ENTRY.size)) == ENTRY.size:
            at, kind, size = ENTRY.unpack(head)
            data = file.read(size)
            if len(data) < size:
                return
            yield Entry(at, kind, data)
