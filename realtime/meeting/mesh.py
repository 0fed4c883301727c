"""The media mode for few: browsers carry their own sound and pictures, and we carry their signalling."""

from collections.abc import Mapping

from realtime.meeting import descriptions
from realtime.meeting.media import MediaListener, MediaSignal
from realtime.wire.meeting import (
    AnswerMedia,
    MediaAnswered,
    MediaOffered,
    MediaTrickled,
    MeetingMessage,
    Mode,
    OfferMedia,
    Track,
    ViewMeeting,
)


class Mesh:
    """A ``Media`` that only relays, between people of the same group, and only what is well formed."""

    mode: Mode = "mesh"

    def __init__(self, meeting: int, listener: MediaListener) -> None:
        self._meeting, self._listener = meeting, listener
        self._there: set[int] = set()
        self._groups: Mapping[int, int] = {}

    def open(self, person: int, view: ViewMeeting) -> None:
        """Their browser may signal from now on."""
        self._there.add(person)

    def runs(self, person: int) -> bool:
        """Browsers keep their own connections: they go on for who has not left."""
        return person in self._there

    def hear(self, person: int, signal: MediaSignal) -> None:
        """Relay to the peer, in the sender's name. Raises ``BadDescription``."""
        descriptions.check(signal)
        if signal.peer != person and self._can_meet(person, signal.peer):
            self._listener.tell(signal.peer, self._relayed(person, signal))

    def _can_meet(self, one: int, other: int) -> bool:
        apart = self._groups.get(one, 0) != self._groups.get(other, 0)
        return one in self._there and other in self._there and not apart

    def _relayed(self, person: int, signal: MediaSignal) -> MeetingMessage:
        meeting = self._meeting
        match signal:
            case OfferMedia(sdp=sdp):
                return MediaOffered(meeting=meeting, peer=person, sdp=sdp)
            case AnswerMedia(sdp=sdp):
                return MediaAnswered(meeting=meeting, peer=person, sdp=sdp)
        return MediaTrickled(meeting=meeting, peer=person, candidate=signal.candidate, mid=signal.mid)

    def shut(self, person: int) -> None:
        """They signal no more."""
        self._there.discard(person)

    def hold(self, person: int, track: Track, on: bool) -> None:
        """No packet of theirs passes here: who may not speak is never left to a mesh (``state.carrying``)."""

    def announce(self, person: int, track: Track, on: bool) -> None:
        """Everybody is told by ``meeting.members``."""

    def view(self, person: int, view: ViewMeeting) -> None:
        """Each browser draws what it wants."""

    def spotlight(self, person: int | None) -> None:
        """Everybody is told by ``meeting.state``."""

    def group(self, groups: Mapping[int, int]) -> None:
        """Only people of one group may signal to each other."""
        self._groups = dict(groups)

    def close(self) -> None:
        """Nobody signals any more."""
        self._there.clear()
