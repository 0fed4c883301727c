"""Join a room by its code, move one's unread mark, change a name or a role."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people import merging, raw_text
from people.models import Person
from people.naming import clean_name
from people.refusals import Refusal
from rooms import log, rules, showing
from rooms.events import PersonChanged
from rooms.forgetting import forget_name
from rooms.models import Event, Membership, Post, Room
from rooms.rows import MEMBERSHIP

LONGEST_CODE = 12  # the column holds no more


def by_code(code: str) -> Room:
    """Return the room that ``code`` opens, however it is typed. Raises ``code_unknown``."""
    typed = "" if raw_text.is_too_long(code, LONGEST_CODE) else code
    plain = "".join(sign for sign in typed.upper() if sign.isalnum())
    room = Room.objects.filter(code=plain).first() if plain else None
    if room is None:
        raise Refusal(
            "code_unknown",
            _("Nous ne connaissons pas ce code. Regardez l’affiche ou demandez à l’équipe."),
            "code",
        )
    return room


def join(person: Person, room: Room) -> Membership:
    """Make ``person`` a member of ``room``, and of Mezza where everybody meets, unless its door is shut.

    Raises ``removed``, ``door_shut``.
    """
    rules.may_come_in(person, MEMBERSHIP.first(room.pk, person.pk), room)
    with transaction.atomic():
        person = merging.hold_present(person)
        for mezza in Room.objects.filter(kind=Room.Kind.MEZZA, shut_at=None).exclude(pk=room.pk):
            Membership.objects.get_or_create(room=mezza, person=person, defaults={"read_seq": mezza.head})
        came = {"came_by": room.code or ""}
        membership, _made = Membership.objects.get_or_create(room=room, person=person, defaults=came)
    rules.was_not_removed(membership)
    return membership


def read(person: Person | int, room_id: int, seq: int) -> None:
    """Move the unread mark of a person (or of their id) forward to ``seq``, never back."""
    Membership.objects.filter(person=person, room=room_id, read_seq__lt=seq).update(read_seq=seq)


def rename(person: Person, raw: str) -> None:
    """Change the name of ``person``, live wherever they are or wrote. Raises the refusals of
    ``clean_name``."""
    name = clean_name(raw)
    if name == person.name:
        return
    person.name = name
    with transaction.atomic():
        held = merging.hold_present(person)
        held.name = name
        held.save(update_fields=["name", "changed_at"])
        tell_everywhere(held)


def tell_everywhere(person: Person, former: int | None = None) -> None:
    """Tell every room that knows ``person`` their present name and role, and the id of the account that has
    become one with theirs."""
    for room in where_known(person):
        _tell(room, person, former)


def person_shown_otherwise(sender: Any, person: Person, **_rest: Any) -> None:
    """Receive ``people.signals.shown_otherwise``."""
    tell_everywhere(person)


def give_role(person: Person, room: Room, role: str) -> Membership:
    """Make ``person`` an artist or a participant of ``room``, live."""
    with transaction.atomic():
        Room.objects.select_for_update().get(pk=room.pk)  # first, as every room transaction does
        membership, made = Membership.objects.get_or_create(room=room, person=person, defaults={"role": role})
        if not made and membership.role != role:
            membership.role, membership.changed_at = role, timezone.now()
            membership.save(update_fields=["role", "changed_at"])
            log.tell_standing(membership)
            _tell(room, person)
    return membership


def where_known(person: Person) -> QuerySet[Room]:
    """Return the rooms of ``person``, and those that know them otherwise: where they wrote, lead a meeting,
    or are in the log, as the wings know whom something was decided about."""
    logged = Event.objects.filter(Q(actor=person) | Q(person=person)).values("room")
    return Room.objects.filter(
        Q(pk__in=Membership.objects.filter(person=person).values("room"))
        | Q(pk__in=Post.objects.filter(Q(author=person) | Q(comments__author=person)).values("room"))
        | Q(pk__in=Room.objects.filter(meetings__host=person).values("pk"))
        | Q(pk__in=logged)
    ).order_by("pk")


def _tell(room: Room, person: Person, former: int | None = None) -> None:
    locked = Room.objects.select_for_update().get(pk=room.pk)
    forget_name(locked, person)
    shown = showing.person(person, showing.roles_in(locked).get(person.pk))
    log.append(locked, PersonChanged(shown, former), person, person=person)
