"""When a page cannot do what was asked: what is said, and the words that are given back."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from frontend import kept
from frontend.forms import Form
from people import pacing
from people.models import Person
from people.refusals import Refusal
from rooms.models import Room

P = ParamSpec("P")

# For programs that read statuses; the rest is forbidden (403).
STATUS = {
    **dict.fromkeys(("gone", "consigne_unknown", "room_unknown"), 404),
    **dict.fromkeys(("meeting_unknown", "recording_unknown"), 404),
    "too_fast": 429,
}
FORMS = {"write", "revise", "ask", "face", "announce", "meeting_change"}
FORM_VERBS = {"repondre", "modifier", "deplacer"}


def signed_in(
    view: Callable[Concatenate[HttpRequest, Person, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """``view(request, person, …)`` for those who have come in; the others are shown the door."""

    @wraps(view)
    def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return signed_out(request, request.get_full_path())
        try:
            pace(request, request.user)
            return view(request, request.user, *args, **kwargs)
        except Refusal as refusal:
            return refused(request, refusal)

    return page


def pace(request: HttpRequest, person: Person) -> None:
    """Forms change things as fast as the wire does, and no faster. Raises ``too_fast``."""
    if request.method == "POST":
        pacing.may_act(person.pk)


def signed_out(request: HttpRequest, form_at: str) -> HttpResponse:
    """Whoever lost their session comes in again, and finds their words in the box, at ``form_at``."""
    if request.method != "POST":
        kept.come_back(request, request.get_full_path())
        return redirect("door")
    kept.keep(request, form_at)
    return render(request, "signed_out.html", {"words": kept.words(request.POST)}, status=403)


def refused(request: HttpRequest, refusal: Refusal, room: Room | None = None) -> HttpResponse:
    """A rule said no to the whole page. ``room`` is where one may go back to, if one may read it."""
    stays = refusal.code not in {"not_member", "removed"}
    context = {
        "refusal": refusal,
        "room": room if stays else None,
        "words": kept.words(request.POST),
        "form": Form(QueryDict()),
    }
    return render(request, "refused.html", context, status=STATUS.get(refusal.code, 403))


def form_of(request: HttpRequest, room: Room) -> str:
    """The page that has the form of this request: its own address, or the room with its composer."""
    match = request.resolver_match
    if match and (match.url_name in FORMS or match.kwargs.get("verb") in FORM_VERBS):
        return request.get_full_path()
    return reverse("room", args=[room.slug])
