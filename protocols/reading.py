"""What a person may see of what is asked and made in a room."""

import msgspec

from people.models import Person
from people.prepared import Prepared
from protocols import showing
from protocols.events import ShownConsigne
from protocols.models import Consigne, Protocole
from rooms import reading
from rooms.models import Post, Room

_PINNED_LAST = Prepared(Consigne.objects.order_by("-pinned_at", "-pk"), "room")


class Scene(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole room at one number: what is said (``snapshot``) and what is asked, newest consigne first."""

    snapshot: reading.Snapshot
    consignes: list[ShownConsigne]


def scene(room_id: int, window: int = reading.WINDOW) -> Scene:
    """Everything a screen needs to show a room, read in one moment."""
    with reading.one_moment():
        asked = Consigne.objects.filter(room=room_id).order_by("-pinned_at", "-pk")
        return Scene(reading.snapshot(room_id, window), [showing.consigne(each) for each in asked])


def followed(room: Room) -> Consigne | None:
    """The consigne to follow now: the last one pinned."""
    return _PINNED_LAST.first(room.pk)


def consigne(room: Room, pk: int) -> Consigne | None:
    """One consigne of this room."""
    return Consigne.objects.filter(room=room, pk=pk).first()


def handed_in(room: Room) -> list[Protocole]:
    """The protocoles that everybody of the room may see, newest first."""
    seen = Protocole.objects.filter(
        post__room=room, post__hidden_at=None, post__withdrawn_at=None
    ).select_related("post", "author", "consigne")
    return list(seen.order_by("-post__seq"))


def protocole(pk: int) -> Protocole | None:
    """One protocole that was handed in and is in sight."""
    seen = Protocole.objects.filter(pk=pk, post__hidden_at=None, post__withdrawn_at=None)
    return seen.select_related("post__room", "author", "consigne").exclude(post=None).first()


def of_post(post: Post) -> int:
    """The protocole that ``post`` shows. Raises ``Protocole.DoesNotExist`` for a post of words."""
    return Protocole.objects.values_list("pk", flat=True).get(post=post)


def drafts(person: Person) -> list[Protocole]:
    """What ``person`` began and has not handed in."""
    return list(Protocole.objects.filter(author=person, post=None).select_related("consigne__room"))
