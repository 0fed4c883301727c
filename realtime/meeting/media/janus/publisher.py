"""What one person sends: a VideoRoom publisher."""

from realtime.meeting.media.janus.sdp import SanitizedSdp
from realtime.meeting.media.janus.session import PluginHandle
from realtime.meeting.media.janus.video_room import VideoRoom
from realtime.wire.meeting import Track


class Publisher:
    """``feed`` names it in Janus; ``private`` proves being in the room; ``flows``: others can subscribe."""

    def __init__(self, room: VideoRoom, handle: PluginHandle, feed: int, private: int) -> None:
        self._room, self.handle = room, handle
        self.feed, self.private = feed, private
        self.mids: dict[Track, str] = {}
        self.flows = False
        self._held: set[Track] = set()

    @classmethod
    async def enter(cls, handle: PluginHandle, room: VideoRoom) -> "Publisher":
        """Join as a publisher, sending nothing yet."""
        joined = await handle.ask("join", ptype="publisher", room=room.number, pin=room.pin)
        return cls(room, handle, joined.data["id"], joined.data["private_id"])

    async def take(self, offer: SanitizedSdp) -> str:
        """Publish what ``offer`` holds, or reconfigure; return the answer."""
        request = "configure" if self.mids else "publish"
        answer = await self.handle.ask(request, sdp=offer.sdp)
        self.mids = offer.sources()  # before, nobody could be switched to what is new in it
        for track in self._held:
            await self._moderate(track, True)
        return answer.sdp

    async def hold(self, track: Track, on: bool) -> None:
        """Have Janus drop ``track``, also when it is offered later."""
        (self._held.add if on else self._held.discard)(track)
        await self._moderate(track, on)

    async def _moderate(self, track: Track, on: bool) -> None:
        if track in self.mids:
            await self._room.moderate(self.feed, self.mids[track], on)
