"""An SFU in a thread of its own, for tests that wait for browsers in theirs."""

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

from realtime.meeting.media.sfu import SfuBackend, SfuServer
from realtime.wire.meeting import (
    AnswerMedia,
    MediaOffered,
    MediaSlots,
    MeetingMessage,
    Quality,
    Track,
    ViewMeeting,
)

T = TypeVar("T")
MEETING = 1


class ListenerLog:
    """A ``MediaListener`` that logs."""

    def __init__(self) -> None:
        self.offers: dict[int, str] = {}
        self.slots: dict[int, MediaSlots] = {}
        self.speaking: list[list[int]] = []
        self.qualities: list[tuple[int, Quality]] = []
        self.ended: list[int] = []
        self.when_lost: Callable[[int], None] = lambda person: None

    def tell(self, person: int, message: MeetingMessage) -> None:
        if isinstance(message, MediaOffered):
            self.offers[person] = message.sdp
        elif isinstance(message, MediaSlots):
            self.slots[person] = message

    def spoke(self, people: list[int]) -> None:
        self.speaking.append(people)

    def measured(self, person: int, quality: Quality) -> None:
        self.qualities.append((person, quality))

    def lost(self, person: int) -> None:
        self.ended.append(person)
        self.when_lost(person)


class SfuThread:
    """One meeting on one socket. Every method may be called from any other thread."""

    def __init__(self) -> None:
        self.notes = ListenerLog()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.socket: SfuServer = self.call(lambda: SfuServer.bind("127.0.0.1", 0, ["127.0.0.1"]))
        self.meeting: SfuBackend = self.call(lambda: self.socket.meeting(MEETING, self.notes))

    def call(self, what: Callable[[], T]) -> T:
        """Call ``what`` on the SFU's loop."""

        async def do() -> T:
            return what()

        return asyncio.run_coroutine_threadsafe(do(), self._loop).result(10)

    def offer(self, person: int, view: ViewMeeting | None = None, *on: Track) -> str:
        """Open a connection for ``person``, who has ``on`` turned on; return the offer."""
        for track in on:
            self.call(lambda track=track: self.meeting.announce(person, track, True))  # type: ignore[misc]
        shown = view or ViewMeeting(meeting=MEETING, pictures=4)
        self.call(lambda: self.meeting.open(person, shown))
        return self.notes.offers[person]

    def answer(self, person: int, sdp: str) -> None:
        """Apply the answer of ``person``. Raises ``BadDescription``."""
        self.call(lambda: self.meeting.apply_signal(person, AnswerMedia(meeting=MEETING, peer=0, sdp=sdp)))

    def close(self) -> None:
        """End all."""
        self.call(self.socket.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
