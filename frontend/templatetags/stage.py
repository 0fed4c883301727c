"""What the templates of the room ask, besides the tags of the house: time left, what is unread, blanks."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from django import template
from django.utils import timezone
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from frontend import drawing
from people.models import Person
from protocols.events import ShownProtocole
from protocols.reading import Scene
from rooms.events import ShownComment, ShownMeeting, ShownPerson, ShownPost

register = template.Library()

NOBODY = ShownPerson(id=0, name="", role="participant")
BLANK = ShownProtocole(0, 0, title="", needs="", duration="", steps=[], origin="", answers=[])


register.simple_tag(drawing.draw, takes_context=True)


@register.filter
def left(end: datetime) -> str:
    """How long until ``end``, rounded up: « encore 6 jours », « encore 3 heures », « encore 20 minutes »."""
    minutes = max(math.ceil((end - timezone.now()) / timedelta(minutes=1)), 1)
    if minutes > 24 * 60:
        days = math.ceil(minutes / (24 * 60))
        return ngettext("encore %d jour", "encore %d jours", days) % days
    if minutes > 60:
        hours = math.ceil(minutes / 60)
        return ngettext("encore %d heure", "encore %d heures", hours) % hours
    return ngettext("encore %d minute", "encore %d minutes", minutes) % minutes


@register.simple_tag
def first_unread(posts: Sequence[ShownPost], read: int, me: Person) -> int | None:
    """The id of the first post of others after number ``read``; None for who has never read here."""
    fresh = (post.id for post in posts if post.seq > read > 0 and post.author.id != me.pk)
    return next(fresh, None)


@register.simple_tag
def scene_json(scene: Scene) -> SafeString:
    """The scene as the modules start from it, the very one that the page was drawn from."""
    return json_script(msgspec.to_builtins(scene), "scene")


@register.simple_tag
def blank_post(kind: str) -> ShownPost:
    """A post with nothing in it: what a ``<template>`` holds for the modules to fill."""
    card = msgspec.to_builtins(BLANK) if kind == "protocole" else None
    return ShownPost(0, 0, kind, NOBODY, body="", html="", at=0, card=card)


@register.simple_tag
def blank_comment() -> ShownComment:
    """An answer with nothing in it, for the same use."""
    return ShownComment(0, 0, NOBODY, body="", html="", at=0)


@register.simple_tag
def blank_meeting() -> ShownMeeting:
    """A rencontre with nothing in it, likewise."""
    return ShownMeeting(0, title="", html="", host=NOBODY, starts_at=0, minutes=0)
