"""Bytes and messages: JSON for browsers, MessagePack for programs, from the same types."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, cast

import msgspec

from realtime.wire.answers import Message
from realtime.wire.commands import Command
from realtime.wire.families import COMMANDS, MESSAGES

LARGEST = 64 * 1024

_Commands: Any = reduce(or_, cast(Any, COMMANDS))
_Messages: Any = reduce(or_, cast(Any, MESSAGES))


class NotOfThisWire(ValueError):
    """A frame that is no message of ours; its text says where it goes wrong, without quoting it."""


@dataclass(frozen=True, slots=True)
class Codec:
    """One way of writing the wire. ``subprotocol`` names it in the WebSocket handshake."""

    subprotocol: str
    is_text: bool
    _encoder: Any
    _commands: Any
    _messages: Any

    def encode(self, message: Message | Command) -> bytes:
        """``message`` as the payload of one frame."""
        return cast(bytes, self._encoder.encode(message))

    def command(self, payload: bytes) -> Command:
        """The command in ``payload``. Raises ``NotOfThisWire``."""
        return cast(Command, self._decode(self._commands, payload))

    def message(self, payload: bytes) -> Message:
        """The service's message in ``payload``, for clients. Raises ``NotOfThisWire``."""
        return cast(Message, self._decode(self._messages, payload))

    def events(self, room: int, lines: list[bytes]) -> bytes:
        """The payload of an ``events`` message, joining ``lines`` that are JSON already."""
        if self.is_text:
            return b'{"type":"events","room":%d,"events":[%s]}' % (room, b",".join(lines))
        whole = {"type": "events", "room": room, "events": [msgspec.Raw(line) for line in map(repack, lines)]}
        return cast(bytes, self._encoder.encode(whole))

    @staticmethod
    def _decode(decoder: Any, payload: bytes) -> Any:
        try:
            return decoder.decode(payload)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise NotOfThisWire(str(error)) from error


JSON = Codec(
    "hub.v1+json",
    True,
    msgspec.json.Encoder(),
    msgspec.json.Decoder(_Commands),
    msgspec.json.Decoder(_Messages),
)
MSGPACK = Codec(
    "hub.v1+msgpack",
    False,
    # A UUID travels as text in both codecs, so that either can be read without our types.
    msgspec.msgpack.Encoder(uuid_format="canonical"),
    msgspec.msgpack.Decoder(_Commands),
    msgspec.msgpack.Decoder(_Messages),
)
CODECS = (JSON, MSGPACK)


def chosen(offered: list[str]) -> Codec | None:
    """The first codec of ours that the client offers as a subprotocol, or None."""
    return next((codec for name in offered for codec in CODECS if codec.subprotocol == name), None)


def repack(line: bytes) -> bytes:
    """A line of the log, stored as JSON, as MessagePack."""
    return msgspec.msgpack.encode(msgspec.json.decode(line))
