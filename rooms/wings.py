"""What the team sees behind a room: decisions, what is out of sight, and who is there."""

from django.db.models import QuerySet

from rooms.models import Comment, Decision, Membership, Post, Room

LATEST = 200


def decisions(room: Room) -> QuerySet[Decision]:
    """The latest two hundred, newest first."""
    told = Decision.objects.filter(room=room).select_related(
        "by", "person", "post__author", "comment__author"
    )
    return told.order_by("-at", "-pk")[:LATEST]


def hidden_posts(room: Room) -> QuerySet[Post]:
    """What staff took out of sight, latest first."""
    return (
        Post.objects.filter(room=room).exclude(hidden_at=None).select_related("author").order_by("-hidden_at")
    )


def hidden_comments(room: Room) -> QuerySet[Comment]:
    """The answers that staff took out of sight, latest first."""
    hidden = Comment.objects.filter(post__room=room).exclude(hidden_at=None)
    return hidden.select_related("author", "post").order_by("-hidden_at")


def people(room: Room) -> QuerySet[Membership]:
    """Everybody who ever came in, by name, but the team: it is at home everywhere."""
    members = Membership.objects.filter(room=room, person__is_staff=False)
    return members.select_related("person").order_by("person__name", "pk")


def member(room: Room, person: int) -> Membership | None:
    """One of them."""
    return people(room).filter(person__pk=person).first()
