"""What the team says to everybody: say it, take it back, put it away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from frontend import form_commands, links
from frontend.access import signed_in
from frontend.forms import Form
from frontend.visits import Visit, visiting
from people.models import Person
from people.refusals import Refusal
from rooms import rules
from rooms.models import Room
from rooms.moderation import announcing, regie
from rooms.transaction import role_of


@never_cache
@signed_in
def announce(request: HttpRequest, person: Person) -> HttpResponse:
    """Ask what to say and where, and say it in each of the rooms that are chosen."""
    rules.may_moderate(role_of(person, None))
    now, form = timezone.now(), Form.of(request)
    place = links.place_of(request, form)
    back = links.to_regie(request, place)
    rooms = [room for room in regie.rooms_led(person, now) if room.moment(now) == Room.Moment.OPEN]
    chosen = set((request.POST or request.GET).getlist("espace"))
    named = [room for room in rooms if room.slug in chosen]
    if request.method == "POST" and form.done(lambda: _say(named, person, form)):
        told = ngettext("C’est dit dans %(n)s espace.", "C’est dit dans %(n)s espaces.", len(named))
        messages.success(request, told % {"n": len(named)})
        return redirect(back)
    context = {"form": form, "rooms": rooms, "chosen": chosen, "place": place, "back": back}
    return render(request, "announcement.html", context, status=form.status)


@require_safe
@never_cache
@visiting
def current(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Return the part of the page that shows what is announced."""
    context = {"room": visit.room, "announcement": announcing.unseen(visit.room, visit.person)}
    return render(request, "partials/announcement.html", context)


@require_POST
@visiting
def act(request: HttpRequest, visit: Visit, pk: int, verb: str) -> HttpResponse:
    """Take back what was announced, or put it away."""
    if not form_commands.is_command("annonces", verb):
        raise Http404
    form_commands.submit(visit, "annonces", pk, verb, Form.of(request))
    room = reverse("room", args=[visit.room.slug])
    return redirect(links.to_regie(request) if verb == "reprendre" else f"{room}#latest")


def _say(rooms: list[Room], person: Person, form: Form) -> None:
    if not rooms:
        raise Refusal("room_unknown", _("Choisissez au moins un espace."), "espace")
    announcing.announce_in(rooms, person, form.ref, form.get("body"))
