"""The frames of the IPC: MessagePack behind a length of four bytes, big-endian.

A *socket* is a browser's, numbered by its gateway. ``payload`` is a message of the wire, in MessagePack.
Tags stay as they are: during a rolling upgrade, gateways and the leader run two versions.
"""

import struct
from collections.abc import Iterator

import msgspec

# The largest payload: a description of 48 KiB, or a hundred members with long names.
LARGEST = 256 * 1024
_LENGTH = struct.Struct("!I")


class IpcFrame(msgspec.Struct, frozen=True, tag_field="type", forbid_unknown_fields=True):
    """One IPC message."""


class HandshakeChallenge(IpcFrame, frozen=True, tag="challenge"):
    """The leader's first frame: prove that you know the key, for ``nonce``."""

    nonce: bytes


class HandshakeHello(IpcFrame, frozen=True, tag="hello"):
    """A gateway's proof, and its own nonce."""

    proof: bytes
    nonce: bytes


class HandshakeReady(IpcFrame, frozen=True, tag="ready"):
    """The leader's proof; commands may follow."""

    proof: bytes


class ClientConnected(IpcFrame, frozen=True, tag="came"):
    """A browser's socket takes part from now on: whose it is, and the language of its sentences."""

    socket: int
    person: int
    language: str


class ClientCommand(IpcFrame, frozen=True, tag="said"):
    """A ``MeetingCommand`` of that socket."""

    socket: int
    payload: bytes


class ClientDisconnected(IpcFrame, frozen=True, omit_defaults=True, tag="gone"):
    """That socket is gone; ``restarts``: because its gateway restarts."""

    socket: int
    restarts: bool = False


class DeliverMessage(IpcFrame, frozen=True, tag="told"):
    """A ``MeetingMessage`` for these sockets."""

    sockets: list[int]
    payload: bytes


class DisconnectClient(IpcFrame, frozen=True, tag="shut"):
    """Close that socket: it keeps sending malformed signals."""

    socket: int


class MeetingCounts(IpcFrame, frozen=True, tag="figures"):
    """How many meetings are live, how many people are inside, and how many wait in lobbies."""

    meetings: int
    members: int
    waiting: int


AnyIpcFrame = (
    HandshakeChallenge
    | HandshakeHello
    | HandshakeReady
    | ClientConnected
    | ClientCommand
    | ClientDisconnected
    | DeliverMessage
    | DisconnectClient
    | MeetingCounts
)

_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[AnyIpcFrame] = msgspec.msgpack.Decoder(AnyIpcFrame)


class InvalidFrame(ValueError):
    """These bytes are no valid frame, or it is not allowed now; the connection must be closed."""


def encode(frame: AnyIpcFrame) -> bytes:
    """Encode ``frame`` with its length. Raises ``InvalidFrame`` when it is too large."""
    body = _encoder.encode(frame)
    if len(body) > LARGEST:
        raise InvalidFrame(f"{len(body)} bytes")
    return _LENGTH.pack(len(body)) + body


class FrameDecoder:
    """Reassembles frames from a byte stream."""

    def __init__(self) -> None:
        self._left = bytearray()

    def feed(self, data: bytes) -> Iterator[AnyIpcFrame]:
        """Yield the frames that ``data`` completes. Raises ``InvalidFrame``."""
        self._left += data
        while len(self._left) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._left)
            if length > LARGEST:
                raise InvalidFrame(f"{length} bytes announced")
            end = _LENGTH.size + length
            if len(self._left) < end:
                return
            body = bytes(self._left[_LENGTH.size : end])
            del self._left[:end]
            yield _frame(body)


def _frame(body: bytes) -> AnyIpcFrame:
    try:
        return _decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise InvalidFrame(str(error)) from error
