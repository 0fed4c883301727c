"""The undo of a withdrawal, a move or a decision, offered on the page that follows it."""

from typing import Any, NamedTuple
from uuid import uuid4

from django.http import HttpRequest
from django.urls import reverse

from frontend import links
from frontend.integers import parse_integer
from frontend.visits import Visit
from frontend.words import WORDS
from rooms import wings
from rooms.models import Comment, Decision, Post


class _Kind(NamedTuple):
    """How something was removed: name of the undo's URL and its verb, model, path to its room, and the
    column that tells it."""

    name: str
    verb: str
    model: type[Post] | type[Comment]
    room: str
    column: str


# By the query parameter of the room's page.
KINDS = {
    "message-retire": _Kind("post", "remettre", Post, "room", "withdrawn_at"),
    "reponse-retiree": _Kind("comment", "remettre", Comment, "post__room", "withdrawn_at"),
    "message-masque": _Kind("post", "retablir", Post, "room", "hidden_at"),
    "reponse-masquee": _Kind("comment", "retablir", Comment, "post__room", "hidden_at"),
}
# By the query parameter: the verb that undoes it, the column that tells it, and the words of both.
DECISIONS = {
    "silence": ("parole", "quieted_at", "quieted_them", "give_voice_back"),
    "retrait": ("readmettre", "removed_at", "removed_them", "readmit"),
}


def offer(request: HttpRequest, visit: Visit) -> dict[str, Any] | None:
    """Return ``action`` and ``ref`` of the form that undoes what this person just did, or None.

    For a move, also return ``moved``, the room that the post is in now, ``at``, its address there, and the
    decision that it ``undoes``, if it was one. For what was decided about a person, ``sentence``, ``button``,
    and the ``post`` from which it was decided.
    """
    return _removed(request, visit) or _moved(request, visit) or _decided(request, visit)


def _removed(request: HttpRequest, visit: Visit) -> dict[str, Any] | None:
    for word, kind in KINDS.items():
        pk = parse_integer(request.GET.get(word, ""))
        if pk is not None and _is_theirs(visit, kind, pk):
            return {"action": reverse(kind.name, args=[visit.room.slug, pk, kind.verb]), "ref": uuid4()}
    return None


def _is_theirs(visit: Visit, kind: _Kind, pk: int) -> bool:
    """Return whether it is removed, and theirs to bring back: one's own, or what whoever leads has hidden."""
    removed = kind.model._default_manager.filter(pk=pk, **{kind.room: visit.room})
    removed = removed.exclude(**{kind.column: None})
    if kind.column == "hidden_at":
        return visit.leads and removed.exists()
    return removed.filter(author=visit.person).exists()


def _moved(request: HttpRequest, visit: Visit) -> dict[str, Any] | None:
    pk = parse_integer(request.GET.get("message-deplace", ""))
    if pk is None:
        return None
    post = Post.objects.exclude(room=visit.room).select_related("room").filter(pk=pk).first()
    if post is None or not post.visible or not (visit.moderates or post.author_id == visit.person.pk):
        return None
    action = reverse("post", args=[post.room.slug, post.pk, "deplacer"])
    at, undoes = links.to_post(post.room, post.pk), _moved_by_team(visit, post)
    return {"action": action, "ref": uuid4(), "moved": post.room, "at": at, "undoes": undoes}


def _moved_by_team(visit: Visit, post: Post) -> int:
    """Return the decision that took ``post`` out of this room; 0 for one's own post, which needs none."""
    moved = Decision.objects.filter(act=Decision.Act.MOVE, post=post, room=visit.room)
    last = moved.order_by("-pk").first() if visit.moderates else None
    return last.pk if last else 0


def _decided(request: HttpRequest, visit: Visit) -> dict[str, Any] | None:
    """Read ``?silence=<person>`` and ``?retrait=<person>``, to which the forms of posts lead."""
    for word, (verb, column, sentence, button) in DECISIONS.items():
        pk = parse_integer(request.GET.get(word, ""))
        member = wings.member(visit.room, pk) if pk is not None and visit.moderates else None
        if member is not None and getattr(member, column) is not None:
            action = reverse("standing", args=[visit.room.slug, pk, verb])
            told = WORDS[sentence].format(name=member.person.name)
            post = parse_integer(request.GET.get("depuis", "")) or 0
            return {"action": action, "ref": uuid4(), "sentence": told, "button": WORDS[button], "post": post}
    return None
