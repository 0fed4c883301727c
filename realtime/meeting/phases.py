"""In which phase of a session meetings are, read from the database: groups are made by it and end with it."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import OuterRef, Subquery

from realtime.meeting.state.groups import CurrentPhase
from rooms.log import millis
from rooms.sessions.models import Passage, Phase
from rooms.sessions.reading import CURRENT

OF = "session__room__meetings"
_NEWEST = Passage.objects.filter(phase=OuterRef("pk")).order_by("-seq").values("pk")[:1]
_COLUMNS = (
    OF,
    "session__meeting",
    "kind",
    "group_size",
    "pk",
    "session__phase_ends_at",
    "session__paused_at",
)


def current(meetings: Collection[int]) -> dict[int, CurrentPhase]:
    """Return the current phase by meeting, of those whose room has a session that runs."""
    found = CURRENT.filter(**{f"{OF}__in": meetings})
    return {row[0]: _current(*row) for row in found.values_list(*_COLUMNS, Subquery(_NEWEST))}


def _current(
    meeting: int,
    lived_in: int | None,
    kind: str,
    size: int,
    phase: int,
    ends_at: datetime | None,
    paused_at: datetime | None,
    passage: int,
) -> CurrentPhase:
    left = millis(ends_at) if ends_at and paused_at is None else None
    return CurrentPhase(phase, left, passage, size if kind == Phase.Kind.MEET and lived_in == meeting else 0)
