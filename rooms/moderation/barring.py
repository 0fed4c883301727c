"""Let the team bar somebody from the whole house, and let them back in.

They are signed out nowhere: their sessions and cards open nothing until the team says otherwise, and then
open everything again. Whatever browser they have been in says why they stay outside.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people import ways_in
from people.models import Person
from people.refusals import Refusal
from rooms import rules, undoing
from rooms.command import Id, IdOrNone, Lasting, Why
from rooms.deciding import clean_why, record
from rooms.models import Decision
from rooms.moderation.models import Bar
from rooms.transaction import Receipt, RoomTransaction, room_transaction

Act = Decision.Act


class BarPerson(Lasting, frozen=True, tag="person.bar"):
    """Staff: keep somebody out of the whole house, or let them in again; they read ``why``. ``undoes``: the
    decision that is taken back, if it stands."""

    person: Id
    on: bool
    why: Why = ""
    undoes: IdOrNone = 0


def bar(
    actor: Person | int,
    room_id: int,
    ref: UUID | None,
    /,
    person: int,
    on: bool,
    why: str = "",
    undoes: int = 0,
) -> Receipt:
    """Keep somebody out, on every screen they have open, or let them in again. People are held before the
    room, as where two accounts are made one.

    Raises ``not_staff``, ``not_yourself``, ``not_a_person``, ``text_empty``, ``decided``.
    """
    with transaction.atomic():
        _hold(person)
        return _bar(actor, room_id, ref, person, on, why, undoes)


@room_transaction
def _bar(tx: RoomTransaction, person: int, on: bool, why: str, undoes: int) -> Receipt:
    rules.may_moderate(tx.role)
    team, other = _team(), _find(person)
    rules.may_bar(tx.actor, other, team)
    undoing.take_back(tx, undoes)
    told, kept = clean_why(why), Bar.objects.filter(person=other)
    if kept.exists() == on:
        return tx.nothing()
    if on:
        _keep_out(tx, other, told)
    else:
        kept.delete()
        _set_active(other, active=True)
    return record(tx, Act.BAR if on else Act.UNBAR, told, tx.ref, person=other)


def of(person: int) -> Bar | None:
    """Return why somebody stays outside; None for whoever may come in."""
    return Bar.objects.filter(person=person, person__is_active=False).select_related("person").first()


def _keep_out(tx: RoomTransaction, other: Person, told: str) -> None:
    if not told:
        raise Refusal("text_empty", _("Dites pourquoi : la personne le lira."), "why")
    if not other.is_active:
        raise _unknown()
    Bar.objects.create(person=other, by=tx.actor, told=told, at=tx.now)
    _set_active(other, active=False)


def _hold(person: int) -> None:
    """Hold somebody and the team until this is decided: two of it do not bar one another."""
    held = Person.objects.select_for_update(no_key=True).filter(Q(pk=person) | Q(is_staff=True))
    list(held.order_by("pk").values_list("pk", flat=True))


def _team() -> list[int]:
    team = Person.objects.filter(is_staff=True, is_active=True)
    return list(team.order_by("pk").values_list("pk", flat=True))


def _find(person: int) -> Person:
    found = Person.objects.filter(pk=person).first()
    if found is None:
        raise _unknown()
    return found


def _unknown() -> Refusal:
    return Refusal("not_a_person", _("Cette personne n’est plus dans la maison."))


def _set_active(person: Person, *, active: bool) -> None:
    """Change it without ending sessions and voiding cards, as a change of locks does."""
    Person.objects.filter(pk=person.pk).update(is_active=active, changed_at=timezone.now())
    transaction.on_commit(lambda: ways_in.sessions_ended.send_robust(Person, person=person.pk))
