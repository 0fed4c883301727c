"""The régie: one page over the rooms that somebody leads, with what waits for a decision."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from frontend import help_page, regie_page
from frontend.access import signed_in
from frontend.holdings import HOLDINGS
from frontend.own_pace import PACES
from frontend.words import words
from people.models import Person
from people.refusals import Refusal
from rooms.models import Room
from rooms.moderation import floods, ready_words, struggling, undoable
from rooms.moderation import regie as queries


@never_cache
@require_safe
@signed_in
def regie(request: HttpRequest, person: Person) -> HttpResponse:
    """Show the rooms that ``person`` leads and that are not over, or with ``?espace=<slug>`` those that are
    named: ten at most; how many more there are is told."""
    now = timezone.now()
    led = queries.rooms_led(person, now)
    if not led:
        raise Refusal("not_leader", _("La régie est à l’équipe, et aux artistes qui mènent une fabrique."))
    chosen = set(request.GET.getlist("espace"))
    named = [room for room in led if room.slug in chosen]
    present = [room for room in led if room.moment(now) != Room.Moment.AFTER]
    asked = named or present or led
    rooms = asked[: queries.MOST_ROOMS]
    shown = regie_page.shown_racks(queries.racks(person, rooms), person, now)
    waiting, helping = sum(each.count for each in shown), help_page.for_regie(person, rooms, now)
    unanswered = helping.unanswered if helping else 0
    cleared = floods.cleared(rooms) if person.is_staff else []
    undos = regie_page.undos(undoable.decided(person, rooms, now), cleared, person)
    context = {
        "racks": shown,
        "led": led,
        "shown": {room.pk for room in rooms},
        "beyond": len(asked) - len(rooms),
        "paces": PACES,
        "holdings": HOLDINGS,
        "waiting": waiting,
        "flooded": [each for each in shown if each.is_flooded],
        "first_waiting": next((each.rack.room.pk for each in shown if each.count), None),
        "helping": helping,
        "unanswered": unanswered,
        "total": waiting + unanswered,
        "undos": undos,
        "undo_from": "regie",
        "earlier": len(undos) - 1,
        "pulses": struggling.pulses(rooms, now),
        "is_team": person.is_staff,
        "words_ready": list(ready_words.offered()),
        "words": words,
    }
    return render(request, "regie.html", context)
