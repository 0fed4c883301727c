"""``python -m tests.bench.conduct PHASES SECONDS TEXTS``: give fabriques a session, led by the first person.

Prints a JSON list of ``ComposedSession``. SECONDS 0: phases last until somebody passes on. With TEXTS the
first phase is silent, so many people have finished in it, and the second reveals all at once.
"""

import sys

import django

django.setup()

import msgspec  # noqa: E402
from django.db import transaction  # noqa: E402

from people import written_secret  # noqa: E402
from people.models import Person  # noqa: E402
from rooms.models import Membership, Post, Room  # noqa: E402
from rooms.sessions.composing import WALL_SIGNS  # noqa: E402
from rooms.sessions.kinds import SILENT  # noqa: E402
from rooms.sessions.models import Phase, Session  # noqa: E402
from tests.bench.composed_session import ComposedSession  # noqa: E402

WORDS = "Un geste minuscule, faisable dès demain. En quatre lignes au plus."


@transaction.atomic
def compose(phases: int, seconds: int | None, texts: int) -> list[ComposedSession]:
    """Make the sessions; the first person becomes artist of every room."""
    artist = Person.objects.order_by("pk")[0]
    Membership.objects.filter(person=artist).update(role=Membership.Role.ARTIST)
    return [
        _composed(room, artist, phases, seconds, texts)
        for room in Room.objects.filter(kind=Room.Kind.FABRIQUE).order_by("pk")
    ]


def _composed(room: Room, artist: Person, phases: int, seconds: int | None, texts: int) -> ComposedSession:
    wall = written_secret.new(WALL_SIGNS)
    session = Session.objects.create(room=room, title="Une heure", by=artist, wall=wall)
    Phase.objects.bulk_create(
        Phase(session=session, position=number, title=f"Temps {number}", words=WORDS, seconds=seconds)
        for number in range(phases)
    )
    if texts:
        _written(session, texts)
    return ComposedSession(session.pk, room.pk, room.epoch, room.head, wall)


def _written(session: Session, texts: int) -> None:
    """Let so many people have finished in the first phase, which the second one reveals."""
    silent, reveal = session.phases.all()[:2]
    silent.kind, reveal.kind, reveal.order = Phase.Kind.SILENCE, Phase.Kind.REVEAL, Phase.Order.TOGETHER
    Phase.objects.bulk_update([silent, reveal], ["kind", "order"])
    said = {"room": session.room, "kind": SILENT.key, "phase": silent, "held": Post.Held.SILENCE}
    Post.objects.bulk_create(
        Post(author=person, body=WORDS, html=f"<p>{WORDS}</p>", **said)
        for person in Person.objects.order_by("pk")[:texts]
    )


if __name__ == "__main__":
    count, length, finished = map(int, sys.argv[1:])
    print(msgspec.json.encode(compose(count, length or None, finished)).decode())
