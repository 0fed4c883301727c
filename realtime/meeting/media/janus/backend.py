"""The ``janus`` mode: one meeting in a room of Janus's VideoRoom plugin.

Groups share one room, whose subscriptions are filtered here: a browser never speaks to Janus, so nobody can
ask for another group's voice, and changing groups costs no new connection.
"""

import asyncio
import logging
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol

from realtime.meeting.media.headless import PacketSink
from realtime.meeting.media.interface import BadDescription, MediaListener, MediaSignal
from realtime.meeting.media.janus.headless_viewer import JanusHeadlessViewer
from realtime.meeting.media.janus.participant import JanusParticipant
from realtime.meeting.media.janus.sdp import SanitizedSdp
from realtime.meeting.media.janus.session import JanusError, JanusSession, JanusUnreachable
from realtime.meeting.media.janus.subscription_policy import SubscriptionPolicy, mark
from realtime.meeting.media.janus.video_room import VideoRoom
from realtime.meeting.media.slot_layout import TrackRef
from realtime.wire.meeting import (
    MediaAnswered,
    MediaOffered,
    MediaSlots,
    MeetingRefused,
    Mode,
    OfferMedia,
    Quality,
    Track,
    TrickleMedia,
    ViewMeeting,
)

logger = logging.getLogger(__name__)


NOBODY = 0  # a person id that nobody has: the headless viewer's
TIDY = (
    1.0  # seconds to empty the slots of whoever leaves; later Janus removes them, which needs a renegotiation
)


class _Connector(Protocol):
    """What a backend needs of the connection to Janus."""

    most: int

    @property
    def away(self) -> bool: ...
    async def session(self) -> JanusSession: ...
    def forget(self, media: "JanusBackend") -> None: ...


class JanusBackend:
    """The ``MediaBackend`` of one meeting at Janus."""

    mode: Mode = "janus"

    def __init__(self, connector: _Connector, meeting_id: int, listener: MediaListener) -> None:
        self._connector, self._meeting, self._listener = connector, meeting_id, listener
        self._participants: dict[int, JanusParticipant] = {}
        self._policy = SubscriptionPolicy()
        self._room: asyncio.Task[VideoRoom] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._arranges = False

    # MediaBackend

    def open(self, person: int, view: ViewMeeting) -> None:
        """Open a publisher, which the browser offers, and a subscriber, which Janus offers."""
        self._drop(person)
        self._policy.enter(person, view)
        participant = self._participants[person] = JanusParticipant(self, person, view.pictures)
        for track in self._policy.held[person]:
            participant.hold(track, True)
        if self._connector.away:
            self._tell_away(person)
        self._arrange_soon()

    def has_connection(self, person: int) -> bool:
        return person in self._participants

    def apply_signal(self, person: int, signal: MediaSignal) -> None:
        """Apply a description. Candidates are ignored: Janus learns a browser's address from its checks."""
        if isinstance(signal, TrickleMedia):
            return
        description = SanitizedSdp.read(signal.sdp)
        participant = self._participants.get(person)
        if participant is None:
            raise BadDescription("from somebody who has no connection")
        if isinstance(signal, OfferMedia):
            participant.offer(description)
        else:
            participant.answer(description)

    def shut(self, person: int) -> None:
        self._drop(person)
        self._policy.leave(person)
        self._arrange_soon()

    def hold(self, person: int, track: Track, on: bool) -> None:
        """Have Janus drop the packets itself; nobody stays subscribed to them."""
        mark(self._policy.held[person], track, on)
        if participant := self._participants.get(person):
            participant.hold(track, on)
        self._arrange_soon()

    def announce(self, person: int, track: Track, on: bool) -> None:
        self._policy.announce(person, track, on)
        self._arrange_soon()

    def view(self, person: int, view: ViewMeeting) -> None:
        self._policy.views[person] = view
        if participant := self._participants.get(person):
            participant.add_slots(view.pictures)
        self._arrange_soon()

    def spotlight(self, person: int | None) -> None:
        self._policy.spotlight = person
        self._arrange_soon()

    def group(self, groups: Mapping[int, int]) -> None:
        self._policy.groups = dict(groups)
        self._arrange_soon()

    def close(self) -> None:
        self._do(self.aclose())

    async def aclose(self) -> None:
        """Close all connections and return when Janus has."""
        self._connector.forget(self)
        participants, self._participants = list(self._participants.values()), {}
        await asyncio.gather(*[participant.end() for participant in participants])
        if self._room:
            await _destroy(self._room)

    def cut(self) -> None:
        """Begin anew for everybody once Janus is back."""
        if self._room:
            self._room.cancel()
        self._room = None
        participants, self._participants = list(self._participants.values()), {}
        for participant in participants:
            participant.cut()

    # Headless viewers

    def attach(self, sink: PacketSink) -> JanusHeadlessViewer:
        """Send ``sink`` what a browser with one video slot would receive. There is one viewer at a time."""
        return JanusHeadlessViewer(self, sink)

    def add_headless(self, viewer: JanusHeadlessViewer) -> None:
        """Give ``viewer`` a subscriber; it publishes nothing."""
        self._policy.enter(NOBODY, ViewMeeting(meeting=self._meeting, pictures=1))
        self._participants[NOBODY] = JanusParticipant(viewer, NOBODY, 1)
        self._arrange_soon()

    def remove_headless(self) -> None:
        """Take its subscriber away."""
        self.shut(NOBODY)

    # ParticipantListener

    async def room(self) -> VideoRoom:
        """Return the meeting's room, created when the first person comes."""
        if self._room is None:
            self._room = asyncio.get_running_loop().create_task(self._make_room())
        try:
            return await asyncio.shield(self._room)
        except JanusError:
            self._room = None
            raise

    def offered(self, participant: JanusParticipant, sdp: str) -> None:
        self._listener.tell(
            participant.person, MediaOffered(meeting=self._meeting, peer=0, sdp=sdp, way="down")
        )

    def answered(self, participant: JanusParticipant, sdp: str) -> None:
        self._listener.tell(
            participant.person, MediaAnswered(meeting=self._meeting, peer=0, sdp=sdp, way="up")
        )
        self._arrange_soon()  # its tracks may have been announced before Janus had them

    def refused(self, participant: JanusParticipant) -> None:
        self._listener.tell(
            participant.person, MeetingRefused(meeting=self._meeting, code="bad_media", sentence="")
        )

    def placed(self, participant: JanusParticipant, shown: Sequence[TrackRef]) -> None:
        slots = participant.slots(shown)
        if slots != participant.told:
            participant.told = slots
            self._listener.tell(participant.person, MediaSlots(meeting=self._meeting, slots=slots))

    def flows(self, participant: JanusParticipant) -> None:
        self._listener.measured(participant.person, "good")
        self._arrange_soon()

    def talks(self, participant: JanusParticipant, loudness: float | None) -> None:
        self._listener.spoke(self._policy.talks(participant.person, loudness))
        if loudness is not None:
            self._arrange_soon()

    def comes(self, participant: JanusParticipant, track: Track, on: bool) -> None:
        if quality := self._policy.comes(participant.person, track, on):
            self._listener.measured(participant.person, quality)

    def slots_added(self, participant: JanusParticipant) -> None:
        self._arrange_soon()

    def measured(self, participant: JanusParticipant, quality: Quality) -> None:
        self._listener.measured(participant.person, quality)

    def broken(self, participant: JanusParticipant) -> None:
        if self._participants.get(participant.person) is participant:
            self._drop(participant.person)
            self._arrange_soon()
            self.gone(participant)

    def gone(self, participant: JanusParticipant) -> None:
        self._listener.measured(participant.person, "lost")
        self._listener.lost(participant.person)

    # Internals

    async def _make_room(self) -> VideoRoom:
        return await VideoRoom.create(await self._connector.session(), self._connector.most)

    def _drop(self, person: int) -> None:
        """Empty everybody's slots that carry ``person``, then leave Janus."""
        participant = self._participants.pop(person, None)
        if participant is None:
            return
        self._listener.spoke(self._policy.talks(person, None))
        self._do(self._leave(participant))

    async def _leave(self, participant: JanusParticipant) -> None:
        self._arrange()
        await participant.detach_subscriber()
        others = asyncio.gather(*[other.settled() for other in self._participants.values()])
        with suppress(TimeoutError):
            await asyncio.wait_for(others, TIDY)
        await participant.end()

    def _arrange_soon(self) -> None:
        """Arrange once for all changes of this turn of the loop."""
        if not self._arranges:
            self._arranges = True
            asyncio.get_running_loop().call_soon(self._arrange)

    def _arrange(self) -> None:
        self._arranges = False
        come = {
            source: feed
            for participant in self._participants.values()
            for source, feed in participant.feeds().items()
        }
        feeds = self._policy.allowed(come)
        for person, participant in self._participants.items():
            participant.show(self._policy.voices(person, feeds), self._policy.pictures(person, feeds), feeds)

    def _tell_away(self, person: int) -> None:
        self._listener.measured(person, "lost")
        self._listener.tell(person, MeetingRefused(meeting=self._meeting, code="media_away", sentence=""))

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _destroy(room: "asyncio.Task[VideoRoom]") -> None:
    if not room.done():
        room.cancel()
        return
    try:
        await room.result().destroy()
    except (JanusUnreachable, JanusError) as error:
        logger.info("A room was gone already (%s)", type(error).__name__)
