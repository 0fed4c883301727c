"""``python -m tests.bench.populate PEOPLE EVENTS FABRIQUES``: make rooms, signed-in members, and posts."""

import sys
from datetime import timedelta
from uuid import uuid4

import django

django.setup()

import msgspec  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.utils.crypto import get_random_string  # noqa: E402

from people.models import Person  # noqa: E402
from rooms import opening, posting  # noqa: E402
from rooms.models import Membership, Room  # noqa: E402

BODY = "Traverser la place les yeux fermés, au bras de quelqu’un que l’on ne connaît pas. " * 2


def populate(people: int, events: int, fabriques: int) -> dict[str, object]:
    """Return the fields of ``SeededRooms``, among them session ``keys``.

    Everybody is a member of all ``rooms``; only ``room``, the first, has posts.
    """
    yesterday = timezone.now() - timedelta(days=1)
    rooms = [opening.open_fabrique(f"Fabrique {number}", yesterday, None) for number in range(fabriques)]
    with transaction.atomic():
        crowd = _people(people, rooms)
        sessions = Session.objects.bulk_create([_session(person) for person in crowd])
    room = rooms[0]
    for number in range(events):
        posting.publish(crowd[number % people], room.pk, uuid4(), BODY)
    room.refresh_from_db()
    facts = {"room": room.pk, "epoch": room.epoch, "head": room.head, "rooms": [each.pk for each in rooms]}
    facts |= {"slug": room.slug, "code": room.code}
    return facts | {"keys": [session.session_key for session in sessions]}


def _people(count: int, rooms: list[Room]) -> list[Person]:
    password = make_password(None)
    people = Person.objects.bulk_create(
        [Person(name=f"Personne {number}", password=password) for number in range(count)]
    )
    Membership.objects.bulk_create(
        [Membership(room=room, person=person) for room in rooms for person in people]
    )
    # Backdated: the server polls the memberships and people that changed recently.
    Membership.objects.update(changed_at=rooms[0].opens_at)
    Person.objects.update(changed_at=rooms[0].opens_at)
    return people


def _session(person: Person) -> Session:
    facts = {
        SESSION_KEY: str(person.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: person.get_session_auth_hash(),
    }
    end = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    data = Session.objects.encode(facts)
    return Session(session_key=get_random_string(32).lower(), session_data=data, expire_date=end)


if __name__ == "__main__":
    print(msgspec.json.encode(populate(*map(int, sys.argv[1:]))).decode())
