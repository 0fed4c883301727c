"""``python -m tests.bench.conduct PHASES SECONDS``: give every fabrique a session, led by the first person.

Prints a JSON list of ``ComposedSession``. SECONDS 0: phases last until somebody passes on.
"""

import sys

import django

django.setup()

import msgspec  # noqa: E402
from django.db import transaction  # noqa: E402

from people import written_secret  # noqa: E402
from people.models import Person  # noqa: E402
from rooms.models import Membership, Room  # noqa: E402
from rooms.sessions.composing import WALL_SIGNS  # noqa: E402
from rooms.sessions.models import Phase, Session  # noqa: E402
from tests.bench.composed_session import ComposedSession  # noqa: E402

WORDS = "Un geste minuscule, faisable dès demain. En quatre lignes au plus."


@transaction.atomic
def compose(phases: int, seconds: int | None) -> list[ComposedSession]:
    """Make the sessions; the first person becomes artist of every room."""
    artist = Person.objects.order_by("pk")[0]
    Membership.objects.filter(person=artist).update(role=Membership.Role.ARTIST)
    return [
        _composed(room, artist, phases, seconds)
        for room in Room.objects.filter(kind=Room.Kind.FABRIQUE).order_by("pk")
    ]


def _composed(room: Room, artist: Person, phases: int, seconds: int | None) -> ComposedSession:
    wall = written_secret.new(WALL_SIGNS)
    session = Session.objects.create(room=room, title="Une heure", by=artist, wall=wall)
    Phase.objects.bulk_create(
        Phase(session=session, position=number, title=f"Temps {number}", words=WORDS, seconds=seconds)
        for number in range(phases)
    )
    return ComposedSession(session.pk, room.pk, room.epoch, room.head, wall)


if __name__ == "__main__":
    count, length = map(int, sys.argv[1:])
    print(msgspec.json.encode(compose(count, length or None)).decode())
