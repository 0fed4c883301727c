"""What a rencontre shows to all, as parts of its page: what there is to read, and one text in its steps."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend import read_texts
from frontend.visits import Visit, visiting
from rooms import rules


@require_safe
@visiting
def choices(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List what can be read together in this room, each a button."""
    rules.may_enter(visit.role, visit.room, visit.now)
    return render(request, "partials/meeting/texts.html", {"texts": read_texts.choices(visit.room)})


@require_safe
@visiting
def text(request: HttpRequest, visit: Visit, what: str, pk: int) -> HttpResponse:
    """Show one text with all its steps. Raises ``Http404`` when it is not there, or no more."""
    rules.may_enter(visit.role, visit.room, visit.now)
    found = read_texts.find(visit.room, what, pk)
    if found is None:
        raise Http404
    return render(request, "partials/meeting/text.html", {"text": found})
