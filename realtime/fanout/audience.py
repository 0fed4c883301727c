"""The people of one room who are at this process: one frame a codec, the same bytes to every socket."""

import asyncio
from collections.abc import Iterable

from realtime import metrics
from realtime.fanout.frames import Frame
from realtime.fanout.outlet import Outlet
from realtime.wire.answers import Message
from realtime.wire.codec import Codec
from rooms.log import Entry

# While a crowd is being told, what comes meanwhile waits as long as telling took, and leaves as one batch.
LONGEST_WAIT = 0.1


class Audience:
    """Sockets that follow one room. An event leaves at once when idle, in a batch when behind."""

    def __init__(self, room: int) -> None:
        self.room = room
        # In the order of coming, which is near their order in memory: a crowd is told sooner so.
        self._outlets: dict[Codec, dict[Outlet, None]] = {}
        self._lines: list[Entry] = []
        self._free_at = 0.0
        self._later: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return sum(map(len, self._outlets.values()))

    def add(self, codec: Codec, outlet: Outlet) -> None:
        """Tell this socket too from now on."""
        self._outlets.setdefault(codec, {})[outlet] = None

    def discard(self, codec: Codec, outlet: Outlet) -> None:
        """Tell this socket nothing more."""
        outlets = self._outlets.get(codec, {})
        outlets.pop(outlet, None)
        if not outlets:
            self._outlets.pop(codec, None)

    def tell(self, lines: Iterable[Entry]) -> None:
        """Send ``lines`` of the log, in order, now or with what comes next."""
        self._lines.extend(lines)
        if self._later is not None or not self._lines:
            return
        loop = asyncio.get_running_loop()
        if loop.time() >= self._free_at:
            self._flush()
        else:
            self._later = loop.call_at(self._free_at, self._flush)

    def say(self, message: Message) -> None:
        """Send a signal, which is of now or of no use."""
        for codec in list(self._outlets):
            self._send(codec, codec.encode(message))

    def _flush(self) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        lines, self._lines, self._later = [entry.json for entry in self._lines], [], None
        for codec in list(self._outlets):
            self._send(codec, codec.events(self.room, lines))
        ended = loop.time()
        self._free_at = ended + min(ended - began, LONGEST_WAIT)

    def _send(self, codec: Codec, payload: bytes) -> None:
        frame = Frame(payload, is_text=codec.is_text)
        outlets = tuple(self._outlets.get(codec, ()))
        for outlet in outlets:
            outlet.send(frame)
        metrics.DELIVERIES.inc(len(outlets))
