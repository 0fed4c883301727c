"""The threshold of a fabrique: a name, and one is in."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from frontend import attempts, away
from frontend.arriving import sign_in
from frontend.forms import Form
from frontend.views import door
from people.models import Person
from people.naming import clean_name
from people.refusals import Refusal
from protocols.reading import followed
from rooms import joining
from rooms.models import Room


def join(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the code opens; on POST come in, as oneself or as somebody new."""
    try:
        room = door.found(request, code)
    except Refusal as refusal:
        form = Form(request.GET, {"code": code})
        form.refuse(refusal)
        return door.show(request, form, attempts.status_of(refusal, 404))
    form = Form.of(request)
    try:
        come_in = form.attempt(lambda: _come_in(request, room, form)) if request.method == "POST" else None
        return come_in or _threshold(request, room, form)
    except Refusal as refusal:
        return away.refused(request, refusal)


def _come_in(request: HttpRequest, room: Room, form: Form) -> HttpResponse:
    if request.user.is_authenticated:
        joining.join(request.user, room)
        return redirect("room", room.slug)
    with transaction.atomic():
        person = Person.objects.arrive(clean_name(form.get("name")), get_language() or "fr", form.ref)
        joining.join(person, room)
    feed = reverse("room", args=[room.slug])
    return sign_in(request, person, otherwise=feed, within=feed)


def _threshold(request: HttpRequest, room: Room, form: Form) -> HttpResponse:
    context = {"room": room, "moment": room.moment(timezone.now()), "form": form, "consigne": followed(room)}
    return render(request, "join.html", context, status=form.status)
