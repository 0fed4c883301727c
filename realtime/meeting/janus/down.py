"""What one person is sent: one subscriber whose sections are there from the start, filled as is wished.

Empty sections are subscribed to the room's blank feed. Filling them otherwise is Janus's ``switch``: no word
of it to the browser's connection. Only a feed that vanished by itself leaves a section to be offered again.
"""

import secrets
from collections.abc import Mapping, Sequence
from itertools import count

from realtime.meeting.janus.descriptions import Description, of_session
from realtime.meeting.janus.line import Handle, Json
from realtime.meeting.janus.room import Room
from realtime.meeting.slots import place
from realtime.wire.meeting import MediaSlot, Track

VOICES = 8
Source = tuple[int, Track]  # a person, and what of theirs
Carrier = tuple[int, str]  # a feed, and its section
Feeds = Mapping[Source, Carrier]


class Down:
    """``voices`` and ``pictures`` are the mids of its sections, ``shown`` whom each carries."""

    def __init__(self, room: Room, handle: Handle, mids: Sequence[tuple[str, str]]) -> None:
        self._room, self.handle = room, handle
        self.voices = [mid for kind, mid in mids if kind == "audio"]
        self.pictures = [mid for kind, mid in mids if kind == "video"]
        self.shown: dict[str, Source | None] = {mid: None for _, mid in mids}
        self.waits = True  # for the browser's answer
        self._session, self._versions = secrets.randbits(60), count(1)
        self._carriers = {mid: self._blank(mid) for mid in self.shown}

    @classmethod
    async def enter(cls, handle: Handle, room: Room, private: int, pictures: int) -> tuple["Down", str]:
        """Subscribe to so many voices and ``pictures``, all empty; with the offer for the browser."""
        voices = [{"feed": room.blank, "mid": room.blank_voice}] * VOICES
        streams = [*voices, *[{"feed": room.blank, "mid": room.blank_picture}] * pictures]
        words: Json = {"room": room.number, "pin": room.pin, "private_id": private, "autoupdate": False}
        offered = await handle.ask("join", ptype="subscriber", streams=streams, use_msid=False, **words)
        down = cls(room, handle, [(one["type"], one["mid"]) for one in offered.data["streams"]])
        return down, down.offer(offered.sdp)

    def offer(self, sdp: str) -> str:
        """Janus's offer, as one of this connection's."""
        self.waits = True
        return of_session(sdp, self._session, next(self._versions))

    async def take(self, answer: Description) -> None:
        """The browser's answer: media may flow."""
        await self.handle.ask("start", sdp=answer.sdp, kind="answer")
        self.waits = False

    async def widen(self, pictures: int) -> str:
        """Have so many places for pictures, the new ones empty; return the offer."""
        blank = {"feed": self._room.blank, "mid": self._room.blank_picture}
        wider = await self.handle.ask("update", subscribe=[blank] * (pictures - len(self.pictures)))
        new = [one["mid"] for one in wider.data["streams"] if one["mid"] not in self.shown]
        self.pictures += new
        self.shown |= dict.fromkeys(new)
        self._carriers |= {mid: self._blank(mid) for mid in new}
        return self.offer(wider.sdp)

    async def show(self, voices: Sequence[Source], pictures: Sequence[Source], feeds: Feeds) -> str:
        """Fill the sections; return an offer, where Janus needs one."""
        wanted = self._settled(self.voices, voices) | self._settled(self.pictures, pictures)
        carried = {mid: self._carrier(mid, source, feeds) for mid, source in wanted.items()}
        changed = {mid: carrier for mid, carrier in carried.items() if self._carriers[mid] != carrier}
        offer = await self._switch(changed) if changed else ""
        self.shown = wanted
        return offer

    def slots(self, wanted: Sequence[Source]) -> list[MediaSlot]:
        """All of them, those that carry whom is ``wanted`` first, in that order."""
        rank = {source: number for number, source in enumerate(wanted)}
        filled = sorted(
            ((rank.get(source, len(rank)), mid, source) for mid, source in self.shown.items() if source),
        )
        empty = [mid for mid, source in self.shown.items() if source is None]
        told = [MediaSlot(mid=mid, person=person, source=track) for _, mid, (person, track) in filled]
        return told + [MediaSlot(mid=mid, person=None, source=self._kind(mid)) for mid in empty]

    async def _switch(self, changed: Mapping[str, Carrier]) -> str:
        streams = [{"feed": feed, "mid": mid, "sub_mid": sub} for sub, (feed, mid) in changed.items()]
        switched = await self.handle.ask("switch", streams=streams)
        self._carriers |= changed
        return self.offer(switched.sdp) if switched.sdp else ""

    def _settled(self, mids: Sequence[str], wanted: Sequence[Source]) -> dict[str, Source | None]:
        held = place([self.shown[mid] for mid in mids], wanted[: len(mids)])
        return dict(zip(mids, held, strict=True))

    def _carrier(self, mid: str, source: Source | None, feeds: Feeds) -> Carrier:
        return feeds[source] if source else self._blank(mid)

    def _blank(self, mid: str) -> Carrier:
        room = self._room
        return room.blank, room.blank_voice if mid in self.voices else room.blank_picture

    def _kind(self, mid: str) -> Track:
        return "microphone" if mid in self.voices else "camera"
