"""A link between browsers and the SFU that loses datagrams each way, or has a narrow uplink."""

import random
import re
import selectors
import socket
import threading
import time
from collections import deque

from tests.realtime.meeting.media.sfu.fake_browser import new_socket

LARGEST = 2048


class LossyLink:
    """Stands before the SFU's ``port``. ``loss``: the share of datagrams that do not arrive; ``width``: bits
    per second of the uplink, unlimited when 0. What has to wait is queued without bound."""

    def __init__(self, port: int, loss: float, seed: int = 1) -> None:
        self.loss = loss
        self.width = 0.0
        self.lost = 0
        self._house = ("127.0.0.1", port)
        self._chance = random.Random(seed)
        self._front = new_socket()
        self._waiting: deque[tuple[float, bytes, tuple[str, int]]] = deque()
        self._free_at = 0.0
        self._backs: dict[tuple[str, int], socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._front, selectors.EVENT_READ, None)
        self._is_open = True
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self._thread.start()

    def change(self, offer: str) -> str:
        """Return the offer with this link in place of the SFU."""
        port = self._front.getsockname()[1]
        return re.sub(r"(candidate:\S+ 1 udp \d+ \S+ )\d+", rf"\g<1>{port}", offer)

    def close(self) -> None:
        """Carry nothing more."""
        self._is_open = False
        self._thread.join(10)
        for end in (self._front, *self._backs.values()):
            end.close()

    def _carry(self) -> None:
        while self._is_open:
            for key, _ in self._selector.select(0.005 if self._waiting else 0.1):
                self._pass_on(key.fileobj, key.data)  # type: ignore[arg-type]
            while self._waiting and self._waiting[0][0] <= time.monotonic():
                _, datagram, browser = self._waiting.popleft()
                self._back(browser).sendto(datagram, self._house)

    def _pass_on(self, end: socket.socket, browser: tuple[str, int] | None) -> None:
        datagram, address = end.recvfrom(LARGEST)
        if self._chance.random() < self.loss:
            self.lost += 1
        elif browser:
            self._front.sendto(datagram, browser)
        else:
            self._waiting.append((self._turn(len(datagram)), datagram, address))

    def _turn(self, size: int) -> float:
        """Return when a datagram of so many bytes is through."""
        now = time.monotonic()
        self._free_at = max(now, self._free_at) + size * 8 / self.width if self.width else now
        return self._free_at

    def _back(self, browser: tuple[str, int]) -> socket.socket:
        if browser not in self._backs:
            self._backs[browser] = new_socket()
            self._selector.register(self._backs[browser], selectors.EVENT_READ, browser)
        return self._backs[browser]
