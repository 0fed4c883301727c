"""When a page cannot do what was asked: what is said, and the words that are given back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from frontend import kept
from people.refusals import Refusal
from rooms.models import Room

# What is not there, for programs that read statuses; the rest is forbidden.
MISSING = {"gone", "consigne_unknown", "room_unknown"}
FORMS = {"write", "revise", "ask", "face"}
FORM_VERBS = {"repondre", "modifier"}


def signed_out(request: HttpRequest, room: Room) -> HttpResponse:
    """Whoever lost their session comes in again, and finds their words in the box."""
    if request.method != "POST":
        kept.come_back(request, request.get_full_path())
        return redirect("door")
    kept.keep(request, _page_of_the_form(request, room))
    return render(request, "signed_out.html", {"words": kept.words(request.POST)}, status=403)


def refused(request: HttpRequest, refusal: Refusal, room: Room | None = None) -> HttpResponse:
    """A rule said no to the whole page. ``room`` is where one may go back to, if one may read it."""
    stays = refusal.code not in {"not_member", "removed"}
    context = {"refusal": refusal, "room": room if stays else None, "words": kept.words(request.POST)}
    return render(request, "refused.html", context, status=404 if refusal.code in MISSING else 403)


def _page_of_the_form(request: HttpRequest, room: Room) -> str:
    match = request.resolver_match
    if match and (match.url_name in FORMS or match.kwargs.get("verb") in FORM_VERBS):
        return request.get_full_path()
    return reverse("room", args=[room.slug])
