"""Begin the rehearsal of a session, and leave it: nothing of it stays."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend.forms import Form
from frontend.visits import Visit, visiting
from rooms.sessions import conducting, reading, rehearsing


@require_POST
@visiting
def begin(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Rehearse a session at the chosen speed: it begins at once."""
    form = Form.of(request)
    speed = form.number("speed")
    session = rehearsing.rehearse(visit.person, visit.room, pk, speed)
    conducting.start(visit.person, session.room_id, None, session.pk)
    return redirect("conduct", session.room.slug, session.pk)


@require_POST
@visiting
def leave(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """End a rehearsal, and go back to the score."""
    rehearsed = reading.find(visit.room, pk).rehearses
    rehearsing.leave(visit.person, visit.room)
    messages.success(request, _("La répétition est finie : il n’en reste rien."))
    if rehearsed is None:
        return redirect("rooms")
    return redirect("score", rehearsed.room.slug, rehearsed.pk)
