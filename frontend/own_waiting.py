"""What one has written and the team reads first, as its author alone sees it in the room."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from frontend.visits import Visit
from rooms import holding


def draw(visit: Visit) -> SafeString:
    """Return the part of the page that lists it; empty where there never was anything."""
    number = visit.membership.waiting if visit.membership else 0
    things = [*holding.posts(visit.room, visit.person), *holding.comments(visit.room, visit.person)]
    context = {"room": visit.room, "number": number, "things": things if number else []}
    return mark_safe(render_to_string("partials/own_waiting.html", context))  # noqa: S308 -- our own template
