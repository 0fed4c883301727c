"""The spool of a recording: a file of RTP packets, each with the moment it came.

A header line, then entries: milliseconds since the beginning, a kind, a length, bytes. A file that ends in
the middle of an entry, since the machine crashed, is good up to there.
"""

import os
import shutil
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

PACKET, VISIBLE = 0, 1
ENTRY = struct.Struct("!IBH")
MOST_BYTES = 2 << 30
RESERVED_BYTES = 1 << 30  # what the rest of the service needs of the disk
LOOK_EVERY = 4 << 20  # bytes between two checks of the disk
SUFFIX = ".rtp"


class SpoolFull(OSError):
    """There is no more room for a recording."""


class SpoolHeader(msgspec.Struct, frozen=True):
    """``meeting`` and when it began, in milliseconds since 1970; ``mids``: media sections by their SSRC."""

    meeting: int
    by: int
    began_at: int
    mids: dict[int, str]


class SpoolEntry(NamedTuple):
    """``at``: milliseconds since the beginning. ``data``: an RTP packet, or the id of who is seen."""

    at: int
    kind: int
    data: bytes


class SpoolWriter:
    """A spool being written. Raises ``OSError``, ``SpoolFull`` where there is no room (left)."""

    def __init__(self, path: Path, header: SpoolHeader) -> None:
        self.path = path
        _check_space(path)
        self._file: BinaryIO = path.open("xb", buffering=1 << 16)
        self._file.write(msgspec.json.encode(header) + b"\n")
        self.size = self._looked = self._file.tell()

    def put(self, at: int, kind: int, data: bytes) -> None:
        """Append an entry."""
        self._file.write(ENTRY.pack(at, kind, len(data)) + data)
        self.size += ENTRY.size + len(data)
        if self.size - self._looked > LOOK_EVERY:
            self._looked = self.size
            _check_space(self.path)
            if self.size > MOST_BYTES:
                raise SpoolFull(f"more than {MOST_BYTES} bytes")

    def flush(self) -> None:
        """Make what was put survive a crash of this process."""
        self._file.flush()

    def close(self) -> None:
        """Make what was put survive a crash of the machine."""
        if not self._file.closed:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()


def _check_space(path: Path) -> None:
    if shutil.disk_usage(path.parent).free < RESERVED_BYTES:
        raise SpoolFull("the disk is nearly full")


def read_header(path: Path) -> SpoolHeader:
    """Read the header. Raises ``OSError``, ``msgspec.DecodeError``."""
    with path.open("rb") as file:
        return msgspec.json.decode(file.readline(), type=SpoolHeader)


def entries(path: Path) -> Iterator[SpoolEntry]:
    """Yield all complete entries, in order."""
    with path.open("rb") as file:
        file.readline()
        while len(head := file.read(ENTRY.size)) == ENTRY.size:
            at, kind, size = ENTRY.unpack(head)
            data = file.read(size)
            if len(data) < size:
                return
            yield SpoolEntry(at, kind, data)
