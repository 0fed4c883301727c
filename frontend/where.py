"""Where in a room's pages a thing stands."""

from django.urls import reverse

from rooms import reading
from rooms.models import Post, Room


def of_post(room: Room, post: int | None) -> str:
    """The address of the page of the feed that shows ``post``; without one, the newest page."""
    feed = reverse("room", args=[room.slug])
    if post is None:
        return feed
    return f"{feed}{_page(room, post)}#message-{post}"


def _page(room: Room, post: int) -> str:
    seq = Post.objects.filter(room=room, pk=post).values_list("seq", flat=True).first()
    if seq is None or not reading.is_earlier(room, seq):
        return ""
    return f"?avant={seq + 1}"
