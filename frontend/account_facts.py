"""What the team compares of two accounts, before it makes them one."""

from dataclasses import dataclass
from datetime import datetime

from people import raw_text
from people.models import Person
from people.naming import LONGEST
from protocols.models import Protocole
from rooms.models import Comment, Membership, Post, Room

MOST = 30


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """One account: since when, in which rooms as what, and how much of each kind is theirs."""

    person: Person
    since: datetime
    rooms: list[Membership]
    messages: int
    answers: int
    protocoles: int
    drafts: int


def facts_of(person: Person) -> AccountFacts:
    """Return what is told of ``person``: counts and rooms, no words."""
    made = Protocole.objects.filter(author=person)
    said = Post.objects.filter(author=person, withdrawn_at=None, protocole=None)
    members = Membership.objects.filter(person=person).select_related("room").order_by("-joined_at")
    return AccountFacts(
        person,
        person.created_at,
        list(members),
        said.count(),
        Comment.objects.filter(author=person, withdrawn_at=None).count(),
        made.exclude(post=None).count(),
        made.filter(post=None).count(),
    )


def known_beside(person: Person, typed: str) -> list[Person]:
    """List, by name, those whose name holds ``typed`` and who share a room with ``person``: thirty at most.

    Accents and capitals count for nothing, on each database.
    """
    wanted = "" if raw_text.is_too_long(typed, LONGEST) else raw_text.bare(typed).strip()
    shared = Room.objects.filter(memberships__person=person).values("pk")
    beside = Person.objects.filter(memberships__room__in=shared, is_staff=False, is_active=True)
    named = beside.exclude(pk=person.pk).distinct().order_by("name", "pk").values_list("pk", "name")
    found = [pk for pk, name in named if wanted in raw_text.bare(name)][:MOST]
    return list(Person.objects.filter(pk__in=found).order_by("name", "pk"))
