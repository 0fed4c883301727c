"""One person's change of one room: a transaction that locks the room and is done once for each ``ref``.

A service is a function of a ``RoomTransaction`` that asks the rule, changes the rows and appends the event;
``room_transaction`` makes it a command that may be sent again and again with the same ``ref``.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from hashlib import blake2b
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from database.compiled_sql import CompiledQuery
from database.shared_transaction import current
from people.models import Person
from people.refusals import Refusal
from people.rows import PERSON
from rooms import log
from rooms.events import RoomEvent
from rooms.models import Comment, Event, Membership, Post, Room
from rooms.rows import MEMBERSHIP
from rooms.shared_rows import SharedRows, shared_rows

P = ParamSpec("P")

REF_USED = _(
    "Vous avez déjà envoyé ceci, avec d’autres mots. Relisez ; envoyé encore une fois, ce sera en plus."
)

_LOCKED_ROOM = CompiledQuery(Room.objects.select_for_update(), "id")
_COMMAND = CompiledQuery(Event.objects.all(), "actor", "ref")


@dataclass(frozen=True, slots=True)
class Receipt:
    """The outcome of a command: its event's number (the room's head where nothing changed) and subject."""

    room: int
    seq: int
    post: int | None = None
    comment: int | None = None

    def is_same_line(self, other: "Receipt") -> bool:
        """Return whether both are of the same line of the same room."""
        return (self.room, self.seq) == (other.room, other.seq)


@dataclass(slots=True)
class RoomTransaction:
    """The room, locked; who acts, as they are now; as what; when; and whether something was ``logged`` under
    its ``ref``, with the fingerprint of its ``content``."""

    actor: Person
    room: Room
    membership: Membership | None
    ref: UUID | None
    now: datetime = field(default_factory=timezone.now)
    content: str = ""
    logged: bool = False

    @property
    def role(self) -> str | None:
        """``participant``, ``artist``, ``staff``, or None for an actor who is not in this room."""
        return role_of(self.actor, self.membership)

    def append(
        self, event: RoomEvent, *, post: Post | None = None, comment: Comment | None = None, topic: str = ""
    ) -> Receipt:
        """Log ``event`` under the command's ``ref``."""
        about: dict[str, Any] = {"post": post, "comment": comment, "topic": topic, "content": self.content}
        line = log.append(self.room, event, self.actor, self.ref, **about, at=self.now)
        self.logged = True
        return _receipt(line)

    def of(self, person: Person) -> "RoomTransaction":
        """Return a transaction of ``person`` on the same room at the same moment, for what becomes of their
        words by another's hand: its lines bear no ref."""
        return RoomTransaction(person, self.room, None, None, now=self.now)

    def nothing(self) -> Receipt:
        """Log nothing: everything was already as asked."""
        return Receipt(self.room.pk, self.room.head)


def role_of(person: Person, membership: Membership | None) -> str | None:
    """Return the role of ``person`` from their ``membership``. The team is staff everywhere."""
    if person.is_staff and person.is_active:
        return Membership.Role.STAFF
    if membership is None or membership.removed_at is not None or not person.is_active:
        return None
    return membership.role


class _DoneBefore(Exception):
    """The command was done before. What it changed this time, without a line in the log, is not committed."""

    def __init__(self, receipt: Receipt) -> None:
        self.receipt = receipt


def room_transaction(
    work: Callable[Concatenate[RoomTransaction, P], Receipt],
) -> Callable[Concatenate[Person | int, int, UUID | None, P], Receipt]:
    """Make ``work(tx, …)`` a service ``(actor or id, room id, ref, …)`` that runs once for each ``ref``.

    Raises ``Refusal``: those of ``work``, ``room_unknown``, and ``ref_used`` where something else was done
    under this ``ref``. Where commands share a transaction, also ``CannotShare``.
    """

    @wraps(work)
    def service(
        actor: Person | int, room_id: int, ref: UUID | None, /, *args: P.args, **kwargs: P.kwargs
    ) -> Receipt:
        person = actor if isinstance(actor, int) else actor.pk
        shared = current()
        content = _fingerprint(work.__qualname__, args, kwargs) if ref else ""
        try:
            with shared.run_one(expected=(Refusal, _DoneBefore)) if shared else transaction.atomic():
                tx = RoomTransaction(*_found(person, room_id), ref, content=content)
                person = tx.actor.pk
                receipt = work(tx, *args, **kwargs)
                # A line may also stand in another room, as that of a decision does.
                done = None if tx.logged else _done(person, ref, content)
                if done and not done.is_same_line(receipt):
                    raise _DoneBefore(done)  # noqa: TRY301 - it must leave the transaction
                return done or receipt
        except _DoneBefore as before:
            return before.receipt
        except (Refusal, IntegrityError) as failure:
            # Look for an earlier run only after a failure: commands are almost never sent again.
            if done := _done(person, ref, content):
                return done
            if isinstance(failure, IntegrityError) and ref and _COMMAND.first(person, ref):
                raise Refusal("ref_used", REF_USED) from failure
            raise

    return service


@contextmanager
def held_room(room_id: int) -> Iterator[Room]:
    """Hold a room for what nobody commands, as the clock does. Raises ``room_unknown``, and ``CannotShare``
    where commands share a transaction."""
    shared = current()
    with shared.run_one(expected=()) if shared else transaction.atomic():
        yield _locked(room_id, shared_rows())


def _found(person: int, room_id: int) -> tuple[Person, Room, Membership | None]:
    """Lock the room before reading the membership, so that an earlier removal is seen. Whoever still writes
    with an account that has become part of another writes with that one."""
    rows = shared_rows()
    room = _locked(room_id, rows)
    membership = rows.membership(room_id, person) if rows else MEMBERSHIP.first(room_id, person)
    actor = membership.person if membership else PERSON.first(person)
    if actor is None:
        raise Person.DoesNotExist(person)
    if actor.merged_into_id is not None:
        return _found(actor.merged_into_id, room_id)
    return actor, room, membership


def _locked(room_id: int, rows: SharedRows | None) -> Room:
    if rows and rows.room and rows.room.pk == room_id:
        return rows.room
    room = _LOCKED_ROOM.first(room_id)
    if room is None:
        raise Refusal("room_unknown", _("Cet espace n’existe pas, ou plus."))
    if rows:
        rows.room = room
    return room


def _done(person: int, ref: UUID | None, content: str) -> Receipt | None:
    """Return what the same command came to before; a line that does not know its content is taken for it."""
    line = _COMMAND.first(person, ref) if ref else None
    return _receipt(line) if line and line.content in ("", content) else None


def _fingerprint(*command: Any) -> str:
    """Return 32 bits of a hash: enough to tell two forms apart, too few to guess forgotten words by."""
    return blake2b(msgspec.json.encode(command, order="sorted"), digest_size=4).hexdigest()


def _receipt(line: Event) -> Receipt:
    return Receipt(line.room_id, line.seq, line.post_id, line.comment_id)
