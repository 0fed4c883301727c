"""The cast of every test: Judith leads a fabrique, Nadia and Marcel take part, Awa is of the team,
and Ousmane is in no room."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from people.models import Person
from rooms import commenting, joining, opening, posting
from rooms.meetings import announcing
from rooms.meetings.announcing import MeetingPlan
from rooms.meetings.models import Meeting
from rooms.models import Comment, Membership, Post, Room

# Invalid values that a browser may send in its session cookie.
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
    """The people and rooms of a test. The fabrique is open for a week; its members are in it and in Mezza."""

    mezza: Room
    fabrique: Room
    judith: Person
    nadia: Person
    marcel: Person
    awa: Person
    ousmane: Person

    @property
    def wings(self) -> Room:
        """Return the wings of the fabrique."""
        return Room.objects.get(stage=self.fabrique)


def gather() -> Cast:
    """Create them all in the current database. In a shared one, the next cast has another fabrique and
    another Awa; Mezza is everybody's.

    They come at once, as the services would leave them (tests/rooms/test_cast.py), in a third of the time.
    """
    now = timezone.now()
    mezza = opening.open_mezza("Mezza")
    fabrique = opening.open_fabrique("Prises de risque", now - timedelta(days=1), now + timedelta(days=6))
    judith, nadia, marcel, ousmane = map(_participant, ("Judith", "Nadia", "Marcel", "Ousmane"))
    password = make_password("douze signes au moins")
    awa = Person(email=fresh_address(), password=password, name="Awa", is_staff=True)
    Person.objects.bulk_create([judith, nadia, marcel, ousmane, awa])
    members = [Membership(room=fabrique, person=judith, role=Membership.Role.ARTIST)]
    members += [Membership(room=mezza, person=who, read_seq=mezza.head) for who in (judith, nadia, marcel)]
    members += [Membership(room=fabrique, person=who, came_by=fabrique.code or "") for who in (nadia, marcel)]
    Membership.objects.bulk_create(members)
    return Cast(mezza, fabrique, judith, nadia, marcel, awa, ousmane)


def _participant(name: str) -> Person:
    return Person(name=name, password=make_password(None))


def fresh_address() -> str:
    """Awa's e-mail address, if nobody has it, else the next Awa's."""
    before = Person.objects.filter(email__startswith="awa", email__endswith="@maison.example").count()
    return f"awa{before or ''}@maison.example"


def says(person: Person, room: Room, body: str = "Un mot.") -> Post:
    """Publish ``body`` in ``room`` as ``person``; return the post."""
    return room.posts.get(seq=posting.publish(person, room.pk, None, body).seq)


def place(post: Post) -> int:
    """Return the place of ``post`` in the feed, once it has appeared."""
    assert post.seq is not None
    return post.seq


def answers(person: Person, post: Post, body: str = "Une réponse.") -> Comment:
    """Comment on ``post`` as ``person``; return the comment."""
    commenting.comment(person, post.room_id, None, post.pk, body)
    return post.comments.latest("pk")


def planned(
    host: Person, title: str = "Se lire nos risques", *, words: str = "", days: float = 1, minutes: int = 60
) -> MeetingPlan:
    """Return the plan of a rencontre that ``host`` leads, in ``days`` from now, on a whole minute."""
    starts_at = (timezone.now() + timedelta(days=days)).replace(second=0, microsecond=0)
    return MeetingPlan(title, words, starts_at, minutes, host.pk)


def announces(person: Person, room: Room, title: str = "Se lire nos risques", *, days: float = 1) -> Meeting:
    """Announce a rencontre that ``person`` leads; return it."""
    announcing.announce(person, room.pk, None, planned(person, title, days=days))
    return room.meetings.select_related("room", "host").latest("pk")


@pytest.fixture
def cast(db: None) -> Cast:
    """The whole cast, for tests that need several of them."""
    return gather()


@pytest.fixture
def mezza(cast: Cast) -> Room:
    return cast.mezza


@pytest.fixture
def fabrique(cast: Cast) -> Room:
    """A fabrique that has been open since yesterday, for a week."""
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
    """A member of the team."""
    return cast.awa


@pytest.fixture
def ousmane(cast: Cast) -> Person:
    """A person who has an account and is in no room."""
    return cast.ousmane


def _another(cast: Cast, title: str, from_day: int, to_day: int) -> Room:
    now = timezone.now()
    room = opening.open_fabrique(title, now + timedelta(days=from_day), now + timedelta(days=to_day))
    joining.give_role(cast.judith, room, Membership.Role.ARTIST)
    for person in (cast.nadia, cast.marcel):
        joining.join(person, room)
    return room
