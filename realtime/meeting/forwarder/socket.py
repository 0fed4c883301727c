"""The one UDP socket of the forwarder: what arrives is told apart by its first byte (RFC 7983)."""

import asyncio
import socket
from collections.abc import Callable
from typing import Protocol

from realtime.meeting.forwarder.ice import Address
from realtime.meeting.forwarder.srtp import LARGEST, Tray

Send = Callable[[memoryview | bytes, Address], int]

AT_ONCE = 128
BUFFERED = 4 * 1024 * 1024


class Receiver(Protocol):
    """Who takes datagrams, each lying on the tray."""

    def checked(self, length: int, address: Address) -> None:
        """A STUN message."""

    def shaken(self, length: int, address: Address) -> None:
        """A DTLS record."""

    def media(self, length: int, address: Address) -> None:
        """SRTP or SRTCP."""

    def strange(self) -> None:
        """Anything else."""


class UdpSocket:
    """Bound at once. Raises ``OSError`` when the port is taken."""

    def __init__(self, host: str, port: int, tray: Tray, receiver: Receiver) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            self._socket.setsockopt(socket.SOL_SOCKET, option, BUFFERED)
        if family == socket.AF_INET6:
            self._socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        self._socket.bind((host, port))
        self.port: int = self._socket.getsockname()[1]
        self.send: Send = self._socket.sendto
        self._tray, self._receiver = tray, receiver

    def open(self) -> None:
        """Begin to listen, on the running loop."""
        asyncio.get_running_loop().add_reader(self._socket, self._drain)

    def close(self) -> None:
        """Stop at once."""
        asyncio.get_running_loop().remove_reader(self._socket)
        self._socket.close()

    def _drain(self) -> None:
        """Take what has arrived, but leave the loop to others now and then."""
        receive, room = self._socket.recvfrom_into, self._tray.data[:LARGEST]
        try:
            for _ in range(AT_ONCE):
                length, address = receive(room)
                self._hand_over(length, address[:2])
        except BlockingIOError:
            return

    def _hand_over(self, length: int, address: Address) -> None:
        first = self._tray.data[0] if length else 255
        if 128 <= first < 192 and length >= 12:
            self._receiver.media(length, address)
        elif 20 <= first < 64:
            self._receiver.shaken(length, address)
        elif first < 4:
            self._receiver.checked(length, address)
        else:
            self._receiver.strange()
