"""Read a room's whole log as a client receives it, and the marked words that are still in it."""

import re

import msgspec

from people.models import Person
from protocols.reading import Scene
from realtime.wire.answers import Line
from rooms import log
from rooms.meetings.models import Meeting

MARK = re.compile(r"mot\d+fin")


def lines(room: int, since: int = 0) -> list[Line]:
    """Return every line after ``since``, page by page."""
    page = [msgspec.json.decode(entry.json, type=Line) for entry in log.since(room, since)]
    return [*page, *lines(room, page[-1].seq)] if page else []


def marks_in(told: Scene | list[Line]) -> set[str]:
    """Return the marked words that can be read there."""
    return set(MARK.findall(msgspec.json.encode(told).decode()))


def marks_of_the_past(room: int) -> set[str]:
    """Return the marks in past rencontres, which left the scene and are read on their own page."""
    over = Meeting.objects.filter(room=room, ended_at__isnull=False).values_list("title", "words")
    return {mark for words in over for text in words for mark in MARK.findall(text)}


def marks_of_names() -> set[str]:
    """Return the marks in the present names of people, who may be known where they show nothing."""
    return {mark for name in Person.objects.values_list("name", flat=True) for mark in MARK.findall(name)}
