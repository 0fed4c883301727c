"""What is said on the line: frames of MessagePack, each behind its length (four bytes, big-endian).

A *socket* is a browser's, numbered by its server. ``payload`` is a message of the wire, in MessagePack.
"""

import struct
from collections.abc import Iterator

import msgspec

# The largest: a description of 48 KiB, or a hundred members with long names.
LARGEST = 256 * 1024
_LENGTH = struct.Struct("!I")


class Frame(msgspec.Struct, frozen=True, tag_field="type", forbid_unknown_fields=True):
    """One thing said on the line."""


class Challenge(Frame, frozen=True, tag="challenge"):
    """The leader's first word: prove that you know the key, for ``nonce``."""

    nonce: bytes


class Hello(Frame, frozen=True, tag="hello"):
    """A server's answer, and its own question."""

    proof: bytes
    nonce: bytes


class Ready(Frame, frozen=True, tag="ready"):
    """The leader's answer; from now on all is said."""

    proof: bytes


class Came(Frame, frozen=True, tag="came"):
    """A browser's socket takes part from now on: whose it is, and in which language they are spoken to."""

    socket: int
    person: int
    language: str


class Said(Frame, frozen=True, tag="said"):
    """That socket says a ``MeetingCommand``."""

    socket: int
    payload: bytes


class Gone(Frame, frozen=True, omit_defaults=True, tag="gone"):
    """That socket is no more; ``restarts``: because its server begins anew."""

    socket: int
    restarts: bool = False


class Told(Frame, frozen=True, tag="told"):
    """A ``MeetingMessage`` for these sockets."""

    sockets: list[int]
    payload: bytes


class Shut(Frame, frozen=True, tag="shut"):
    """Close that socket: it goes on saying what is malformed."""

    socket: int


class Figures(Frame, frozen=True, tag="figures"):
    """How many meetings are held now, how many people are inside, and how many knock."""

    meetings: int
    members: int
    waiting: int


AnyFrame = Challenge | Hello | Ready | Came | Said | Gone | Told | Shut | Figures

_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[AnyFrame] = msgspec.msgpack.Decoder(AnyFrame)


class NotOfThisLine(ValueError):
    """Bytes that are no frame of the line; the connection is of no use any more."""


def packed(frame: AnyFrame) -> bytes:
    """``frame`` as it travels. Raises ``NotOfThisLine`` when it is too large."""
    body = _encoder.encode(frame)
    if len(body) > LARGEST:
        raise NotOfThisLine(f"{len(body)} bytes")
    return _LENGTH.pack(len(body)) + body


class Unpacker:
    """Bytes as they arrive, into frames."""

    def __init__(self) -> None:
        self._left = bytearray()

    def feed(self, data: bytes) -> Iterator[AnyFrame]:
        """The frames that ``data`` completes. Raises ``NotOfThisLine``."""
        self._left += data
        while len(self._left) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._left)
            if length > LARGEST:
                raise NotOfThisLine(f"{length} bytes announced")
            end = _LENGTH.size + length
            if len(self._left) < end:
                return
            body = bytes(self._left[_LENGTH.size : end])
            del self._left[:end]
            yield _frame(body)


def _frame(body: bytes) -> AnyFrame:
    try:
        return _decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise NotOfThisLine(str(error)) from error
