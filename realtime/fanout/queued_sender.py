"""A ``SocketSender`` over the plain ASGI ``send`` of any server."""

import asyncio
import logging
from collections import deque
from typing import Any

from asgiref.typing import ASGISendCallable

from realtime.fanout.frames import PreparedFrame
from realtime.fanout.send_backlog import SendBacklog, SendLimits
from realtime.wire.close_codes import Close

logger = logging.getLogger(__name__)


class QueuedSender:
    """Queues frames, which one task sends; the task lives only while something is queued.

    See ``realtime.fanout.socket_sender.SocketSender``.
    """

    def __init__(self, send: ASGISendCallable, limits: SendLimits) -> None:
        self.closed = False
        self._asgi_send: Any = send
        self._waiting: deque[PreparedFrame] = deque()
        self._backlog = SendBacklog(limits, self._on_overflow)
        self._close_message: dict[str, Any] | None = None
        self._task: asyncio.Task[None] | None = None
        self._reading = asyncio.Event()
        self._reading.set()

    @property
    def unsent(self) -> int:
        return self._backlog.size

    @property
    def is_behind(self) -> bool:
        return self._backlog.is_behind

    def unsent_for(self, now: float) -> float:
        return self._backlog.age(now)

    def send(self, frame: PreparedFrame) -> None:
        if self.closed:
            return
        self._waiting.append(frame)
        self._start()
        self._backlog.grow(len(frame.wire))

    def close(self, code: int, reason: str = "") -> None:
        if self.closed:
            return
        self.closed = True
        self.resume_reading()
        self._close_message = {"type": "websocket.close", "code": int(code), "reason": reason}
        self._start()

    def pause_reading(self) -> None:
        if not self.closed:
            self._reading.clear()

    def resume_reading(self) -> None:
        self._reading.set()

    async def wait_until_reading(self) -> None:
        """Wait while reading is paused; call the ASGI ``receive`` after it."""
        await self._reading.wait()

    def _start(self) -> None:
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._drain())

    async def _drain(self) -> None:
        try:
            await self._send_all()
        except (OSError, RuntimeError) as gone:
            # Raised by ASGI servers when the peer left, or when the application closed the socket itself.
            logger.debug("A socket ended with %d bytes unsent: %s", self.unsent, gone)
            self._abandon()
        except Exception:
            logger.exception("This server refuses what it was sent, %d bytes are left", self.unsent)
            self._abandon()
        finally:
            if self._task is asyncio.current_task():
                self._task = None

    async def _send_all(self) -> None:
        while self._waiting:
            frame = self._waiting.popleft()
            await self._asgi_send(_message(frame))
            self._backlog.shrink(len(frame.wire))
        if self._close_message:
            await self._asgi_send(self._close_message)

    def _on_overflow(self) -> None:
        """Cancel the send that may never return, and start again with the Close alone."""
        self._drop_waiting()
        if self._task:
            self._task.cancel()
            self._task = None
        self.close(Close.SLOW, "too slow")
        self._start()

    def _abandon(self) -> None:
        self.closed = True
        self.resume_reading()
        self._drop_waiting()

    def _drop_waiting(self) -> None:
        self._waiting.clear()
        self._backlog.clear()


def _message(frame: PreparedFrame) -> dict[str, Any]:
    if frame.is_text:
        return {"type": "websocket.send", "text": frame.payload.decode()}
    return {"type": "websocket.send", "bytes": frame.payload}
