"""The wall of a session: a page for a projector, opened by its secret, without an account."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from frontend import failed_attempts, wall_face
from frontend.context_processors import house_time
from frontend.forms import Form
from frontend.public_address import public_address
from frontend.wall_face import WallFace
from people.refusals import Refusal
from rooms.log import millis
from rooms.sessions import reading
from rooms.sessions.models import Session

WRONG = Refusal("wall_unknown", _("Ce secret n’ouvre aucun mur. Vérifiez chaque signe."), "secret")
HOURS = {"jour": "lit", "nuit": "night"}


@never_cache
@require_safe
def wall(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the session; ``?jour`` or ``?nuit`` chooses the light, else the device does."""
    try:
        session = _found(request, secret)
    except Refusal as refusal:
        status = failed_attempts.status_of(refusal, 404)
        return render(request, "wall_closed.html", {"refusal": refusal}, status=status)
    light = next((light for word, light in HOURS.items() if word in request.GET), "")
    context = _context(request, session)
    return render(request, "wall.html", {**context, **_drawn(request, context), "light": light})


@never_cache
def enter(request: HttpRequest) -> HttpResponse:
    """Offer a box to type the secret in, on the machine at the projector."""
    form = Form.of(request)
    if request.method != "POST":
        return render(request, "wall_enter.html", {"form": form})
    try:
        return redirect("wall", _found(request, form.get("secret")).wall)
    except Refusal as refusal:
        form.refuse(refusal if refusal.code != "wall_unknown" else WRONG)
        return render(request, "wall_enter.html", {"form": form}, status=failed_attempts.status_of(refusal))


@never_cache
@require_safe
def state(request: HttpRequest, secret: str) -> HttpResponse:
    """Return what to show after the face whose key is ``since``, as JSON: ``now``, ``build``, ``key``; where
    it changed, ``face`` and what comes ``then``, as HTML."""
    try:
        session = _found(request, secret)
    except Refusal as refusal:
        return JsonResponse({"closed": True}, status=failed_attempts.status_of(refusal, 404))
    context = _context(request, session)
    told = {"now": house_time(), "key": context["key"]}
    if request.GET.get("since") != context["key"]:
        told |= _drawn(request, context)
    return JsonResponse(told | {"build": settings.BUILD})


def _found(request: HttpRequest, secret: str) -> Session:
    try:
        return reading.by_wall(secret)
    except Refusal as refusal:
        raise failed_attempts.counted(request, "secret", refusal) from refusal


def _context(request: HttpRequest, session: Session) -> dict[str, Any]:
    at, room = timezone.now(), session.room
    shown = wall_face.face_of(session, at)
    address = public_address(request, reverse("join", args=[room.code])) if room.code else None
    facts = {"room": room, "session": session, "address": address}
    return {**facts, "shown": shown, "key": shown.key, "at": millis(at)}


def _drawn(request: HttpRequest, context: dict[str, Any]) -> dict[str, str]:
    """Return the HTML of the ``face``, and of the one that comes ``then``, empty for none."""
    shown: WallFace = context["shown"]
    faces = {"face": (shown, context["at"])}
    if after := wall_face.face_after(shown):
        faces["then"] = (after, after.began_at)
    return {"then": ""} | {
        name: render_to_string(
            "partials/wall_face.html", {**context, "face": face, "rule": face.rule(at)}, request
        )
        for name, (face, at) in faces.items()
    }
