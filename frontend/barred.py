"""What somebody reads whom the team keeps out of the house, in any browser they were in before."""

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend import saved_input
from frontend.integers import parse_integer
from rooms.moderation import appealing, barring
from rooms.moderation.models import Bar, Outcome


def of(request: HttpRequest) -> Bar | None:
    """Return why whoever has a session here that opens nothing stays outside; None for everybody else."""
    whose = parse_integer(str(request.session.get(SESSION_KEY, "")))
    return barring.of(whose) if whose is not None and not request.user.is_authenticated else None


def page(request: HttpRequest) -> HttpResponse | None:
    """Return the page for whoever was here before, who may ask for another look; None for everybody else."""
    kept_out = of(request)
    return _page(request, kept_out, appealing.of_bar(kept_out.person)) if kept_out else None


def page_of(request: HttpRequest, person: int) -> HttpResponse | None:
    """Return the page for ``person``, who came with a card or a password; None for whoever may come in."""
    kept_out = barring.of(person)
    return _page(request, kept_out, None) if kept_out else None


def _page(request: HttpRequest, kept_out: Bar, outcome: Outcome | None) -> HttpResponse:
    context = {"bar": kept_out, "outcome": outcome, "words": saved_input.texts(request.POST)}
    return render(request, "barred.html", context, status=403)
