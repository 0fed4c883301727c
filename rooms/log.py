"""The numbered log of a room: the truth. What travels afterwards is only a hint of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from people.models import Person
from people.prepared import PreparedInsert
from rooms.events import REMOVALS, RoomEvent
from rooms.models import Comment, Event, Membership, Post, Room, fresh_epoch
from rooms.rows import write_head
from rooms.sharing import current

PAGE_EVENTS = 500
PAGE_BYTES = 256 * 1024

_LINE = PreparedInsert(Event)

# Sent after the commit, with ``entry``: a hint that the log has grown.
appended = Signal()
# Sent after the commit, with ``person`` and ``room`` ids: somebody's standing there is another now.
standing_changed = Signal()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log as it travels. ``removes``: some words before it are no longer to be seen."""

    room: int
    seq: int
    json: bytes
    removes: bool = False


def append(
    room: Room,
    event: RoomEvent,
    actor: Person | None,
    ref: UUID | None = None,
    *,
    post: Post | None = None,
    comment: Comment | None = None,
    at: datetime | None = None,
) -> Event:
    """Write ``event`` as the next line of ``room``, as of now unless ``at`` says otherwise.

    The caller holds the room's row in a transaction. The hint leaves after the commit. Raises
    ``IntegrityError`` when ``actor`` used ``ref`` before.
    """
    room.head += 1
    line = _written(
        Event(
            room=room,
            seq=room.head,
            data=msgspec.json.encode(event).decode(),
            actor=actor,
            ref=ref,
            post=post,
            comment=comment,
            at=at or timezone.now(),
        )
    )
    entry = _entry(room.pk, line.seq, line.at, line.actor_id, line.data, removes=isinstance(event, REMOVALS))
    transaction.on_commit(lambda: appended.send_robust(Room, entry=entry))
    return line


def tell_standing(membership: Membership) -> None:
    """After the commit, say that this person may do other things in this room than before."""
    person, room = membership.person_id, membership.room_id
    if shared := current():
        shared.forget_members()
    transaction.on_commit(lambda: standing_changed.send_robust(Room, person=person, room=room))


def since(room: int, seq: int) -> list[Entry]:
    """The lines after ``seq``, oldest first: at most 500 of them or 256 KiB, whichever comes first."""
    lines = Event.objects.filter(room_id=room, seq__gt=seq).order_by("seq")
    rows = lines.values_list("seq", "at", "actor_id", "data")[:PAGE_EVENTS]
    return list(_page(_entry(room, *row) for row in rows))


def heads(rooms: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Epoch and last number of each of ``rooms``, in one query."""
    rows = Room.objects.filter(pk__in=list(rooms)).values_list("pk", "epoch", "head")
    return {pk: (epoch, head) for pk, epoch, head in rows}


def begin_anew() -> int:
    """Give every room a fresh epoch, since a restored log is not the one that screens know. How many."""
    rooms = list(Room.objects.all())
    for room in rooms:
        Room.objects.filter(pk=room.pk).update(epoch=fresh_epoch())
    return len(rooms)


def millis(moment: datetime) -> int:
    """Milliseconds since 1970, UTC: how times travel."""
    return int(moment.timestamp() * 1000)


def _written(line: Event) -> Event:
    """``line`` in the log, and the room's head with it; later, where other turns may still raise it."""
    shared = current()
    if not shared or not shared.will_write_head(line.room):
        write_head(line.room_id, line.seq)
    return _LINE.put(line)


def _entry(
    room: int, seq: int, at: datetime, actor: int | None, data: str, *, removes: bool = False
) -> Entry:
    by = "null" if actor is None else str(actor)
    json = f'{{"seq":{seq},"at":{millis(at)},"by":{by},"event":{data}}}'
    return Entry(room, seq, json.encode(), removes)


def _page(entries: Iterable[Entry]) -> Iterable[Entry]:
    size = 0
    for entry in entries:
        size += len(entry.json)
        if size > PAGE_BYTES and size > len(entry.json):
            return
        yield entry
