"""A room as those who take part see it: the page of the room itself, where nothing can be pressed."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from frontend.guest import as_for_a_guest, guest_of
from frontend.room_page import AssembledPage
from frontend.scenes import scene_of
from frontend.views import room
from frontend.visits import Visit, visiting
from rooms import rules


@require_safe
@never_cache
@visiting
def as_participant(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the room to whoever leads as somebody has it who takes part, and has been here before."""
    rules.may_lead(visit.role)
    guest, kept = guest_of(visit), scene_of(visit.room)
    posts, feed = room.feed_of(request, guest, kept)
    asked = next((each.id for each in kept.scene.consignes), None)
    context = (
        room.base(guest, asked)
        | room.at_number(kept.scene, guest)
        | as_for_a_guest(guest, kept.scene.snapshot.session)
        | {"planned": True, "waits": guest.waits}
    )
    page = AssembledPage(context | feed, posts, kept, is_kept=False, template="as_participant.html")
    return page.response(request)
