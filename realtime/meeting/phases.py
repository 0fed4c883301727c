"""In which phase of a session meetings are, read from the database for groups that last as long as it."""

from collections.abc import Collection

from realtime.meeting.state.groups import CurrentPhase
from rooms.log import millis
from rooms.sessions.reading import CURRENT

OF = "session__room__meetings"


def current(meetings: Collection[int]) -> dict[int, CurrentPhase]:
    """Return the current phase by meeting, of those whose room has a session that runs."""
    found = CURRENT.filter(**{f"{OF}__in": meetings})
    rows = found.values_list(OF, "pk", "session__phase_ends_at", "session__paused_at")
    return {
        meeting: CurrentPhase(phase, millis(ends) if ends and paused is None else None)
        for meeting, phase, ends, paused in rows
    }
