"""The ``forwarder`` mode of one meeting: selective forwarding between its participants' connections."""

import asyncio
from collections.abc import Mapping

from realtime.meeting.media.headless import PacketSink
from realtime.meeting.media.interface import BadDescription, MediaListener, MediaSignal
from realtime.meeting.media.sfu.active_speakers import ActiveSpeakers
from realtime.meeting.media.sfu.connection import SfuConnection, SharedTransport
from realtime.meeting.media.sfu.headless_viewer import SfuHeadlessViewer
from realtime.meeting.media.sfu.incoming_stream import TRACKS, IncomingStream
from realtime.meeting.media.sfu.viewer import Viewer
from realtime.meeting.media.slot_layout import VisibleTracks, rank_tracks, recent_first
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


class SfuParticipant:
    """One participant: what they send, what of it is held, and what they look at."""

    def __init__(self, group: int) -> None:
        self.connection: SfuConnection | None = None
        self.view: ViewMeeting | None = None
        self.on: set[Track] = set()
        self.held: set[Track] = set()
        self.group = group

    def sends(self, track: Track) -> bool:
        """Whether ``track`` is on and not held."""
        return track in self.on and track not in self.held


class SfuBackend:
    """The ``MediaBackend`` of one meeting; ``transport`` is the UDP socket that all meetings share."""

    mode: Mode = "forwarder"

    def __init__(self, meeting: int, listener: MediaListener, transport: SharedTransport) -> None:
        self._meeting, self._listener, self._transport = meeting, listener, transport
        self._participants: dict[int, SfuParticipant] = {}
        self._groups: Mapping[int, int] = {}
        self._speakers: dict[int, ActiveSpeakers] = {}
        self._headless: set[SfuHeadlessViewer] = set()
        self._spotlight: int | None = None
        self._is_open, self._dirty = True, False
        self._settles_at = self._measures_at = 0.0
        self._speaking: list[int] = []
        self._last_slots: dict[int, list[object]] = {}

    # MediaBackend

    def open(self, person: int, view: ViewMeeting) -> None:
        """Offer ``person`` a connection; an earlier one is closed."""
        participant = self._participant(person)
        if participant.connection:
            participant.connection.shut()
        participant.view = view
        participant.connection = SfuConnection(self._transport, self, person, view.pictures)
        self._transport.register(participant.connection)
        self._hold(participant)
        self._last_slots.pop(person, None)
        self._listener.tell(
            person, MediaOffered(meeting=self._meeting, peer=0, sdp=participant.connection.offer())
        )
        self._refresh()

    def has_connection(self, person: int) -> bool:
        """Whether there is a connection that has not ended."""
        participant = self._participants.get(person)
        return bool(participant and participant.connection)

    def apply_signal(self, person: int, signal: MediaSignal) -> None:
        """Apply an answer. Candidates are ignored: ICE-lite needs none. Raises ``BadDescription``."""
        if isinstance(signal, OfferMedia):
            raise BadDescription("the SFU offers, browsers answer")
        if isinstance(signal, AnswerMedia):
            participant = self._participants.get(person)
            if not participant or not participant.connection:
                raise BadDescription("an answer to nothing")
            participant.connection.answer(signal.sdp)

    def shut(self, person: int) -> None:
        """Forget ``person`` at once."""
        participant = self._participants.pop(person, None)
        if participant and participant.connection:
            participant.connection.shut()
        for speakers in self._speakers.values():
            speakers.forget(person)
        self._last_slots.pop(person, None)
        self._refresh()

    def hold(self, person: int, track: Track, on: bool) -> None:
        """Drop packets of ``track`` as they arrive, or forward them again."""
        participant = self._participant(person)
        (participant.held.add if on else participant.held.discard)(track)
        self._hold(participant)
        self._changed(person, participant, track)

    def announce(self, person: int, track: Track, on: bool) -> None:
        """Note that ``person`` turned ``track`` on or off."""
        participant = self._participant(person)
        (participant.on.add if on else participant.on.discard)(track)
        self._changed(person, participant, track)

    def view(self, person: int, view: ViewMeeting) -> None:
        """Note what the screen of ``person`` shows now."""
        self._participant(person).view = view
        self._refresh()

    def spotlight(self, person: int | None) -> None:
        """Show this person first to everybody."""
        self._spotlight = person
        self._refresh()

    def group(self, groups: Mapping[int, int]) -> None:
        """Set the groups (person to group), also of people yet to come; others are in the whole room."""
        self._groups = groups
        for person, participant in self._participants.items():
            group = groups.get(person, TOGETHER)
            if group != participant.group:
                self._voices(participant.group).forget(person)
                participant.group = group
        self._refresh()

    @property
    def is_open(self) -> bool:
        """Whether it has not been closed."""
        return self._is_open

    def close(self) -> None:
        """Close all connections."""
        self._is_open = False
        for person in list(self._participants):
            self.shut(person)
        for viewer in list(self._headless):
            viewer.detach()

    def attach(self, sink: PacketSink) -> SfuHeadlessViewer:
        """Let ``sink`` hear and see those who are in no group, as a browser would."""
        viewer = SfuHeadlessViewer(sink, self._headless.discard)
        self._headless.add(viewer)
        self._refresh()
        return viewer

    # ConnectionListener

    def media_connected(self, person: int) -> None:
        """Prepare all slots: the first key frame may be the next packet."""
        self._arrange()

    def stream_started(self, person: int) -> None:
        """Lay out the slots again, now that a stream has begun."""
        self._refresh()

    def voice_received(self, person: int, loudness: float, now: float) -> None:
        """Take the level of a voice packet before it is forwarded, so that a new speaker is heard from this
        packet on.

        Whoever has not announced their microphone is not heard, and takes nobody's place.
        """
        participant = self._participants[person]
        if participant.sends("microphone") and self._voices(participant.group).heard(person, loudness, now):
            self._arrange()

    def quality_changed(self, person: int, quality: Quality) -> None:
        """Pass the quality on to the meeting."""
        self._listener.measured(person, quality)

    def connection_ended(self, person: int) -> None:
        """Drop the connection of ``person``, who stays in the meeting."""
        self._participants[person].connection = None
        self._refresh()
        self._listener.lost(person)

    # Timers

    def tick(self, now: float) -> None:
        """Run the timers of all connections, fifty times a second."""
        for participant in list(self._participants.values()):
            if participant.connection:
                participant.connection.tick(now)
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
        for participant in self._participants.values():
            if participant.connection and participant.connection.up:
                participant.connection.viewer.settle(streams, now)
        for headless in self._headless:
            headless.settle(streams, now)

    # Layout

    def _refresh(self) -> None:
        """Lay out all slots anew, once for all changes of this turn of the loop."""
        if not self._dirty:
            self._dirty = True
            asyncio.get_running_loop().call_soon(self._arrange)

    def _arrange(self) -> None:
        self._dirty = False
        streams = self._streams()
        visible_by_group = {
            group: self._visible_tracks(group)
            for group in {participant.group for participant in self._participants.values()}
        }
        for person, participant in self._participants.items():
            if participant.connection and participant.view:
                viewer = participant.connection.viewer
                self._show(viewer, visible_by_group[participant.group], person, participant.view)
                if participant.connection.up:
                    viewer.connect(streams)
                self._tell(person, viewer)
        for headless in self._headless:
            pictures = rank_tracks(self._visible_tracks(TOGETHER), None, None, headless.pictures)
            headless.arrange(self._voices(TOGETHER).voices_for(None), pictures, (720, 180))
            headless.connect(streams)

    def _show(self, viewer: Viewer, visible: VisibleTracks, person: int, view: ViewMeeting) -> None:
        pictures = rank_tracks(visible, person, view.pinned, min(view.pictures, viewer.pictures))
        voices = self._voices(self._participants[person].group).voices_for(person)
        viewer.arrange(voices, pictures, (view.first, view.others))

    def _tell(self, person: int, viewer: Viewer) -> None:
        slots = viewer.layout()
        if self._last_slots.get(person) != slots:
            self._last_slots[person] = list(slots)
            self._listener.tell(person, MediaSlots(meeting=self._meeting, slots=slots))

    def _visible_tracks(self, group: int) -> VisibleTracks:
        there = [person for person, participant in self._participants.items() if participant.group == group]
        cameras = [person for person in there if self._participants[person].sends("camera")]
        screens = [person for person in there if self._participants[person].sends("screen")]
        return VisibleTracks(recent_first(cameras, self._voices(group).recent), screens, self._spotlight)

    def _streams(self) -> dict[int, dict[str, IncomingStream]]:
        """Map the forwardable streams: of connections that are up, tracks that are on and not held."""
        return {
            person: {
                mid: stream
                for mid, stream in participant.connection.demuxer.by_mid.items()
                if participant.sends(TRACKS[mid])
            }
            for person, participant in self._participants.items()
            if participant.connection and participant.connection.up
        }

    def _changed(self, person: int, participant: SfuParticipant, track: Track) -> None:
        if track == "microphone" and not participant.sends(track):
            self._voices(participant.group).quiet(person)
        self._refresh()

    def _hold(self, participant: SfuParticipant) -> None:
        if participant.connection:
            participant.connection.demuxer.held = {
                mid for mid, track in TRACKS.items() if track in participant.held
            }

    def _participant(self, person: int) -> SfuParticipant:
        if person not in self._participants:
            self._participants[person] = SfuParticipant(self._groups.get(person, TOGETHER))
        return self._participants[person]

    def _voices(self, group: int) -> ActiveSpeakers:
        return self._speakers.setdefault(group, ActiveSpeakers())
