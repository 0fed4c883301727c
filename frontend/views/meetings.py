"""The rencontres of a room: their list, the forms that announce, change and cancel one, its calendar file."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frontend import date_input
from frontend.forms import Form
from frontend.integers import parse_integer
from frontend.public_address import public_address
from frontend.visits import Visit, visiting
from rooms import rules
from rooms.meetings import announcing, calendar, reading
from rooms.meetings.announcing import MeetingPlan
from rooms.meetings.models import Meeting
from rooms.transaction import Receipt

# The boxes in their order on the page; the summary of errors follows it.
BOXES = ("", "title", "date", "time", "minutes", "host", "words")


@require_safe
@visiting
def meetings(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the rencontres that are live, to come, and past.

    ``meetings.html`` is given ``room``, ``me`` (frontend.visits.Visit), ``meetings``
    (rooms.meetings.reading.Meetings), and the ``address`` that calendars bear.
    """
    rules.may_enter(visit.role, visit.room, visit.now)
    context = {"room": visit.room, "me": visit, "meetings": reading.of(visit.room, visit.now)}
    return render(request, "meetings.html", context | {"address": public_address(request, request.path)})


@visiting
def announce(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Announce a rencontre. Only leaders of the room may."""
    rules.may_lead(visit.role)
    form = Form.of(request, {"minutes": "60", "host": str(visit.person.pk)})
    if request.method == "POST" and _is_done(form, lambda plan: _announce(visit, form, plan)):
        messages.success(request, _("La rencontre est annoncée : tout le monde la voit dans cet espace."))
        return redirect("meetings", visit.room.slug)
    return _page(request, visit, form)


@visiting
def change(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Change an announced rencontre, with the same form."""
    rules.may_lead(visit.role)
    meeting = announcing.to_come(visit.room, pk)
    form = Form.of(request, _as_typed(meeting))
    if request.method == "POST" and _is_done(form, lambda plan: _change(visit, form, meeting, plan)):
        messages.success(request, _("C’est changé. Qui l’a dans son agenda peut l’y ajouter de nouveau."))
        return redirect("meetings", visit.room.slug)
    return _page(request, visit, form, meeting)


@visiting
def cancel(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Ask for confirmation, then cancel."""
    rules.may_lead(visit.role)
    meeting = announcing.to_come(visit.room, pk)
    form = Form.of(request)
    if request.method == "POST":
        announcing.cancel(visit.person, visit.room.pk, form.ref, pk)
        messages.success(request, _("La rencontre est annulée."))
        return redirect("meetings", visit.room.slug)
    context = {"room": visit.room, "me": visit, "meeting": meeting, "form": form}
    return render(request, "meeting_cancel.html", context)


@require_safe
@visiting
def ics(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Return the calendar file of the meeting in its present state, cancelled ones included."""
    rules.may_enter(visit.role, visit.room, visit.now)
    meeting = reading.find(visit.room, pk)
    address = public_address(request, reverse("meeting", args=[visit.room.slug, pk])).url
    response = HttpResponse(calendar.ics(meeting, address), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="rencontre-{pk}.ics"'
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _announce(visit: Visit, form: Form, plan: MeetingPlan) -> Receipt:
    return announcing.announce(visit.person, visit.room.pk, form.ref, plan)


def _change(visit: Visit, form: Form, meeting: Meeting, plan: MeetingPlan) -> Receipt:
    return announcing.change(visit.person, visit.room.pk, form.ref, meeting.pk, plan)


def _is_done(form: Form, act: Callable[[MeetingPlan], object]) -> bool:
    """Run ``act`` with the plan in the boxes; return whether it succeeded, else set the errors."""
    if form.done(lambda: act(_plan(form))):
        return True
    wrong = form.wrong | _unreadable(form)
    if "time" in wrong and date_input.parse_day(form.get("date")):
        del wrong["date"]
    form.wrong = {name: wrong[name] for name in BOXES if name in wrong}
    return False


def _plan(form: Form) -> MeetingPlan:
    return MeetingPlan(
        title=form.get("title"),
        words=form.get("words"),
        starts_at=date_input.combine(
            date_input.parse_day(form.get("date")), date_input.parse_hour(form.get("time"))
        ),
        minutes=parse_integer(form.get("minutes").strip()),
        host=parse_integer(form.get("host")),
        lobby="lobby" in form.source,
    )


def _unreadable(form: Form) -> dict[str, str]:
    wrong = {}
    if not date_input.parse_day(form.get("date")):
        wrong["date"] = _("Écrivez un jour, par exemple 26/11/2026.")
    if not date_input.parse_hour(form.get("time")):
        wrong["time"] = _("Écrivez une heure, par exemple 18:30.")
    return wrong


def _as_typed(meeting: Meeting) -> dict[str, str]:
    return {
        "title": meeting.title,
        "words": meeting.words,
        "date": date_input.day_value(meeting.starts_at),
        "time": date_input.hour_value(meeting.starts_at),
        "minutes": str(meeting.minutes),
        "host": str(meeting.host_id),
    }


def _page(request: HttpRequest, visit: Visit, form: Form, meeting: Meeting | None = None) -> HttpResponse:
    leaders = list(reading.leaders(visit.room))
    if meeting and meeting.host not in leaders:
        leaders.append(meeting.host)
    context: dict[str, Any] = {
        "room": visit.room,
        "me": visit,
        "meeting": meeting,
        "form": form,
        "leaders": [(str(each.pk), each.name) for each in leaders],
        "lobby": "lobby" in form.source if form.source else bool(meeting and meeting.lobby),
    }
    return render(request, "announce.html", context, status=form.status)
