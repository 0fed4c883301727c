"""Queries for the wings: the decisions of staff, what is hidden, and the members of the room."""

from django.db.models import QuerySet

from rooms.models import Comment, Decision, Membership, Post, Room

LATEST = 200


def decisions(room: Room) -> QuerySet[Decision]:
    """List the latest two hundred decisions, newest first."""
    told = Decision.objects.filter(room=room).select_related(
        "by", "person", "post__author", "comment__author"
    )
    return told.order_by("-at", "-pk")[:LATEST]


def hidden_posts(room: Room) -> QuerySet[Post]:
    """List the posts that staff hid, latest first."""
    return (
        Post.objects.filter(room=room).exclude(hidden_at=None).select_related("author").order_by("-hidden_at")
    )


def hidden_comments(room: Room) -> QuerySet[Comment]:
    """List the answers that staff hid, latest first."""
    hidden = Comment.objects.filter(post__room=room).exclude(hidden_at=None)
    return hidden.select_related("author", "post").order_by("-hidden_at")


def people(room: Room) -> QuerySet[Membership]:
    """List everybody who ever joined, by name, except the team, which has access everywhere."""
    members = Membership.objects.filter(room=room, person__is_staff=False)
    return members.select_related("person").order_by("person__name", "pk")


def member(room: Room, person: int) -> Membership | None:
    """Return one of the people listed by ``people``."""
    return people(room).filter(person__pk=person).first()
