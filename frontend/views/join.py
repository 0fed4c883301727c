"""The page that a code leads to: a person gives a name, and joins the fabrique."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from frontend import access, barred, failed_attempts
from frontend.forms import Form
from frontend.sessions import sign_in
from frontend.views import door
from people.models import Person
from people.naming import clean_name
from people.refusals import Refusal
from protocols.reading import followed
from rooms import arriving, joining
from rooms.models import Room


def join(request: HttpRequest, code: str) -> HttpResponse:
    """Show the room of ``code``; on POST join it, as the signed-in person or as a new one."""
    try:
        room = door.found(request, code)
    except Refusal as refusal:
        form = Form(request.GET, {"code": code})
        form.refuse(refusal)
        return door.show(request, form, failed_attempts.status_of(refusal, 404))
    if kept_out := barred.page(request):
        return kept_out
    form = Form.of(request)
    try:
        come_in = form.attempt(lambda: _come_in(request, room, form)) if request.method == "POST" else None
        return come_in or _threshold(request, room, form)
    except Refusal as refusal:
        return access.refused(request, refusal)


def _come_in(request: HttpRequest, room: Room, form: Form) -> HttpResponse:
    if request.user.is_authenticated:
        joining.join(request.user, room)
        return redirect("room", room.slug)
    name = clean_name(form.get("name"))
    arriving.take_turn(request.META.get("REMOTE_ADDR", ""))
    with transaction.atomic():
        person = Person.objects.arrive(name, get_language() or "fr", form.ref)
        joining.join(person, room)
    feed = reverse("room", args=[room.slug])
    return sign_in(request, person, otherwise=feed, within=feed)


def _threshold(request: HttpRequest, room: Room, form: Form) -> HttpResponse:
    context = {"room": room, "moment": room.moment(timezone.now()), "form": form, "consigne": followed(room)}
    return render(request, "join.html", context, status=form.status)
