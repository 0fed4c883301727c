"""Puts a room's page together: a frame drawn once for each kind of reader, its posts, and what is one's own.

A reader who comes back gets a join of kept bytes: no template runs, and nothing of the scene is read.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.html import escape
from django.utils.translation import get_language

from frontend import metrics
from frontend.byte_cache import DRAWN
from frontend.context_processors import house_time
from frontend.pieces import Filled, Filling, Part, Piece, gzipped, mark, plain, size_of, split
from frontend.render_cache import MARKS, Refs, draw_posts, fill
from frontend.scenes import About, KeptPost, KeptScene
from people.merging import formerly
from people.models import Person
from rooms.models import Room

MAX_AGE = 60  # seconds: the frame tells times left
GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:[,\s]|$))")


@dataclass(frozen=True, slots=True)
class Anybody:
    """Stands for the reader where a frame is drawn for many."""

    pk: str = mark("me")
    name: str = mark("name")
    is_authenticated: bool = True


FRAME_MARKS = MARKS | {
    "user": Anybody(),
    "now": mark("now"),
    "unread_seq": mark("read"),
    "seq": mark("seq"),
    "earlier_than": mark("earlier"),
    "form_ref": mark("form"),
    "feed": mark("feed"),
    "scene_json": mark("scene"),
    "own_text": mark("own"),
    "own_waiting": mark("waiting"),
    "own_pace": mark("pace"),
    "refresh": mark("refresh"),
    "former": mark("former"),
}


@dataclass(frozen=True, slots=True)
class AssembledPage:
    """What a room's page is made of: the ``context`` of ``room.html``, the ``posts`` in sight, the ``scene``
    that surrounds them. ``is_kept``: nothing in its frame is for one reader alone; ``template``: another one
    than ``room.html``, which extends it."""

    context: Mapping[str, Any]
    posts: Sequence[KeptPost]
    scene: KeptScene
    is_kept: bool
    template: str = "room.html"

    def response(self, request: HttpRequest) -> HttpResponse:
        """Return the page for this reader, compressed if the browser accepts it."""
        refs = Refs()
        filled = fill(self._frame(request), self._holes(refs, formerly(request.session)), refs)
        is_gzip = bool(GZIP.search(request.headers.get("Accept-Encoding", "")))
        body = gzipped(filled) if is_gzip else plain(filled)
        response = HttpResponse(body, status=self.context["status"])
        if is_gzip:
            response.headers["Content-Encoding"] = "gzip"
        patch_vary_headers(response, ("Accept-Encoding",))
        return response

    def _frame(self, request: HttpRequest) -> list[Part]:
        def draw() -> list[Part]:
            metrics.DRAWINGS.labels("frame").inc()
            html = render_to_string(self.template, {**self.context, **FRAME_MARKS}, request)
            return split(html, About(self.context["room"].pk))

        if not self.is_kept:
            return draw()
        return DRAWN.get_or_make(self._key(), draw, size_of, About(self.context["room"].pk))

    def _key(self) -> tuple[Any, ...]:
        """Return all that the frame depends on."""
        of, me = self.context, self.context["me"]
        is_new = of["live"] and of["writable"] and me.is_new
        may = (me.role, me.leads, me.moderates, of["silence"], me.is_quieted)
        reader = (*may, of["draft"], of["handed_in"], is_new, get_language())
        page = (of["live"], bool(of["earlier"]), bool(self.posts), int(me.now.timestamp()) // MAX_AGE)
        return "frame", _face(of["room"]), self.scene.surroundings, reader, page

    def _holes(self, refs: Refs, former: str) -> dict[str, list[Filled]]:
        of = self.context
        texts = {
            "now": str(house_time()),
            "me": str(of["user"].pk),
            "name": escape(of["user"].name),
            "read": str(of["unread_seq"]),
            "seq": str(self.scene.scene.snapshot.seq),
            "earlier": str(of["earlier"]),
            "form": str(of["form"].ref),
            "own": of["own_text"],
            "waiting": of["own_waiting"],
            "pace": of["own_pace"],
            "refresh": of["refresh"] if of["live"] else "",
            "former": former,
        }
        holes: dict[str, list[Filled]] = {name: [Filling(text.encode())] for name, text in texts.items()}
        return holes | {"feed": self._feed(refs), "scene": [*self.scene.json()] if of["live"] else []}

    def _feed(self, refs: Refs) -> list[Filled]:
        of = self.context
        fresh = first_unread(self.posts, of["unread_seq"], of["user"]) if of["live"] else None
        filled: list[Filled] = []
        for post, drawn in zip(self.posts, draw_posts(of, self.posts), strict=True):
            if post.shown.id == fresh:
                filled.append(_unread_mark())
            filled += fill(drawn, {}, refs)
        return filled


def first_unread(posts: Sequence[KeptPost], read: int, me: Person) -> int | None:
    """Return the id of the first post by others after number ``read``; None if ``me`` never read here."""
    shown = (post.shown for post in posts)
    return next((post.id for post in shown if post.seq > read > 0 and post.author.id != me.pk), None)


def _face(room: Room) -> tuple[Any, ...]:
    """Return the columns of ``room`` that a frame shows: its row may be read before or after the scene."""
    dates = (room.opens_at, room.closes_at)
    looks = (room.kind, room.title, room.hot, room.pairing, tuple(room.reactions), room.image, room.image_alt)
    return room.pk, room.slug, room.epoch, room.holds, tuple(sorted(room.fragments.items())), *dates, *looks


def _unread_mark() -> Piece:
    def draw() -> Piece:
        return Piece(render_to_string("partials/unread.html").encode())

    return DRAWN.get_or_make(("unread", get_language()), draw, lambda piece: len(piece.text))
