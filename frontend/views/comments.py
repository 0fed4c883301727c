"""Actions on a comment: edit, withdraw, restore; hide, show and remove for good."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse

from frontend import form_commands, links
from frontend.forms import Form
from frontend.views import erase, reports
from frontend.views.posts import OF_REGIE, SHOWN_AGAIN
from frontend.visits import Visit, visiting
from rooms import commenting, holding, rules
from rooms.models import Comment

# What takes an answer out of sight leads to the page that offers it back (``frontend/undo.py``).
OFFERS_UNDO = {"retirer": "reponse-retiree", "masquer": "reponse-masquee"}


@visiting
def comment(request: HttpRequest, visit: Visit, comment: int, verb: str) -> HttpResponse:
    """Do ``verb``: some have a page with a form, others redirect to the post. Unknown verbs are 404."""
    if verb == "modifier":
        return _edit(request, visit, comment)
    if verb == "signaler":
        return reports.ask(request, visit, _visible(visit, comment))
    if verb == "supprimer":
        return erase.erase(request, visit, _found(visit, comment))
    if not form_commands.is_command("reponses", verb):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    said = _found(visit, comment)
    form = Form.of(request)
    form_commands.submit(visit, "reponses", comment, verb, form)
    if verb == "retablir":
        messages.success(request, SHOWN_AGAIN)
    return redirect(
        links.to_desk(request, visit.room, form.get("from")) or _after(request, visit, said, verb)
    )


def _edit(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    said = _found(visit, pk)
    rules.is_author(visit.person, said)
    if not holding.is_waiting(said):
        rules.is_visible(said)
    form = Form.of(request, {"body": said.body})
    done = request.method == "POST" and form.done(
        lambda: commenting.edit(visit.person, visit.room.pk, form.ref, pk, form.get("body"))
    )
    back = links.to_post(visit.room, said.post_id)
    context = {"room": visit.room, "me": visit, "form": form, "silence": visit.silence, "back": back}
    return redirect(back) if done else render(request, "say.html", context, status=form.status)


def _found(visit: Visit, pk: int) -> Comment:
    said = Comment.objects.select_related("post", "author").filter(post__room=visit.room, pk=pk).first()
    if said is None:
        raise Http404
    return said


def _visible(visit: Visit, pk: int) -> Comment:
    said = _found(visit, pk)
    if not said.visible or visit.waits:
        raise Http404
    return said


def _after(request: HttpRequest, visit: Visit, said: Comment, verb: str) -> str:
    if verb in OFFERS_UNDO:
        return f"{reverse('room', args=[visit.room.slug])}?{OFFERS_UNDO[verb]}={said.pk}"
    if verb in OF_REGIE:
        return links.to_regie(request)
    return links.to_post(visit.room, said.post_id)
