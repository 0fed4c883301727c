"""What was done in a session that is over: its feed, by phase."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend.integers import parse_integer
from frontend.visits import Visit, visiting
from rooms import rules, showing
from rooms.sessions import reading


@require_safe
@visiting
def session_past(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Show the phases that were lived, each with what was published in it; from line ``?apres=`` on.

    ``session_past.html`` is given ``room``, ``me``, ``session`` (rooms.sessions.models.Session), ``parts``
    (pairs of a rooms.sessions.reading.Part and its posts as rooms.events.ShownPost), ``after`` (what the
    next page is asked with, or None), ``is_first``, and ``others``: the sessions that are over here. Raises
    ``Http404`` for one that is not over.
    """
    rules.may_enter(visit.role, visit.room, visit.now)
    session = reading.find(visit.room, pk)
    if session.ended_at is None:
        raise Http404
    after = parse_integer(request.GET.get("apres", "")) or 0
    story = reading.story(session, after)
    roles = showing.roles_in(visit.room)
    context = {
        "room": visit.room,
        "me": visit,
        "session": session,
        "parts": [(part, [showing.post(said, roles) for said in part.posts]) for part in story.parts],
        "after": story.after,
        "is_first": not after,
        "others": reading.over(visit.room).exclude(pk=pk),
    }
    return render(request, "session_past.html", context)
