"""A VideoRoom of Janus: one a meeting, unlisted, created and destroyed by us.

Its ``secret`` and ``pin`` are random, and no browser speaks to Janus: whoever reaches its API can neither
enter a meeting nor subscribe to somebody's picture (``require_pvtid``).
"""

import secrets
from dataclasses import dataclass

from realtime.meeting.media.janus.session import JanusError, JanusSession, Json, PluginHandle

BITRATE = 800_000  # bits per second of one picture
TALKING = {"audiolevel_event": True, "audio_active_packets": 20, "audio_level_average": 55}  # 0.4 s
# Sections for voices take two channels from the start: an offer speaks of them as of the feed in them.
BLANK = [{"codec": "opus", "fmtp": "useinbandfec=1;stereo=1;sprop-stereo=1"}, {"codec": "vp8"}]
GONE = (426, 428)  # no such room, no such feed


@dataclass(frozen=True)
class VideoRoom:
    """``blank``: a dummy feed that sends nothing; its two sections fill empty slots."""

    session: JanusSession
    handle: PluginHandle
    number: int
    secret: str
    pin: str
    blank: int = 0
    blank_voice: str = "0"
    blank_picture: str = "1"

    @classmethod
    async def create(cls, session: JanusSession, publishers: int) -> "VideoRoom":
        """Create a room. Raises ``JanusError`` and ``JanusUnreachable``."""
        words: Json = {
            "room": secrets.randbits(52),
            "secret": secrets.token_urlsafe(),
            "pin": secrets.token_urlsafe(),
        }
        handle = await session.attach()
        await handle.ask("create", **words, **_nature(publishers))
        listed = await handle.ask("listparticipants", room=words["room"], secret=words["secret"])
        blank = next(one["id"] for one in listed.data["participants"] if one.get("dummy"))
        return cls(session, handle, words["room"], words["secret"], words["pin"], blank)

    async def destroy(self) -> None:
        """Destroy the room; whoever is still in it is kicked."""
        await self.handle.ask("destroy", room=self.number, secret=self.secret)
        await self.handle.detach()

    async def moderate(self, feed: int, mid: str, mute: bool) -> None:
        """Have Janus drop what ``feed`` sends in section ``mid``, or forward it again."""
        words: Json = {"room": self.number, "secret": self.secret, "id": feed, "mid": mid, "mute": mute}
        try:
            await self.handle.ask("moderate", **words)
        except JanusError as refusal:
            if refusal.code not in GONE:
                raise


def _nature(publishers: int) -> Json:
    return {
        "is_private": True,
        "permanent": False,
        "require_pvtid": True,
        "publishers": publishers,
        "bitrate": BITRATE,
        "bitrate_cap": True,
        "audiocodec": "opus",
        "videocodec": "vp8",
        "opus_fec": True,
        "notify_joining": False,
        "dummy_publisher": True,
        "dummy_streams": BLANK,
        **TALKING,
    }
