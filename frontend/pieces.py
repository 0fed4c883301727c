"""Pages as pieces of bytes that are drawn and compressed once, with a few holes between them.

A piece is compressed with the pieces before it as its dictionary (RFC 1951, as pigz does for its blocks), so
that fifty posts compressed apart take little more than compressed together. A hole that always has the same
length leaves distances as they are; after any other, compression begins anew.
"""

import re
import secrets
import zlib
from collections import deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from itertools import count
from struct import pack

from frontend.byte_cache import DRAWN

# Random in each process: nobody can write a mark in a post, and so make a reader's name appear in it.
_SECRET = secrets.token_hex(16)
_MARK = re.compile(rf"{_SECRET}-(\w+)-")
_FOR_SOME = re.compile(rf"{_SECRET}-((?:own|others)_\d+)-(.*?){_SECRET}-end-", re.DOTALL)
WINDOW = 32 * 1024
STORED = 65_535  # the longest stored block
FILL = b"\x01"  # stands in dictionaries for what is not known
HEAD = b"\x1f\x8b\x08\x08\0\0\0\0\x02\xff"
# What is remembered of the text before: two posts, and the hole in each. With four a page is no shorter, and
# a new post, which pushes the oldest out, makes twice as many pieces be compressed anew.
REMEMBERED = 6
END = b"\x03\x00"  # the empty last block
_numbers = count(1)


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Bytes that are the same for many readers; ``about``: what they are forgotten with."""

    text: bytes
    about: Hashable = None
    number: int = field(default_factory=lambda: next(_numbers))


@dataclass(frozen=True, slots=True)
class Hole:
    """A place for what differs for each reader."""

    name: str


@dataclass(frozen=True, slots=True)
class Filling:
    """What stands in a hole."""

    text: bytes
    is_fixed: bool = False


Part = Piece | Hole
Filled = Piece | Filling


def mark(name: str) -> str:
    """Return what a template writes in the place of a hole."""
    return f"{_SECRET}-{name}-"


def for_some(name: str, html: str) -> str:
    """Return what a template writes where only some readers have ``html``: ``name`` is ``own_<number>``, for
    whoever that part belongs to, or ``others_<number>``."""
    return f"{mark(name)}{html}{mark('end')}"


def for_whom_it_is(html: str, has: Callable[[str], bool]) -> str:
    """Return ``html`` with what stands in it for a reader who ``has`` the parts of these names."""
    return _FOR_SOME.sub(lambda found: found[2] if has(found[1]) else "", html)


def split(html: str, about: Hashable = None) -> list[Part]:
    """Return the pieces and holes of what was drawn with marks."""
    texts = _MARK.split(html)
    parts: list[Part] = []
    for number, text in enumerate(texts):
        if number % 2:
            parts.append(Hole(text))
        elif text:
            parts.append(Piece(text.encode(), about))
    return parts


def size_of(parts: Iterable[Part]) -> int:
    """Return the bytes that ``parts`` take in memory."""
    return sum(len(part.text) if isinstance(part, Piece) else 64 for part in parts)


def plain(filled: Iterable[Filled]) -> bytes:
    """Return the page as it is read."""
    return b"".join(part.text for part in filled)


def gzipped(filled: list[Filled]) -> bytes:
    """Return the page as one gzip member (RFC 1952). Its name is of random length, as Django has it: the
    size of the whole tells less of what is inside."""
    page = plain(filled)
    name = secrets.token_hex(secrets.randbelow(50) + 1).encode()
    tail = pack("<II", zlib.crc32(page), len(page) & 0xFFFFFFFF)
    return b"".join([HEAD, name, b"\0", *_deflated(filled), END, tail])


def _deflated(filled: list[Filled]) -> Iterable[bytes]:
    before: deque[Piece | int] = deque(maxlen=REMEMBERED)
    for part in filled:
        if isinstance(part, Piece):
            yield _compressed(before, part)
            before.append(part)
        else:
            yield from _stored(part.text)
            if part.is_fixed:
                before.append(len(part.text))
            else:
                before.clear()


def _stored(text: bytes) -> Iterable[bytes]:
    for start in range(0, len(text), STORED):
        block = text[start : start + STORED]
        yield pack("<BHH", 0, len(block), len(block) ^ 0xFFFF) + block


def _compressed(before: Iterable[Piece | int], piece: Piece) -> bytes:
    """Return ``piece`` as it is compressed after ``before``: pieces, and lengths of what is not known."""
    known = [part if isinstance(part, int) else -part.number for part in before]
    key = "deflated", *known, -piece.number
    kept: bytes | None = DRAWN.get(key)
    if kept is None:
        texts = [FILL * part if isinstance(part, int) else part.text for part in before]
        dictionary = b"" if FILL in piece.text else b"".join(texts)[-WINDOW:]
        deflate = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=dictionary)
        kept = deflate.compress(piece.text) + deflate.flush(zlib.Z_SYNC_FLUSH)
        DRAWN.put(key, kept, len(kept), piece.about)
    return kept
