"""One participant at Janus: a publisher and a subscriber, whose requests are made one after another."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from realtime.meeting.media.janus.publisher import Publisher
from realtime.meeting.media.janus.sdp import SanitizedSdp
from realtime.meeting.media.janus.session import JanusError, JanusEvent, JanusUnreachable, Json, PluginHandle
from realtime.meeting.media.janus.subscriber import Feeds, Subscriber
from realtime.meeting.media.janus.video_room import VideoRoom
from realtime.meeting.media.slot_layout import TrackRef
from realtime.wire.meeting import MediaSlot, Quality, Track

logger = logging.getLogger(__name__)

Step = Callable[[Publisher, Subscriber], Awaitable[None]]
AGAIN = 1.0  # seconds until somebody whose connection could not be made begins anew
WEAK_FOR = 10.0  # seconds without a slowlink event until a connection counts as good again


class ParticipantListener(Protocol):
    """What a participant reports to its backend."""

    async def room(self) -> VideoRoom: ...
    def offered(self, participant: "JanusParticipant", sdp: str) -> None: ...
    def answered(self, participant: "JanusParticipant", sdp: str) -> None: ...
    def refused(self, participant: "JanusParticipant") -> None: ...
    def placed(self, participant: "JanusParticipant", wanted: Sequence[TrackRef]) -> None: ...
    def flows(self, participant: "JanusParticipant") -> None: ...
    def talks(self, participant: "JanusParticipant", loudness: float | None) -> None: ...
    def measured(self, participant: "JanusParticipant", quality: Quality) -> None: ...
    def comes(self, participant: "JanusParticipant", track: Track, on: bool) -> None: ...
    def slots_added(self, participant: "JanusParticipant") -> None: ...
    def broken(self, participant: "JanusParticipant") -> None: ...
    def gone(self, participant: "JanusParticipant") -> None: ...


class JanusParticipant:
    """Alive until ``end``. ``feeds``: the tracks that others can subscribe to."""

    def __init__(self, meeting: ParticipantListener, person: int, pictures: int) -> None:
        self.person = person
        self.told: list[MediaSlot] = []
        self._meeting = meeting
        self._pictures = pictures
        self._publisher: Publisher | None = None
        self._subscriber: Subscriber | None = None
        self._handles: list[PluginHandle] = []
        self._inside = self._ended = False
        self._weak: asyncio.TimerHandle | None = None
        self._steps: asyncio.Queue[Step] = asyncio.Queue()
        self._task = asyncio.get_running_loop().create_task(self._live())

    def feeds(self) -> dict[TrackRef, tuple[int, str]]:
        """Return the feeds of this person that can be subscribed to now."""
        if self._publisher is None or not self._publisher.flows:
            return {}
        return {
            TrackRef(self.person, track): (self._publisher.feed, mid)
            for track, mid in self._publisher.mids.items()
        }

    def offer(self, description: SanitizedSdp) -> None:
        """Queue the browser's offer of what it sends. Raises ``BadDescription``."""
        description.sources()
        self._steps.put_nowait(lambda publisher, _: self._take_offer(publisher, description))

    def answer(self, description: SanitizedSdp) -> None:
        """Queue the browser's answer to our offer."""
        self._steps.put_nowait(lambda _, subscriber: self._take_answer(subscriber, description))

    def add_slots(self, pictures: int) -> None:
        """Queue a request for at least so many video slots."""
        self._pictures = max(self._pictures, pictures)
        self._steps.put_nowait(lambda _, subscriber: self._add_slots(subscriber))

    def hold(self, track: Track, on: bool) -> None:
        """Queue a request that Janus drop ``track``."""
        self._steps.put_nowait(lambda publisher, _: publisher.hold(track, on))

    def show(self, voices: Sequence[TrackRef], pictures: Sequence[TrackRef], feeds: Feeds) -> None:
        """Queue the tracks that fill the slots."""
        self._steps.put_nowait(lambda _, subscriber: self._show(subscriber, voices, pictures, feeds))

    def slots(self, wanted: Sequence[TrackRef]) -> list[MediaSlot]:
        """Return who is in which slot, the ``wanted`` ones first."""
        return self._subscriber.slots(wanted) if self._subscriber else []

    async def settled(self) -> None:
        """Return once everything queued so far is done."""
        done = asyncio.Event()

        async def tell(_publisher: Publisher, _subscriber: Subscriber) -> None:
            done.set()

        self._steps.put_nowait(tell)
        waiting = asyncio.ensure_future(done.wait())
        await asyncio.wait([waiting, self._task], return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()

    def cut(self) -> None:
        """End at once: the session is gone, and all handles with it."""
        self._end_soon()
        self._task.cancel()
        self._meeting.gone(self)

    async def detach_subscriber(self) -> None:
        """Detach the subscriber: Janus sends nothing more."""
        self._ended = True
        if self._subscriber:
            self._handles.remove(self._subscriber.handle)
            await _detach(self._subscriber.handle)

    async def end(self) -> None:
        """Detach the publisher, too."""
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
            publisher, subscriber = await self._enter()
            while not self._ended:
                await (await self._steps.get())(publisher, subscriber)
        except JanusUnreachable:
            return  # the server tells everybody
        except JanusError as refusal:
            logger.warning("Janus refuses somebody (%s)", refusal)
        except Exception as error:
            logger.exception("A member at Janus broke (%s)", type(error).__name__)
        if not self._ended:
            await asyncio.sleep(AGAIN)
            self._meeting.broken(self)

    async def _enter(self) -> tuple[Publisher, Subscriber]:
        room = await self._meeting.room()
        self._inside = True
        self._publisher = await Publisher.enter(await self._attach(room, self._on_publisher_event), room)
        handle = await self._attach(room, self._on_event)
        self._subscriber, offer = await Subscriber.enter(
            handle, room, self._publisher.private, self._pictures
        )
        self._meeting.offered(self, offer)
        return self._publisher, self._subscriber

    async def _attach(self, room: VideoRoom, on_event: Callable[[JanusEvent], None]) -> PluginHandle:
        handle = await room.session.attach()
        handle.on_event = on_event
        self._handles.append(handle)
        return handle

    async def _take_offer(self, publisher: Publisher, description: SanitizedSdp) -> None:
        try:
            answer = await publisher.take(description)
        except JanusError as refusal:
            self._refused(refusal)
        else:
            self._meeting.answered(self, answer)

    async def _take_answer(self, subscriber: Subscriber, description: SanitizedSdp) -> None:
        try:
            await subscriber.take(description)
        except JanusError as refusal:
            self._refused(refusal)
        await self._add_slots(subscriber)

    async def _add_slots(self, subscriber: Subscriber) -> None:
        """Add video slots, but not while an answer is awaited: Janus would not say which ones it adds."""
        if not subscriber.waits and self._pictures > len(subscriber.pictures):
            self._meeting.offered(self, await subscriber.add_slots(self._pictures))
            self._meeting.slots_added(self)

    def _refused(self, refusal: JanusError) -> None:
        logger.info("Janus refused a description (%s)", refusal.code)
        self._meeting.refused(self)

    async def _show(
        self, subscriber: Subscriber, voices: Sequence[TrackRef], pictures: Sequence[TrackRef], feeds: Feeds
    ) -> None:
        try:
            offer = await subscriber.show(voices, pictures, feeds)
        except JanusError as refusal:
            # Somebody has just left, so the slots are arranged again soon.
            logger.info("Janus did not switch (%s)", refusal.code)
            return
        if offer:
            self._meeting.offered(self, offer)
        self._meeting.placed(self, [*voices, *pictures])

    def _on_publisher_event(self, event: JanusEvent) -> None:
        if self._publisher and event.kind == "webrtcup":
            self._publisher.flows = True
            self._meeting.flows(self)
        elif self._publisher and event.kind == "media":
            self._on_media_event(self._publisher, event.whole)
        elif event.data.get("id") == (self._publisher.feed if self._publisher else 0):
            self._on_talk_event(event)
        self._on_event(event)

    def _on_media_event(self, publisher: Publisher, told: Json) -> None:
        for track, mid in publisher.mids.items():
            if mid == told.get("mid"):
                self._meeting.comes(self, track, told["receiving"])

    def _on_talk_event(self, event: JanusEvent) -> None:
        if event.data.get("videoroom") == "talking":
            self._meeting.talks(self, event.data["audio-level-dBov-avg"])
        elif event.data.get("videoroom") == "stopped-talking":
            self._meeting.talks(self, None)

    def _on_event(self, event: JanusEvent) -> None:
        if self._ended:
            return
        if event.kind in ("hangup", "detached", "ice-failed"):
            logger.info("Janus has ended a connection (%s: %s)", event.kind, event.whole.get("reason", ""))
            self._meeting.broken(self)
        elif event.kind == "slowlink":
            self._is_weak()
        elif event.sdp and self._subscriber:
            self._meeting.offered(self, self._subscriber.offer(event.sdp))

    def _is_weak(self) -> None:
        if self._weak:
            self._weak.cancel()
        self._meeting.measured(self, "poor")
        self._weak = asyncio.get_running_loop().call_later(WEAK_FOR, self._meeting.measured, self, "good")


async def _nothing(_publisher: Publisher, _subscriber: Subscriber) -> None:
    """Do nothing: a step that only wakes the queue."""


async def _detach(handle: PluginHandle) -> None:
    try:
        await handle.detach()
    except (JanusUnreachable, JanusError) as error:
        logger.info("A handle was gone already (%s)", type(error).__name__)
