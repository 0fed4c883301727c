"""What a form about a post or an answer does without a page of its own, and where it leads."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from frontend import form_commands, links
from frontend.forms import Form
from frontend.visits import Visit

SHOWN_AGAIN = _("C’est rétabli : tout le monde le voit de nouveau.")
# What takes words out of sight leads to the page that offers them back (``frontend/undo.py``).
OFFERS_UNDO = {
    ("messages", "retirer"): "message-retire",
    ("messages", "masquer"): "message-masque",
    ("reponses", "retirer"): "reponse-retiree",
    ("reponses", "masquer"): "reponse-masquee",
}
# What is decided in the régie leads back to it.
OF_REGIE = {"publier", "ecarter", "reprendre", "retenir", "laisser"}


def act(request: HttpRequest, visit: Visit, thing: str, pk: int, verb: str, post: int) -> HttpResponse:
    """Run the command ``verb`` on ``thing`` (messages, reponses) ``pk``, which is or is under ``post``."""
    form = Form.of(request)
    form_commands.submit(visit, thing, pk, verb, form)
    if verb == "retablir":
        messages.success(request, SHOWN_AGAIN)
    if desk := links.to_desk(request, visit.room, form.get("from")):
        return redirect(desk)
    if offer := OFFERS_UNDO.get((thing, verb)):
        return redirect(f"{reverse('room', args=[visit.room.slug])}?{offer}={pk}")
    return redirect(links.to_regie(request) if verb in OF_REGIE else links.to_post(visit.room, post))
