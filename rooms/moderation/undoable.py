"""Queries for the régie: what somebody decided lately, and may take back in one act."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from people.models import Person
from rooms.models import Comment, Decision, Membership, Post, Room, Said
from rooms.moderation.models import Bar
from rooms.undoing import BAR, KIND_OF, Kind

RECENT = timedelta(hours=2)
MOST, MOST_LOOKED_AT = 6, 40
Act = Decision.Act
# What is decided, of whom, and in which room if not in the house.
Matter = tuple[Kind, int | None, int | None]
# Whether what was decided about words still stands.
OF_WORDS: dict[Act, Callable[[Post | Comment], bool]] = {
    Act.APPROVE: lambda said: said.visible,
    Act.REFUSE: lambda said: said.held == Said.Held.REFUSED,
    Act.HOLD: lambda said: said.held == Said.Held.APPROVAL,
    Act.HIDE: lambda said: said.hidden_at is not None,
}
# Whether what was decided about a member still stands.
OF_MEMBERS: dict[Act, Callable[[Membership, datetime], bool]] = {
    Act.QUIET: lambda member, now: member.is_quiet(now),
    Act.QUIET_A_WHILE: lambda member, now: member.is_quiet(now),
    Act.REMOVE: lambda member, _now: member.removed_at is not None,
    Act.HOLD_WHO: lambda member, _now: member.held_at is not None,
}


def decided(person: Person, rooms: Sequence[Room], now: datetime) -> list[Decision]:
    """List what ``person`` decided lately about words or people here, and may undo: the newest first."""
    acts = {*OF_WORDS, *OF_MEMBERS, Act.BAR}
    taken = Decision.objects.filter(by=person, room__in=rooms, act__in=acts, at__gt=now - RECENT)
    about = ("room", "person", "post__author", "comment__author", "comment__post")
    found = list(taken.select_related(*about).order_by("-pk")[:MOST_LOOKED_AT])
    stand = {*_of_words(found), *_of_people(found, rooms, now)}
    return [each for each in found if each.pk in stand][:MOST]


def _of_words(found: Iterable[Decision]) -> list[int]:
    """Return which decisions about words still stand, one about the same words."""
    newest: dict[tuple[int | None, int | None], Decision] = {}
    for each in found:
        if each.post_id:
            newest.setdefault((each.post_id, each.comment_id), each)
    return [each.pk for each in newest.values() if _stands(each)]


def _stands(taken: Decision) -> bool:
    said = taken.comment or taken.post
    return said is not None and said.withdrawn_at is None and OF_WORDS[Act(taken.act)](said)


def _of_people(found: Iterable[Decision], rooms: Sequence[Room], now: datetime) -> list[int]:
    """Return which decisions about people still stand: nobody decided since, and it is still so."""
    about = [each for each in found if each.act in KIND_OF]
    people = {each.person_id for each in about}
    if not people:
        return []
    last = _last_about(people, now)
    members: dict[tuple[int | None, int], Membership] = {
        (each.person_id, each.room_id): each
        for each in Membership.objects.filter(room__in=rooms, person__in=people)
    }
    barred = set(Bar.objects.filter(person__in=people).values_list("person", flat=True))

    def is_so(taken: Decision) -> bool:
        if taken.act == Act.BAR:
            return taken.person_id in barred
        member = members.get((taken.person_id, taken.room_id))
        return member is not None and OF_MEMBERS[Act(taken.act)](member, now)

    return [each.pk for each in about if each.pk in last and is_so(each)]


def _last_about(people: Iterable[int | None], now: datetime) -> set[int]:
    """Return the last decisions about ``people``, of whoever, one for each thing that was decided."""
    taken = Decision.objects.filter(person__in=people, act__in=KIND_OF, at__gt=now - RECENT)
    last: dict[Matter, int] = {}
    for pk, act, person, room in taken.order_by("pk").values_list("pk", "act", "person", "room"):
        kind = KIND_OF[Act(act)]
        last[kind, person, None if kind is BAR else room] = pk
    return set(last.values())
