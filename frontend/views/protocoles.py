"""Protocoles of a fabrique: their list, and a page for each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend.visits import Visit, visiting
from protocols import reading, showing
from protocols.models import Protocole
from rooms import reading as feed
from rooms import rules


@require_safe
@visiting
def protocoles(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the protocoles handed in, newest first, and the consigne to write one from."""
    rules.may_enter(visit.role, visit.room, visit.now)
    context = {
        "room": visit.room,
        "me": visit,
        "made": reading.handed_in(visit.room),
        "consigne": reading.followed(visit.room),
    }
    return render(request, "protocoles.html", context)


@require_safe
@visiting
def protocole(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Show a protocole.

    ``protocole.html`` is given ``room``, ``me`` (frontend.visits.Visit), ``protocole``
    (protocols.events.ShownProtocole), ``post`` (rooms.events.ShownPost: author, comments, reactions),
    ``consigne`` (protocols.events.ShownConsigne), ``writable`` and ``silence``.
    """
    made = found(visit, pk)
    context = {
        "room": visit.room,
        "me": visit,
        "protocole": showing.protocole(made),
        "post": feed.whole(made.post) if made.post else None,
        "consigne": showing.consigne(made.consigne),
        "silence": visit.silence,
        "writable": not visit.silence,
    }
    return render(request, "protocole.html", context)


def found(visit: Visit, pk: int) -> Protocole:
    """Return the visible protocole ``pk`` of this room. Raises ``Http404``; before the opening, a refusal."""
    rules.may_enter(visit.role, visit.room, visit.now)
    made = reading.protocole(pk)
    if made is None or made.post is None or made.post.room_id != visit.room.pk:
        raise Http404
    return made
