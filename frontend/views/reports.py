"""Ask the team to look at something or somebody, and be done with what it answered."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend import form_commands, links
from frontend.forms import Form
from frontend.visits import Visit, visiting
from people.models import Person
from rooms.models import Comment, Post
from rooms.moderation import reporting

# What is done about somebody who was, or is to be, reported: of the team too.
OF_PEOPLE = {"signaler", "laisser", "regarder"}


def ask(request: HttpRequest, visit: Visit, said: Post | Comment) -> HttpResponse:
    """Show the form that reports ``said``, and take it."""
    thing, post = ("messages", said.pk) if isinstance(said, Post) else ("reponses", said.post_id)
    return _asked(request, visit, thing, said, links.to_post(visit.room, post))


def about(request: HttpRequest, visit: Visit, person: int, verb: str) -> HttpResponse:
    """Show the form that reports somebody who is here, and take it; leave or take up what was reported."""
    if verb == "signaler":
        whom = reporting.here(visit.room, person)
        if whom is None or visit.waits:
            raise Http404
        return _asked(request, visit, "personnes", whom, links.to_post(visit.room, None))
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = Form.of(request)
    form_commands.submit(visit, "personnes", person, verb, form)
    return redirect(links.back_to_desk(request, visit.room, form))


@require_POST
@visiting
def report(request: HttpRequest, visit: Visit, pk: int, verb: str) -> HttpResponse:
    """Put away what became of one's own report."""
    if not form_commands.is_command("signalements", verb):
        raise Http404
    form_commands.submit(visit, "signalements", pk, verb, Form.of(request))
    return redirect(links.to_waiting(visit.room.slug))


def _asked(
    request: HttpRequest, visit: Visit, thing: str, about: Post | Comment | Person, back: str
) -> HttpResponse:
    form = Form.of(request)
    if request.method == "POST" and form.done(
        lambda: form_commands.submit(visit, thing, about.pk, "signaler", form)
    ):
        messages.success(request, _("C’est transmis à l’équipe. Merci."))
        return redirect(back)
    name = "whom" if isinstance(about, Person) else "said"
    context = {"room": visit.room, "form": form, "back": back, name: about}
    return render(request, "report.html", context, status=form.status)
