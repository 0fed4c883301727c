"""Queries for the wings: the decisions of staff, what is hidden, and the members of the room."""

from django.db.models import Q, QuerySet

from rooms.models import Comment, Decision, Membership, Post, Room, Said

LATEST = 200
REFUSED = Q(held=Said.Held.REFUSED, withdrawn_at=None, hidden_at=None)
"""What the team did not publish, and its author may still correct."""


def decisions(room: Room) -> QuerySet[Decision]:
    """List the latest two hundred decisions, newest first."""
    told = Decision.objects.filter(room=room).select_related(
        "by", "person", "post__author", "comment__author"
    )
    return told.order_by("-at", "-pk")[:LATEST]


def hidden_posts(room: Room) -> QuerySet[Post]:
    """List the posts that staff hid and did not remove for good, latest first."""
    hidden = Post.objects.filter(room=room, erased_at=None).exclude(hidden_at=None)
    return hidden.select_related("author").order_by("-hidden_at")


def hidden_comments(room: Room) -> QuerySet[Comment]:
    """List the answers that staff hid and did not remove for good, latest first."""
    hidden = Comment.objects.filter(post__room=room, erased_at=None).exclude(hidden_at=None)
    return hidden.select_related("author", "post").order_by("-hidden_at")


def refused_posts(room: Room) -> QuerySet[Post]:
    """List the posts that the team did not publish, latest first."""
    return Post.objects.filter(REFUSED, room=room).select_related("author").order_by("-created_at")


def refused_comments(room: Room) -> QuerySet[Comment]:
    """List the answers that the team did not publish, latest first."""
    refused = Comment.objects.filter(REFUSED, post__room=room)
    return refused.select_related("author", "post").order_by("-created_at")


def people(room: Room) -> QuerySet[Membership]:
    """List everybody who ever joined, by name, except the team, which has access everywhere."""
    members = Membership.objects.filter(room=room, person__is_staff=False)
    return members.select_related("person").order_by("person__name", "pk")


def member(room: Room, person: int) -> Membership | None:
    """Return one of the people listed by ``people``."""
    return people(room).filter(person__pk=person).first()
