"""A room's whole log as a client hears it, and what may still be read in it."""

import re

import msgspec

from protocols.reading import Scene
from realtime.wire.answers import Line
from rooms import log
from rooms.models import Meeting

MARK = re.compile(r"mot\d+fin")


def lines(room: int, since: int = 0) -> list[Line]:
    """Every line after ``since``, page by page."""
    page = [msgspec.json.decode(entry.json, type=Line) for entry in log.since(room, since)]
    return [*page, *lines(room, page[-1].seq)] if page else []


def marks_in(told: Scene | list[Line]) -> set[str]:
    """The marked words that can be read there."""
    return set(MARK.findall(msgspec.json.encode(told).decode()))


def marks_of_the_past(room: int) -> set[str]:
    """Those in the words of rencontres that are over: they left the scene, and are read on their own page."""
    over = Meeting.objects.filter(room=room, ended_at__isnull=False).values_list("title", "words")
    return {mark for words in over for text in words for mark in MARK.findall(text)}
