"""Settings of a room (text, dates, look), for its leaders; opening a fabrique, for staff; its poster."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frontend.access import signed_in
from frontend.forms import Form
from frontend.public_address import public_address
from frontend.visits import Visit, visiting
from people.models import Person
from people.refusals import Refusal
from rooms import opening, pictures, rules
from rooms.models import Room
from rooms.reactions import REACTIONS, default_reactions

PLAIN = ("title", "presentation", "led_by", "hot", "pairing", "image_alt")


@visiting
def change(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Change title, presentation, dates, colour, typefaces, picture and reactions of this room."""
    rules.may_lead(visit.role)
    form = Form.of(request, _as_typed(visit.room))
    done = request.method == "POST" and form.done(
        lambda: opening.change(visit.person, visit.room.pk, form.ref, **_changed(form, visit.room))
    )
    if done:
        messages.success(request, _("C’est enregistré."))
        return redirect("face", visit.room.slug)
    return _page(request, form, visit.room)


@signed_in
def open_fabrique(request: HttpRequest, person: Person) -> HttpResponse:
    """Open a new fabrique. Only staff may."""
    if not person.is_staff:
        raise PermissionDenied
    form = Form.of(request, _as_typed(Room(hot=opening.fresh_colour(timezone.now()))))
    if request.method == "POST" and (
        room := form.attempt(lambda: opening.open_by(person, form.ref, **_read(form)))
    ):
        messages.success(request, _("La fabrique est là. Voici son affiche."))
        return redirect("poster", room.slug)
    return _page(request, form)


@require_safe
@visiting
def poster(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show a sheet to print: the title, the code, and a QR code."""
    rules.may_lead(visit.role)
    address = public_address(request, reverse("join", args=[visit.room.code]))
    is_pale = request.GET.get("encre") == "pale"
    context = {"room": visit.room, "me": visit, "address": address, "is_pale": is_pale}
    return render(request, "poster.html", context)


def _page(request: HttpRequest, form: Form, room: Room | None = None) -> HttpResponse:
    _ask_again(form)
    chosen = form.source.getlist("reactions") if request.method == "POST" else None
    usual = room.reactions if room else default_reactions()
    context = {
        "form": form,
        "room": room,
        "pairings": Room.Pairing.choices,
        "reactions": [
            (key, label, key in (usual if chosen is None else chosen)) for key, label in REACTIONS.items()
        ],
    }
    return render(request, "face.html", context, status=form.status)


def _as_typed(room: Room) -> dict[str, str]:
    dates = {"opens_at": _local(room.opens_at), "closes_at": _local(room.closes_at)}
    return {name: getattr(room, name) for name in PLAIN} | dates


def _read(form: Form, kind: str = Room.Kind.FABRIQUE) -> dict[str, Any]:
    face: dict[str, Any] = {name: form.get(name) for name in PLAIN}
    face["reactions"] = [key for key in REACTIONS if key in form.source.getlist("reactions")]
    face |= _picture(form)
    if kind == Room.Kind.MEZZA:
        return face
    return face | {"opens_at": _moment(form, "opens_at"), "closes_at": _end(form)}


def _changed(form: Form, room: Room) -> dict[str, Any]:
    """Return the face as typed. Raises ``alt_old`` where a new picture still has the words of the one before;
    whoever is told of it and sends the same words again means them."""
    face = _read(form, room.kind)
    is_old = bool(room.image_alt) and face["image_alt"].strip() == room.image_alt
    if form.files.get("picture") and is_old and form.get("described") != room.image_alt:
        form.typed["described"] = room.image_alt
        raise Refusal("alt_old", _("L’image est nouvelle. Dites ce que montre celle-ci."), "image_alt")
    return face


def _picture(form: Form) -> dict[str, Any]:
    if file := form.files.get("picture"):
        return {"image": pictures.read(file)}
    return {"image": "", "image_alt": ""} if form.get("no_picture") else {}


def _ask_again(form: Form) -> None:
    """Tell the person to choose their file again: a browser drops it when another box was wrong."""
    if form.wrong and form.files:
        form.wrong.setdefault("picture", _("Choisissez de nouveau votre image : rien d’autre n’est perdu."))


def _end(form: Form) -> datetime | None:
    return _moment(form, "closes_at") if form.get("closes_at") else None


def _moment(form: Form, name: str) -> datetime:
    """Parse the value of ``<input type="datetime-local">`` as local time. Raises ``date_wrong``."""
    try:
        written = datetime.fromisoformat(form.get(name)).replace(tzinfo=None)
        _check_year(written.year)
        return timezone.make_aware(written)
    except ValueError as error:
        raise Refusal(
            "date_wrong", _("Écrivez une date et une heure, par exemple 2026-11-23 18:30."), name
        ) from error


def _check_year(year: int) -> None:
    """Raise ``ValueError`` for a likely typing mistake, which also covers years no database stores."""
    if not 2000 <= year <= 2100:
        raise ValueError(year)


def _local(moment: datetime | None) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M") if moment else ""
