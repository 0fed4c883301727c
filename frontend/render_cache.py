"""Draws posts and parts of pages, each once for all who see it alike.

A drawing is kept under everything that it was made from. What differs for each reader is a hole in it
(``frontend/pieces.py``).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple
from uuid import uuid4

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from frontend import metrics
from frontend.byte_cache import DRAWN
from frontend.pieces import Filled, Filling, Part, Piece, for_whom_it_is, mark, size_of, split
from frontend.scenes import NOTHING, About, KeptPost, Share
from rooms.models import Post
from rooms.rows import POST

# Context that makes ``{% ref %}`` a hole.
MARKS = {"ref_mark": mark("ref")}
FEW = 4  # rows: as many are found sooner one by one, by a query that is compiled once


class Kind(NamedTuple):
    """What the drawing of a post depends on, beside the post and what of it is the reader's own."""

    room: int
    slug: str
    epoch: str
    reactions: tuple[str, ...]
    role: str | None
    moderates: bool
    writable: bool
    language: str | None
    today: str


def kind_of(base: Mapping[str, Any]) -> Kind:
    """Return the kind of reader that ``base``, the result of ``views.room.base``, tells of."""
    me, room = base["me"], base["room"]
    reader = (me.role, me.moderates, base["writable"], get_language(), timezone.localdate().isoformat())
    return Kind(room.pk, room.slug, room.epoch, tuple(room.reactions), *reader)


def draw_posts(base: Mapping[str, Any], posts: Sequence[KeptPost]) -> list[list[Part]]:
    """Return ``posts``, drawn for this reader. Of those that are to be drawn, the rows that may say more than
    is shown are read together: those that an event has had redrawn."""
    kind, reader = kind_of(base), base["user"].pk
    shares = [post.shares.get(reader, NOTHING) for post in posts]
    keys = [("post", post.digest, kind, share) for post, share in zip(posts, shares, strict=True)]
    kept: list[list[Part] | None] = [DRAWN.get(key) for key in keys]
    lacking = [post.shown for post, parts in zip(posts, kept, strict=True) if parts is None]
    rows = SimpleLazyObject(lambda: _rows([post.id for post in lacking if post.drawn]))

    def make(post: KeptPost, share: Share) -> list[Part]:
        html = _draw(base, kind, post, share, rows)
        return split(for_whom_it_is(html, partial(_is_for, share)), post.about)

    return [
        parts or DRAWN.get_or_make(key, partial(make, post, share), size_of, post.about)
        for key, post, share, parts in zip(keys, posts, shares, kept, strict=True)
    ]


def _draw(base: Mapping[str, Any], kind: Kind, post: KeptPost, share: Share, rows: Any) -> str:
    """Return ``post``, drawn once for all who made the same signs, with what is its authors' and what is for
    others alone."""
    signs = tuple(part for part in share if isinstance(part, str))

    def draw() -> str:
        metrics.DRAWINGS.labels("post").inc()
        context = {**base, "post": post.shown, "row": rows.get(post.shown.id), **MARKS}
        return render_to_string("partials/post.html", context).strip() + "\n"

    return DRAWN.get_or_make(("drawn", post.digest, kind, signs), draw, len, post.about)


def _is_for(share: Share, name: str) -> bool:
    """Return whether whoever has ``share`` in a post sees what bears this name there (``{% own %}``)."""
    whose, _between, part = name.partition("_")
    return (int(part) in share) == (whose == "own")


def _rows(posts: Sequence[int]) -> dict[int, Post]:
    if len(posts) > FEW:
        return Post.objects.in_bulk(posts)
    return {post: row for post in posts if (row := POST.first(post))}


def draw_part(key: tuple[Any, ...], room: int, make: Callable[[], str]) -> SafeString:
    """Return the HTML kept under ``key`` and the language, else that of ``make()``."""

    def drawn() -> str:
        metrics.DRAWINGS.labels("part").inc()
        return make()

    html = DRAWN.get_or_make(("part", *key, get_language()), drawn, len, About(room))
    return mark_safe(html)  # noqa: S308 -- made by our own template


class Refs:
    """Ids of the sendings of one page: no two are alike, nor those of two pages."""

    def __init__(self) -> None:
        self._page, self._last = str(uuid4())[:24], uuid4().int & 0xFFFFFFFF

    def next(self) -> Filling:
        """Return an id that no form has."""
        self._last += 1
        return Filling(f"{self._page}{self._last:012x}".encode(), is_fixed=True)


def fill(parts: list[Part], holes: Mapping[str, list[Filled]], refs: Refs) -> list[Filled]:
    """Return ``parts`` with what stands in their holes for one reader."""
    filled: list[Filled] = []
    for part in parts:
        if isinstance(part, Piece):
            filled.append(part)
        elif part.name == "ref":
            filled.append(refs.next())
        else:
            filled += holes[part.name]
    return filled
