"""The cast of every test: Judith leads a fabrique, Nadia and Marcel take part, Awa is of the house's team,
and Ousmane is in no room."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from people.models import Person
from rooms import commenting, joining, opening, posting
from rooms.meetings import announcing
from rooms.meetings.announcing import Plan
from rooms.models import Comment, Meeting, Membership, Post, Room

# What a browser may send instead of a session's key, as the value of its cookie.
STRANGE_KEYS = [
    "",
    "court",
    "' OR 1=1 --",
    '"\\000aaaaaaaaaaaaaaaaaaaa"',
    "\xe9\xe9\xe9\xe9\xe9\xe9\xe9\xe9\xe9",
    "z" * 4_000,
]


@dataclass(frozen=True)
class Cast:
    """Who and where. The fabrique is open for a week, the members are in it and in Mezza."""

    mezza: Room
    fabrique: Room
    judith: Person
    nadia: Person
    marcel: Person
    awa: Person
    ousmane: Person

    @property
    def wings(self) -> Room:
        """Behind the fabrique."""
        return Room.objects.get(stage=self.fabrique)


def gather() -> Cast:
    """Make them all, in the database of the moment."""
    now = timezone.now()
    mezza = opening.open_mezza("Mezza")
    fabrique = opening.open_fabrique("Prises de risque", now - timedelta(days=1), now + timedelta(days=6))
    judith, nadia, marcel, ousmane = map(Person.objects.arrive, ("Judith", "Nadia", "Marcel", "Ousmane"))
    awa = Person.objects.create_user("awa@maison.example", "douze signes au moins", name="Awa", is_staff=True)
    joining.give_role(judith, fabrique, Membership.Role.ARTIST)
    for person in (judith, nadia, marcel):
        joining.join(person, fabrique)
    return Cast(mezza, fabrique, judith, nadia, marcel, awa, ousmane)


def says(person: Person, room: Room, body: str = "Un mot.") -> Post:
    """``person`` publishes ``body``."""
    return room.posts.get(seq=posting.publish(person, room.pk, None, body).seq)


def answers(person: Person, post: Post, body: str = "Une réponse.") -> Comment:
    """``person`` answers ``post``."""
    commenting.comment(person, post.room_id, None, post.pk, body)
    return post.comments.latest("pk")


def planned(
    host: Person, title: str = "Se lire nos risques", *, words: str = "", days: float = 1, minutes: int = 60
) -> Plan:
    """What ``host`` leads, in so many ``days``, on the minute."""
    starts_at = (timezone.now() + timedelta(days=days)).replace(second=0, microsecond=0)
    return Plan(title, words, starts_at, minutes, host.pk)


def announces(person: Person, room: Room, title: str = "Se lire nos risques", *, days: float = 1) -> Meeting:
    """``person`` announces a rencontre that they lead."""
    announcing.announce(person, room.pk, None, planned(person, title, days=days))
    return room.meetings.select_related("room", "host").latest("pk")


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, for the tests that need many of them."""
    return gather()


@pytest.fixture
def mezza(cast: Cast) -> Room:
    return cast.mezza


@pytest.fixture
def fabrique(cast: Cast) -> Room:
    """Open since yesterday, for a week."""
    return cast.fabrique


@pytest.fixture
def ended(cast: Cast) -> Room:
    """A fabrique that is over, with the same people."""
    return _another(cast, "Attentions partagées", from_day=-9, to_day=-2)


@pytest.fixture
def coming(cast: Cast) -> Room:
    """A fabrique that opens tomorrow, with the same people."""
    return _another(cast, "Lapins", from_day=1, to_day=8)


@pytest.fixture
def judith(cast: Cast) -> Person:
    """The artist."""
    return cast.judith


@pytest.fixture
def nadia(cast: Cast) -> Person:
    """A participant."""
    return cast.nadia


@pytest.fixture
def marcel(cast: Cast) -> Person:
    """Another participant."""
    return cast.marcel


@pytest.fixture
def awa(cast: Cast) -> Person:
    """Of the team."""
    return cast.awa


@pytest.fixture
def ousmane(cast: Cast) -> Person:
    """A stranger: a person of the house, in no room."""
    return cast.ousmane


def _another(cast: Cast, title: str, from_day: int, to_day: int) -> Room:
    now = timezone.now()
    room = opening.open_fabrique(title, now + timedelta(days=from_day), now + timedelta(days=to_day))
    joining.give_role(cast.judith, room, Membership.Role.ARTIST)
    for person in (cast.nadia, cast.marcel):
        joining.join(person, room)
    return room
