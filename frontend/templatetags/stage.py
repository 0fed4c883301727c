"""Tags and filters of the room's templates: kept parts, time left, blanks."""

import math
from datetime import datetime, timedelta
from typing import Any, cast

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from frontend import fragments, kinds, words
from frontend.pieces import for_some
from rooms.events import ShownComment, ShownMeeting, ShownPerson, ShownPost

register = template.Library()

NOBODY = ShownPerson(id=0, name="", role="participant")

register.filter("display", kinds.display_of)


@register.simple_tag(takes_context=True)
def fragment(context: template.Context, name: str) -> SafeString:
    """``{% fragment "poster" %}``: a part of the room's page that events may change."""
    whole = cast(dict[str, Any], context.flatten())
    return fragments.render(name, whole, lambda: whole)


@register.tag
def own(parser: Parser, token: Token) -> "ForSome":
    """``{% own post %}…{% endown %}``: what its author alone sees of a post, or of an answer. The blank ones
    that the modules fill have it, too."""
    return ForSome.read(parser, token)


@register.tag
def others(parser: Parser, token: Token) -> "ForSome":
    """``{% others post %}…{% endothers %}``: what everybody but its author sees."""
    return ForSome.read(parser, token)


class ForSome(template.Node):
    """A part of a drawing that ``frontend/render_cache.py`` leaves to those whom it is for. A page that is
    drawn for one reader has it or has it not."""

    def __init__(self, name: str, said: FilterExpression, inside: NodeList) -> None:
        self._name, self._said, self._inside = name, said, inside

    @classmethod
    def read(cls, parser: Parser, token: Token) -> "ForSome":
        """Return the node that begins with ``token``. Raises ``ValueError`` without a post or an answer."""
        name, said = token.split_contents()
        inside = parser.parse([f"end{name}"])
        parser.delete_first_token()
        return cls(name, parser.compile_filter(said), inside)

    def render(self, context: template.Context) -> SafeString:
        """Return what is inside, where many read it with the marks of whom it is for."""
        said, html = self._said.resolve(context), self._inside.render(context)
        if not said.id:
            return html
        if "ref_mark" not in context:
            is_mine = said.author.id == context["user"].pk
            return html if is_mine == (self._name == "own") else SafeString("")
        part = said.id if isinstance(said, ShownComment) else 0
        return mark_safe(for_some(f"{self._name}_{part}", html))  # noqa: S308 -- made by our own template


@register.filter
def left(end: datetime) -> str:
    """Format the time until ``end``, rounded up: « encore 6 jours », « encore 20 minutes »."""
    minutes = max(math.ceil((end - timezone.now()) / timedelta(minutes=1)), 1)
    if minutes > 24 * 60:
        return words.counted("left_days", math.ceil(minutes / (24 * 60)))
    if minutes > 60:
        return words.counted("left_hours", math.ceil(minutes / 60))
    return words.counted("left_minutes", minutes)


@register.simple_tag
def blank_posts() -> list[ShownPost]:
    """Return an empty post of each kind, for the ``<template>`` that the modules fill."""
    return [
        ShownPost(0, 0, display.kind.key, NOBODY, body="", html="", at=0, card=display.blank)
        for display in kinds.DISPLAYS
    ]


@register.simple_tag
def blank_comment() -> ShownComment:
    """Return an empty comment, for a ``<template>`` that the modules fill."""
    return ShownComment(0, 0, NOBODY, body="", html="", at=0)


@register.simple_tag
def blank_meeting() -> ShownMeeting:
    """Return an empty rencontre, for a ``<template>`` that the modules fill."""
    return ShownMeeting(0, title="", html="", host=NOBODY, starts_at=0, minutes=0)
