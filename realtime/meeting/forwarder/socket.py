"""The one UDP socket of the forwarder: what arrives is told apart by its first byte (RFC 7983)."""

import asyncio
import socket
import time
from struct import Struct
from typing import Protocol

from realtime.meeting.forwarder.counters import Counters
from realtime.meeting.forwarder.ice import Address
from realtime.meeting.forwarder.outbox import Outbox
from realtime.meeting.forwarder.srtp import LARGEST, Tray

AT_ONCE = 128
BUFFERED = 4 * 1024 * 1024
# Of Linux, which Python does not name (socket(7)).
SNDBUF_FORCE, RCVBUF_FORCE, STAMP = 32, 33, 35
TIMESPEC = Struct("@ll")
STAMP_ROOM = socket.CMSG_SPACE(TIMESPEC.size)


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

    def __init__(self, host: str, port: int, receiver: Receiver, counters: Counters) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        for forced, option in ((RCVBUF_FORCE, socket.SO_RCVBUF), (SNDBUF_FORCE, socket.SO_SNDBUF)):
            self._widen(forced, option)
        if family == socket.AF_INET6:
            self._socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        self._socket.setsockopt(socket.SOL_SOCKET, STAMP, 1)
        self._stamps: list[tuple[int, int, bytes]] = []
        self._socket.bind((host, port))
        self.port: int = self._socket.getsockname()[1]
        self.tray, self.outbox = Tray(), Outbox(self._socket, counters)
        self._receiver, self._counters = receiver, counters

    def open(self) -> None:
        """Begin to listen, on the running loop."""
        asyncio.get_running_loop().add_reader(self._socket, self._drain)

    def close(self) -> None:
        """Stop at once."""
        asyncio.get_running_loop().remove_reader(self._socket)
        self._socket.close()

    def send(self, datagram: bytes, address: Address) -> None:
        """Send one datagram at once, or never: who needs it asks again."""
        try:
            self._socket.sendto(datagram, address)
        except OSError:
            self._counters.unsent += 1

    def arrived(self) -> float:
        """When the kernel had the datagram of now, in seconds: not disturbed by what kept us busy since."""
        for _, kind, stamp in self._stamps:
            if kind == STAMP:
                seconds, fraction = TIMESPEC.unpack(stamp)
                return float(seconds + fraction / 1e9)
        return time.time()

    def _widen(self, forced: int, option: int) -> None:
        """Room for what comes while others have the processor; more than the kernel grants only as root."""
        try:
            self._socket.setsockopt(socket.SOL_SOCKET, forced, BUFFERED)
        except OSError:
            self._socket.setsockopt(socket.SOL_SOCKET, option, BUFFERED)

    def _drain(self) -> None:
        """Take what has arrived and send what that brings, but leave the loop to others now and then."""
        receive, room = self._socket.recvmsg_into, [self.tray.data[:LARGEST]]
        try:
            for _ in range(AT_ONCE):
                length, self._stamps, _, address = receive(room, STAMP_ROOM)
                self._hand_over(length, address[:2])
        except BlockingIOError:
            pass
        finally:
            self.outbox.flush()

    def _hand_over(self, length: int, address: Address) -> None:
        first = self.tray.data[0] if length else 255
        if 128 <= first < 192 and length >= 12:
            self._receiver.media(length, address)
        elif 20 <= first < 64:
            self._receiver.shaken(length, address)
        elif first < 4:
            self._receiver.checked(length, address)
        else:
            self._receiver.strange()
