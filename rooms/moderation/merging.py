"""Let the team make one of two accounts of one person: somebody lost their card, and came again. It is asked
twice, and never undone; nothing of either is lost.

People are held before rooms, each in the order of their ids, as a new name holds them. All rooms are: so no
word of the second account is on its way into one of them meanwhile.
"""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from people import data, merging
from people.models import Person
from people.refusals import Refusal
from rooms import holding, joining, rules
from rooms.command import Id, Lasting
from rooms.deciding import record
from rooms.meetings.merging import is_inside
from rooms.models import Decision, Membership, Room
from rooms.transaction import Receipt, RoomTransaction, room_transaction


class MergePeople(Lasting, frozen=True, tag="person.merge"):
    """Staff: give all that is of the account ``other`` to the account ``person``, for good; ``sure``: it was
    asked twice."""

    person: Id
    other: Id
    sure: bool = False


def merge(
    actor: Person | int, room_id: int, ref: UUID | None, /, person: int, other: int, sure: bool = False
) -> Receipt:
    """Make ``other`` one with ``person``, who is in this room.

    Raises ``not_staff``, ``same_account``, ``not_a_person``, ``of_the_team``, ``barred``, ``merged_already``,
    ``not_together``, ``in_meeting``, ``not_sure``.
    """
    with transaction.atomic():
        merging.hold(person, other)
        list(Room.objects.select_for_update().order_by("pk"))
        return _merge(actor, room_id, ref, person, other, sure)


@room_transaction
def _merge(tx: RoomTransaction, person: int, other: int, sure: bool) -> Receipt:
    rules.may_moderate(tx.role)
    kept, second = find(tx.room, person, other)
    rules.is_sure(sure)
    data.merge(kept, second, import_string(settings.HUB_PERSONAL_DATA))
    merging.leave_behind(kept, second)
    joining.tell_everywhere(kept, second.pk)
    holding.tell_members(Membership.objects.filter(person=kept), tx.now)
    return record(tx, Decision.Act.MERGE, "", tx.ref, person=kept)


def find(room: Room, person: int, other: int) -> tuple[Person, Person]:
    """Return the two accounts, the one that is kept first. Raises what ``merge`` refuses of them."""
    people = Person.objects.in_bulk((person, other))
    kept, second = (people.get(each) for each in (person, other))
    if kept is None or second is None:
        raise Refusal("not_a_person", _("Cette personne n’est plus dans la maison."))
    rules.may_be_one(kept, second)
    if not (_is_in(room, kept) or _is_in(room, second)) or not _have_met(kept, second):
        raise Refusal("not_together", _("Ces deux comptes n’ont aucun espace en commun."))
    if is_inside(kept) or is_inside(second):
        raise Refusal(
            "in_meeting",
            _("Cette personne est dans une rencontre. Réunissez ses comptes quand elle en sort."),
        )
    return kept, second


def _is_in(room: Room, person: Person) -> bool:
    return Membership.objects.filter(room=room, person=person).exists()


def _have_met(kept: Person, second: Person) -> bool:
    theirs = Membership.objects.filter(person=second).values("room")
    return Membership.objects.filter(person=kept, room__in=theirs).exists()
