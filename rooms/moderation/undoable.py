"""Queries for the régie: what somebody decided lately, and may take back in one act."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from people.models import Person
from rooms import holding, undoing
from rooms.models import Comment, Decision, Membership, Post, Room, Said
from rooms.moderation import appealing
from rooms.moderation.models import Bar

RECENT = timedelta(hours=2)
MOST, MOST_LOOKED_AT = 6, 40
Act = Decision.Act
# Whether what was decided about words still is so.
OF_WORDS: dict[Act, Callable[[Post | Comment], bool]] = {
    Act.APPROVE: lambda said: said.visible,
    Act.REFUSE: lambda said: said.held == Said.Held.REFUSED,
    Act.HOLD: lambda said: said.held == Said.Held.APPROVAL,
    Act.HIDE: lambda said: said.hidden_at is not None,
    Act.LEAVE: lambda said: said.visible,
}
# And about a post, whatever hangs on it.
OF_POSTS: dict[Act, Callable[[Post], bool]] = {
    Act.PIN: lambda post: post.visible and post.pinned_at is not None,
    Act.CLOSE: lambda post: post.visible and post.closed_at is not None,
    Act.MOVE: lambda post: post.visible or holding.is_waiting(post),
}
# Whether what was decided about a member still is so.
OF_MEMBERS: dict[Act, Callable[[Membership, datetime], bool]] = {
    Act.QUIET: lambda member, now: member.is_quiet(now),
    Act.QUIET_A_WHILE: lambda member, now: member.is_quiet(now),
    Act.REMOVE: lambda member, _now: member.removed_at is not None,
    Act.HOLD_WHO: lambda member, _now: member.held_at is not None,
    Act.LEAVE: lambda member, _now: member.removed_at is None,
}
# Whether what was decided about a room still is so.
OF_ROOMS: dict[Act, Callable[[Decision], bool]] = {
    Act.HOLD_ROOM: lambda taken: taken.room.holds == taken.facts["holds"],
    Act.SLOW: lambda taken: taken.room.slow == taken.facts["seconds"],
    Act.SHUT: lambda taken: taken.room.shut_at is not None,
}
ACTS = {*OF_WORDS, *OF_POSTS, *OF_MEMBERS, *OF_ROOMS, Act.BAR, Act.UPHOLD}


def decided(person: Person, rooms: Sequence[Room], now: datetime) -> list[Decision]:
    """List what ``person`` decided lately about words, people or these rooms, and may undo: the newest
    first."""
    taken = Decision.objects.filter(by=person, room__in=rooms, act__in=ACTS, at__gt=now - RECENT)
    taken = taken.filter(post__erased_at=None, comment__erased_at=None)
    about = ("room", "person", "post__author", "post__room", "comment__author", "comment__post")
    found = list(taken.select_related(*about).order_by("-pk")[:MOST_LOOKED_AT])
    last = undoing.standing(found)
    of_rooms = [each for each in found if each.act in OF_ROOMS and _is_so_of_room(each)]
    are_so = {*_of_words(found), *_of_people(found, rooms, now), *_of_answers(found), *of_rooms}
    return [each for each in found if each in last and each in are_so][:MOST]


def _of_words(found: Sequence[Decision]) -> list[Decision]:
    """Return which decisions about words still are so, where these were then."""
    return [
        each
        for each in found
        if each.post and each.act != Act.UPHOLD and _is_there(each, each.post) and _is_so(each, each.post)
    ]


def _is_there(taken: Decision, post: Post) -> bool:
    """Return whether ``post`` is in the room where this was decided; what was moved is in another."""
    return (post.room_id == taken.room_id) != (taken.act == Act.MOVE)


def _is_so(taken: Decision, post: Post) -> bool:
    said, act = taken.comment or post, Act(taken.act)
    if said.withdrawn_at is not None:
        return False
    return OF_POSTS[act](post) if act in OF_POSTS else OF_WORDS[act](said)


def _is_so_of_room(taken: Decision) -> bool:
    """Return whether what was decided about a room still is so; what took a decision back is not offered."""
    return not taken.facts.get("undoes") and OF_ROOMS[Act(taken.act)](taken)


def _of_people(found: Sequence[Decision], rooms: Sequence[Room], now: datetime) -> list[Decision]:
    """Return which decisions about people still are so."""
    about = [each for each in found if each.post is None and (each.act in OF_MEMBERS or each.act == Act.BAR)]
    people = {each.person_id for each in about}
    if not people:
        return []
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

    return [each for each in about if is_so(each)]


def _of_answers(found: Sequence[Decision]) -> list[Decision]:
    """Return which decisions still are the answer to whoever asked for another look."""
    confirmed = [each for each in found if each.act == Act.UPHOLD]
    answers = appealing.upheld(confirmed) if confirmed else {}
    last = undoing.standing([each.decision for each in answers.values()])
    return [each for each in confirmed if each.pk in answers and answers[each.pk].decision in last]
