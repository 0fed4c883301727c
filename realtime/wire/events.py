"""The events of every app as one family: what a line of a room's log may say."""

from functools import reduce
from operator import or_
from typing import Any, cast

import msgspec

import protocols.events
import rooms.events
from realtime.wire.answers import Line
from rooms.events import RoomEvent

EVENTS: tuple[type[RoomEvent], ...] = rooms.events.EVENTS + protocols.events.EVENTS

AnyEvent: Any = reduce(or_, cast(Any, EVENTS))


def event_of(line: Line) -> RoomEvent:
    """The event that ``line`` tells. Raises ``msgspec.ValidationError`` when it is of no kind of ours."""
    return cast(RoomEvent, msgspec.convert(line.event, AnyEvent))
