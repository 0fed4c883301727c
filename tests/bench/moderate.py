"""``python -m tests.bench.moderate DESKS``: have the team read everything first, and give it desks.

Prints ``ReadFirst``.
"""

import sys

import django

django.setup()

import msgspec  # noqa: E402
from django.db import transaction  # noqa: E402

from people.models import Person  # noqa: E402
from realtime.simulate.seeding import signed_in  # noqa: E402
from rooms.models import Room  # noqa: E402
from tests.bench.desks import FollowedRoom, ReadFirst  # noqa: E402


@transaction.atomic
def read_first(desks: int) -> ReadFirst:
    """Make a team of ``desks``, signed in, and hold what is written in every fabrique."""
    team = [Person.objects.create_user(f"{number}@maison.example", is_staff=True) for number in range(desks)]
    fabriques = Room.objects.filter(kind=Room.Kind.FABRIQUE).order_by("pk")
    fabriques.update(holds=Room.Holds.EVERYBODY)
    rooms, wings = map(_followed, fabriques), (_followed(Room.objects.get(stage=room)) for room in fabriques)
    return ReadFirst(list(rooms), list(wings), [signed_in(person) for person in team])


def _followed(room: Room) -> FollowedRoom:
    return FollowedRoom(room.pk, room.epoch, room.head)


if __name__ == "__main__":
    print(msgspec.json.encode(read_first(int(sys.argv[1]))).decode())
