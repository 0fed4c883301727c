"""What one does oneself in a phase of a session: keep a silent text, finish, go on, publish what was left."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from frontend import form_commands, session_page
from frontend.forms import Form
from frontend.views import room
from frontend.visits import Visit, visiting
from protocols.phases import asked_in
from protocols.reading import followed
from rooms.sessions import reading

OWN = "#mon-texte"


@require_POST
@visiting
def phase(request: HttpRequest, visit: Visit, phase: int, verb: str) -> HttpResponse:
    """Do ``verb`` in a phase; a refused text is shown again in its box. Unknown verbs are 404."""
    if not form_commands.is_command("temps", verb):
        raise Http404
    form = Form.of(request)
    if form.done(lambda: form_commands.submit(visit, "temps", phase, verb, form)):
        return redirect(reverse("room", args=[visit.room.slug]) + OWN)
    return room.show(request, visit, form)


@require_POST
@visiting
def as_protocole(request: HttpRequest, visit: Visit, phase: int) -> HttpResponse:
    """Keep a silent text, and bring it into the form of a protocole; without a consigne ``Http404``."""
    form = Form.of(request)
    if not form.done(lambda: form_commands.submit(visit, "temps", phase, "garder", form)):
        return room.show(request, visit, form)
    asked = asked_in(reading.find_phase(visit.room, phase)) or followed(visit.room)
    if asked is None:
        raise Http404
    return redirect(f"{reverse('write', args=[visit.room.slug, asked.pk])}?texte={phase}")


@require_safe
@never_cache
@visiting
def own(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Return the reader's own box as it is now: written on another device, perhaps."""
    now = session_page.of(visit, reading.standing(visit.room))
    return HttpResponse(session_page.draw(visit, now))
