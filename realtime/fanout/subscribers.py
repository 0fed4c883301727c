"""The sockets of this process that follow one room: each frame is encoded once per codec for all of them."""

import asyncio
from collections.abc import Callable, Iterable, Iterator

from realtime import metrics
from realtime.fanout.frames import PreparedFrame
from realtime.fanout.socket_sender import SocketSender
from realtime.giving_way import on_its_way
from realtime.wire.answers import Message
from realtime.wire.codec import Codec
from rooms.log import LogEntry

# After sending to a crowd, wait as long as that took, at most this; then send what came as one batch.
MAX_BATCH_WAIT = 0.1
# A page takes nothing of a frame before it has all of it, and ends a socket on which nothing comes for long.
FRAME_BYTES = 64 * 1024

OnBehind = Callable[[int], None]


class Subscribers:
    """Sockets that follow one room. An event is sent at once when idle, in a batch when behind.

    A socket that is far behind is told nothing more: whoever added it is, and the number that it has heard.
    """

    def __init__(self, room: int) -> None:
        self.room = room
        # In order of arrival, which is close to their order in memory: iterating over a crowd is faster so.
        self._senders: dict[Codec, dict[SocketSender, OnBehind]] = {}
        self._pending: list[LogEntry] = []
        self._free_at = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return sum(map(len, self._senders.values()))

    def add(self, codec: Codec, sender: SocketSender, on_behind: OnBehind) -> None:
        """Send to this socket too from now on, until it is far behind: then ``on_behind`` is called."""
        self._senders.setdefault(codec, {})[sender] = on_behind

    def discard(self, codec: Codec, sender: SocketSender) -> None:
        """Send nothing more to this socket."""
        senders = self._senders.get(codec, {})
        senders.pop(sender, None)
        if not senders:
            self._senders.pop(codec, None)

    def send_entries(self, entries: Iterable[LogEntry]) -> None:
        """Send ``entries`` in order, now or with the next batch."""
        self._pending.extend(entries)
        if self._timer is not None or not self._pending:
            return
        loop = asyncio.get_running_loop()
        if loop.time() >= self._free_at:
            self._flush()
        else:
            self._timer = loop.call_at(self._free_at, self._flush)

    def send_signal(self, message: Message) -> None:
        """Send a signal at once: it is of no use later."""
        for codec in list(self._senders):
            self._send(codec, codec.encode(message))

    def _flush(self) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        entries, self._pending, self._timer = self._pending, [], None
        with on_its_way():
            for frame in frames(entries):
                self._send_all(frame)
        ended = loop.time()
        self._free_at = ended + min(ended - began, MAX_BATCH_WAIT)

    def _send_all(self, frame: list[LogEntry]) -> None:
        lines = [entry.json for entry in frame]
        for codec in list(self._senders):
            self._drop_behind(codec, frame[0].seq - 1)
            self._send(codec, codec.events(self.room, lines))

    def _drop_behind(self, codec: Codec, heard: int) -> None:
        behind = [each for each in self._senders[codec].items() if each[0].is_behind]
        for sender, on_behind in behind:
            self.discard(codec, sender)
            on_behind(heard)

    def _send(self, codec: Codec, payload: bytes) -> None:
        frame = PreparedFrame(payload, is_text=codec.is_text)
        senders = tuple(self._senders.get(codec, ()))
        for sender in senders:
            sender.send(frame)
        metrics.DELIVERIES.inc(len(senders))


def frames(entries: Iterable[LogEntry]) -> Iterator[list[LogEntry]]:
    """Share out ``entries``, in order, to frames of at most 64 KiB; a larger entry has one of its own."""
    frame: list[LogEntry] = []
    size = 0
    for entry in entries:
        if frame and size + len(entry.json) > FRAME_BYTES:
            yield frame
            frame, size = [], 0
        frame.append(entry)
        size += len(entry.json)
    yield frame
