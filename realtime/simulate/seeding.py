"""A process that works in the database of a temporary hub: it makes rooms and people through the services,
and reads the log afterwards.

``python -m realtime.simulate.seeding`` answers the request on standard input. Its environment names the
database, which is always a temporary one.
"""

import sys
import time
from datetime import timedelta
from uuid import uuid4

import django
import msgspec

django.setup()

from django.conf import settings  # noqa: E402 - models need django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from people.models import Person  # noqa: E402
from people.sessions import SessionStore  # noqa: E402
from protocols import asking  # noqa: E402
from realtime.simulate import phrases  # noqa: E402
from realtime.simulate.process_messages import (  # noqa: E402
    LogLines,
    MadeMeeting,
    MakeMeeting,
    MakeRooms,
    MakeSessions,
    MakeStorm,
    Newcomer,
    ReadLog,
    SeedingRequest,
    StartSessions,
)
from realtime.simulate.received_log import author_of, digest_in_log  # noqa: E402
from rooms import joining, log, opening  # noqa: E402
from rooms.meetings import announcing  # noqa: E402
from rooms.meetings.models import Meeting  # noqa: E402
from rooms.models import Membership, Room  # noqa: E402
from rooms.sessions import composing, conducting  # noqa: E402
from rooms.sessions.models import Session  # noqa: E402
from rooms.sessions.phase_plan import PhasePlan  # noqa: E402


def make_rooms(wanted: MakeRooms) -> list[Newcomer]:
    """Open the rooms and add their members, in one transaction."""
    with transaction.atomic():
        opening.open_mezza("Mezza")
        return [who for number in range(wanted.rooms) for who in _room(wanted, number)]


def _room(wanted: MakeRooms, number: int) -> list[Newcomer]:
    title = f"{phrases.FABRIQUES[number % len(phrases.FABRIQUES)]} {number + 1}"
    room = opening.open_fabrique(title, timezone.now() - timedelta(hours=1), None)
    artist = Person.objects.arrive("Judith")
    joining.give_role(artist, room, Membership.Role.ARTIST)
    asking.pin(artist, room.pk, None, "Écrivez un protocole de prise de risque", "Un geste minuscule.", [])
    return [_member(f"{phrases.name(each)} {number + 1}-{each + 1}", room) for each in range(wanted.people)]


def make_meeting(wanted: MakeMeeting) -> MadeMeeting:
    """Open a fabrique with its artist and members, and announce its rencontre."""
    with transaction.atomic():
        opening.open_mezza("Mezza")
        room = opening.open_fabrique(phrases.FABRIQUES[0], timezone.now() - timedelta(hours=1), None)
        artist = Person.objects.arrive("Judith")
        joining.give_role(artist, room, Membership.Role.ARTIST)
        leads = Newcomer("Judith", slug=room.slug, cookie=cookie_of(signed_in(artist)))
        others = [_member(f"{phrases.name(each)} {each + 1}", room) for each in range(wanted.people - 1)]
        plan = announcing.MeetingPlan("Répétition", "", timezone.now(), 60, artist.pk)
        announcing.announce(artist, room.pk, uuid4(), plan)
        return MadeMeeting(Meeting.objects.get(room=room).pk, [leads, *others])


def make_storm(wanted: MakeStorm) -> list[Newcomer]:
    """Bring people who harm into a fabrique, by a code of their own, with one by it who does not, and a team
    into the house."""
    room = Room.objects.get(slug=wanted.slug)
    with transaction.atomic():
        room.code = opening.fresh_code()
        room.save(update_fields=["code"])
        hostile = [_member(f"Zut {number + 1}", room) for number in range(wanted.hostile)]
        innocent = _arrived("Passant·e", room)
        team = [_of_the_team(room, number, wanted.team, innocent) for number in range(wanted.team)]
    passing = msgspec.structs.replace(_newcomer(innocent, room), part="innocent")
    return [*(msgspec.structs.replace(who, part="hostile") for who in hostile), passing, *team]


def _of_the_team(room: Room, number: int, team: int, innocent: Person) -> Newcomer:
    name, address = f"Équipe {number + 1}", f"{uuid4()}@maison.example"
    person = Person.objects.create_user(address, name=name, is_staff=True)
    cookie = cookie_of(signed_in(person))
    return Newcomer(
        name,
        slug=room.slug,
        cookie=cookie,
        part="team",
        share=(number, team),
        hostile_code=room.code or "",
        innocent=innocent.pk,
    )


def make_sessions(wanted: MakeSessions) -> dict[int, list[int]]:
    """Compose a session in each fabrique, as its artist."""
    return {room.pk: _composed(room, wanted) for room in Room.objects.filter(kind=Room.Kind.FABRIQUE)}


def _composed(room: Room, wanted: MakeSessions) -> list[int]:
    artist = _artist(room)
    composing.open_session(artist, room.pk, None, "Répétition")
    session = Session.objects.filter(room=room).latest("pk")
    for phase in wanted.phases:
        plan = PhasePlan(phase.kind, phase.title, seconds=phase.seconds, pace=1)
        composing.add(artist, room.pk, None, session.pk, plan)
    return list(session.phases.values_list("pk", flat=True))


def start_sessions(at: float) -> int:
    """Begin all sessions at that time; return how many."""
    sessions = list(Session.objects.filter(began_at=None).select_related("room"))
    leaders = [_artist(session.room) for session in sessions]
    time.sleep(max(at - time.time(), 0))
    for session, artist in zip(sessions, leaders, strict=True):
        conducting.start(artist, session.room_id, uuid4(), session.pk)
    return len(sessions)


def _artist(room: Room) -> Person:
    return room.memberships.select_related("person").get(role=Membership.Role.ARTIST).person


def _member(name: str, room: Room) -> Newcomer:
    return _newcomer(_arrived(name, room), room)


def _arrived(name: str, room: Room) -> Person:
    person = Person.objects.arrive(name)
    joining.join(person, room)
    return person


def _newcomer(person: Person, room: Room) -> Newcomer:
    return Newcomer(person.name, slug=room.slug, cookie=cookie_of(signed_in(person)))


def signed_in(person: Person) -> str:
    """Create a session for ``person``, as signing in does, and return its key."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def cookie_of(session: str) -> str:
    """Return the ``Cookie`` header of that session."""
    return f"{settings.SESSION_COOKIE_NAME}={session}"


def read_log() -> dict[int, LogLines]:
    """Return every line of every room's log, from the database."""
    return {room: _lines(room) for room in Room.objects.values_list("pk", flat=True)}


def _lines(room: int) -> LogLines:
    found: LogLines = []
    while page := log.since(room, found[-1][0] if found else 0):
        for entry in page:
            line = msgspec.json.decode(entry.json)
            found.append((entry.seq, author_of(line), digest_in_log(line)))
    return found


def main() -> None:
    """Answer the request on standard input."""
    request = msgspec.json.decode(sys.stdin.buffer.read(), type=SeedingRequest)
    sys.stdout.buffer.write(msgspec.json.encode(_answer(request)))


def _answer(request: SeedingRequest) -> object:
    match request:
        case MakeRooms():
            return make_rooms(request)
        case MakeMeeting():
            return make_meeting(request)
        case MakeSessions():
            return make_sessions(request)
        case StartSessions():
            return start_sessions(request.at)
        case MakeStorm():
            return make_storm(request)
        case ReadLog():
            return read_log()


if __name__ == "__main__":
    main()
