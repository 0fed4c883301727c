"""A person in front of a real browser with Chromium's fake camera and microphone."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from realtime.wire.meeting import Track, ViewMeeting
from tests.realtime.meeting.media.sfu.sfu_thread import MEETING, SfuThread

SCRIPT = (Path(__file__).parent / "page.js").read_text()
EMPTY = "<!doctype html><title>rencontre</title><body></body>"
PATIENCE = 60.0


class ChromiumPeer:
    """``person`` in ``page``, who looks at ``pictures`` pictures and has ``on`` turned on."""

    def __init__(
        self,
        sfu: SfuThread,
        person: int,
        page: Page,
        pictures: int = 4,
        first: int = 180,
        on: tuple[Track, ...] = ("microphone", "camera"),
        size: int = 360,
        change: Callable[[str], str] = lambda offer: offer,
    ) -> None:
        """``size``: the height of the camera; ``change``: rewrites the offer on its way."""
        self.person, self.page = person, page
        self.view = ViewMeeting(meeting=MEETING, pictures=pictures, first=first)
        self._stand, self._on, self._size, self._change = sfu, on, size, change

    def meet(self) -> None:
        """Come in, with a connection of its own."""
        self.page.route("**/*", lambda route: route.fulfill(body=EMPTY, content_type="text/html"))
        self.page.goto("http://localhost/")
        self.page.add_script_tag(content=SCRIPT)
        words = {"microphone": "microphone" in self._on, "camera": "camera" in self._on, "size": self._size}
        offer = self._change(self._stand.offer(self.person, self.view, *self._on))
        self._stand.answer(
            self.person, self.page.evaluate("([offer, words]) => meet(offer, words)", [offer, words])
        )

    def figures(self) -> dict[str, Any]:
        """Return the browser's statistics: ``state``, and streams ``in`` and ``out`` by mid."""
        found: dict[str, Any] = self.page.evaluate("figures()")
        return found

    def received(self, mid: str, figure: str) -> float:
        """Return one figure of what is received in ``mid``, 0 when nothing came yet."""
        return float(self.figures()["in"].get(mid, {}).get(figure, 0))

    def sent(self, mid: str, figure: str) -> float:
        """Return one figure of what is sent in ``mid``."""
        return float(self.figures()["out"].get(mid, {}).get(figure, 0))

    def await_more(self, mid: str, figure: str, more: float = 1) -> None:
        """Wait until ``figure`` has grown by ``more``."""
        before = self.received(mid, figure)
        self.await_that(lambda: self.received(mid, figure) >= before + more, f"{mid} {figure}")

    def await_that(self, holds: Callable[[], bool], what: str = "it") -> None:
        """Wait until it holds."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, f"{what} never came: {self.figures()['in']}"
            self.page.wait_for_timeout(100)
