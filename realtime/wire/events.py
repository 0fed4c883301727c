"""The events of every app in one union: what a line of a room's log may hold."""

from functools import reduce
from operator import or_
from typing import Any, cast

import msgspec

import protocols.events
import rooms.events
from protocols.commands import COMMANDS
from realtime.wire.answers import Line
from rooms.events import PostRedrawn, RoomEvent

_COMMAND_EVENTS = tuple(event for spec in COMMANDS for event in spec.tells)
EVENTS: tuple[type[RoomEvent], ...] = rooms.events.EVENTS + protocols.events.EVENTS + _COMMAND_EVENTS
# Those whose effect on a scene the reducers know.
FOLDED: tuple[type[RoomEvent], ...] = tuple(event for event in EVENTS if not issubclass(event, PostRedrawn))

AnyEvent: Any = reduce(or_, cast(Any, EVENTS))


def decode_event(line: Line) -> RoomEvent:
    """Decode the event of ``line``. Raises ``msgspec.ValidationError`` when its kind is unknown."""
    return cast(RoomEvent, msgspec.convert(line.event, AnyEvent))
