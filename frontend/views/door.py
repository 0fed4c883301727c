"""The door of the house, and the box for a code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from frontend import attempts, kept
from frontend.forms import Form
from people.models import Person
from people.refusals import Refusal
from rooms import joining, reading
from rooms.models import Room


@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """For whoever is outside: what the Hub is and the ways in. For the others: their rooms."""
    return show(request, Form(request.GET))


def code(request: HttpRequest) -> HttpResponse:
    """Follow a code to its fabrique; a wrong one comes back in its box, with a sentence."""
    if request.method != "POST":
        return redirect("door")
    form = Form.of(request)
    try:
        return redirect("join", found(request, form.get("code")).code)
    except Refusal as refusal:
        form.refuse(refusal)
        return show(request, form, attempts.status_of(refusal))


def found(request: HttpRequest, code: str) -> Room:
    """The room of ``code``. Raises ``code_unknown``, and ``too_many`` for who guesses."""
    attempts.may_try(request, "code")
    try:
        return joining.by_code(code)
    except Refusal:
        attempts.failed(request, "code")
        raise


def show(request: HttpRequest, form: Form, status: int = 200) -> HttpResponse:
    """The door as this person sees it."""
    if request.user.is_authenticated:
        return render(request, "rooms.html", {"form": form, "rooms": _rooms(request.user)}, status=status)
    now = timezone.now()
    fabriques = [(room, room.moment(now)) for room in reading.announced(now)]
    context = {"form": form, "fabriques": fabriques, "wanted": kept.where(request)}
    return render(request, "door.html", context, status=status)


def _rooms(person: Person) -> list[tuple[Room, str, int]]:
    now, fresh = timezone.now(), reading.unread(person)
    return [(room, room.moment(now), fresh[room.pk]) for room in reading.rooms_of(person)]
