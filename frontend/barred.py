"""What somebody reads whom the team keeps out of the house, in any browser they were in before."""

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend import saved_input
from frontend.integers import parse_integer
from rooms.moderation import barring


def page(request: HttpRequest) -> HttpResponse | None:
    """Return the page for whoever has a session here that opens nothing; None for everybody else."""
    whose = parse_integer(str(request.session.get(SESSION_KEY, "")))
    return page_of(request, whose) if whose is not None and not request.user.is_authenticated else None


def page_of(request: HttpRequest, person: int) -> HttpResponse | None:
    """Return the page for ``person``; None for whoever may come in."""
    kept_out = barring.of(person)
    if kept_out is None:
        return None
    context = {"bar": kept_out, "words": saved_input.texts(request.POST)}
    return render(request, "barred.html", context, status=403)
