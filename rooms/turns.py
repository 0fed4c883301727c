"""One person's turn to change one room: the transaction, the lock, and the promise of once only.

A service is a function of a ``Turn`` that asks the rule, changes the rows and appends the event; ``turn``
makes it a command that may be sent again and again with the same ``ref``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.prepared import PERSON, Prepared
from people.refusals import Refusal
from rooms import log
from rooms.events import RoomEvent
from rooms.models import Comment, Event, Membership, Post, Room
from rooms.rows import MEMBERSHIP
from rooms.sharing import Sharing, current

P = ParamSpec("P")

_LOCKED_ROOM = Prepared(Room.objects.select_for_update(), "id")
_COMMAND = Prepared(Event.objects.all(), "actor", "ref")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a command did: the number of its event (the room's head where nothing changed) and its subject."""

    room: int
    seq: int
    post: int | None = None
    comment: int | None = None


@dataclass(slots=True)
class Turn:
    """The room, locked; who acts, as they are now; as what; when; and whether something was ``logged`` under
    its ``ref``."""

    actor: Person
    room: Room
    membership: Membership | None
    ref: UUID | None
    now: datetime = field(default_factory=timezone.now)
    logged: bool = False

    @property
    def role(self) -> str | None:
        """``participant``, ``artist``, ``staff``, or None for somebody who is not of this room."""
        return role_of(self.actor, self.membership)

    def append(
        self, event: RoomEvent, *, post: Post | None = None, comment: Comment | None = None
    ) -> Receipt:
        """Log what this turn did, under its ``ref``."""
        line = log.append(self.room, event, self.actor, self.ref, post=post, comment=comment, at=self.now)
        self.logged = True
        return _receipt(line)

    def nothing(self) -> Receipt:
        """Log nothing: all was as asked already."""
        return Receipt(self.room.pk, self.room.head)


def role_of(person: Person, membership: Membership | None) -> str | None:
    """What ``person`` is in a room. The house's team is staff everywhere."""
    if person.is_staff and person.is_active:
        return Membership.Role.STAFF
    if membership is None or membership.removed_at is not None or not person.is_active:
        return None
    return membership.role


def turn(
    work: Callable[Concatenate[Turn, P], Receipt],
) -> Callable[Concatenate[Person | int, int, UUID | None, P], Receipt]:
    """``work(turn, …)`` as a service ``(actor or id, room id, ref, …)`` that runs once for each ``ref``.

    Raises ``Refusal``: those of ``work``, and ``room_unknown``. Where turns share a transaction, also
    ``NotTogether``.
    """

    @wraps(work)
    def service(
        actor: Person | int, room_id: int, ref: UUID | None, /, *args: P.args, **kwargs: P.kwargs
    ) -> Receipt:
        person = actor if isinstance(actor, int) else actor.pk
        shared = current()
        try:
            with shared.turn() if shared else transaction.atomic():
                own = Turn(*_scene(person, room_id, shared), ref)
                receipt = work(own, *args, **kwargs)
                return receipt if own.logged else _done(person, ref) or receipt
        except (Refusal, IntegrityError):
            # Almost never is a command sent again: only when it cannot be done do we ask whether it was.
            if done := _done(person, ref):
                return done
            raise

    return service


def _scene(person: int, room_id: int, shared: Sharing | None) -> tuple[Person, Room, Membership | None]:
    """The room is locked first: a removal that came before is seen."""
    room = _locked(room_id, shared)
    membership = shared.membership(room_id, person) if shared else MEMBERSHIP.first(room_id, person)
    actor = membership.person if membership else PERSON.first(person)
    if actor is None:
        raise Person.DoesNotExist(person)
    return actor, room, membership


def _locked(room_id: int, shared: Sharing | None) -> Room:
    if shared and shared.room and shared.room.pk == room_id:
        return shared.room
    room = _LOCKED_ROOM.first(room_id)
    if room is None:
        raise Refusal("room_unknown", _("Cet espace n’existe pas, ou plus."))
    if shared:
        shared.room = room
    return room


def _done(person: int, ref: UUID | None) -> Receipt | None:
    line = _COMMAND.first(person, ref) if ref else None
    return _receipt(line) if line else None


def _receipt(line: Event) -> Receipt:
    return Receipt(line.room_id, line.seq, line.post_id, line.comment_id)
