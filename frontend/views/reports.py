"""Ask the team to look at something, and be done with what it answered."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend import form_commands, links
from frontend.forms import Form
from frontend.visits import Visit, visiting
from rooms.models import Comment, Post


def ask(request: HttpRequest, visit: Visit, said: Post | Comment) -> HttpResponse:
    """Show the form that reports ``said``, and take it."""
    thing, post = ("messages", said.pk) if isinstance(said, Post) else ("reponses", said.post_id)
    form, back = Form.of(request), links.to_post(visit.room, post)
    if request.method == "POST" and form.done(
        lambda: form_commands.submit(visit, thing, said.pk, "signaler", form)
    ):
        messages.success(request, _("C’est transmis à l’équipe. Merci."))
        return redirect(back)
    context = {"room": visit.room, "said": said, "form": form, "back": back}
    return render(request, "report.html", context, status=form.status)


@require_POST
@visiting
def report(request: HttpRequest, visit: Visit, pk: int, verb: str) -> HttpResponse:
    """Put away what became of one's own report."""
    if not form_commands.is_command("signalements", verb):
        raise Http404
    form_commands.submit(visit, "signalements", pk, verb, Form.of(request))
    return redirect(links.to_waiting(visit.room.slug))
