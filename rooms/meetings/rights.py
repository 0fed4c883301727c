"""What somebody may do at a meeting, as plain values: no row, no query."""

from dataclasses import dataclass, replace

from rooms.events import ShownPerson


@dataclass(frozen=True, slots=True)
class AttendeeRights:
    """Somebody who may attend: ``host`` may lead it; ``admitted`` need not knock; ``entered`` has been
    inside before. ``silenced``, ``let`` (speak), ``group``, ``stood_down``: as they were left.
    ``quieted``: the team lets them write nothing in the room, until ``quiet_until`` (milliseconds) if it is
    set."""

    person: ShownPerson
    host: bool = False
    admitted: bool = False
    entered: bool = False
    silenced: bool = False
    let: bool = False
    group: int = 0
    quieted: bool = False
    quiet_until: int | None = None
    stood_down: bool = False

    def known(self) -> "AttendeeRights":
        """Return the same rights, admitted by a host."""
        return replace(self, admitted=True)
