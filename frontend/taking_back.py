"""After a withdrawal or a move: the address of the undo, offered on the next page."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest
from django.urls import reverse

from frontend import where
from frontend.numbers import number
from frontend.visits import Visit
from rooms.models import Comment, Post

# The word in the address of the room, the name of the undo's address, and what it is about.
KINDS: dict[str, tuple[str, type[Post] | type[Comment], str]] = {
    "message-retire": ("post", Post, "room"),
    "reponse-retiree": ("comment", Comment, "post__room"),
}


def offer(request: HttpRequest, visit: Visit) -> dict[str, Any] | None:
    """``action`` and ``ref`` of the form that puts back what this person just withdrew or moved, if they did;
    of what was moved also ``moved``, the room it is in now, and ``at``, its address there."""
    return _withdrawn(request, visit) or _moved(request, visit)


def _withdrawn(request: HttpRequest, visit: Visit) -> dict[str, Any] | None:
    for word, (name, kind, room) in KINDS.items():
        pk = number(request.GET.get(word, ""))
        if pk is not None and _is_withdrawn(visit, kind, pk, room):
            return {"action": reverse(name, args=[visit.room.slug, pk, "remettre"]), "ref": uuid4()}
    return None


def _moved(request: HttpRequest, visit: Visit) -> dict[str, Any] | None:
    pk = number(request.GET.get("message-deplace", ""))
    if pk is None:
        return None
    post = Post.objects.exclude(room=visit.room).select_related("room").filter(pk=pk).first()
    if post is None or not post.visible or not (visit.moderates or post.author_id == visit.person.pk):
        return None
    action = reverse("post", args=[post.room.slug, post.pk, "deplacer"])
    return {"action": action, "ref": uuid4(), "moved": post.room, "at": where.of_post(post.room, post.pk)}


def _is_withdrawn(visit: Visit, kind: type[Post] | type[Comment], pk: int, room: str) -> bool:
    own = kind._default_manager.filter(pk=pk, author=visit.person, **{room: visit.room})
    return own.exclude(withdrawn_at=None).exists()
