"""Decides who gets a page; whoever gets none is told why, and gets their typed text back."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from frontend import barred, saved_input
from frontend.forms import Form
from people import pacing
from people.models import Person
from people.refusals import Refusal
from rooms.models import Room
from rooms.moderation import appealing
from rooms.moderation.models import Outcome

P = ParamSpec("P")

# HTTP status by the code of a refusal; every other code is 403.
STATUS_BY_CODE = {
    **dict.fromkeys(("gone", "consigne_unknown", "room_unknown"), 404),
    **dict.fromkeys(("meeting_unknown", "recording_unknown", "session_unknown"), 404),
    **dict.fromkeys(("too_fast", "slow"), 429),
}
FORM_PAGES = {
    *("write", "revise", "ask", "face", "announce", "meeting_change"),
    *("sessions", "phase_add", "phase_change"),
}
FORM_VERBS = {"repondre", "modifier", "deplacer", "exclure"}


def signed_in(
    view: Callable[Concatenate[HttpRequest, Person, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Call ``view(request, person, …)`` for a person who is signed in; otherwise ask them to sign in."""

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
    """Apply to forms the rate limit that the wire has. Raises ``too_fast``."""
    if request.method == "POST":
        pacing.may_act(person.pk)


def signed_out(request: HttpRequest, form_at: str) -> HttpResponse:
    """Ask whoever has no session to sign in. Posted text is saved, and refills the form at ``form_at``.

    Whoever is kept out of the house is told so instead.
    """
    if kept_out := barred.page(request):
        return kept_out
    if request.method != "POST":
        return saved_input.save_page(redirect("door"), request.get_full_path())
    saved_input.save(request, form_at)
    return render(request, "signed_out.html", {"words": saved_input.texts(request.POST)}, status=403)


def refused(request: HttpRequest, refusal: Refusal, room: Room | None = None) -> HttpResponse:
    """Show ``refusal`` as a page, with a link back to ``room`` unless the person may no longer read it."""
    stays = refusal.code not in {"not_member", "removed"}
    context = {
        "refusal": refusal,
        "room": room if stays else None,
        "words": saved_input.texts(request.POST),
        "form": Form(QueryDict()),
        "outcome": _removal(request, room) if refusal.code == "removed" and room else None,
        "removed_from": room,
    }
    return render(request, "refused.html", context, status=STATUS_BY_CODE.get(refusal.code, 403))


def _removal(request: HttpRequest, room: Room) -> Outcome | None:
    """Return what the team tells whom it has removed: they may ask for another look."""
    return appealing.of_removal(room, request.user) if request.user.is_authenticated else None


def form_address(request: HttpRequest, room: Room) -> str:
    """Return the address of the page that has the form of this request: its own, or that of the room."""
    match = request.resolver_match
    if match and (match.url_name in FORM_PAGES or match.kwargs.get("verb") in FORM_VERBS):
        return request.get_full_path()
    return reverse("room", args=[room.slug])
