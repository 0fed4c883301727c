"""The rencontres of a room: all of them, announcing one, changing or cancelling it, its calendar file."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frontend import moments
from frontend.forms import Form
from frontend.numbers import number
from frontend.visits import Visit, visiting
from rooms import rules
from rooms.meetings import announcing, calendar, reading
from rooms.meetings.announcing import Plan
from rooms.models import Meeting
from rooms.turns import Receipt

# The boxes in their order on the page, which the summary of what is wrong follows.
BOXES = ("title", "date", "time", "minutes", "host", "words")


@require_safe
@visiting
def meetings(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Live, to come, and past.

    ``meetings.html`` is given ``room``, ``me`` (frontend.visits.Visit) and ``meetings``
    (rooms.meetings.reading.Meetings).
    """
    rules.may_enter(visit.role, visit.room, visit.now)
    context = {"room": visit.room, "me": visit, "meetings": reading.of(visit.room, visit.now)}
    return render(request, "meetings.html", context)


@visiting
def announce(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A new one, by who leads the room."""
    rules.may_lead(visit.role)
    form = Form.of(request, {"minutes": "60", "host": str(visit.person.pk)})
    if request.method == "POST" and _is_done(form, lambda plan: _announce(visit, form, plan)):
        messages.success(request, _("La rencontre est annoncée : tout le monde la voit dans cet espace."))
        return redirect("meetings", visit.room.slug)
    return _page(request, visit, form)


@visiting
def change(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The same form, for one that was announced."""
    rules.may_lead(visit.role)
    meeting = announcing.to_come(visit.room, pk)
    form = Form.of(request, _as_typed(meeting))
    if request.method == "POST" and _is_done(form, lambda plan: _change(visit, form, meeting, plan)):
        messages.success(request, _("C’est changé. Qui l’a dans son agenda peut l’y ajouter de nouveau."))
        return redirect("meetings", visit.room.slug)
    return _page(request, visit, form, meeting)


@visiting
def cancel(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Ask once more, then cancel."""
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
    """The file that a calendar takes, as the meeting is now; also when it was cancelled."""
    rules.may_enter(visit.role, visit.room, visit.now)
    meeting = reading.find(visit.room, pk)
    address = request.build_absolute_uri(reverse("meeting", args=[visit.room.slug, pk]))
    response = HttpResponse(calendar.ics(meeting, address), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="rencontre-{pk}.ics"'
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _announce(visit: Visit, form: Form, plan: Plan) -> Receipt:
    return announcing.announce(visit.person, visit.room.pk, form.ref, plan)


def _change(visit: Visit, form: Form, meeting: Meeting, plan: Plan) -> Receipt:
    return announcing.change(visit.person, visit.room.pk, form.ref, meeting.pk, plan)


def _is_done(form: Form, act: Callable[[Plan], object]) -> bool:
    """Whether ``act`` went through with what stands in the boxes."""
    if form.done(lambda: act(_plan(form))):
        return True
    wrong = form.wrong | _unreadable(form)
    if "time" in wrong and moments.read_day(form.get("date")):
        del wrong["date"]
    form.wrong = {name: wrong[name] for name in BOXES if name in wrong}
    return False


def _plan(form: Form) -> Plan:
    return Plan(
        title=form.get("title"),
        words=form.get("words"),
        starts_at=moments.moment(moments.read_day(form.get("date")), moments.read_hour(form.get("time"))),
        minutes=number(form.get("minutes").strip()),
        host=number(form.get("host")),
        lobby="lobby" in form.source,
    )


def _unreadable(form: Form) -> dict[str, str]:
    wrong = {}
    if not moments.read_day(form.get("date")):
        wrong["date"] = _("Écrivez un jour, par exemple 26/11/2026.")
    if not moments.read_hour(form.get("time")):
        wrong["time"] = _("Écrivez une heure, par exemple 18:30.")
    return wrong


def _as_typed(meeting: Meeting) -> dict[str, str]:
    return {
        "title": meeting.title,
        "words": meeting.words,
        "date": moments.typed_day(meeting.starts_at),
        "time": moments.typed_hour(meeting.starts_at),
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
