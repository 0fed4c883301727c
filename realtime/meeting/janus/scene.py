"""What is known of a meeting's people, and who is heard and seen because of it. Without I/O."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from realtime.meeting.janus.down import VOICES, Carrier, Source
from realtime.meeting.slots import Stage, ranked, wanted
from realtime.wire.meeting import Quality, Track, ViewMeeting

SENT: frozenset[Track] = frozenset({"microphone", "camera"})  # a screen that rests sends nothing


class Scene:
    """``people`` in order of entry; ``views`` what each one's screen shows; ``held`` what a host drops."""

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
        """They come, or come back: what was known of them holds."""
        self.views[person] = view
        self._missing.pop(person, None)
        if person not in self.people:
            self.people.append(person)

    def leave(self, person: int) -> None:
        """They go, and nothing is known of them any more."""
        self.people = [one for one in self.people if one != person]
        for facts in (self.views, self.held, self._on, self._missing, self.groups, self._loudness):
            facts.pop(person, None)

    def announce(self, person: int, track: Track, on: bool) -> None:
        """They say that it is on."""
        mark(self._on[person], track, on)

    def comes(self, person: int, track: Track, on: bool) -> Quality | None:
        """Whether something of it comes. How good their line is: lost when nothing of what is on does."""
        mark(self._missing[person], track, not on)
        sent = self._on[person] & SENT
        if not sent:
            return None
        return "lost" if sent <= self._missing[person] else "good"

    def talks(self, person: int, loudness: float | None) -> list[int]:
        """``loudness`` in decibels below the loudest; None: no longer. Who speaks now, loudest first."""
        self._loudness.pop(person, None)
        if loudness is not None:
            self._loudness[person] = loudness
            self._spoken = ranked([person, *self._spoken], [person])
        return sorted(self._loudness, key=self._loudness.__getitem__)

    def allowed(self, feeds: Mapping[Source, Carrier]) -> dict[Source, Carrier]:
        """What may be heard and seen of what comes: their person says that it is on, and nobody holds it."""
        return {
            (person, track): carrier
            for (person, track), carrier in feeds.items()
            if track in self._on[person] and track not in self.held[person]
        }

    def voices(self, person: int, sources: Iterable[Source]) -> list[Source]:
        """Whom they hear: those who have spoken last first."""
        heard: list[Source] = [(other, "microphone") for other in self._near(person) if other != person]
        sources = set(sources)
        return [source for source in heard if source in sources][:VOICES]

    def pictures(self, person: int, sources: Iterable[Source]) -> list[Source]:
        """Whom they see, the most important first."""
        sources, near, view = set(sources), self._near(person), self.views[person]
        stage = Stage(_of(near, "camera", sources), _of(near, "screen", sources), self.spotlight)
        return list(wanted(stage, person, view.pinned, view.pictures))

    def _near(self, person: int) -> list[int]:
        """Who is in the same group: those who have spoken last first, then in order of entry."""
        group = self.groups.get(person, 0)
        return ranked([one for one in self.people if self.groups.get(one, 0) == group], self._spoken)


def mark(tracks: set[Track], track: Track, on: bool) -> None:
    """``track`` is one of ``tracks``, or not."""
    (tracks.add if on else tracks.discard)(track)


def _of(people: Sequence[int], track: Track, sources: set[Source]) -> list[int]:
    return [person for person in people if (person, track) in sources]
