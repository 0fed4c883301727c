"""Tags of a session's templates."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from frontend import session_page
from frontend.session_page import OwnText
from rooms.models import Room
from rooms.sessions import reading
from rooms.sessions.models import Session
from rooms.sessions.running import PAST

register = template.Library()


@register.simple_tag
def shown_in(own: OwnText, states: str) -> SafeString:
    """``{% shown_in own "left over" %}``: the attributes of what is shown in these states only."""
    hidden = "" if own.state in states.split() else " hidden"
    return mark_safe(f'data-in="{states}"{hidden}')  # noqa: S308 -- words of our own templates


@register.simple_tag
def blank_own_text() -> OwnText:
    """Return an empty box, for the ``<template>`` that the modules fill."""
    return session_page.BLANK


@register.simple_tag
def last_session(room: Room) -> Session | None:
    """Return the newest session that is over here."""
    return reading.over(room).first() if PAST in room.fragments else None
