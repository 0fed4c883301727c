"""Queries: the consignes and protocoles of a room that a person may see."""

import msgspec
from django.db.models import QuerySet
from msgspec.structs import replace

from database.compiled_sql import CompiledQuery
from people.models import Person
from protocols import showing
from protocols.events import ShownConsigne
from protocols.models import Consigne, Protocole
from rooms import folding, reading
from rooms.models import Post, Room
from rooms.own_words import readable

_SEEN = Protocole.objects.filter(Post.when_visible("post__"))
_HANDED_IN = CompiledQuery(_SEEN, "consigne", "author")
_OF_ROOM = CompiledQuery(_SEEN.order_by("-post__seq"), "post__room", related="author")
_PINNED = Consigne.objects.filter(pinned_at__isnull=False).order_by("-pinned_at", "-pk")
_PINNED_LAST = CompiledQuery(_PINNED, "room")


class Scene(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole room at one number: its ``snapshot``, and its consignes, newest first."""

    snapshot: reading.Snapshot
    consignes: list[ShownConsigne]


def scene(room_id: int, window: int = reading.WINDOW) -> Scene:
    """Read everything that a screen needs to show a room, at one moment."""
    with reading.one_moment():
        asked = [showing.consigne(each) for each in _PINNED.filter(room=room_id)]
        return Scene(reading.snapshot(room_id, window), asked)


def scene_since(before: Scene, room: Room) -> Scene:
    """Return what the scene ``before`` has become, reading no more than what happened since where that is
    enough. ``room`` is its row, as it was read before."""
    if before.snapshot.epoch != room.epoch:
        return scene(room.pk)
    if before.snapshot.seq >= room.head:
        return before
    snapshot = folding.fold(before.snapshot, room.head)
    return replace(before, snapshot=snapshot) if snapshot else scene(room.pk)


def followed(room: Room) -> Consigne | None:
    """Return the consigne to follow now: the last one pinned."""
    return _PINNED_LAST.first(room.pk)


def asked_by(room: Room) -> QuerySet[Consigne]:
    """List the consignes of this room, newest first."""
    return _PINNED.filter(room=room)


def prepared_for(room: Room) -> QuerySet[Consigne]:
    """List the consignes that wait for a phase of this room: for those who lead."""
    return Consigne.objects.filter(room=room, pinned_at=None).order_by("pk")


def consigne(room: Room, pk: int) -> Consigne | None:
    """Return one consigne of this room."""
    return _PINNED.filter(room=room, pk=pk).first()


def has_handed_in(person: Person, asked: int) -> bool:
    """Return whether everybody may see a protocole that ``person`` made from the consigne ``asked``."""
    return _HANDED_IN.first(asked, person.pk) is not None


def handed_in(room: Room) -> list[Protocole]:
    """List the protocoles that everybody in the room may see, with their authors, newest first."""
    return _OF_ROOM.all(room.pk)


def protocole(pk: int) -> Protocole | None:
    """Return one protocole that was handed in and is visible."""
    return _SEEN.filter(pk=pk).select_related("post__room", "author", "consigne").first()


def of_post(post: Post) -> int:
    """Return the protocole that ``post`` shows. Raises ``Protocole.DoesNotExist`` for a post of words."""
    return Protocole.objects.values_list("pk", flat=True).get(post=post)


def drafts(person: Person) -> QuerySet[Protocole]:
    """Query what ``person`` began and has not handed in, in the rooms that they may read."""
    begun = Protocole.objects.filter(author=person, post=None, consigne__room__in=readable(person))
    return begun.select_related("consigne__room")


def handed_in_by(person: Person) -> QuerySet[Protocole]:
    """Query the visible protocoles of ``person``, in the rooms that they may read."""
    seen = _SEEN.filter(author=person, post__room__in=readable(person))
    return seen.select_related("post__room", "consigne")
