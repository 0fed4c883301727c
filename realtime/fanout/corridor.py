"""From process to process, through the channel layer: at most once, which is all that hints need."""

import asyncio
import logging
import uuid
from collections.abc import Callable
from typing import Any

from channels.layers import InMemoryChannelLayer, get_channel_layer

logger = logging.getLogger(__name__)

PATIENCE = 1.0
MOST_UNDER_WAY = 500
EVERYWHERE = "house"

Heard = Callable[[dict[str, Any]], None]


class Corridor:
    """One channel of this process, in the group of each room it listens to and in the house's own."""

    def __init__(self, heard: Heard) -> None:
        self.process = uuid.uuid4().hex[:12]
        self._heard = heard
        self._layer: Any = get_channel_layer()
        self._channel = ""
        self._wanted: set[str] = {EVERYWHERE}
        self._joined: set[str] = set()
        self._under_way: set[asyncio.Task[None]] = set()
        self._silent = False

    @property
    def alone(self) -> bool:
        """Whether there can be no other process."""
        return self._layer is None or isinstance(self._layer, InMemoryChannelLayer)

    async def listen(self) -> None:
        """Hand on what other processes say, for ever."""
        while not self.alone:
            try:
                self._channel = self._channel or await self._layer.new_channel()
                await self.settle()
                self._hear(await self._layer.receive(self._channel))
            except Exception as error:  # whatever Redis does, the log stays the truth
                self._complain(error)
                await asyncio.sleep(PATIENCE)

    async def settle(self) -> None:
        """Join and leave groups until they are those wanted; while Redis is away, another time."""
        if self.alone or not self._channel:
            return
        try:
            async with asyncio.timeout(PATIENCE):
                await self._settle()
        except Exception as error:
            self._complain(error)

    async def _settle(self) -> None:
        for group in self._wanted - self._joined:
            await self._layer.group_add(group, self._channel)
            self._joined.add(group)
        for group in self._joined - self._wanted:
            await self._layer.group_discard(group, self._channel)
            self._joined.discard(group)

    def want(self, room: int) -> None:
        """Listen to ``room`` from the next ``settle`` on."""
        self._wanted.add(_group(room))

    def unwant(self, room: int) -> None:
        """Listen to ``room`` no longer."""
        self._wanted.discard(_group(room))

    def say(self, message: dict[str, Any], room: int | None = None) -> None:
        """Tell the other processes of ``room``, or all; lost without harm when Redis is away or behind."""
        if self.alone or len(self._under_way) >= MOST_UNDER_WAY:
            return
        group = EVERYWHERE if room is None else _group(room)
        task = asyncio.create_task(self._send(group, {**message, "from": self.process}))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _send(self, group: str, message: dict[str, Any]) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._layer.group_send(group, message)
            self._silent = False
        except Exception as error:
            self._complain(error)

    def _hear(self, message: dict[str, Any]) -> None:
        if message.get("from") != self.process:
            self._heard(message)

    def _complain(self, error: Exception) -> None:
        if not self._silent:
            logger.warning("Redis does not answer (%s): rooms follow the log instead.", type(error).__name__)
        self._silent = True


def _group(room: int) -> str:
    return f"room.{room}"
