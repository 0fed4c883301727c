"""What becomes of a decision of the team: whom it is about asks for another look, somebody else answers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend import access, barred, form_commands, links
from frontend.access import signed_in
from frontend.forms import Form
from frontend.visits import Visit
from people import pacing
from people.models import Person
from people.refusals import Refusal
from rooms import reading
from rooms.moderation import appealing

# What is answered in the régie leads back to it.
OF_REGIE = {"confirmer", "regarder"}


@require_POST
@signed_in
def decision(request: HttpRequest, person: Person, slug: str, pk: int, verb: str) -> HttpResponse:
    """Do ``verb`` with a decision: open to who was removed from the room too, about themselves."""
    room = reading.on_stage(slug)
    if room is None or not form_commands.is_command("decisions", verb):
        raise Http404
    visit = Visit(person, room, reading.membership(person, room))
    try:
        form = Form.of(request)
        form_commands.submit(visit, "decisions", pk, verb, form)
    except Refusal as refusal:
        return access.refused(request, refusal, room if visit.role else None)
    if verb in OF_REGIE:
        return redirect(links.back_to_desk(request, room, form))
    if verb == "revoir":
        messages.success(request, _("C’est transmis : quelqu’un d’autre de l’équipe regardera."))
    return redirect(links.to_waiting(slug))


@require_POST
def from_outside(request: HttpRequest) -> HttpResponse:
    """Ask for another look at being kept out of the house, where one is signed in nowhere."""
    kept_out = barred.of(request)
    outcome = appealing.of_bar(kept_out.person) if kept_out else None
    if kept_out is None or outcome is None:
        return redirect("door")
    visit = Visit(kept_out.person, outcome.decision.room, None)
    try:
        pacing.may_act(kept_out.person.pk)
        form_commands.submit(visit, "decisions", outcome.decision_id, "revoir", Form.of(request))
    except Refusal as refusal:
        return access.refused(request, refusal)
    return redirect("door")
