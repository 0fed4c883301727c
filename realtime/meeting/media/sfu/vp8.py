"""The VP8 payload descriptor (RFC 7741 section 4.2): where a key frame begins, and the picture numbers."""

from typing import NamedTuple

EXTENDED, START = 0x80, 0x10
HAS_PICTURE, HAS_TL0, HAS_LAYER = 0x80, 0x40, 0x30
LONG = 0x80


class Vp8Descriptor(NamedTuple):
    """``begins``: a key frame begins here. ``picture_at``, ``tl0_at``: offsets of the numbers, 0 when
    absent.

    ``mask`` is 0x7FFF for a picture id of fifteen bits, 0x7F for one of seven.
    """

    begins: bool
    picture_at: int = 0
    picture: int = 0
    mask: int = 0
    tl0_at: int = 0
    tl0: int = 0


CUT = Vp8Descriptor(False)


def read(payload: bytes) -> Vp8Descriptor:
    """Read the descriptor; one that is cut or malformed begins nothing and has no numbers."""
    try:
        return _read(payload)
    except IndexError:
        return CUT


def _read(payload: bytes) -> Vp8Descriptor:
    first = payload[0]
    if not first & EXTENDED:
        return Vp8Descriptor(_begins(first, payload[1]))
    flags, at = payload[1], 2
    picture_at = picture = mask = tl0_at = tl0 = 0
    if flags & HAS_PICTURE:
        picture_at, picture, mask = at, payload[at], 0x7F
        if picture & LONG:
            picture, mask = (picture & 0x7F) << 8 | payload[at + 1], 0x7FFF
            at += 1
        at += 1
    if flags & HAS_TL0:
        tl0_at, tl0 = at, payload[at]
        at += 1
    if flags & HAS_LAYER:
        at += 1
    return Vp8Descriptor(_begins(first, payload[at]), picture_at, picture, mask, tl0_at, tl0)


def _begins(first: int, frame: int) -> bool:
    """Whether partition 0 of a key frame starts here: its first bit is 0 (RFC 6386 section 9.1)."""
    return bool(first & START) and not first & 0x07 and not frame & 1
