"""The house's Janus: one line, made again whenever it is cut, on which all meetings hang."""

import asyncio
import logging
import random
from urllib.parse import unquote, urlsplit, urlunsplit

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from realtime.meeting.janus.line import JanusAway, JanusRefused, Line
from realtime.meeting.janus.media import JanusMedia
from realtime.meeting.media import MediaListener

logger = logging.getLogger(__name__)

SUBPROTOCOL = Subprotocol("janus-protocol")
MOST = 100
SOONEST, LATEST = 0.2, 5.0  # seconds between two attempts


class JanusServer:
    """``url``: ``ws://:secret@host:port``, where ``secret`` is Janus's ``api_secret``, if it has one.

    ``most``: how many people may send at once in one meeting.
    """

    def __init__(self, url: str, most: int) -> None:
        self.most = most
        parts = urlsplit(url)
        self._secret = unquote(parts.password or "")
        self._url = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        self._line: Line | None = None
        self._comes = asyncio.Event()
        self._meetings: set[JanusMedia] = set()
        self._task = asyncio.get_running_loop().create_task(self._keep())

    @classmethod
    def connect(cls, url: str, most: int = MOST) -> "JanusServer":
        """Begin to reach it, inside a running loop. It need not be there yet."""
        return cls(url, most)

    @property
    def away(self) -> bool:
        """Whether there is no line now."""
        return self._line is None

    async def line(self) -> Line:
        """The line, as soon as there is one."""
        while self._line is None:
            await self._comes.wait()
        return self._line

    def meeting(self, meeting_id: int, listener: MediaListener) -> JanusMedia:
        """The media of one meeting, until its ``close``."""
        media = JanusMedia(self, meeting_id, listener)
        self._meetings.add(media)
        return media

    def forget(self, media: JanusMedia) -> None:
        """It is closed."""
        self._meetings.discard(media)

    async def aclose(self) -> None:
        """Close all meetings and the line."""
        await asyncio.gather(*[media.aclose() for media in list(self._meetings)])
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _keep(self) -> None:
        wait = SOONEST
        while True:
            if await self._live():
                wait = SOONEST
            await asyncio.sleep(random.uniform(0, wait))  # noqa: S311 - nobody guards anything with it
            wait = min(wait * 2, LATEST)

    async def _live(self) -> bool:
        """Keep one line until it is cut; whether there was one."""
        try:
            async with connect(self._url, subprotocols=[SUBPROTOCOL], max_size=1 << 20) as socket:
                line = Line(socket, self._secret)
                await line.run(lambda: self._begun(line))
        except (OSError, WebSocketException, TimeoutError, JanusAway, JanusRefused) as error:
            logger.warning("Janus does not answer (%s)", _reason(error))
        except Exception:
            logger.exception("What Janus said is not understood; the line is made again")
        return self._ended()

    def _begun(self, line: Line) -> None:
        logger.info("Janus answers")
        self._line = line
        self._comes.set()

    def _ended(self) -> bool:
        was, self._line = self._line, None
        self._comes.clear()
        if was:
            for media in list(self._meetings):
                media.cut()
        return was is not None


def _reason(error: Exception) -> str:
    """Without addresses: they would stand in the log every few seconds."""
    return str(error) if isinstance(error, JanusRefused) else type(error).__name__
