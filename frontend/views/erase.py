"""The page that asks, before the team removes something for good, and removes it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from frontend import form_commands, links
from frontend.forms import Form
from frontend.said_html import said_html
from frontend.visits import Visit
from rooms import rules
from rooms.models import Comment, Post
from rooms.moderation import erasing


def erase(request: HttpRequest, visit: Visit, said: Post | Comment) -> HttpResponse:
    """Show what goes and what stays of ``said``, and remove it. Raises ``not_staff``, ``erased``, ``gone``,
    ``in_sight``, ``not_first``."""
    rules.may_moderate(visit.role)
    form = Form.of(request)
    place = links.place_of(request, form)
    back = links.to_desk(request, visit.room, place) or reverse("wings", args=[visit.room.slug])
    thing = "messages" if isinstance(said, Post) else "reponses"
    if request.method == "POST" and form.done(
        lambda: form_commands.submit(visit, thing, said.pk, "supprimer", form)
    ):
        messages.success(request, _("C’est supprimé pour de bon."))
        return redirect(back)
    erasing.may_erase(visit.person, said)
    context = {
        "room": visit.room,
        "said": said,
        "html": said_html(said),
        "answers": said.comments.filter(erased_at=None).count() if isinstance(said, Post) else 0,
        "form": form,
        "place": place,
        "back": back,
    }
    return render(request, "erase.html", context, status=form.status)
