"""Come into a room with its code; follow it; be called otherwise."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.naming import clean_name
from people.refusals import Refusal
from rooms import log, rules, showing
from rooms.events import PersonChanged
from rooms.models import Membership, Room


def by_code(code: str) -> Room:
    """The room that ``code`` opens, however it is typed. Raises ``code_unknown``."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    room = Room.objects.filter(code=plain).first() if plain else None
    if room is None:
        raise Refusal(
            "code_unknown",
            _("Nous ne connaissons pas ce code. Regardez l’affiche ou demandez à l’équipe."),
            "code",
        )
    return room


def join(person: Person, room: Room) -> Membership:
    """Make ``person`` a member of ``room``, and of Mezza where everybody meets. Raises ``removed``."""
    with transaction.atomic():
        for mezza in Room.objects.filter(kind=Room.Kind.MEZZA).exclude(pk=room.pk):
            Membership.objects.get_or_create(room=mezza, person=person, defaults={"read_seq": mezza.head})
        membership, _made = Membership.objects.get_or_create(room=room, person=person)
    rules.was_not_removed(membership)
    return membership


def read(person: Person | int, room_id: int, seq: int) -> None:
    """Move the unread mark of a person (or of their id) forward to ``seq``, never back."""
    Membership.objects.filter(person=person, room=room_id, read_seq__lt=seq).update(read_seq=seq)


def rename(person: Person, raw: str) -> None:
    """Call ``person`` otherwise, live wherever they are or wrote. Raises the refusals of ``clean_name``."""
    name = clean_name(raw)
    if name == person.name:
        return
    person.name = name
    with transaction.atomic():
        person.save(update_fields=["name", "changed_at"])
        for room in _where_known(person):
            _tell(room, person)


def give_role(person: Person, room: Room, role: str) -> Membership:
    """Make ``person`` an artist or a participant of ``room``, live."""
    with transaction.atomic():
        Room.objects.select_for_update().get(pk=room.pk)  # first, as every turn does: two may meet here
        membership, made = Membership.objects.get_or_create(room=room, person=person, defaults={"role": role})
        if not made and membership.role != role:
            membership.role, membership.changed_at = role, timezone.now()
            membership.save(update_fields=["role", "changed_at"])
            log.tell_standing(membership)
            _tell(room, person)
    return membership


def _where_known(person: Person) -> QuerySet[Room]:
    """The rooms of ``person``, and those where staff wrote, or lead a meeting, without being members."""
    wrote = Q(posts__author=person) | Q(posts__comments__author=person)
    return (
        Room.objects.filter(Q(memberships__person=person) | wrote | Q(meetings__host=person))
        .distinct()
        .order_by("pk")
    )


def _tell(room: Room, person: Person) -> None:
    locked = Room.objects.select_for_update().get(pk=room.pk)
    shown = showing.person(person, showing.roles_in(locked).get(person.pk))
    log.append(locked, PersonChanged(shown), person)
