"""WebSocket messages encoded once, and written as they are to every socket."""

import struct
from typing import Self

TEXT, BINARY = 0x1, 0x2
FIN = 0x80


class PreparedFrame:
    """One whole message: its payload, and the bytes that a server sends for it.

    ``wire`` is header and payload of one RFC 6455 section 5.2 frame: FIN set, no extension, unmasked.
    """

    __slots__ = ("is_text", "payload", "wire")

    def __init__(self, payload: bytes, *, is_text: bool) -> None:
        self.payload = payload
        self.is_text = is_text
        self.wire = _header(TEXT if is_text else BINARY, len(payload)) + payload

    @classmethod
    def text(cls, payload: bytes) -> Self:
        """Prepare a text message; ``payload`` is UTF-8."""
        return cls(payload, is_text=True)

    @classmethod
    def binary(cls, payload: bytes) -> Self:
        """Prepare a binary message."""
        return cls(payload, is_text=False)


def _header(opcode: int, length: int) -> bytes:
    """Return the frame header, with the shortest of the three length forms (RFC 6455 section 5.2)."""
    if length < 126:
        return bytes((FIN | opcode, length))
    if length < 1 << 16:
        return struct.pack("!BBH", FIN | opcode, 126, length)
    return struct.pack("!BBQ", FIN | opcode, 127, length)
