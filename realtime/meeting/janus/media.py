"""The media mode ``janus``: one meeting in Janus's VideoRoom, seen from the house.

Groups are one room whose subscriptions are filtered here: a browser never speaks to Janus, so nobody can ask
for another group's voice, and going from one group to another costs no new connection.
"""

import asyncio
import logging
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol

from realtime.meeting.janus.descriptions import Description
from realtime.meeting.janus.down import Source
from realtime.meeting.janus.line import JanusAway, JanusRefused, Line
from realtime.meeting.janus.member import Member
from realtime.meeting.janus.room import Room
from realtime.meeting.janus.scene import Scene, mark
from realtime.meeting.janus.watch import JanusWatch
from realtime.meeting.media import BadDescription, MediaListener, MediaSignal
from realtime.meeting.watching import Sink
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


NOBODY = 0  # whom no person is: a watch's place
TIDY = 1.0  # seconds to empty the sections of whoever goes; then Janus does it, and they are offered anew


class Server(Protocol):
    """What a meeting needs of the house's Janus."""

    most: int

    @property
    def away(self) -> bool: ...
    async def line(self) -> Line: ...
    def forget(self, media: "JanusMedia") -> None: ...


class JanusMedia:
    """``Media`` of realtime/meeting/media.py."""

    mode: Mode = "janus"

    def __init__(self, server: Server, meeting_id: int, listener: MediaListener) -> None:
        self._server, self._meeting, self._listener = server, meeting_id, listener
        self._members: dict[int, Member] = {}
        self._scene = Scene()
        self._room: asyncio.Task[Room] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._arranges = False

    # What the meeting asks for.

    def open(self, person: int, view: ViewMeeting) -> None:
        """One connection up, that the browser offers; one down, with ``view.pictures`` places."""
        self._drop(person)
        self._scene.enter(person, view)
        member = self._members[person] = Member(self, person, view.pictures)
        for track in self._scene.held[person]:
            member.hold(track, True)
        if self._server.away:
            self._tell_away(person)
        self._arrange_soon()

    def runs(self, person: int) -> bool:
        return person in self._members

    def hear(self, person: int, signal: MediaSignal) -> None:
        """Candidates are not even read: Janus learns a browser's address from its checks."""
        if isinstance(signal, TrickleMedia):
            return
        description = Description.read(signal.sdp)
        member = self._members.get(person)
        if member is None:
            raise BadDescription("from somebody who has no connection")
        if isinstance(signal, OfferMedia):
            member.offer(description)
        else:
            member.answer(description)

    def shut(self, person: int) -> None:
        self._drop(person)
        self._scene.leave(person)
        self._arrange_soon()

    def hold(self, person: int, track: Track, on: bool) -> None:
        """Janus drops the packets itself; and nobody is subscribed to them any more."""
        mark(self._scene.held[person], track, on)
        if member := self._members.get(person):
            member.hold(track, on)
        self._arrange_soon()

    def announce(self, person: int, track: Track, on: bool) -> None:
        self._scene.announce(person, track, on)
        self._arrange_soon()

    def view(self, person: int, view: ViewMeeting) -> None:
        self._scene.views[person] = view
        if member := self._members.get(person):
            member.widen(view.pictures)
        self._arrange_soon()

    def spotlight(self, person: int | None) -> None:
        self._scene.spotlight = person
        self._arrange_soon()

    def group(self, groups: Mapping[int, int]) -> None:
        self._scene.groups = dict(groups)
        self._arrange_soon()

    def close(self) -> None:
        self._do(self.aclose())

    async def aclose(self) -> None:
        """End all, and wait until Janus has."""
        self._server.forget(self)
        members, self._members = list(self._members.values()), {}
        await asyncio.gather(*[member.end() for member in members])
        if self._room:
            await _destroy(self._room)

    def cut(self) -> None:
        """Janus is gone: everybody begins anew, as soon as it is back."""
        if self._room:
            self._room.cancel()
        self._room = None
        members, self._members = list(self._members.values()), {}
        for member in members:
            member.cut()

    # A viewer whom nobody sees.

    def attach(self, sink: Sink) -> JanusWatch:
        """Let ``sink`` have what a browser of one picture would be sent. There is one at a time."""
        return JanusWatch(self, sink)

    def seat(self, watch: JanusWatch) -> None:
        """Give ``watch`` a connection down; it sends nothing."""
        self._scene.enter(NOBODY, ViewMeeting(meeting=self._meeting, pictures=1))
        self._members[NOBODY] = Member(watch, NOBODY, 1)
        self._arrange_soon()

    def unseat(self) -> None:
        """Take it away."""
        self.shut(NOBODY)

    # What the members tell (realtime.meeting.janus.member.Meeting).

    async def room(self) -> Room:
        """The meeting's room, made when the first person comes."""
        if self._room is None:
            self._room = asyncio.get_running_loop().create_task(self._make_room())
        try:
            return await asyncio.shield(self._room)
        except JanusRefused:
            self._room = None
            raise

    def offered(self, member: Member, sdp: str) -> None:
        self._listener.tell(member.person, MediaOffered(meeting=self._meeting, peer=0, sdp=sdp, way="down"))

    def answered(self, member: Member, sdp: str) -> None:
        self._listener.tell(member.person, MediaAnswered(meeting=self._meeting, peer=0, sdp=sdp, way="up"))

    def refused(self, member: Member) -> None:
        self._listener.tell(
            member.person, MeetingRefused(meeting=self._meeting, code="bad_media", sentence="")
        )

    def placed(self, member: Member, shown: Sequence[Source]) -> None:
        slots = member.slots(shown)
        if slots != member.told:
            member.told = slots
            self._listener.tell(member.person, MediaSlots(meeting=self._meeting, slots=slots))

    def flows(self, member: Member) -> None:
        self._listener.measured(member.person, "good")
        self._arrange_soon()

    def talks(self, member: Member, loudness: float | None) -> None:
        self._listener.spoke(self._scene.talks(member.person, loudness))
        if loudness is not None:
            self._arrange_soon()

    def comes(self, member: Member, track: Track, on: bool) -> None:
        if quality := self._scene.comes(member.person, track, on):
            self._listener.measured(member.person, quality)

    def widened(self, member: Member) -> None:
        self._arrange_soon()

    def measured(self, member: Member, quality: Quality) -> None:
        self._listener.measured(member.person, quality)

    def broken(self, member: Member) -> None:
        if self._members.get(member.person) is member:
            self._drop(member.person)
            self._arrange_soon()
            self.gone(member)

    def gone(self, member: Member) -> None:
        self._listener.measured(member.person, "lost")
        self._listener.lost(member.person)

    # Within.

    async def _make_room(self) -> Room:
        return await Room.create(await self._server.line(), self._server.most)

    def _drop(self, person: int) -> None:
        """Out of everybody's sections first, then out of Janus."""
        member = self._members.pop(person, None)
        if member is None:
            return
        self._listener.spoke(self._scene.talks(person, None))
        self._do(self._leave(member))

    async def _leave(self, member: Member) -> None:
        self._arrange()
        await member.deafen()
        others = asyncio.gather(*[other.settled() for other in self._members.values()])
        with suppress(TimeoutError):
            await asyncio.wait_for(others, TIDY)
        await member.end()

    def _arrange_soon(self) -> None:
        """Once for all that changes in one turn of the loop."""
        if not self._arranges:
            self._arranges = True
            asyncio.get_running_loop().call_soon(self._arrange)

    def _arrange(self) -> None:
        self._arranges = False
        come = {source: feed for member in self._members.values() for source, feed in member.feeds().items()}
        feeds = self._scene.allowed(come)
        for person, member in self._members.items():
            member.show(self._scene.voices(person, feeds), self._scene.pictures(person, feeds), feeds)

    def _tell_away(self, person: int) -> None:
        self._listener.measured(person, "lost")
        self._listener.tell(person, MeetingRefused(meeting=self._meeting, code="media_away", sentence=""))

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _destroy(room: "asyncio.Task[Room]") -> None:
    if not room.done():
        room.cancel()
        return
    try:
        await room.result().destroy()
    except (JanusAway, JanusRefused) as error:
        logger.info("A room was gone already (%s)", type(error).__name__)
