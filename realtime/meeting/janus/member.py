"""One person of a meeting at Janus: what they send and what they are sent, one step after the other."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from realtime.meeting.janus.descriptions import Description
from realtime.meeting.janus.down import Down, Feeds, Source
from realtime.meeting.janus.line import Handle, Heard, JanusAway, JanusRefused, Json
from realtime.meeting.janus.room import Room
from realtime.meeting.janus.up import Up
from realtime.wire.meeting import MediaSlot, Quality, Track

logger = logging.getLogger(__name__)

Step = Callable[[Up, Down], Awaitable[None]]
AGAIN = 1.0  # seconds until somebody whose connection could not be made begins anew
WEAK_FOR = 10.0  # seconds without a complaint of Janus until a line is good again


class Meeting(Protocol):
    """What a member needs of the meeting they are in."""

    async def room(self) -> Room: ...
    def offered(self, member: "Member", sdp: str) -> None: ...
    def answered(self, member: "Member", sdp: str) -> None: ...
    def refused(self, member: "Member") -> None: ...
    def placed(self, member: "Member", wanted: Sequence[Source]) -> None: ...
    def flows(self, member: "Member") -> None: ...
    def talks(self, member: "Member", loudness: float | None) -> None: ...
    def measured(self, member: "Member", quality: Quality) -> None: ...
    def comes(self, member: "Member", track: Track, on: bool) -> None: ...
    def widened(self, member: "Member") -> None: ...
    def broken(self, member: "Member") -> None: ...
    def gone(self, member: "Member") -> None: ...


class Member:
    """Alive until ``end``. ``feeds`` are whom others can be shown of this person."""

    def __init__(self, meeting: Meeting, person: int, pictures: int) -> None:
        self.person = person
        self.told: list[MediaSlot] = []
        self._meeting = meeting
        self._pictures = pictures
        self._up: Up | None = None
        self._down: Down | None = None
        self._handles: list[Handle] = []
        self._inside = self._ended = False
        self._weak: asyncio.TimerHandle | None = None
        self._steps: asyncio.Queue[Step] = asyncio.Queue()
        self._task = asyncio.get_running_loop().create_task(self._live())

    def feeds(self) -> dict[Source, tuple[int, str]]:
        """What of theirs can be watched now."""
        if self._up is None or not self._up.flows:
            return {}
        return {(self.person, track): (self._up.feed, mid) for track, mid in self._up.mids.items()}

    def offer(self, description: Description) -> None:
        """The browser offers what it sends. Raises ``BadDescription``."""
        description.sources()
        self._steps.put_nowait(lambda up, _: self._take_offer(up, description))

    def answer(self, description: Description) -> None:
        """The browser answers what it is offered."""
        self._steps.put_nowait(lambda _, down: self._take_answer(down, description))

    def widen(self, pictures: int) -> None:
        """Have at least so many places for pictures."""
        self._pictures = max(self._pictures, pictures)
        self._steps.put_nowait(lambda _, down: self._widen(down))

    def hold(self, track: Track, on: bool) -> None:
        """Have Janus drop ``track``."""
        self._steps.put_nowait(lambda up, _: up.hold(track, on))

    def show(self, voices: Sequence[Source], pictures: Sequence[Source], feeds: Feeds) -> None:
        """Fill their sections with these."""
        self._steps.put_nowait(lambda _, down: self._show(down, voices, pictures, feeds))

    def slots(self, wanted: Sequence[Source]) -> list[MediaSlot]:
        """Whom their sections carry, those ``wanted`` first."""
        return self._down.slots(wanted) if self._down else []

    async def settled(self) -> None:
        """Once all that was asked for has been done."""
        done = asyncio.Event()

        async def tell(_up: Up, _down: Down) -> None:
            done.set()

        self._steps.put_nowait(tell)
        waiting = asyncio.ensure_future(done.wait())
        await asyncio.wait([waiting, self._task], return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()

    def cut(self) -> None:
        """Janus is gone, and with it all that was theirs."""
        self._end_soon()
        self._task.cancel()
        self._meeting.gone(self)

    async def deafen(self) -> None:
        """Have Janus send them nothing more."""
        self._ended = True
        if self._down:
            self._handles.remove(self._down.handle)
            await _detach(self._down.handle)

    async def end(self) -> None:
        """Have Janus end what they send, too."""
        self._end_soon()
        if not self._inside:
            self._task.cancel()
        await asyncio.wait([self._task])
        for handle in reversed(self._handles):
            await _detach(handle)

    def _end_soon(self) -> None:
        self._ended = True
        self._steps.put_nowait(_nothing)
        if self._weak:
            self._weak.cancel()

    async def _live(self) -> None:
        try:
            up, down = await self._enter()
            while not self._ended:
                await (await self._steps.get())(up, down)
        except JanusAway:
            return  # the line tells everybody
        except JanusRefused as refusal:
            logger.warning("Janus refuses somebody (%s)", refusal)
        except Exception as error:
            logger.exception("A member at Janus broke (%s)", type(error).__name__)
        if not self._ended:
            await asyncio.sleep(AGAIN)
            self._meeting.broken(self)

    async def _enter(self) -> tuple[Up, Down]:
        room = await self._meeting.room()
        self._inside = True
        self._up = await Up.enter(await self._attach(room, self._hears_up), room)
        handle = await self._attach(room, self._hears)
        self._down, offer = await Down.enter(handle, room, self._up.private, self._pictures)
        self._meeting.offered(self, offer)
        return self._up, self._down

    async def _attach(self, room: Room, hears: Callable[[Heard], None]) -> Handle:
        handle = await room.line.attach()
        handle.hears = hears
        self._handles.append(handle)
        return handle

    async def _take_offer(self, up: Up, description: Description) -> None:
        try:
            answer = await up.take(description)
        except JanusRefused as refusal:
            self._refused(refusal)
        else:
            self._meeting.answered(self, answer)

    async def _take_answer(self, down: Down, description: Description) -> None:
        try:
            await down.take(description)
        except JanusRefused as refusal:
            self._refused(refusal)
        await self._widen(down)

    async def _widen(self, down: Down) -> None:
        """Not while an answer is awaited: Janus would not say which sections it adds."""
        if not down.waits and self._pictures > len(down.pictures):
            self._meeting.offered(self, await down.widen(self._pictures))
            self._meeting.widened(self)

    def _refused(self, refusal: JanusRefused) -> None:
        logger.info("Janus refused a description (%s)", refusal.code)
        self._meeting.refused(self)

    async def _show(
        self, down: Down, voices: Sequence[Source], pictures: Sequence[Source], feeds: Feeds
    ) -> None:
        try:
            offer = await down.show(voices, pictures, feeds)
        except JanusRefused as refusal:
            logger.info("Janus did not switch (%s)", refusal.code)  # somebody has just gone: told again soon
            return
        if offer:
            self._meeting.offered(self, offer)
        self._meeting.placed(self, [*voices, *pictures])

    def _hears_up(self, heard: Heard) -> None:
        if self._up and heard.kind == "webrtcup":
            self._up.flows = True
            self._meeting.flows(self)
        elif self._up and heard.kind == "media":
            self._hears_media(self._up, heard.whole)
        elif heard.data.get("id") == (self._up.feed if self._up else 0):
            self._hears_talk(heard)
        self._hears(heard)

    def _hears_media(self, up: Up, told: Json) -> None:
        for track, mid in up.mids.items():
            if mid == told.get("mid"):
                self._meeting.comes(self, track, told["receiving"])

    def _hears_talk(self, heard: Heard) -> None:
        if heard.data.get("videoroom") == "talking":
            self._meeting.talks(self, heard.data["audio-level-dBov-avg"])
        elif heard.data.get("videoroom") == "stopped-talking":
            self._meeting.talks(self, None)

    def _hears(self, heard: Heard) -> None:
        if self._ended:
            return
        if heard.kind in ("hangup", "detached", "ice-failed"):
            logger.info("Janus has ended a connection (%s: %s)", heard.kind, heard.whole.get("reason", ""))
            self._meeting.broken(self)
        elif heard.kind == "slowlink":
            self._is_weak()
        elif heard.sdp and self._down:
            self._meeting.offered(self, self._down.offer(heard.sdp))

    def _is_weak(self) -> None:
        if self._weak:
            self._weak.cancel()
        self._meeting.measured(self, "poor")
        self._weak = asyncio.get_running_loop().call_later(WEAK_FOR, self._meeting.measured, self, "good")


async def _nothing(_up: Up, _down: Down) -> None:
    """A step that only wakes up."""


async def _detach(handle: Handle) -> None:
    try:
        await handle.detach()
    except (JanusAway, JanusRefused) as error:
        logger.info("A handle was gone already (%s)", type(error).__name__)
