"""A line between browsers and the house that loses datagrams, each way, as told."""

import random
import re
import selectors
import socket
import threading

from tests.realtime.meeting.forwarder.caller import new_socket

LARGEST = 2048


class LossyLine:
    """Stands before the house's ``port``. ``loss``: the share of datagrams that do not arrive."""

    def __init__(self, port: int, loss: float, seed: int = 1) -> None:
        self.loss = loss
        self.lost = 0
        self._house = ("127.0.0.1", port)
        self._chance = random.Random(seed)
        self._front = new_socket()
        self._backs: dict[tuple[str, int], socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._front, selectors.EVENT_READ, None)
        self._is_open = True
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self._thread.start()

    def change(self, offer: str) -> str:
        """The offer, with this line in place of the house."""
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
            for key, _ in self._selector.select(0.1):
                self._pass_on(key.fileobj, key.data)  # type: ignore[arg-type]

    def _pass_on(self, end: socket.socket, browser: tuple[str, int] | None) -> None:
        datagram, address = end.recvfrom(LARGEST)
        if self._chance.random() < self.loss:
            self.lost += 1
        elif browser:
            self._front.sendto(datagram, browser)
        else:
            self._back(address).sendto(datagram, self._house)

    def _back(self, browser: tuple[str, int]) -> socket.socket:
        if browser not in self._backs:
            self._backs[browser] = new_socket()
            self._selector.register(self._backs[browser], selectors.EVENT_READ, browser)
        return self._backs[browser]
