"""How each kind of post is shown. The browser's half is ``static/js/kinds.js``."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from django.urls import reverse

from protocols.events import ShownProtocole
from protocols.kinds import PROTOCOLE
from protocols.reading import of_post
from rooms.kinds import WORDS, Card, PostKind
from rooms.models import Post
from rooms.sessions.kinds import SILENT, ShownReveal


@dataclass(frozen=True, slots=True)
class PostDisplay:
    """``template`` draws the body; ``named``: the post says of what kind it is; ``blank`` is the card of the
    post that the browser clones. ``edit_page`` gives the address where one corrects it; None: in place."""

    kind: PostKind
    template: str
    named: bool = False
    blank: Card | None = None
    edit_page: Callable[[Post], str] | None = None


def _revise(said: Post) -> str:
    return reverse("revise", args=[said.room.slug, of_post(said)])


_NO_PROTOCOLE: Card = msgspec.to_builtins(
    ShownProtocole(0, 0, title="", needs="", duration="", steps=[], origin="", answers=[])
)

DISPLAYS = (
    PostDisplay(WORDS, "partials/words.html"),
    PostDisplay(SILENT, "partials/silent_text.html", blank=ShownReveal().card()),
    PostDisplay(PROTOCOLE, "partials/card.html", named=True, blank=_NO_PROTOCOLE, edit_page=_revise),
)
_BY_KEY = {display.kind.key: display for display in DISPLAYS}


def display_of(key: str) -> PostDisplay:
    """How posts of the kind ``key`` are shown."""
    return _BY_KEY[key]
