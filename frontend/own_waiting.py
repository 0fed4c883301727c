"""What is between somebody and the team in a room: their words that it reads first, what they reported."""

from collections.abc import Callable

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from frontend.visits import Visit
from rooms import holding
from rooms.models import Comment, Post
from rooms.moderation import reporting


def draw(visit: Visit, help_told: Callable[[], str] = str) -> SafeString:
    """Return the part of the page that lists it, then ``help_told``; empty where there never was anything."""
    number = visit.membership.waiting if visit.membership else 0
    things = _things(visit) if number else []
    reports = list(reporting.told(visit.room, visit.person.pk)) if number else []
    context = {
        "room": visit.room,
        "number": number,
        "things": things,
        "reports": reports,
        "help_told": help_told() if number else "",
    }
    return mark_safe(render_to_string("partials/own_waiting.html", context))  # noqa: S308 -- our own template


def _things(visit: Visit) -> list[Post | Comment]:
    return [*holding.posts(visit.room, visit.person), *holding.comments(visit.room, visit.person)]
