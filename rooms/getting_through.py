"""Whether what people send by forms gets through, for those who lead: told as it happens, kept nowhere."""

from django.dispatch import Signal

from people.models import Person
from rooms import showing
from rooms.models import Membership, Room

# Sent with ``room``, ``person``, as others see them, and ``refused``.
answered = Signal()


def tell(room: Room, person: Person, role: str | None, *, refused: bool) -> None:
    """Tell whether what ``person`` has sent to ``room`` was refused, if they take part there."""
    if role == Membership.Role.PARTICIPANT:
        answered.send(Room, room=room.pk, person=showing.person(person, role), refused=refused)
