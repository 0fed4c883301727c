"""Encodes and decodes messages: JSON for browsers, MessagePack for programs, from the same types."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, cast

import msgspec

from realtime.wire.answers import Message
from realtime.wire.catalog import COMMANDS, MESSAGES
from rooms.command import Command

MAX_FRAME_BYTES = 64 * 1024

_Commands: Any = reduce(or_, cast(Any, COMMANDS))
_Messages: Any = reduce(or_, cast(Any, MESSAGES))


class InvalidMessage(ValueError):
    """A frame that is no valid message; the error says where it is wrong, without quoting it."""


@dataclass(frozen=True, slots=True)
class Codec:
    """One encoding of the wire. ``subprotocol`` names it in the WebSocket handshake."""

    subprotocol: str
    is_text: bool
    _encoder: Any
    _commands: Any
    _messages: Any

    def encode(self, message: Message | Command) -> bytes:
        """Encode ``message`` as the payload of one frame."""
        return cast(bytes, self._encoder.encode(message))

    def command(self, payload: bytes) -> Command:
        """Decode the command in ``payload``. Raises ``InvalidMessage``."""
        return cast(Command, self._decode(self._commands, payload))

    def message(self, payload: bytes) -> Message:
        """Decode the service's message in ``payload``, for clients. Raises ``InvalidMessage``."""
        return cast(Message, self._decode(self._messages, payload))

    def events(self, room: int, lines: list[bytes]) -> bytes:
        """Encode an ``events`` message by joining ``lines`` that are JSON already."""
        if self.is_text:
            return b'{"type":"events","room":%d,"events":[%s]}' % (room, b",".join(lines))
        whole = {
            "type": "events",
            "room": room,
            "events": [msgspec.Raw(line) for line in map(json_to_msgpack, lines)],
        }
        return cast(bytes, self._encoder.encode(whole))

    @staticmethod
    def _decode(decoder: Any, payload: bytes) -> Any:
        try:
            return decoder.decode(payload)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise InvalidMessage(str(error)) from error


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
    # A UUID is text in both codecs, so that either can be read without our types.
    msgspec.msgpack.Encoder(uuid_format="canonical"),
    msgspec.msgpack.Decoder(_Commands),
    msgspec.msgpack.Decoder(_Messages),
)
CODECS = (JSON, MSGPACK)


def choose_codec(offered: list[str]) -> Codec | None:
    """Return the first codec that the client offers as a subprotocol, or None."""
    return next((codec for name in offered for codec in CODECS if codec.subprotocol == name), None)


def json_to_msgpack(line: bytes) -> bytes:
    """Convert a line of the log from JSON to MessagePack."""
    return msgspec.msgpack.encode(msgspec.json.decode(line))
