"""The same outlet over the plain ASGI ``send`` of any server."""

import asyncio
import logging
from collections import deque
from typing import Any

from asgiref.typing import ASGISendCallable

from realtime.fanout.frames import Frame
from realtime.fanout.unsent import OutletLimits, Unsent
from realtime.wire.closing import Close

logger = logging.getLogger(__name__)


class QueueOutlet:
    """See ``realtime.fanout.outlet.Outlet``.

    One task sends what waits, and lives only while something does.
    """

    def __init__(self, send: ASGISendCallable, limits: OutletLimits) -> None:
        self.closed = False
        self._asgi_send: Any = send
        self._waiting: deque[Frame] = deque()
        self._unsent = Unsent(limits, self._fall_behind)
        self._goodbye: dict[str, Any] | None = None
        self._task: asyncio.Task[None] | None = None
        self._reading = asyncio.Event()
        self._reading.set()

    @property
    def unsent(self) -> int:
        return self._unsent.size

    def unsent_for(self, now: float) -> float:
        return self._unsent.seconds(now)

    def send(self, frame: Frame) -> None:
        if self.closed:
            return
        self._waiting.append(frame)
        self._start()
        self._unsent.grow(len(frame.wire))

    def close(self, code: int, reason: str = "") -> None:
        if self.closed:
            return
        self.closed = True
        self.resume_reading()
        self._goodbye = {"type": "websocket.close", "code": int(code), "reason": reason}
        self._start()

    def pause_reading(self) -> None:
        if not self.closed:
            self._reading.clear()

    def resume_reading(self) -> None:
        self._reading.set()

    async def until_reading(self) -> None:
        """Returns when reading is not paused; the ASGI ``receive`` is to be called after it."""
        await self._reading.wait()

    def _start(self) -> None:
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._drain())

    async def _drain(self) -> None:
        try:
            await self._send_all()
        except (OSError, RuntimeError) as gone:
            # What ASGI servers raise when the peer left, or when the application closed the socket itself.
            logger.debug("A socket ended with %d bytes unsent: %s", self.unsent, gone)
            self._end()
        except Exception:
            logger.exception("This server refuses what it was sent, %d bytes are left", self.unsent)
            self._end()
        finally:
            if self._task is asyncio.current_task():
                self._task = None

    async def _send_all(self) -> None:
        while self._waiting:
            frame = self._waiting.popleft()
            await self._asgi_send(_message(frame))
            self._unsent.shrink(len(frame.wire))
        if self._goodbye:
            await self._asgi_send(self._goodbye)

    def _fall_behind(self) -> None:
        """Leave the send that may never return, and start again with the Close alone."""
        self._drop()
        if self._task:
            self._task.cancel()
            self._task = None
        self.close(Close.SLOW, "too slow")
        self._start()

    def _end(self) -> None:
        self.closed = True
        self.resume_reading()
        self._drop()

    def _drop(self) -> None:
        self._waiting.clear()
        self._unsent.forget()


def _message(frame: Frame) -> dict[str, Any]:
    if frame.is_text:
        return {"type": "websocket.send", "text": frame.payload.decode()}
    return {"type": "websocket.send", "bytes": frame.payload}
