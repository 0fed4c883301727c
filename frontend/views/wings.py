"""The wings (coulisses) of a room, for the team: decisions, hidden posts and comments, members."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from frontend import form_commands, links, regie_page
from frontend.forms import Form
from frontend.holdings import HOLDINGS
from frontend.own_pace import PACES
from frontend.visits import Visit, visiting
from rooms import rules
from rooms import wings as behind
from rooms.moderation import floods, ready_words, undoable


@require_safe
@visiting
def wings(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show decisions with who, when and why; what can be restored; each member with possible actions."""
    rules.may_moderate(visit.role)
    taken, cleared = undoable.decided(visit.person, [visit.room], visit.now), floods.cleared([visit.room])
    undos = regie_page.undos(taken, cleared, visit.person)
    context = {
        "room": visit.room,
        "me": visit,
        "decisions": behind.decisions(visit.room),
        "hidden_posts": behind.hidden_posts(visit.room),
        "hidden_comments": behind.hidden_comments(visit.room),
        "refused_posts": behind.refused_posts(visit.room),
        "refused_comments": behind.refused_comments(visit.room),
        "people": behind.people(visit.room),
        "holdings": HOLDINGS,
        "paces": PACES,
        "undos": undos,
        "undo_from": "coulisses",
        "earlier": len(undos) - 1,
        "words_ready": list(ready_words.offered()),
    }
    return render(request, "wings.html", context)


@require_POST
@visiting
def door(request: HttpRequest, visit: Visit, verb: str) -> HttpResponse:
    """Renew the code of the room, shut its door or open it."""
    if not form_commands.is_command("porte", verb):
        raise Http404
    form = Form.of(request)
    form_commands.submit(visit, "porte", None, verb, form)
    if desk := links.to_desk(request, visit.room, form.get("from")):
        return redirect(desk)
    messages.success(request, _DONE.get(verb, _("C’est enregistré.")))
    return redirect("wings", visit.room.slug)


@require_POST
@visiting
def holding(request: HttpRequest, visit: Visit, verb: str) -> HttpResponse:
    """Say whose words the team reads first in the room, and how often a participant writes there."""
    if not form_commands.is_command("relecture", verb):
        raise Http404
    form = Form.of(request)
    form_commands.submit(visit, "relecture", None, verb, form)
    if desk := links.to_desk(request, visit.room, form.get("from")):
        return redirect(desk)
    messages.success(request, _("C’est enregistré."))
    part = "rythme" if verb == "ralentir" else "relecture"
    return redirect(f"{reverse('wings', args=[visit.room.slug])}#{part}")


_DONE = {"renouveler": _("Le code est nouveau : celui d’avant n’ouvre plus rien. Réimprimez l’affiche.")}
