"""The log is dense, its pages are bounded, and hints are sent after the commit, in the order of the lines."""

from typing import Any

import msgspec
import pytest
from django.db import transaction

from people.models import Person
from rooms import log
from rooms.events import PersonChanged, PostWithdrawn, RoomEvent, ShownPerson
from rooms.log import PAGE_BYTES, PAGE_EVENTS, LogEntry
from rooms.models import Event, Room
from tests.cast import Cast, place, says
from tests.rooms.history import lines

pytestmark = pytest.mark.storage


def write(room: Room, event: RoomEvent, times: int = 1) -> None:
    """Append ``event`` again and again."""
    with transaction.atomic():
        locked = Room.objects.select_for_update().get(pk=room.pk)
        for _time in range(times):
            log.append(locked, event, None)


def seqs(entries: list[LogEntry]) -> list[int]:
    return [entry.seq for entry in entries]


def test_a_page_holds_at_most_500_lines_and_the_next_goes_on(fabrique: Room) -> None:
    write(fabrique, PostWithdrawn(1), PAGE_EVENTS + 7)
    first = log.since(fabrique.pk, 0)
    assert seqs(first) == list(range(1, PAGE_EVENTS + 1))
    assert seqs(log.since(fabrique.pk, PAGE_EVENTS)) == list(range(PAGE_EVENTS + 1, PAGE_EVENTS + 8))


def test_a_page_holds_at_most_256_kib(fabrique: Room) -> None:
    write(fabrique, PersonChanged(ShownPerson(1, "é" * 10_000, "artist")), 30)
    page = log.since(fabrique.pk, 0)
    size, one = sum(len(entry.json) for entry in page), len(page[0].json)
    assert size <= PAGE_BYTES < size + one
    assert seqs(page) == list(range(1, len(page) + 1))


def test_a_line_larger_than_a_page_comes_alone(fabrique: Room) -> None:
    write(fabrique, PersonChanged(ShownPerson(1, "x" * (PAGE_BYTES + 1), "artist")), 2)
    assert seqs(log.since(fabrique.pk, 0)) == [1]
    assert seqs(log.since(fabrique.pk, 1)) == [2]


def test_after_the_last_line_there_is_nothing(fabrique: Room, nadia: Person) -> None:
    post = says(nadia, fabrique)
    assert log.since(fabrique.pk, place(post)) == []
    assert log.since(fabrique.pk, place(post) + 100) == []


def test_a_line_says_its_number_when_and_by_whom(fabrique: Room, nadia: Person) -> None:
    post = says(nadia, fabrique)
    (line,) = lines(fabrique.pk)
    assert (line.seq, line.by, line.at) == (post.seq, nadia.pk, log.millis(post.created_at))


def test_each_room_counts_for_itself(cast: Cast) -> None:
    for room in (cast.fabrique, cast.mezza, cast.fabrique):
        says(cast.nadia, room)
    heads = log.heads([cast.fabrique.pk, cast.mezza.pk])
    assert heads == {
        cast.fabrique.pk: (cast.fabrique.epoch, 2),
        cast.mezza.pk: (cast.mezza.epoch, 1),
    }


def test_the_heads_of_many_rooms_are_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    rooms = [cast.fabrique.pk, cast.mezza.pk, cast.wings.pk, 999_999]
    with django_assert_num_queries(1):
        assert len(log.heads(rooms)) == 3


def test_a_hint_leaves_after_the_commit_and_says_what_the_log_says(
    fabrique: Room, nadia: Person, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[LogEntry] = []

    def hear(entry: LogEntry, **_rest: Any) -> None:
        heard.append(entry)

    log.appended.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            says(nadia, fabrique)
            assert heard == []
    finally:
        log.appended.disconnect(hear)
    assert heard == log.since(fabrique.pk, 0)


def test_what_rolls_back_leaves_no_number_behind(fabrique: Room) -> None:
    with transaction.atomic():
        write(fabrique, PostWithdrawn(1))
        transaction.set_rollback(True)
    write(fabrique, PostWithdrawn(1))
    assert seqs(log.since(fabrique.pk, 0)) == [1]


def test_every_line_is_plain_json_however_strange_the_words(fabrique: Room, nadia: Person) -> None:
    says(nadia, fabrique, 'مرحبا \u202f\t "</script>" \\ 🐇')
    (line,) = lines(fabrique.pk)
    assert line.event["post"]["body"] == 'مرحبا \u202f\t "</script>" \\ 🐇'
    assert msgspec.json.decode(Event.objects.get(room=fabrique).data) == line.event
