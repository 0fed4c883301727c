"""The pages of one's own words: answers received, messages, answers, protocoles, drafts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.access import signed_in
from frontend.integers import parse_integer
from people.models import Person
from protocols import reading as protocols
from protocols.models import Protocole
from rooms import own_words
from rooms.models import Comment, Post, Room


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One thing: where and when it was written, the ``address`` where it is read, its ``html`` or ``title``.

    ``who``: the author, where it is another person; ``under``: the message that it answers.
    """

    room: Room
    at: datetime
    address: str
    html: str = ""
    title: str = ""
    who: Person | None = None
    under: Post | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A page of one's own words: what is listed, and what stands there while there is nothing."""

    label: str | Promise
    query: Callable[[Person], Any]
    line: Callable[[Any], OwnLine]
    empty: str | Promise


@signed_in
def own(request: HttpRequest, person: Person, name: str) -> HttpResponse:
    """Show the newest things of one section, or with ``?avant=<key>`` those before it."""
    if name not in SECTIONS:
        raise Http404
    section = SECTIONS[name]
    page = own_words.page(section.query(person), parse_integer(request.GET.get("avant", "")))
    context = {
        "sections": sections(name),
        "section": section,
        "lines": [section.line(thing) for thing in page.things],
        "before": page.before,
        "is_first": not request.GET.get("avant"),
    }
    return render(request, "own.html", context)


def sections(here: str = "") -> list[tuple[str, str | Promise, bool]]:
    """List the addresses and labels of all sections, and whether each is the one that is ``here``."""
    return [(reverse("own", args=[key]), each.label, key == here) for key, each in SECTIONS.items()]


def _message(said: Post) -> OwnLine:
    return OwnLine(said.room, said.created_at, _to_post(said), said.html)


def _answer(said: Comment) -> OwnLine:
    return OwnLine(said.post.room, said.created_at, _to_post(said.post), said.html, under=said.post)


def _received(said: Comment) -> OwnLine:
    return OwnLine(
        said.post.room, said.created_at, _to_post(said.post), said.html, who=said.author, under=said.post
    )


def _handed_in(made: Protocole) -> OwnLine:
    room = made.consigne.room if made.post is None else made.post.room
    address = reverse("protocole", args=[room.slug, made.pk])
    return OwnLine(room, made.changed_at, address, title=made.title)


def _draft(made: Protocole) -> OwnLine:
    room = made.consigne.room
    address = reverse("write", args=[room.slug, made.consigne_id])
    return OwnLine(room, made.changed_at, address, title=made.title or made.consigne.title)


def _to_post(said: Post) -> str:
    return reverse("find", args=[said.room.slug, said.pk])


SECTIONS = {
    "recues": Section(
        _("Réponses reçues"),
        own_words.received,
        _received,
        _("Personne ne vous a encore répondu. Ce qu’on vous répond se retrouve ici."),
    ),
    "messages": Section(
        _("Mes messages"), own_words.messages, _message, _("Vous n’avez encore publié aucun message.")
    ),
    "reponses": Section(
        _("Mes réponses"), own_words.answers, _answer, _("Vous n’avez encore répondu à personne.")
    ),
    "protocoles": Section(
        _("Mes protocoles"),
        protocols.handed_in_by,
        _handed_in,
        _("Vous n’avez encore remis aucun protocole."),
    ),
    "brouillons": Section(
        _("Mes brouillons"), protocols.drafts, _draft, _("Aucun brouillon : rien ne vous attend.")
    ),
}
