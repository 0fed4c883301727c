"""Actions on a comment: edit, withdraw, restore; hide, show and remove for good."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render

from frontend import form_commands, links
from frontend.forms import Form
from frontend.views import about_words, erase, reports
from frontend.visits import Visit, visiting
from rooms import commenting, holding, rules
from rooms.models import Comment


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
    return about_words.act(request, visit, "reponses", comment, verb, _found(visit, comment).post_id)


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
