"""A phase as those who take part will see it: the page of the room itself, where nothing can be pressed."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from frontend.guest import as_for_a_guest, guest_of
from frontend.room_page import AssembledPage
from frontend.scenes import scene_of
from frontend.views import room
from frontend.visits import Visit, visiting
from frontend.words import counted
from rooms import rules
from rooms.events import ShownSession
from rooms.sessions import reading, showing
from rooms.sessions.models import Phase, Session

TEXTS = 5  # closed ones, in a phase that reveals
MEETING = 1  # a number for an address that nobody follows


@require_safe
@never_cache
@visiting
def preview(request: HttpRequest, visit: Visit, pk: int, position: int) -> HttpResponse:
    """Show a phase at its beginning, to whoever leads.

    ``phase_preview.html`` is given what ``room.html`` is, as somebody has it who takes part; ``planned``
    (Session), ``number`` of the phase, ``count``; ``before``, ``after``: positions or None; and what scripts
    would fill in: ``clock`` (seconds left, or None), ``closed`` and ``closed_texts``, a sentence.
    """
    rules.may_lead(visit.role)
    session = reading.find(visit.room, pk)
    phases = list(session.phases.all())
    if position >= len(phases):
        raise Http404
    shown = _begun(session, phases, position, visit)
    guest, kept = guest_of(visit), scene_of(visit.room)
    posts, feed = room.feed_of(request, guest, kept)
    context = (
        room.base(guest, None)
        | room.at_number(kept.scene, guest)
        | as_for_a_guest(guest, shown)
        | {
            "writable": True,
            "silence": "",
            "clock": shown.phase.seconds,
            "closed": range(shown.texts),
            "closed_texts": counted("closed_texts", shown.texts) if shown.texts else "",
            "planned": reading.find(visit.room, pk),
            "number": position + 1,
            "count": len(phases),
            "before": position - 1 if position else None,
            "after": position + 1 if position + 1 < len(phases) else None,
        }
    )
    page = AssembledPage(context | feed, posts, kept, is_kept=False, template="phase_preview.html")
    return page.response(request)


def _begun(session: Session, phases: list[Phase], position: int, visit: Visit) -> ShownSession:
    """Return ``session`` as it will be when the phase at ``position`` begins; it is not saved."""
    phase = phases[position]
    session.index, session.began_at, session.phase_began_at = position, visit.now, visit.now
    session.phase_ends_at = visit.now + timedelta(seconds=phase.seconds) if phase.seconds else None
    session.added, session.paused_at, session.ended_at = 0, None, None
    session.texts = TEXTS if phase.kind == Phase.Kind.REVEAL else 0
    session.meeting_id = MEETING if phase.kind == Phase.Kind.MEET else None
    return showing.session(session, phases)
