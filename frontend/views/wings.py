"""Behind the room, for the team: what was decided, what is hidden, who is there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend.visits import Visit, visiting
from rooms import rules
from rooms import wings as behind


@require_safe
@visiting
def wings(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Decisions with who, when and why; what can be put back; each person with what can be done."""
    rules.may_moderate(visit.role)
    context = {
        "room": visit.room,
        "me": visit,
        "decisions": behind.decisions(visit.room),
        "hidden_posts": behind.hidden_posts(visit.room),
        "hidden_comments": behind.hidden_comments(visit.room),
        "people": behind.people(visit.room),
    }
    return render(request, "wings.html", context)
