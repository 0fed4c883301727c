"""What is pinned above the feed of a room."""

from dataclasses import dataclass

from django import template

from frontend.said_html import in_short
from rooms.models import Post, Room

register = template.Library()
SHORT = 90  # signs


@dataclass(frozen=True, slots=True)
class Pinned:
    """A pinned post, with the beginning of its words."""

    post: Post
    short: str


@register.simple_tag
def pinned(room: Room) -> list[Pinned]:
    """Return what is pinned and in sight, the latest first."""
    posts = room.posts.visible().exclude(pinned_at=None).select_related("author").order_by("-pinned_at")
    return [Pinned(post, in_short(post, SHORT)) for post in posts]
