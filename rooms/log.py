"""The numbered log of a room is the truth; what is broadcast afterwards is only a hint that it has grown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from database.compiled_sql import CompiledInsert, CompiledValues
from people.models import Person
from rooms.events import PersonChanged, PostRedrawn, RoomEvent
from rooms.models import Comment, Event, Membership, Post, Room, fresh_epoch
from rooms.rows import write_head
from rooms.shared_rows import shared_rows

PAGE_EVENTS = 500
PAGE_BYTES = 256 * 1024
# The fragment of a room's page that shows what is pinned.
PINNED = "pinned"

_LINE = CompiledInsert(Event)
_COLUMNS = ("seq", "at", "actor_id", "data")
_SINCE = CompiledValues(
    lambda room, seq: (
        Event.objects.filter(room=room, seq__gt=seq).order_by("seq").values_list(*_COLUMNS)[:PAGE_EVENTS]
    )
)

# Sent after the commit, with ``entry``: a hint that the log has grown.
appended = Signal()
# Sent after the commit, with ``person`` and ``room`` ids: that person's rights in the room have changed.
standing_changed = Signal()


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the log as it travels. ``removes``: some words of earlier lines must no longer be shown."""

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
    content: str = "",
    post: Post | None = None,
    comment: Comment | None = None,
    person: Person | None = None,
    topic: str = "",
    at: datetime | None = None,
) -> Event:
    """Append ``event`` to the log of ``room``, as of now unless ``at`` says otherwise.

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
            content=content,
            post=post,
            comment=comment,
            person=person,
            topic=topic,
            at=at or timezone.now(),
        )
    )
    _mark_redrawn(room, event, post)
    entry = _entry(room.pk, line.seq, line.at, line.actor_id, line.data, removes=event.removes)
    transaction.on_commit(lambda: appended.send_robust(Room, entry=entry))
    return line


def _mark_redrawn(room: Room, event: RoomEvent, post: Post | None) -> None:
    """Stamp what ``event`` redraws with its number, so that older drawings are never shown again."""
    if isinstance(event, PostRedrawn):
        Post.objects.filter(pk=event.post).update(drawn_seq=room.head)
    if redrawn := (*event.redraws, *_of_pinned(event, post, room)):
        room.fragments |= dict.fromkeys(redrawn, room.head)
        Room.objects.filter(pk=room.pk).update(fragments=room.fragments)


def _of_pinned(event: RoomEvent, post: Post | None, room: Room) -> tuple[str, ...]:
    """Return the part that shows what is pinned, where ``event`` is about such a post or renames people."""
    is_pinned = post is not None and post.pinned_at is not None
    is_renamed = isinstance(event, PersonChanged) and PINNED in room.fragments
    return (PINNED,) if is_pinned or is_renamed else ()


def tell_standing(membership: Membership) -> None:
    """Send, after the commit, the signal that this person's rights in the room have changed."""
    person, room = membership.person_id, membership.room_id
    if rows := shared_rows():
        rows.forget_members()
    transaction.on_commit(lambda: standing_changed.send_robust(Room, person=person, room=room))


def since(room: int, seq: int) -> list[LogEntry]:
    """Return the lines after ``seq``, oldest first: at most 500 of them or 256 KiB, whichever comes first."""
    return list(_page(_entry(room, *row) for row in _SINCE.all(room, seq)))


def heads(rooms: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Return the epoch and last number of each of ``rooms``, in one query."""
    rows = Room.objects.filter(pk__in=list(rooms)).values_list("pk", "epoch", "head")
    return {pk: (epoch, head) for pk, epoch, head in rows}


def begin_anew() -> int:
    """Give every room a fresh epoch: a restored log is not the one that screens know. Return how many."""
    rooms = list(Room.objects.all())
    for room in rooms:
        Room.objects.filter(pk=room.pk).update(epoch=fresh_epoch())
    return len(rooms)


def millis(moment: datetime) -> int:
    """Return milliseconds since 1970, UTC, as times travel."""
    return int(moment.timestamp() * 1000)


def _written(line: Event) -> Event:
    """Insert ``line`` and write the room's head; later, where other transactions may still raise the head."""
    rows = shared_rows()
    if not rows or not rows.will_write_head(line.room):
        write_head(line.room_id, line.seq)
    return _LINE.insert(line)


def _entry(
    room: int, seq: int, at: datetime, actor: int | None, data: str, *, removes: bool = False
) -> LogEntry:
    by = "null" if actor is None else str(actor)
    json = f'{{"seq":{seq},"at":{millis(at)},"by":{by},"event":{data}}}'
    return LogEntry(room, seq, json.encode(), removes)


def _page(entries: Iterable[LogEntry]) -> Iterable[LogEntry]:
    size = 0
    for entry in entries:
        size += len(entry.json)
        if size > PAGE_BYTES and size > len(entry.json):
            return
        yield entry
