"""What a page asks the network for, as Chromium tells it."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

_HASH = re.compile(r"\.[0-9a-f]{12}(?=\.\w+$)")
PARTS = ("Script", "Stylesheet")
MOST_REQUESTS = 25  # of a page


@dataclass
class Traffic:
    """``sizes``: bytes with headers, as they travelled, of each script and style sheet, by its address."""

    sizes: dict[str, float] = field(default_factory=dict)
    _asked_for: dict[str, str] = field(default_factory=dict)
    _parts: dict[str, str] = field(default_factory=dict)

    def listen(self, session: Any) -> None:
        """Record what the page of a CDP ``session`` asks for from now on."""
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.webSocketCreated", self._opened)
        session.on("Network.requestServedFromCache", self._kept)
        session.on("Network.responseReceived", self._answered)
        session.on("Network.loadingFinished", self._came)
        session.send("Network.enable")

    @property
    def requests(self) -> list[str]:
        """The addresses that were asked of the network, those of sockets too."""
        return [*self._asked_for.values()]

    @property
    def kib(self) -> float:
        """KiB of scripts and style sheets."""
        return sum(self.sizes.values()) / 1024

    def parts(self) -> list[str]:
        """Return the paths of scripts and style sheets, without the hashes in their names, sorted."""
        return sorted(_HASH.sub("", urlsplit(url).path) for url in self.sizes)

    def _asked(self, event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        if url.startswith("data:"):
            return
        self._asked_for[event["requestId"]] = url
        if event.get("type") in PARTS:
            self._parts[event["requestId"]] = url

    def _opened(self, event: dict[str, Any]) -> None:
        self._asked_for[event["requestId"]] = event["url"]

    def _answered(self, event: dict[str, Any]) -> None:
        if event["response"].get("fromDiskCache"):
            self._kept(event)

    def _kept(self, event: dict[str, Any]) -> None:
        """The browser had it: nothing travelled."""
        self._asked_for.pop(event["requestId"], None)

    def _came(self, event: dict[str, Any]) -> None:
        if url := self._parts.get(event["requestId"]):
            self.sizes[url] = event["encodedDataLength"]


def open_watched(page: Page, path: str, *, knows: bool = False) -> tuple[Traffic, str]:
    """Open ``path``, with what the browser ``knows`` or without, until nothing more comes.

    Return what the page asked for, and its source.
    """
    traffic = Traffic()
    session = page.context.new_cdp_session(page)
    traffic.listen(session)
    session.send("Network.setCacheDisabled", {"cacheDisabled": not knows})
    answer = page.goto(path)
    page.wait_for_load_state("networkidle")
    session.detach()
    return traffic, answer.text() if answer else ""
