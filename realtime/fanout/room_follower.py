"""Follows the log of a room in order: a hint is used only if it is the next number, else the log is read."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable

from realtime.fanout.subscribers import Subscribers
from rooms.log import LogEntry

CACHED_ENTRIES = 512

Reader = Callable[[int, int], Awaitable[list[LogEntry]]]


class RoomFollower:
    """Sends the log of one room to its subscribers in this process.

    ``last`` is the number of the last event sent, ``epoch`` that of the log. ``reader(room, seq)`` reads a
    page of the log after ``seq``.
    """

    def __init__(self, room: int, epoch: str, last: int, reader: Reader) -> None:
        self.room, self.epoch, self.last = room, epoch, last
        self.subscribers = Subscribers(room)
        self._reader = reader
        self._recent: deque[LogEntry] = deque(maxlen=CACHED_ENTRIES)
        self._early: dict[int, LogEntry] = {}
        self._catching_up = asyncio.Lock()
        self._idle = False

    def hint(self, entry: LogEntry) -> bool:
        """Send ``entry``, and early ones after it, if it is next. False if the log must be read first."""
        if entry.seq > self.last + 1:
            self._early[entry.seq] = entry
            return False
        if entry.seq == self.last + 1:
            self._deliver([entry, *self._next_early(entry.seq + 1)])
        return True

    async def catch_up(self, head: int) -> None:
        """Read and send the log up to ``head``."""
        async with self._catching_up:
            while self.last < head:
                page = await self._reader(self.room, self.last)
                if not page:
                    return
                self._recent.clear()  # a removal may have emptied cached entries in the log
                self._deliver([entry for entry in page if entry.seq > self.last])

    def recent(self, since: int) -> list[LogEntry] | None:
        """Return the entries after ``since`` from the cache; None if it does not go back that far."""
        if since >= self.last:
            return []
        if not self._recent or self._recent[0].seq > since + 1:
            return None
        return [entry for entry in self._recent if entry.seq > since]

    def is_idle_twice(self, followed: bool) -> bool:
        """Return whether two calls in a row found it not ``followed``: somebody may just be subscribing."""
        was_idle, self._idle = self._idle, not followed
        return was_idle and self._idle

    def _deliver(self, entries: list[LogEntry]) -> None:
        if not entries:
            return
        self.last = entries[-1].seq
        self._early = {seq: entry for seq, entry in self._early.items() if seq > self.last}
        self._remember(entries)
        self.subscribers.send_entries(entries)

    def _remember(self, entries: Iterable[LogEntry]) -> None:
        for entry in entries:
            if entry.removes:
                self._recent.clear()  # what it removes from sight must not be sent from the cache
            self._recent.append(entry)

    def _next_early(self, seq: int) -> Iterable[LogEntry]:
        while (entry := self._early.pop(seq, None)) is not None:
            yield entry
            seq += 1
