"""Messages between processes, through the channel layer: at most once, which is all that hints need."""

import asyncio
import logging
import uuid
from collections.abc import Callable
from typing import Any

from channels.layers import InMemoryChannelLayer, get_channel_layer

logger = logging.getLogger(__name__)

TIMEOUT = 1.0
MAX_IN_FLIGHT = 500
ALL_PROCESSES = "house"

Handler = Callable[[dict[str, Any]], None]


class ProcessBus:
    """The channel of this process, in the group of each room that it follows and in that of all processes."""

    def __init__(self, handler: Handler) -> None:
        self.process = uuid.uuid4().hex[:12]
        self._handler = handler
        self._layer: Any = get_channel_layer()
        self._channel = ""
        self._wanted: set[str] = {ALL_PROCESSES}
        self._joined: set[str] = set()
        self._in_flight: set[asyncio.Task[None]] = set()
        self._is_warned = False

    @property
    def is_alone(self) -> bool:
        """Whether there can be no other process: the layer is in memory."""
        return self._layer is None or isinstance(self._layer, InMemoryChannelLayer)

    async def listen(self) -> None:
        """Pass messages of other processes to the handler, for ever."""
        while not self.is_alone:
            try:
                self._channel = self._channel or await self._layer.new_channel()
                await self.sync_groups()
                self._receive(await self._layer.receive(self._channel))
            except Exception as error:  # whatever Redis does: the log is the truth, and is polled
                self._warn_once(error)
                await asyncio.sleep(TIMEOUT)

    async def sync_groups(self) -> None:
        """Join and leave groups until they are the wanted ones; if Redis is away, the next call does it."""
        if self.is_alone or not self._channel:
            return
        try:
            async with asyncio.timeout(TIMEOUT):
                await self._sync_groups()
        except Exception as error:
            self._warn_once(error)

    async def _sync_groups(self) -> None:
        for group in self._wanted - self._joined:
            await self._layer.group_add(group, self._channel)
            self._joined.add(group)
        for group in self._joined - self._wanted:
            await self._layer.group_discard(group, self._channel)
            self._joined.discard(group)

    def add_room(self, room: int) -> None:
        """Listen to ``room`` from the next ``sync_groups`` on."""
        self._wanted.add(_group(room))

    def remove_room(self, room: int) -> None:
        """Listen to ``room`` no longer."""
        self._wanted.discard(_group(room))

    def publish(self, message: dict[str, Any], room: int | None = None) -> None:
        """Send to the other processes of ``room``, or to all; dropped when Redis is away or behind."""
        if self.is_alone or len(self._in_flight) >= MAX_IN_FLIGHT:
            return
        group = ALL_PROCESSES if room is None else _group(room)
        task = asyncio.create_task(self._send(group, {**message, "from": self.process}))
        self._in_flight.add(task)
        task.add_done_callback(self._in_flight.discard)

    async def _send(self, group: str, message: dict[str, Any]) -> None:
        try:
            async with asyncio.timeout(TIMEOUT):
                await self._layer.group_send(group, message)
            self._is_warned = False
        except Exception as error:
            self._warn_once(error)

    def _receive(self, message: dict[str, Any]) -> None:
        if message.get("from") != self.process:
            self._handler(message)

    def _warn_once(self, error: Exception) -> None:
        if not self._is_warned:
            logger.warning("Redis does not answer (%s): rooms follow the log instead.", type(error).__name__)
        self._is_warned = True


def _group(room: int) -> str:
    return f"room.{room}"
