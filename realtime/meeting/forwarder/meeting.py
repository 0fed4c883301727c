"""The media mode ``forwarder`` of one meeting: who hears and sees whom, and the connections that carry it."""

import asyncio
from collections.abc import Mapping

from realtime.meeting.forwarder.person import Connection, Desk
from realtime.meeting.forwarder.speakers import Speakers
from realtime.meeting.forwarder.stream import TRACKS, Stream
from realtime.meeting.forwarder.unseen import Unseen
from realtime.meeting.forwarder.viewer import Viewer
from realtime.meeting.media import BadDescription, MediaListener, MediaSignal
from realtime.meeting.slots import Stage, ranked, wanted
from realtime.meeting.watching import Sink
from realtime.wire.meeting import (
    AnswerMedia,
    MediaOffered,
    MediaSlots,
    Mode,
    OfferMedia,
    Quality,
    Track,
    ViewMeeting,
)

SETTLES_EVERY = 0.1
TOGETHER = 0  # the group of those who are in none


class Member:
    """One person in it: what they send, what is dropped of it, and what they look at."""

    def __init__(self, group: int) -> None:
        self.connection: Connection | None = None
        self.view: ViewMeeting | None = None
        self.on: set[Track] = set()
        self.held: set[Track] = set()
        self.group = group

    def sends(self, track: Track) -> bool:
        """Whether ``track`` is on and may pass."""
        return track in self.on and track not in self.held


class Forwarder:
    """The ``Media`` of the meeting ``meeting``; ``desk`` is the socket that it shares with others."""

    mode: Mode = "forwarder"

    def __init__(self, meeting: int, listener: MediaListener, desk: Desk) -> None:
        self._meeting, self._listener, self._desk = meeting, listener, desk
        self._members: dict[int, Member] = {}
        self._groups: Mapping[int, int] = {}
        self._speakers: dict[int, Speakers] = {}
        self._unseen: set[Unseen] = set()
        self._spotlight: int | None = None
        self._is_open, self._dirty = True, False
        self._settles_at = self._measures_at = 0.0
        self._speaking: list[int] = []
        self._told: dict[int, list[object]] = {}

    # Media

    def open(self, person: int, view: ViewMeeting) -> None:
        """Offer ``person`` a connection; one that was before is over."""
        member = self._member(person)
        if member.connection:
            member.connection.shut()
        member.view = view
        member.connection = Connection(self._desk, self, person, view.pictures)
        self._desk.welcome(member.connection)
        self._hold(member)
        self._told.pop(person, None)
        self._listener.tell(
            person, MediaOffered(meeting=self._meeting, peer=0, sdp=member.connection.offer())
        )
        self._refresh()

    def runs(self, person: int) -> bool:
        """Whether there is a connection that has not ended."""
        member = self._members.get(person)
        return bool(member and member.connection)

    def hear(self, person: int, signal: MediaSignal) -> None:
        """The answer of ``person``. Their candidates are not even read. Raises ``BadDescription``."""
        if isinstance(signal, OfferMedia):
            raise BadDescription("the house offers, browsers answer")
        if isinstance(signal, AnswerMedia):
            member = self._members.get(person)
            if not member or not member.connection:
                raise BadDescription("an answer to nothing")
            member.connection.answer(signal.sdp)

    def shut(self, person: int) -> None:
        """Forget ``person`` at once."""
        member = self._members.pop(person, None)
        if member and member.connection:
            member.connection.shut()
        for speakers in self._speakers.values():
            speakers.forget(person)
        self._told.pop(person, None)
        self._refresh()

    def hold(self, person: int, track: Track, on: bool) -> None:
        """Drop what comes on ``track`` at the entrance, or let it pass again."""
        member = self._member(person)
        (member.held.add if on else member.held.discard)(track)
        self._hold(member)
        self._changed(person, member, track)

    def announce(self, person: int, track: Track, on: bool) -> None:
        """``person`` says that ``track`` is on or off."""
        member = self._member(person)
        (member.on.add if on else member.on.discard)(track)
        self._changed(person, member, track)

    def view(self, person: int, view: ViewMeeting) -> None:
        """What the screen of ``person`` shows now."""
        self._member(person).view = view
        self._refresh()

    def spotlight(self, person: int | None) -> None:
        """Everybody sees this person first."""
        self._spotlight = person
        self._refresh()

    def group(self, groups: Mapping[int, int]) -> None:
        """Person to group, whether they have come or not; who is not named is in the whole room."""
        self._groups = groups
        for person, member in self._members.items():
            group = groups.get(person, TOGETHER)
            if group != member.group:
                self._voices(member.group).forget(person)
                member.group = group
        self._refresh()

    @property
    def is_open(self) -> bool:
        """Whether it has not been closed."""
        return self._is_open

    def close(self) -> None:
        """End all."""
        self._is_open = False
        for person in list(self._members):
            self.shut(person)
        for viewer in list(self._unseen):
            viewer.detach()

    def attach(self, sink: Sink) -> Unseen:
        """Let ``sink`` hear and see those who are in no group, as a browser would."""
        viewer = Unseen(sink, self._unseen.discard)
        self._unseen.add(viewer)
        self._refresh()
        return viewer

    # Owner of the connections

    def connected(self, person: int) -> None:
        """Media can flow: be ready for the first key frame, which may be the next packet."""
        self._arrange()

    def began(self, person: int) -> None:
        """A new stream is there to be shown."""
        self._refresh()

    def spoke(self, person: int, loudness: float, now: float) -> None:
        """A voice packet, before it passes: whoever comes to the front is heard from this very packet on.

        Who has not said that their microphone is on is not heard, and takes nobody's place.
        """
        member = self._members[person]
        if member.sends("microphone") and self._voices(member.group).heard(person, loudness, now):
            self._arrange()

    def quality(self, person: int, quality: Quality) -> None:
        """Told on."""
        self._listener.measured(person, quality)

    def ended(self, person: int) -> None:
        """The connection of ``person`` is over; they are still in the meeting."""
        self._members[person].connection = None
        self._refresh()
        self._listener.lost(person)

    # Time

    def tick(self, now: float) -> None:
        """Fifty times a second."""
        for member in list(self._members.values()):
            if member.connection:
                member.connection.tick(now)
        if now >= self._settles_at:
            self._settles_at = now + SETTLES_EVERY
            self._settle(now)
        if now >= self._measures_at:
            self._measures_at = now + 1.0
            self._measure(now)

    def _settle(self, now: float) -> None:
        before = [(speakers.front[:], speakers.recent[:]) for speakers in self._speakers.values()]
        for speakers in self._speakers.values():
            speakers.settle(now)
        if before != [(speakers.front, speakers.recent) for speakers in self._speakers.values()]:
            self._arrange()
        speaking = [person for speakers in self._speakers.values() for person in speakers.speaking(now)]
        if set(speaking) != set(self._speaking) or speaking[:1] != self._speaking[:1]:
            self._speaking = speaking
            self._listener.spoke(speaking)

    def _measure(self, now: float) -> None:
        streams = self._streams()
        for member in self._members.values():
            if member.connection and member.connection.up:
                member.connection.viewer.settle(streams, now)
        for unseen in self._unseen:
            unseen.settle(streams, now)

    # Who sees whom

    def _refresh(self) -> None:
        """Arrange anew, once for all that changes now."""
        if not self._dirty:
            self._dirty = True
            asyncio.get_running_loop().call_soon(self._arrange)

    def _arrange(self) -> None:
        self._dirty = False
        streams = self._streams()
        stages = {group: self._stage(group) for group in {member.group for member in self._members.values()}}
        for person, member in self._members.items():
            if member.connection and member.view:
                viewer = member.connection.viewer
                self._show(viewer, stages[member.group], person, member.view)
                if member.connection.up:
                    viewer.connect(streams)
                self._tell(person, viewer)
        for unseen in self._unseen:
            pictures = wanted(self._stage(TOGETHER), None, None, unseen.pictures)
            unseen.arrange(self._voices(TOGETHER).voices_for(None), pictures, (720, 180))
            unseen.connect(streams)

    def _show(self, viewer: Viewer, stage: Stage, person: int, view: ViewMeeting) -> None:
        pictures = wanted(stage, person, view.pinned, min(view.pictures, viewer.pictures))
        voices = self._voices(self._members[person].group).voices_for(person)
        viewer.arrange(voices, pictures, (view.first, view.others))

    def _tell(self, person: int, viewer: Viewer) -> None:
        slots = viewer.told()
        if self._told.get(person) != slots:
            self._told[person] = list(slots)
            self._listener.tell(person, MediaSlots(meeting=self._meeting, slots=slots))

    def _stage(self, group: int) -> Stage:
        there = [person for person, member in self._members.items() if member.group == group]
        cameras = [person for person in there if self._members[person].sends("camera")]
        screens = [person for person in there if self._members[person].sends("screen")]
        return Stage(ranked(cameras, self._voices(group).recent), screens, self._spotlight)

    def _streams(self) -> dict[int, dict[str, Stream]]:
        """What can be carried: of connections that are up, what is not held back."""
        return {
            person: {
                mid: stream
                for mid, stream in member.connection.arrivals.by_mid.items()
                if member.sends(TRACKS[mid])
            }
            for person, member in self._members.items()
            if member.connection and member.connection.up
        }

    def _changed(self, person: int, member: Member, track: Track) -> None:
        if track == "microphone" and not member.sends(track):
            self._voices(member.group).quiet(person)
        self._refresh()

    def _hold(self, member: Member) -> None:
        if member.connection:
            member.connection.arrivals.held = {mid for mid, track in TRACKS.items() if track in member.held}

    def _member(self, person: int) -> Member:
        if person not in self._members:
            self._members[person] = Member(self._groups.get(person, TOGETHER))
        return self._members[person]

    def _voices(self, group: int) -> Speakers:
        return self._speakers.setdefault(group, Speakers())
