"""A room of VideoRoom: one a meeting, made and destroyed by the house, in nobody's list.

Its ``secret`` and ``pin`` are drawn anew each time, and no browser ever speaks to Janus: whoever finds its
door open cannot enter a meeting, nor ask for somebody's picture (``require_pvtid``).
"""

import secrets
from dataclasses import dataclass

from realtime.meeting.janus.line import Handle, JanusRefused, Json, Line

BITRATE = 800_000  # bits a second of one picture
TALKING = {"audiolevel_event": True, "audio_active_packets": 20, "audio_level_average": 55}  # 0.4 s
GONE = (426, 428)  # no such room, no such feed


@dataclass(frozen=True)
class Room:
    """``blank``: a feed that sends nothing; its ``blank_voice`` and ``blank_picture`` fill what is empty."""

    line: Line
    handle: Handle
    number: int
    secret: str
    pin: str
    blank: int = 0
    blank_voice: str = "0"
    blank_picture: str = "1"

    @classmethod
    async def create(cls, line: Line, publishers: int) -> "Room":
        """Raises ``JanusRefused`` and ``JanusAway``."""
        words: Json = {
            "room": secrets.randbits(52),
            "secret": secrets.token_urlsafe(),
            "pin": secrets.token_urlsafe(),
        }
        handle = await line.attach()
        await handle.ask("create", **words, **_nature(publishers))
        listed = await handle.ask("listparticipants", room=words["room"], secret=words["secret"])
        blank = next(one["id"] for one in listed.data["participants"] if one.get("dummy"))
        return cls(line, handle, words["room"], words["secret"], words["pin"], blank)

    async def destroy(self) -> None:
        """Whoever is still in it is put out."""
        await self.handle.ask("destroy", room=self.number, secret=self.secret)
        await self.handle.detach()

    async def moderate(self, feed: int, mid: str, mute: bool) -> None:
        """Have Janus drop what ``feed`` sends in the section ``mid``, or pass it again."""
        words: Json = {"room": self.number, "secret": self.secret, "id": feed, "mid": mid, "mute": mute}
        try:
            await self.handle.ask("moderate", **words)
        except JanusRefused as refusal:
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
        **TALKING,
    }
