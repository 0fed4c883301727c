"""From the log to the audience, in the log's order: hints are believed only when they are the next number."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable

from realtime.fanout.audience import Audience
from rooms.log import Entry

REMEMBERED = 512

Reader = Callable[[int, int], Awaitable[list[Entry]]]


class Pump:
    """One room at this process. ``last`` is the number of the last event told; ``epoch`` the log's life.

    ``reader(room, seq)`` reads a page of the log after ``seq``.
    """

    def __init__(self, room: int, epoch: str, last: int, reader: Reader) -> None:
        self.room, self.epoch, self.last = room, epoch, last
        self.audience = Audience(room)
        self._reader = reader
        self._recent: deque[Entry] = deque(maxlen=REMEMBERED)
        self._early: dict[int, Entry] = {}
        self._catching_up = asyncio.Lock()
        self._idle = False

    def hint(self, entry: Entry) -> bool:
        """Tell ``entry`` if it is next, with what waited for it. False when the log must be read first."""
        if entry.seq > self.last + 1:
            self._early[entry.seq] = entry
            return False
        if entry.seq == self.last + 1:
            self._deliver([entry, *self._next_early(entry.seq + 1)])
        return True

    async def catch_up(self, head: int) -> None:
        """Read the log until ``head`` has been told."""
        async with self._catching_up:
            while self.last < head:
                page = await self._reader(self.room, self.last)
                if not page:
                    return
                self._recent.clear()  # the log may have emptied what is remembered of it
                self._deliver([entry for entry in page if entry.seq > self.last])

    def recent(self, since: int) -> list[Entry] | None:
        """The events after ``since`` up to ``last``, from memory; None when memory does not go that far."""
        if since >= self.last:
            return []
        if not self._recent or self._recent[0].seq > since + 1:
            return None
        return [entry for entry in self._recent if entry.seq > since]

    def may_rest(self, followed: bool) -> bool:
        """Whether nobody has followed for two calls in a row: one may just be on the way in."""
        was_idle, self._idle = self._idle, not followed
        return was_idle and self._idle

    def _deliver(self, entries: list[Entry]) -> None:
        if not entries:
            return
        self.last = entries[-1].seq
        self._early = {seq: entry for seq, entry in self._early.items() if seq > self.last}
        self._remember(entries)
        self.audience.tell(entries)

    def _remember(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            if entry.removes:
                self._recent.clear()  # what it takes out of sight must not be told from memory
            self._recent.append(entry)

    def _next_early(self, seq: int) -> Iterable[Entry]:
        while (entry := self._early.pop(seq, None)) is not None:
            yield entry
            seq += 1
