"""Who is cut off again and again: counted in memory alone, for ten minutes."""

from collections import defaultdict, deque

from realtime.fanout.presence import MAX_NAMED
from realtime.fanout.throttle import now
from realtime.wire.close_codes import Close
from rooms.events import ShownPerson

# Ends of a socket that nobody wanted: the network went, or brought too little. RFC 6455, section 7.1.5.
CUT = (1006, Close.SLOW)
OFTEN = 3
TOGETHER = 10.0  # seconds in which all pages of somebody are cut by the same thing
COUNTED_FOR = 600.0  # seconds


class Cuts:
    """When each person was last cut off in each room."""

    def __init__(self) -> None:
        self._at: dict[int, dict[ShownPerson, deque[float]]] = defaultdict(lambda: defaultdict(_last_times))

    def note(self, room: int, person: ShownPerson) -> None:
        """Note that ``person`` was cut off in ``room`` just now; several pages at once are cut once."""
        times = self._at[room][person]
        if not times or now() - times[-1] > TOGETHER:
            times.append(now())

    def often(self, room: int) -> list[ShownPerson]:
        """Return who was cut off three times within ten minutes, the latest first; forget the others."""
        since = now() - COUNTED_FOR
        here = self._at.get(room, {})
        for person in [person for person, times in here.items() if times[-1] < since]:
            del here[person]
        if not here:
            self._at.pop(room, None)
        often = [person for person, times in here.items() if len(times) == OFTEN and times[0] >= since]
        return sorted(often, key=lambda person: -here[person][-1])[:MAX_NAMED]


def _last_times() -> deque[float]:
    return deque(maxlen=OFTEN)
