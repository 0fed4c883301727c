"""The home page: the ways in, or the rooms of a person who is signed in; and the box for a code."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from frontend import barred, failed_attempts, links, saved_input
from frontend.access import signed_in
from frontend.forms import Form
from frontend.words import words
from people.models import Person
from people.refusals import Refusal
from rooms import joining, reading
from rooms.models import Room


class RoomLine(NamedTuple):
    """A room in the list of a person: ``moment`` of ``Room.Moment``, how many posts are ``fresh``, and the
    ``address`` of the first of these. ``live``: posts may still arrive there."""

    room: Room
    moment: str
    fresh: int
    address: str
    live: bool


@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """Show the home page."""
    return show(request, Form(request.GET))


def code(request: HttpRequest) -> HttpResponse:
    """Redirect to the fabrique of the typed code; a wrong code is shown again, with an error."""
    if request.method != "POST":
        return redirect("door")
    form = Form.of(request)
    try:
        return redirect("join", found(request, form.get("code")).code)
    except Refusal as refusal:
        form.refuse(refusal)
        return show(request, form, failed_attempts.status_of(refusal))


def found(request: HttpRequest, code: str) -> Room:
    """Return the room of ``code``. Raises ``code_unknown``, and ``too_many`` after many wrong codes."""
    try:
        return joining.by_code(code)
    except Refusal as refusal:
        raise failed_attempts.counted(request, "code", refusal) from refusal


def show(request: HttpRequest, form: Form, status: int = 200) -> HttpResponse:
    """Render the home page as this person sees it."""
    if request.user.is_authenticated:
        context = {"form": form, "rooms": _rooms(request.user), "words": words()}
        return render(request, "rooms.html", context, status=status)
    if kept_out := barred.page(request):
        return kept_out
    now = timezone.now()
    fabriques = [(room, room.moment(now)) for room in reading.announced(now)]
    context = {"form": form, "fabriques": fabriques, "wanted": saved_input.wanted_page(request)}
    return render(request, "door.html", context, status=status)


@never_cache
@require_safe
@signed_in
def rooms(request: HttpRequest, person: Person) -> HttpResponse:
    """Return the list of rooms alone, for an open page of them."""
    return render(request, "partials/rooms.html", {"rooms": _rooms(person)})


def _rooms(person: Person) -> list[RoomLine]:
    now, fresh = timezone.now(), reading.unread(person)
    return [_line(room, room.moment(now), fresh[room.pk]) for room in reading.rooms_of(person)]


def _line(room: Room, moment: Room.Moment, unread: reading.Unread) -> RoomLine:
    return RoomLine(room, moment, unread.count, links.to_unread(room, unread), moment != Room.Moment.AFTER)
