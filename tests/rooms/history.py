"""A room's whole log as a client hears it, and what may still be read in it."""

import re

import msgspec

from protocols.reading import Scene
from realtime.wire.answers import Line
from rooms import log
from rooms.models import Event

MARK = re.compile(r"mot\d+fin")


def lines(room: int, since: int = 0) -> list[Line]:
    """Every line after ``since``, page by page."""
    page = [msgspec.json.decode(entry.json, type=Line) for entry in log.since(room, since)]
    return [*page, *lines(room, page[-1].seq)] if page else []


def marks_of(scene: Scene) -> set[str]:
    """The marked words that one sees."""
    return set(MARK.findall(msgspec.json.encode(scene).decode()))


def marks_in_log(room: int) -> set[str]:
    """The marked words that the log of ``room`` still holds."""
    return set(MARK.findall("".join(Event.objects.filter(room=room).values_list("data", flat=True))))
