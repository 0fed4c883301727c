"""A meeting at Janus without the rest of the service: its backend, and pages, in one process."""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from playwright.sync_api import Browser, Page
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from realtime.meeting.media.interface import BadDescription, MediaSignal
from realtime.meeting.media.janus.backend import JanusBackend
from realtime.meeting.media.janus.connector import JanusConnector
from realtime.wire.meeting import MeetingMessage, Quality, ViewMeeting
from tests.machine.process import wait_until

PAGE = Path(__file__).with_name("page.html").read_bytes()
T = TypeVar("T")


class JanusThread:
    """Runs ``media`` on a loop in a thread of its own, since Playwright has ours; reopens what is lost."""

    def __init__(self, url: str) -> None:
        self.spoken: list[int] = []
        self.told: dict[int, list[str]] = defaultdict(list)
        self.quality: dict[int, Quality] = {}
        self.times_lost = 0
        self.view = ViewMeeting(meeting=1, pictures=4)
        self._sockets: dict[int, ServerConnection] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._call(self._start(url)).result()

    async def _start(self, url: str) -> None:
        self.janus = JanusConnector.connect(url)
        self.media: JanusBackend = self.janus.meeting(1, self)
        self._server: Server = await serve(self._comes, "127.0.0.1", 0, process_request=_give_page)
        self.port = next(iter(self._server.sockets)).getsockname()[1]

    def close(self) -> None:
        """End the meeting and the session."""
        self._call(self._end()).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        await self.janus.aclose()
        self._server.close()
        await self._server.wait_closed()

    def _call(self, work: Any) -> "Future[Any]":
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def do(self, act: Callable[[JanusBackend], T]) -> T:
        """Call ``act`` with the backend, on its loop."""

        async def once() -> T:
            return act(self.media)

        result: T = self._call(once()).result()
        return result

    def keep_slots(self) -> None:
        """Keep the backend from changing any slot."""
        self.do(lambda media: setattr(media, "_arrange_soon", lambda: None))

    # What a meeting does

    async def _comes(self, socket: ServerConnection) -> None:
        assert socket.request is not None
        person = int(socket.request.path.partition("=")[2])
        self._sockets[person] = socket
        self.media.open(person, self.view)
        for track in ("microphone", "camera"):
            self.media.announce(person, track, True)
        async for text in socket:
            try:
                self.media.apply_signal(person, msgspec.json.decode(text, type=MediaSignal))
            except BadDescription:
                self.told[person].append("bad description")

    def tell(self, person: int, message: MeetingMessage) -> None:
        self.told[person].append(str(message.__struct_config__.tag))
        socket = self._sockets[person]
        self._loop.create_task(socket.send(msgspec.json.encode(message), text=True))

    def spoke(self, people: list[int]) -> None:
        self.spoken = people

    def measured(self, person: int, quality: Quality) -> None:
        self.quality[person] = quality

    def lost(self, person: int) -> None:
        self.times_lost += 1
        self.media.open(person, self.view)

    # What pages do

    def enter(self, chromium: Browser, person: int) -> "BrowserGuest":
        """Let somebody come with a page of their own."""
        page = chromium.new_page()
        page.goto(f"http://127.0.0.1:{self.port}/?person={person}")
        page.evaluate("begin()")
        return BrowserGuest(page, person)


class BrowserGuest:
    """A person and their page."""

    def __init__(self, page: Page, person: int) -> None:
        self.page, self.person = page, person

    def come(self, other: "BrowserGuest", source: str) -> float:
        """Return the frames, or the energy of sound, received of ``other``."""
        return float(self.page.evaluate("([p, s]) => come(p, s)", [other.person, source]))

    def sees(self, other: "BrowserGuest", more: float = 5, source: str = "camera") -> bool:
        """Whether frames of ``other`` keep coming."""
        before = self.come(other, source)
        return wait_until(lambda: self.come(other, source) >= before + more)

    def hears(self, other: "BrowserGuest") -> bool:
        """Whether sound of ``other`` is being played that is not silence."""
        before = self.come(other, "microphone")
        return wait_until(lambda: self.come(other, "microphone") > before + 1e-4)

    def is_still(self, other: "BrowserGuest", source: str) -> bool:
        """Whether nothing more has come of ``other`` for a second."""
        before = self.come(other, source)
        self.page.wait_for_timeout(1000)
        return self.come(other, source) == before

    def sends(self, kind: str) -> bool:
        """Whether this browser goes on sending."""
        before = self.page.evaluate("kind => sent(kind)", kind)
        return wait_until(lambda: self.page.evaluate("kind => sent(kind)", kind) > before)

    def voices(self) -> set[int]:
        """Whose voices are in the slots."""
        return {person for person, source in self._slots() if source == "microphone"}

    def pictures(self) -> list[tuple[int, str]]:
        """Whose pictures are in the slots, the most important first."""
        return [(person, source) for person, source in self._slots() if source != "microphone"]

    def people(self) -> set[int]:
        """Who is in any slot."""
        return {person for person, _ in self._slots()}

    def hears_silence(self) -> bool:
        """Whether no packet comes any more."""
        before = self.page.evaluate("packets()")
        self.page.wait_for_timeout(1000)
        return bool(self.page.evaluate("packets()") == before)

    def offers(self) -> int:
        """Count the offers of the subscriber."""
        return int(self.page.evaluate("me.said.filter(type => type === 'meeting.offered').length"))

    def _slots(self) -> list[tuple[int, str]]:
        return [(slot["person"], slot["source"]) for slot in self.page.evaluate("me.slots") if slot["person"]]


def _give_page(connection: ServerConnection, request: Request) -> Response | None:
    if "Upgrade" in request.headers:
        return None
    headers = Headers({"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(PAGE))})
    return Response(HTTPStatus.OK, "OK", headers, PAGE)
