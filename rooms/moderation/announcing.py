"""Say something to everybody in a room, or in all that are open, until it is put away or taken back."""

from collections.abc import Iterable
from uuid import UUID, uuid4, uuid5

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.refusals import Refusal
from rooms import deciding, holding, rules, text
from rooms.command import Id, Lasting
from rooms.models import Decision, Membership, Room
from rooms.moderation.models import Announcement
from rooms.transaction import Receipt, RoomTransaction, room_transaction

LONGEST = 280
# Stands in ``Room.fragments`` while something is announced: elsewhere no page asks.
MARK = "announced"
Act = Decision.Act


class Announce(Lasting, frozen=True, tag="announce"):
    """Staff: say ``body`` to everybody in the room, in place of what was announced before."""

    body: str


class TakeBackAnnouncement(Lasting, frozen=True, tag="announcement.take_back"):
    """Staff: take back what was announced, from every room where it was said at once."""

    announcement: Id


class SeeAnnouncement(Lasting, frozen=True, tag="announcement.see"):
    """Be done with what was announced, on all one's devices."""

    announcement: Id


@room_transaction
def announce(tx: RoomTransaction, body: str, batch: UUID | None = None) -> Receipt:
    """Say ``body`` to everybody here. Raises ``not_staff``, ``text_empty``, ``text_long``."""
    rules.may_moderate(tx.role)
    words = _clean(body)
    _standing(tx.room).update(ended_at=tx.now)
    Announcement.objects.create(room=tx.room, by=tx.actor, batch=batch or uuid4(), body=words, at=tx.now)
    _mark(tx, on=True)
    return deciding.record(tx, Act.ANNOUNCE, words, tx.ref)


def announce_in(rooms: Iterable[Room], by: Person, ref: UUID, body: str) -> None:
    """Say ``body`` in each of ``rooms``, once for each ``ref``. Raises as ``announce`` does, or in none."""
    _clean(body)
    for room in rooms:
        announce(by, room.pk, uuid5(ref, room.slug), body, ref)


def take_back(actor: Person | int, room_id: int, ref: UUID | None, /, announcement: int) -> Receipt:
    """Take back what was announced, from every screen of each room where it was said at once.

    Raises ``not_staff``.
    """
    batch = _batch(announcement, room_id)
    receipt = _take_back(actor, room_id, ref, announcement)
    for other in Announcement.objects.filter(batch__in=batch, ended_at=None):
        _take_back(actor, other.room_id, ref and uuid5(ref, str(other.room_id)), other.pk)
    return receipt


def _batch(announcement: int, room_id: int) -> QuerySet[Announcement, UUID]:
    return Announcement.objects.filter(pk=announcement, room=room_id).values_list("batch", flat=True)


@room_transaction
def _take_back(tx: RoomTransaction, announcement: int) -> Receipt:
    rules.may_moderate(tx.role)
    if not _standing(tx.room).filter(pk=announcement).update(ended_at=tx.now):
        return tx.nothing()
    _mark(tx, on=False)
    return deciding.record(tx, Act.UNSAY, "", tx.ref)


@room_transaction
def see(tx: RoomTransaction, announcement: int) -> Receipt:
    """Put away what was announced. Raises ``not_member``."""
    rules.may_read(tx.role, tx.room)
    if standing := _standing(tx.room).filter(pk=announcement).first():
        standing.seen_by.add(tx.actor)
        holding.tell(tx, tx.actor.pk)
    return tx.nothing()


def current(room: Room) -> Announcement | None:
    """Return what is announced in ``room``."""
    return _standing(room).first() if MARK in room.fragments else None


def unseen(room: Room, person: Person) -> Announcement | None:
    """Return what is announced in ``room``, unless ``person`` has put it away."""
    announced = current(room)
    if announced is None or announced.seen_by.filter(pk=person.pk).exists():
        return None
    return announced


def _standing(room: Room) -> QuerySet[Announcement]:
    return Announcement.objects.filter(room=room, ended_at=None)


def _clean(body: str) -> str:
    words = text.note(body, LONGEST, "body")
    if not words:
        raise Refusal("text_empty", _("Écrivez quelques mots."), "body")
    return words


def _mark(tx: RoomTransaction, *, on: bool) -> None:
    """Mark that something is announced here, or nothing any more, and let everybody's screens ask."""
    others = {name: seq for name, seq in tx.room.fragments.items() if name != MARK}
    tx.room.fragments = others | ({MARK: tx.room.head} if on else {})
    tx.room.save(update_fields=["fragments"])
    holding.tell_members(Membership.objects.filter(room=tx.room, removed_at=None), tx.now)
