"""The connection to Janus: one session for all meetings, opened again whenever it is lost."""

import asyncio
import logging
import random
from urllib.parse import unquote, urlsplit, urlunsplit

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from realtime.meeting.media.interface import MediaListener
from realtime.meeting.media.janus.backend import JanusBackend
from realtime.meeting.media.janus.session import JanusError, JanusSession, JanusUnreachable

logger = logging.getLogger(__name__)

SUBPROTOCOL = Subprotocol("janus-protocol")
MOST = 100
SOONEST, LATEST = 0.2, 5.0  # seconds between two attempts, at least and at most


class JanusConnector:
    """``url``: ``ws://:secret@host:port``, where ``secret`` is Janus's ``api_secret``, if it has one.

    ``most``: how many people may publish at once in one meeting.
    """

    def __init__(self, url: str, most: int) -> None:
        self.most = most
        parts = urlsplit(url)
        self._secret = unquote(parts.password or "")
        self._url = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        self._session: JanusSession | None = None
        self._comes = asyncio.Event()
        self._meetings: set[JanusBackend] = set()
        self._task = asyncio.get_running_loop().create_task(self._keep())

    @classmethod
    def connect(cls, url: str, most: int = MOST) -> "JanusConnector":
        """Begin to connect, on the running loop. Janus need not be up yet."""
        return cls(url, most)

    @property
    def away(self) -> bool:
        """Whether there is no session now."""
        return self._session is None

    async def session(self) -> JanusSession:
        """Return the session, as soon as there is one."""
        while self._session is None:
            await self._comes.wait()
        return self._session

    def meeting(self, meeting_id: int, listener: MediaListener) -> JanusBackend:
        """Create the backend of one meeting."""
        media = JanusBackend(self, meeting_id, listener)
        self._meetings.add(media)
        return media

    def forget(self, media: JanusBackend) -> None:
        """Forget a backend that is closed."""
        self._meetings.discard(media)

    async def aclose(self) -> None:
        """Close all meetings and the session."""
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
        """Hold one session until it is lost; return whether there was one."""
        try:
            async with connect(self._url, subprotocols=[SUBPROTOCOL], max_size=1 << 20) as socket:
                session = JanusSession(socket, self._secret)
                await session.run(lambda: self._begun(session))
        except (OSError, WebSocketException, TimeoutError, JanusUnreachable, JanusError) as error:
            logger.warning("Janus does not answer (%s)", _reason(error))
        except Exception:
            logger.exception("What Janus said is not understood; the line is made again")
        return self._ended()

    def _begun(self, session: JanusSession) -> None:
        logger.info("Janus answers")
        self._session = session
        self._comes.set()

    def _ended(self) -> bool:
        was, self._session = self._session, None
        self._comes.clear()
        if was:
            for media in list(self._meetings):
                media.cut()
        return was is not None


def _reason(error: Exception) -> str:
    """Describe ``error`` without addresses: the log would repeat them every few seconds."""
    return str(error) if isinstance(error, JanusError) else type(error).__name__
