"""The sessions of a room, for whoever leads: their list, a new one, the score of one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from frontend.forms import Form
from frontend.integers import parse_integer
from frontend.views.score_phases import REMOVED
from frontend.visits import Visit, visiting
from rooms import rules
from rooms.models import Room
from rooms.sessions import composing, reading, roster
from rooms.sessions.models import Session
from rooms.sessions.scores import SCORES
from rooms.sessions.timetable import timetable, total

LATEST = 30  # past sessions on the page


@visiting
def sessions(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the sessions that run, are to come, and are past; open a new one.

    ``sessions.html`` is given ``room``, ``me``, ``running`` (Session or None), ``coming`` and ``past``
    (lists of ``Session``, each with ``score``, its phases, and ``seconds``), ``scores`` and ``form``.
    """
    rules.may_lead(visit.role)
    form = Form.of(request, {"score": "risks"})
    if request.method == "POST" and form.done(lambda: _open(visit, form)):
        made = visit.room.sessions.get(by=visit.person, ref=form.ref)
        messages.success(request, _("La partition est prête. Elle n’est vue que de qui mène."))
        return redirect("score", visit.room.slug, made.pk)
    listed = [_measured(each) for each in reading.of(visit.room).prefetch_related("phases")]
    context = {
        "room": visit.room,
        "me": visit,
        "running": next((each for each in listed if each.is_running), None),
        "coming": [each for each in listed if each.began_at is None],
        "past": sorted((each for each in listed if each.ended_at), key=_end, reverse=True)[:LATEST],
        "scores": SCORES,
        "form": form,
    }
    return render(request, "sessions.html", context, status=form.status)


@require_safe
@visiting
def score(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Show a score to scale, with all that can be done to it.

    ``score.html`` is given ``room``, ``me``, ``session``, ``slots`` (rooms.sessions.timetable.ScoreSlot),
    ``seconds``, ``rooms`` (where it can be duplicated), ``removed`` (the plan of a phase that was just taken
    out, for its undo) and ``moved``, ``way``: the phase that was just moved, and how.
    """
    rules.may_lead(visit.role)
    return show(request, visit, reading.find(visit.room, pk), Form.of(request))


@require_POST
@visiting
def rename(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Give a session another title."""
    form, session = Form.of(request), reading.find(visit.room, pk)
    given = (visit.person, visit.room.pk, form.ref, pk, form.get("title"))
    if form.done(lambda: composing.rename(*given)):
        return redirect("score", visit.room.slug, pk)
    return show(request, visit, session, form)


@require_POST
@visiting
def duplicate(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Make another session of the same score, here or in the fabrique ``to``."""
    form = Form.of(request)
    to = parse_integer(form.get("to")) or visit.room.pk
    if not form.done(lambda: composing.duplicate(visit.person, visit.room.pk, form.ref, pk, to)):
        return show(request, visit, reading.find(visit.room, pk), form)
    there = Room.objects.get(pk=to)
    made = there.sessions.get(by=visit.person, ref=form.ref)
    messages.success(request, _("Voici la copie : rien ne la lie à la première."))
    return redirect("score", there.slug, made.pk)


@require_POST
@visiting
def discard(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Throw away a session that never began."""
    composing.discard(visit.person, visit.room.pk, Form.of(request).ref, pk)
    messages.success(request, _("La partition est jetée."))
    return redirect("sessions", visit.room.slug)


def show(request: HttpRequest, visit: Visit, session: Session, form: Form) -> HttpResponse:
    """Show the score of ``session``, with ``form`` in its boxes."""
    phases = list(session.phases.all())
    context: dict[str, Any] = {
        "room": visit.room,
        "me": visit,
        "session": session,
        "slots": timetable(session, phases),
        "seconds": total(phases),
        "rooms": roster.led_by(visit.person),
        "removed": _removed(request, session),
        "moved": parse_integer(request.GET.get("bouge", "")),
        "way": request.GET.get("vers", ""),
        "form": form,
    }
    return render(request, "score.html", context, status=form.status)


def _open(visit: Visit, form: Form) -> None:
    chosen = form.get("score")
    usual = str(SCORES[chosen].label) if chosen in SCORES else ""
    composing.open_session(visit.person, visit.room.pk, form.ref, form.get("title").strip() or usual, chosen)


def _removed(request: HttpRequest, session: Session) -> dict[str, str] | None:
    kept = request.session.get(REMOVED)
    if not kept or kept["session"] != session.pk:
        return None
    del request.session[REMOVED]
    return {**kept["boxes"], "add": reverse("phase_add", args=[session.room.slug, session.pk])}


def _measured(session: Session) -> Session:
    session.score = list(session.phases.all())  # type: ignore[attr-defined]
    session.seconds = total(session.score)  # type: ignore[attr-defined]
    return session


def _end(session: Session) -> float:
    return session.ended_at.timestamp() if session.ended_at else 0.0
