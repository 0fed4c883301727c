"""What one person receives: a VideoRoom subscriber whose sections are all there from the start.

Empty sections are subscribed to the room's dummy feed. Filling them is Janus's ``switch``, which needs no
renegotiation. Only a feed that vanished by itself leaves a section that must be offered again.
"""

import secrets
from collections.abc import Mapping, Sequence
from itertools import count

from realtime.meeting.media.janus.sdp import SanitizedSdp, of_session
from realtime.meeting.media.janus.session import Json, PluginHandle
from realtime.meeting.media.janus.video_room import VideoRoom
from realtime.meeting.media.slot_layout import TrackRef, assign_slots
from realtime.wire.meeting import MediaSlot, Track

VOICES = 8
FeedRef = tuple[int, str]  # a feed, and the mid of its section
Feeds = Mapping[TrackRef, FeedRef]


class Subscriber:
    """``voices`` and ``pictures`` are the mids of its sections; ``shown``: the track in each."""

    def __init__(self, room: VideoRoom, handle: PluginHandle, mids: Sequence[tuple[str, str]]) -> None:
        self._room, self.handle = room, handle
        self.voices = [mid for kind, mid in mids if kind == "audio"]
        self.pictures = [mid for kind, mid in mids if kind == "video"]
        self.shown: dict[str, TrackRef | None] = {mid: None for _, mid in mids}
        self.waits = True  # for the browser's answer
        self._session, self._versions = secrets.randbits(60), count(1)
        self._feeds = {mid: self._blank(mid) for mid in self.shown}

    @classmethod
    async def enter(
        cls, handle: PluginHandle, room: VideoRoom, private: int, pictures: int
    ) -> tuple["Subscriber", str]:
        """Subscribe to eight voices and ``pictures``, all empty; return it and the offer."""
        voices = [{"feed": room.blank, "mid": room.blank_voice}] * VOICES
        streams = [*voices, *[{"feed": room.blank, "mid": room.blank_picture}] * pictures]
        words: Json = {"room": room.number, "pin": room.pin, "private_id": private, "autoupdate": False}
        offered = await handle.ask("join", ptype="subscriber", streams=streams, use_msid=False, **words)
        subscriber = cls(room, handle, [(one["type"], one["mid"]) for one in offered.data["streams"]])
        return subscriber, subscriber.offer(offered.sdp)

    def offer(self, sdp: str) -> str:
        """Return Janus's offer, renumbered as one of this connection's."""
        self.waits = True
        return of_session(sdp, self._session, next(self._versions))

    async def take(self, answer: SanitizedSdp) -> None:
        """Start media with the browser's answer."""
        await self.handle.ask("start", sdp=answer.sdp, kind="answer")
        self.waits = False

    async def add_slots(self, pictures: int) -> str:
        """Add video slots up to ``pictures``, the new ones empty; return the offer."""
        blank = {"feed": self._room.blank, "mid": self._room.blank_picture}
        wider = await self.handle.ask("update", subscribe=[blank] * (pictures - len(self.pictures)))
        new = [one["mid"] for one in wider.data["streams"] if one["mid"] not in self.shown]
        self.pictures += new
        self.shown |= dict.fromkeys(new)
        self._feeds |= {mid: self._blank(mid) for mid in new}
        return self.offer(wider.sdp)

    async def show(self, voices: Sequence[TrackRef], pictures: Sequence[TrackRef], feeds: Feeds) -> str:
        """Fill the sections; return an offer, where Janus needs one."""
        wanted = self._settled(self.voices, voices) | self._settled(self.pictures, pictures)
        filled = {mid: self._feed(mid, source, feeds) for mid, source in wanted.items()}
        changed = {mid: feed for mid, feed in filled.items() if self._feeds[mid] != feed}
        offer = await self._switch(changed) if changed else ""
        self.shown = wanted
        return offer

    def slots(self, wanted: Sequence[TrackRef]) -> list[MediaSlot]:
        """Return all slots, those that carry a ``wanted`` track first, in that order."""
        rank = {source: number for number, source in enumerate(wanted)}
        filled = sorted(
            ((rank.get(source, len(rank)), mid, source) for mid, source in self.shown.items() if source),
        )
        empty = [mid for mid, source in self.shown.items() if source is None]
        told = [MediaSlot(mid=mid, person=person, source=track) for _, mid, (person, track) in filled]
        return told + [MediaSlot(mid=mid, person=None, source=self._kind(mid)) for mid in empty]

    async def _switch(self, changed: Mapping[str, FeedRef]) -> str:
        streams = [{"feed": feed, "mid": mid, "sub_mid": sub} for sub, (feed, mid) in changed.items()]
        switched = await self.handle.ask("switch", streams=streams)
        self._feeds |= changed
        return self.offer(switched.sdp) if switched.sdp else ""

    def _settled(self, mids: Sequence[str], wanted: Sequence[TrackRef]) -> dict[str, TrackRef | None]:
        held = assign_slots([self.shown[mid] for mid in mids], wanted[: len(mids)])
        return dict(zip(mids, held, strict=True))

    def _feed(self, mid: str, source: TrackRef | None, feeds: Feeds) -> FeedRef:
        return feeds[source] if source else self._blank(mid)

    def _blank(self, mid: str) -> FeedRef:
        room = self._room
        return room.blank, room.blank_voice if mid in self.voices else room.blank_picture

    def _kind(self, mid: str) -> Track:
        return "microphone" if mid in self.voices else "camera"
