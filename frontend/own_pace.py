"""What a slowed room tells a reader beside the composer: how often one writes, when their next may leave."""

from datetime import datetime

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from frontend.visits import Visit
from frontend.words import WORDS, counted
from rooms import slowing
from rooms.log import millis
from rooms.models import Room

MINUTE = 60  # seconds
# What the team may choose: seconds between two messages, and how that is said.
PACES = (
    (0, _("quand elle veut")),
    (10, _("toutes les 10 secondes")),
    (30, _("toutes les 30 secondes")),
    (60, _("toutes les minutes")),
    (300, _("toutes les 5 minutes")),
    (900, _("toutes les 15 minutes")),
)


def draw(visit: Visit) -> SafeString:
    """Return the part of the page that tells it: empty, for the modules, where nothing makes one wait."""
    spoke = visit.membership.spoke_at if visit.membership else None
    told = _told(visit) if slowing.is_slowed(visit.role, visit.room) else ""
    hidden = "" if told else "hidden"
    return format_html(
        '<p class="pace" data-spoke="{}" {}>{}</p>', millis(spoke) if spoke else "", hidden, told
    )


def often(room: Room) -> str:
    """Say how often one writes in a slowed room."""
    in_minutes = room.slow % MINUTE == 0
    return counted("slow_minutes", room.slow // MINUTE) if in_minutes else counted("slow_seconds", room.slow)


def _told(visit: Visit) -> str:
    at = slowing.next_at(visit.role, visit.membership, visit.room)
    if at is None or at <= visit.now:
        return often(visit.room)
    return f"{often(visit.room)} {str(WORDS['slow_next']).format(hour=_to_the_second(at))}"


def _to_the_second(at: datetime) -> str:
    local = timezone.localtime(at)
    parts = {"hour": local.hour, "minute": f"{local:%M}", "second": f"{local:%S}"}
    return str(WORDS["at_second"]).format(**parts)
