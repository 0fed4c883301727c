"""The page of one rencontre: its door, where devices are tested, and the meeting itself."""

from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from frontend.forms import Form
from frontend.meeting_words import meeting_words
from frontend.permissions_policy import CAPTURE
from frontend.visits import Visit, visiting
from people.refusals import Refusal
from protocols.reading import scene
from rooms.meetings import rules
from rooms.meetings.ice import ice_servers, probe_target
from rooms.meetings.models import Attendance, Meeting
from rooms.moderation import announcing
from rooms.sessions import reading


@require_safe
@visiting
def meeting(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Show the meeting ``pk`` to those who may attend; before it opens, they may wait on its page.

    ``meeting.html`` is given:

    - ``room``, ``me`` (frontend.visits.Visit), ``meeting`` (rooms.models.Meeting), ``host``: whether this
      person leads it;
    - ``wait``: whether its door is still shut, ``opens_at``: when it opens;
    - ``relays``: whether there is a TURN relay, ``ice``: that relay, which the door tests for people who need
      not be let in, ``house``: the address at which the door tests the SFU's own port;
    - ``finished``: the current phase of a session, if this person has said that they have finished in it;
    - for the room's messages: ``scene``, ``form``, ``writable``, ``silence``, ``words``; what the phase of a
      session lets people do is not told by them, but by the page's ``data-hush``, which follows the phase;
    - ``announcement``: what the team says to everybody, if this person has not put it away.
    """
    found = get_object_or_404(visit.room.meetings.select_related("host"), pk=pk)
    attendance = found.attendances.filter(person=visit.person).first()
    host = rules.is_host(visit.person, visit.role, found, attendance)
    early = _is_early(visit, found, attendance)
    context = {
        "room": visit.room,
        "me": visit,
        "meeting": found,
        "host": host,
        "wait": early,
        "ice": ice_servers(visit.person.pk, visit.now) if host or _walks_in(found, early) else [],
        "house": probe_target(),
        "relays": bool(settings.TURN_URLS),
        "opens_at": found.starts_at - rules.EARLY,
        **_messages(request, visit),
    }
    response = render(request, "meeting.html", context)
    response.headers["Permissions-Policy"] = CAPTURE
    return response


def _walks_in(meeting: Meeting, early: bool) -> bool:
    """Return whether everybody may enter; only then do people other than hosts get keys of the relay."""
    return not (early or meeting.lobby or meeting.locked)


def _is_early(visit: Visit, meeting: Meeting, attendance: Attendance | None) -> bool:
    """Return whether the meeting is not open yet. Raises every other refusal."""
    try:
        rules.may_attend(
            visit.person, visit.role, visit.membership, visit.room, meeting, attendance, visit.now
        )
    except Refusal as refusal:
        if refusal.code != "meeting_not_yet":
            raise
        return True
    return False


def _messages(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    shown = scene(visit.room.pk)
    session = shown.snapshot.session
    is_done = session is not None and reading.has_finished(visit.person, session.phase.id)
    return {
        "scene": msgspec.to_builtins(shown),
        "finished": session.phase.id if session and is_done else None,
        "form": Form.of(request),
        "silence": visit.shut,
        "writable": not visit.shut,
        "words": meeting_words(),
        "announcement": announcing.unseen(visit.room, visit.person),
    }
