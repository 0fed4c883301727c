"""What is kept of a rencontre: its transcript and its recordings."""

from pathlib import PurePath

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frontend import http_range
from frontend.forms import Form
from frontend.integers import parse_integer
from frontend.templatetags.house import day
from frontend.visits import Visit, visiting
from people.refusals import Refusal
from rooms import rules
from rooms.hours import hour
from rooms.meetings import forgetting, reading, recordings
from rooms.meetings.models import Meeting
from rooms.meetings.rules import may_be_read_again, was_not_put_out


@require_safe
@visiting
def trace(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Show transcript and recordings; with ``?texte``, send the transcript as a text file.

    ``trace.html`` is given ``room``, ``me`` (frontend.visits.Visit), ``meeting``, and of
    rooms.meetings.models ``lines`` (Caption) and ``recordings`` (Recording). ``leads``: whether this person
    may erase recordings; ``erases``: whether they may erase some of the lines.
    """
    meeting = _found(visit, pk)
    if "texte" in request.GET:
        return _as_text(meeting)
    context = {
        "room": visit.room,
        "me": visit,
        "meeting": meeting,
        "lines": reading.transcript(meeting),
        "recordings": reading.recordings(meeting),
        "leads": _leads(visit, meeting),
        "erases": forgetting.erasable(visit.person, visit.role, meeting).exists(),
    }
    return render(request, "trace.html", context)


@visiting
def erase_lines(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Erase the ticked lines for good: a person's own, or for the team anybody's."""
    meeting = _found(visit, pk)
    form = Form.of(request)
    ticked = [int(each) for each in form.source.getlist("lines") if parse_integer(each) is not None]
    if request.method == "POST" and form.done(
        lambda: forgetting.erase_lines(visit.person, visit.room.pk, form.ref, pk, ticked)
    ):
        messages.success(request, _("C’est effacé."))
        return redirect("trace", visit.room.slug, pk)
    lines = list(forgetting.erasable(visit.person, visit.role, meeting))
    context = {"room": visit.room, "me": visit, "meeting": meeting, "form": form, "lines": lines}
    return render(request, "trace_lines.html", context | {"ticked": ticked}, status=form.status)


@visiting
def erase_recording(request: HttpRequest, visit: Visit, pk: int, recording: int) -> HttpResponse:
    """Ask for confirmation, then erase the recording."""
    meeting = _found(visit, pk)
    kept = recordings.find(visit.room, recording)
    recordings.may_erase(visit.person, visit.role, meeting)
    form = Form.of(request)
    if request.method == "POST":
        recordings.erase(visit.person, visit.room.pk, form.ref, recording)
        messages.success(request, _("L’enregistrement est effacé."))
        return redirect("trace", visit.room.slug, pk)
    context = {"room": visit.room, "me": visit, "meeting": meeting, "recording": kept, "form": form}
    return render(request, "recording_erase.html", context)


@require_safe
@visiting
def recording(request: HttpRequest, visit: Visit, pk: int, recording: int) -> HttpResponseBase:
    """Send the file, or the byte range that a player asks for; with ``?garder``, as a download."""
    meeting = _found(visit, pk)
    kept = recordings.find(visit.room, recording)
    if kept.meeting_id != meeting.pk or kept.ready_at is None:
        raise reading.unknown()
    file, kind = recordings.stored(kept), recordings.media_type(kept)
    response = http_range.respond(request, file, kept.size, kind)
    if "garder" in request.GET:
        name = f"{slugify(meeting.title) or 'rencontre'}{PurePath(kept.file).suffix}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    patch_cache_control(response, private=True, no_store=True)
    return response


def _found(visit: Visit, pk: int) -> Meeting:
    """Return a meeting that took place, to those who may enter the room and were not put out of it.

    Raises ``meeting_unknown``, ``meeting_live``, ``meeting_removed``.
    """
    rules.may_enter(visit.role, visit.room, visit.now)
    meeting = reading.find(visit.room, pk)
    if meeting.cancelled_at is not None:
        raise reading.unknown()
    was_not_put_out(visit.role, reading.attendance(visit.person, meeting))
    may_be_read_again(meeting)
    return meeting


def _leads(visit: Visit, meeting: Meeting) -> bool:
    try:
        recordings.may_erase(visit.person, visit.role, meeting)
    except Refusal:
        return False
    return True


def _as_text(meeting: Meeting) -> HttpResponse:
    title = f"{meeting.title} · {meeting.room.title}\n{day(meeting.opened_at or meeting.starts_at)}\n"
    lines = [f"{hour(line.at)}  {line.person.name} : {line.text}" for line in reading.transcript(meeting)]
    response = HttpResponse("\n".join([title, *lines, ""]), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rencontre-{meeting.pk}.txt"'
    patch_cache_control(response, private=True, no_store=True)
    return response
