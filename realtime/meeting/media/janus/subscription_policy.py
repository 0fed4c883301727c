"""Who is subscribed to whom: participants, groups, views and speakers of a meeting. Without I/O."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from realtime.meeting.media.janus.subscriber import VOICES, FeedRef
from realtime.meeting.media.slot_layout import TrackRef, VisibleTracks, rank_tracks, recent_first
from realtime.wire.meeting import Quality, Track, ViewMeeting

SENT: frozenset[Track] = frozenset({"microphone", "camera"})  # a still screen sends nothing


class SubscriptionPolicy:
    """``people`` in order of entry; ``views``: their screens; ``held``: tracks that a host drops."""

    def __init__(self) -> None:
        self.people: list[int] = []
        self.views: dict[int, ViewMeeting] = {}
        self.held: defaultdict[int, set[Track]] = defaultdict(set)
        self.groups: dict[int, int] = {}
        self.spotlight: int | None = None
        self._on: defaultdict[int, set[Track]] = defaultdict(set)
        self._missing: defaultdict[int, set[Track]] = defaultdict(set)
        self._loudness: dict[int, float] = {}
        self._spoken: list[int] = []

    def enter(self, person: int, view: ViewMeeting) -> None:
        """Add a person; what is known of somebody who comes back still holds."""
        self.views[person] = view
        self._missing.pop(person, None)
        if person not in self.people:
            self.people.append(person)

    def leave(self, person: int) -> None:
        """Forget a person."""
        self.people = [one for one in self.people if one != person]
        for facts in (self.views, self.held, self._on, self._missing, self.groups, self._loudness):
            facts.pop(person, None)

    def announce(self, person: int, track: Track, on: bool) -> None:
        """Note that a person turned ``track`` on or off."""
        mark(self._on[person], track, on)

    def comes(self, person: int, track: Track, on: bool) -> Quality | None:
        """Note whether packets of ``track`` arrive. Return the quality: lost when nothing arrives."""
        mark(self._missing[person], track, not on)
        sent = self._on[person] & SENT
        if not sent:
            return None
        return "lost" if sent <= self._missing[person] else "good"

    def talks(self, person: int, loudness: float | None) -> list[int]:
        """Note ``loudness`` in -dBov; None: silent. Return who speaks now, loudest first."""
        self._loudness.pop(person, None)
        if loudness is not None:
            self._loudness[person] = loudness
            self._spoken = recent_first([person, *self._spoken], [person])
        return sorted(self._loudness, key=self._loudness.__getitem__)

    def allowed(self, feeds: Mapping[TrackRef, FeedRef]) -> dict[TrackRef, FeedRef]:
        """Filter the feeds that others may receive: those announced as on, and not held."""
        return {
            source: feed
            for source, feed in feeds.items()
            if source.track in self._on[source.person] and source.track not in self.held[source.person]
        }

    def voices(self, person: int, sources: Iterable[TrackRef]) -> list[TrackRef]:
        """Rank the voices that ``person`` hears: recent speakers first."""
        heard = [TrackRef(other, "microphone") for other in self._near(person) if other != person]
        sources = set(sources)
        return [source for source in heard if source in sources][:VOICES]

    def pictures(self, person: int, sources: Iterable[TrackRef]) -> list[TrackRef]:
        """Rank the pictures that ``person`` sees, the most important first."""
        sources, near, view = set(sources), self._near(person), self.views[person]
        visible = VisibleTracks(_of(near, "camera", sources), _of(near, "screen", sources), self.spotlight)
        return list(rank_tracks(visible, person, view.pinned, view.pictures))

    def _near(self, person: int) -> list[int]:
        """List the people of the same group: recent speakers first, then in order of entry."""
        group = self.groups.get(person, 0)
        return recent_first([one for one in self.people if self.groups.get(one, 0) == group], self._spoken)


def mark(tracks: set[Track], track: Track, on: bool) -> None:
    """Add ``track`` to ``tracks``, or remove it."""
    (tracks.add if on else tracks.discard)(track)


def _of(people: Sequence[int], track: Track, sources: set[TrackRef]) -> list[int]:
    return [person for person in people if TrackRef(person, track) in sources]
