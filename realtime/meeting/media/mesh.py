"""The ``mesh`` mode for few people: browsers send media to one another, and we relay their signalling."""

from collections.abc import Mapping

from realtime.meeting.media import sdp_validation
from realtime.meeting.media.interface import MediaListener, MediaSignal
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


class MeshBackend:
    """A ``MediaBackend`` that relays well-formed signals between people of the same group."""

    mode: Mode = "mesh"

    def __init__(self, meeting: int, listener: MediaListener) -> None:
        self._meeting, self._listener = meeting, listener
        self._there: set[int] = set()
        self._groups: Mapping[int, int] = {}

    def open(self, person: int, view: ViewMeeting) -> None:
        """Let this person's browser signal from now on."""
        self._there.add(person)

    def has_connection(self, person: int) -> bool:
        """Whether they take part: browsers keep their own connections until their person leaves."""
        return person in self._there

    def apply_signal(self, person: int, signal: MediaSignal) -> None:
        """Relay to the peer, in the sender's name. Raises ``BadDescription``."""
        sdp_validation.check(signal)
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
        """Relay nothing more from or to ``person``."""
        self._there.discard(person)

    def hold(self, person: int, track: Track, on: bool) -> None:
        """Do nothing: no packet passes here, and who may not speak is kept out of a mesh."""

    def announce(self, person: int, track: Track, on: bool) -> None:
        """Do nothing: ``meeting.members`` tells everybody."""

    def view(self, person: int, view: ViewMeeting) -> None:
        """Do nothing: each browser draws what it wants."""

    def spotlight(self, person: int | None) -> None:
        """Do nothing: ``meeting.state`` tells everybody."""

    def group(self, groups: Mapping[int, int]) -> None:
        """Let only people of one group signal to each other."""
        self._groups = dict(groups)

    def close(self) -> None:
        """Relay nothing more."""
        self._there.clear()
