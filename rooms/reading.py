"""What a person may see of a room, in one moment: the snapshot, and the pages before it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

import msgspec
from django.db import connection, transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from people.models import Person
from rooms import showing
from rooms.events import ShownMeeting, ShownPost, ShownRoom
from rooms.meetings import reading as meetings
from rooms.models import Comment, Membership, Post, Reaction, Room
from rooms.rows import MEMBERSHIP, ROOM, ROOM_BY_SLUG

WINDOW = 50


class Snapshot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A room at event ``seq`` of ``epoch``: its newest posts in order; ``earlier`` when there are others;
    its ``meetings`` that are announced or live, in order of their hours."""

    room: ShownRoom
    epoch: str
    seq: int
    posts: list[ShownPost]
    earlier: bool
    meetings: list[ShownMeeting] = []


def snapshot(room_id: int, window: int = WINDOW) -> Snapshot:
    """The room as it is now. Call it inside ``one_moment`` so that posts and number belong together."""
    room = ROOM.first(room_id)
    if room is None:
        raise Room.DoesNotExist(room_id)
    posts, earlier = page(room, window=window)
    return Snapshot(showing.room(room), room.epoch, room.head, posts, earlier, meetings.standing(room))


def page(room: Room, before: int | None = None, window: int = WINDOW) -> tuple[list[ShownPost], bool]:
    """The last ``window`` visible posts (before number ``before``), oldest first; whether more exist."""
    visible = _visible(room.posts.all())
    if before is not None:
        visible = visible.filter(seq__lt=before)
    found = list(visible.order_by("-seq")[: window + 1])
    return _whole(room, found[:window][::-1]), len(found) > window


def is_earlier(room: Room, seq: int, window: int = WINDOW) -> bool:
    """Whether what stands at number ``seq`` is before the newest page."""
    return _visible(room.posts.all()).filter(seq__gt=seq).count() >= window


def announced(now: datetime) -> QuerySet[Room]:
    """The fabriques that are open or will be, by opening."""
    alive = Q(closes_at=None) | Q(closes_at__gt=now)
    return Room.objects.filter(alive, kind=Room.Kind.FABRIQUE).order_by("opens_at")


def whole(said: Post) -> ShownPost:
    """One post with all that hangs on it."""
    return _whole(said.room, [said])[0]


def membership(person: Person, room: Room) -> Membership | None:
    """The person's membership, if they ever had one."""
    return MEMBERSHIP.first(room.pk, person.pk)


def rooms_of(person: Person) -> QuerySet[Room]:
    """Mezza first, then fabriques by opening, latest first; for staff all of them."""
    rooms = Room.objects.exclude(kind=Room.Kind.WINGS)
    if not person.is_staff:
        rooms = rooms.filter(memberships__person=person, memberships__removed_at=None)
    return rooms.order_by("-kind", "-opens_at")


def on_stage(slug: str) -> Room | None:
    """The room of that name in addresses, unless it is the wings of another."""
    room = ROOM_BY_SLUG.first(slug)
    return room if room and room.kind != Room.Kind.WINGS else None


def has_spoken(person: Person, room: Room) -> bool:
    """Whether ``person`` has ever published in ``room``."""
    return room.posts.filter(author=person).exists()


def unread(person: Person) -> dict[int, int]:
    """Room id to the number of posts since the person's mark."""
    mark = Membership.objects.filter(person=person, room=OuterRef("pk")).values("read_seq")[:1]
    since = Q(posts__seq__gt=Coalesce(Subquery(mark), 0))
    seen = Q(posts__hidden_at=None, posts__withdrawn_at=None) & ~Q(posts__author=person)
    counted = rooms_of(person).annotate(fresh=Count("posts", filter=since & seen, distinct=True))
    return dict(counted.values_list("pk", "fresh"))


@contextmanager
def one_moment() -> Iterator[None]:
    """All reads inside see the database as it is at the first, and hold no writer up."""
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


def _visible(posts: QuerySet[Post]) -> QuerySet[Post]:
    return posts.filter(hidden_at=None, withdrawn_at=None).select_related("author")


def _whole(room: Room, posts: list[Post]) -> list[ShownPost]:
    roles = showing.roles_in(room)
    comments = _by_post(Comment.objects.filter(post__in=posts, hidden_at=None, withdrawn_at=None))
    signs: dict[int, list[tuple[str, int]]] = {}
    for post, sign, who in Reaction.objects.filter(post__in=posts).values_list("post", "sign", "person"):
        signs.setdefault(post, []).append((sign, who))
    return [showing.post(said, roles, comments.get(said.pk, ()), signs.get(said.pk, ())) for said in posts]


def _by_post(comments: QuerySet[Comment]) -> dict[int, Iterable[Comment]]:
    grouped: dict[int, list[Comment]] = {}
    for said in comments.select_related("author").order_by("pk"):
        grouped.setdefault(said.post_id, []).append(said)
    return dict(grouped)
