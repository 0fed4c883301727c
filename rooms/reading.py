"""Queries: the snapshot of a room that a person may see, and the pages of posts before it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db import connection, transaction
from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from database.compiled_sql import CompiledQuery
from people.models import Person
from rooms import showing
from rooms.events import ShownMeeting, ShownPost, ShownRoom, ShownSession
from rooms.meetings import reading as meetings
from rooms.models import Comment, Membership, Post, Reaction, Room
from rooms.rows import MEMBERSHIP, ROOM, ROOM_BY_SLUG
from rooms.sessions import reading as sessions
from rooms.weighing import most_bytes

WINDOW = 50
# The most that a page of posts weighs, in bytes as they travel, if its first post alone does not weigh more.
PAGE_BYTES = 192 * 1024

_SPOKEN = CompiledQuery(Post.objects.all(), "room", "author")


class Snapshot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A room at event ``seq`` of ``epoch``: its newest posts in order; ``earlier`` when there are others;
    its ``meetings`` that are announced or live, in order of their hours; the ``session`` that runs."""

    room: ShownRoom
    epoch: str
    seq: int
    posts: list[ShownPost]
    earlier: bool
    meetings: list[ShownMeeting] = []
    session: ShownSession | None = None


def snapshot(room_id: int, window: int = WINDOW) -> Snapshot:
    """Return the room as it is now. Call it inside ``one_moment``, so that posts and number agree."""
    room = ROOM.first(room_id)
    if room is None:
        raise Room.DoesNotExist(room_id)
    posts, earlier = page(room, window=window)
    around = meetings.standing(room), sessions.standing(room)
    return Snapshot(showing.room(room), room.epoch, room.head, posts, earlier, *around)


def page(room: Room, before: int | None = None, window: int = WINDOW) -> tuple[list[ShownPost], bool]:
    """List the last visible posts (before number ``before``), oldest first; whether more exist.

    They are ``window`` at most, and fewer where they weigh much.
    """
    visible = room.posts.visible().select_related("author")
    if before is not None:
        visible = visible.filter(seq__lt=before)
    found = list(visible.order_by("-seq")[: window + 1])
    posts = within_bytes(_whole(room, found[:window][::-1]))
    return posts, len(found) > len(posts)


def within_bytes(posts: list[ShownPost]) -> list[ShownPost]:
    """Return the last of ``posts`` that a page holds: one at least."""
    size = 0
    for number, post in enumerate(reversed(posts)):
        size += len(msgspec.json.encode(post))
        if size > PAGE_BYTES and number:
            return posts[-number:]
    return posts


def is_earlier(room: Room, seq: int, window: int = WINDOW) -> bool:
    """Return whether the post at number ``seq`` may be before the newest page: no post is read for that.

    Of posts that weigh much it may be so though the newest page holds it, which an earlier one does too.
    """
    visible = room.posts.visible()
    newer = visible.filter(seq__gt=seq).count()
    return newer >= window or bool(newer and most_bytes(visible.filter(seq__gte=seq)) > PAGE_BYTES)


def announced(now: datetime) -> QuerySet[Room]:
    """List the fabriques that are open or will be, by opening."""
    alive = Q(closes_at=None) | Q(closes_at__gt=now)
    return Room.objects.filter(alive, kind=Room.Kind.FABRIQUE, rehearses=None).order_by("opens_at")


def whole(said: Post) -> ShownPost:
    """Return one post with its comments and reactions."""
    return _whole(said.room, [said])[0]


def membership(person: Person, room: Room) -> Membership | None:
    """Return the person's membership, if they ever had one."""
    return MEMBERSHIP.first(room.pk, person.pk)


def rooms_of(person: Person) -> QuerySet[Room]:
    """List Mezza first, then the person's fabriques by opening, latest first; for staff, all fabriques.
    A rehearsal is in no list."""
    rooms = Room.objects.filter(rehearses=None).exclude(kind=Room.Kind.WINGS)
    if not person.is_staff:
        rooms = rooms.filter(memberships__person=person, memberships__removed_at=None)
    return rooms.order_by("-kind", "-opens_at")


def mezza() -> Room | None:
    """Return the room where everybody meets; None in a house that has none yet."""
    return Room.objects.filter(kind=Room.Kind.MEZZA).first()


def on_stage(slug: str) -> Room | None:
    """Return the room with that name in addresses, unless it is the wings of another."""
    room = ROOM_BY_SLUG.first(slug)
    return room if room and room.kind != Room.Kind.WINGS else None


def has_spoken(person: Person, room: Room) -> bool:
    """Return whether ``person`` has ever published in ``room``."""
    return _SPOKEN.first(room.pk, person.pk) is not None


@dataclass(frozen=True, slots=True)
class Unread:
    """Posts of others since a person's mark: how many, the first one, whether it is on an earlier page."""

    count: int
    first: int | None
    seq: int
    is_earlier: bool


def unread(person: Person) -> dict[int, Unread]:
    """Map room ids to what is unread there, in two queries."""
    mark = Membership.objects.filter(person=person, room=OuterRef("pk")).values("read_seq")[:1]
    seen = Post.when_visible("posts__") & ~Q(posts__author=person)
    fresh = Q(posts__seq__gt=Coalesce(Subquery(mark), 0)) & seen
    newest = Post.objects.visible().filter(room=OuterRef("pk")).order_by("-seq")
    counted = rooms_of(person).annotate(
        count=Count("posts", filter=fresh, distinct=True),
        first_seq=Min("posts__seq", filter=fresh),
        page_seq=Subquery(newest.values("seq")[WINDOW - 1 : WINDOW]),
    )
    rows = list(counted.values_list("pk", "count", "first_seq", "page_seq"))
    firsts = _ids_at([(room, seq) for room, _count, seq, _page in rows if seq])
    return {
        room: Unread(count, firsts.get((room, seq)), seq or 0, bool(seq and page and seq < page))
        for room, count, seq, page in rows
    }


def _ids_at(places: list[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Map places in feeds, as room and number, to the posts there."""
    if not places:
        return {}
    rooms, numbers = zip(*places, strict=True)
    found = Post.objects.filter(room__in=rooms, seq__in=numbers)
    return {(room, seq): pk for room, seq, pk in found.values_list("room", "seq", "pk") if seq}


@contextmanager
def one_moment() -> Iterator[None]:
    """Make all reads inside see the database as it is at the first one, without holding up any writer."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            _say("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        _say("BEGIN DEFERRED")  # IMMEDIATE, our default, would queue readers behind the writers
        try:
            yield
        finally:
            _say("COMMIT")


def _say(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _whole(room: Room, posts: list[Post]) -> list[ShownPost]:
    roles = showing.roles_in(room)
    comments = _by_post(Comment.objects.visible().filter(post__in=posts))
    signs: dict[int, list[tuple[str, int]]] = {}
    for post, sign, who in Reaction.objects.filter(post__in=posts).values_list("post", "sign", "person"):
        signs.setdefault(post, []).append((sign, who))
    return [showing.post(said, roles, comments.get(said.pk, ()), signs.get(said.pk, ())) for said in posts]


def _by_post(comments: QuerySet[Comment]) -> dict[int, Iterable[Comment]]:
    grouped: dict[int, list[Comment]] = {}
    for said in comments.select_related("author").order_by("pk"):
        grouped.setdefault(said.post_id, []).append(said)
    return dict(grouped)
