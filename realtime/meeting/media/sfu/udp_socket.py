"""The SFU's one UDP socket; datagrams are demultiplexed by their first byte (RFC 7983)."""

import asyncio
import socket
import time
from struct import Struct
from typing import Protocol

from realtime.meeting.media.sfu.counters import SfuCounters
from realtime.meeting.media.sfu.ice import Address
from realtime.meeting.media.sfu.send_batch import SendBatch
from realtime.meeting.media.sfu.srtp import LARGEST, PacketBuffer

AT_ONCE = 128
BUFFERED = 4 * 1024 * 1024
# Linux constants that Python does not name (socket(7)).
SNDBUF_FORCE, RCVBUF_FORCE, STAMP = 32, 33, 35
TIMESPEC = Struct("@ll")
STAMP_ROOM = socket.CMSG_SPACE(TIMESPEC.size)


class DatagramHandler(Protocol):
    """Takes datagrams, each in the shared buffer."""

    def handle_stun(self, length: int, address: Address) -> None:
        """Take a STUN message."""

    def handle_dtls(self, length: int, address: Address) -> None:
        """Take a DTLS record."""

    def handle_srtp(self, length: int, address: Address) -> None:
        """Take SRTP or SRTCP."""

    def handle_unknown(self) -> None:
        """Take anything else."""


class UdpSocket:
    """Bound when it is created. Raises ``OSError`` when the port is taken."""

    def __init__(self, host: str, port: int, receiver: DatagramHandler, counters: SfuCounters) -> None:
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
        self.buffer, self.batch = PacketBuffer(), SendBatch(self._socket, counters)
        self._receiver, self._counters = receiver, counters

    def open(self) -> None:
        """Begin to read, on the running loop."""
        asyncio.get_running_loop().add_reader(self._socket, self._drain)

    def close(self) -> None:
        """Close at once."""
        asyncio.get_running_loop().remove_reader(self._socket)
        self._socket.close()

    def send(self, datagram: bytes, address: Address) -> None:
        """Send one datagram at once, or drop it: the protocols above retransmit."""
        try:
            self._socket.sendto(datagram, address)
        except OSError:
            self._counters.unsent += 1

    def arrived(self) -> float:
        """Return when the kernel received the present datagram, in seconds: our own delays do not count."""
        for _, kind, stamp in self._stamps:
            if kind == STAMP:
                seconds, fraction = TIMESPEC.unpack(stamp)
                return float(seconds + fraction / 1e9)
        return time.time()

    def _widen(self, forced: int, option: int) -> None:
        """Enlarge a socket buffer for bursts; beyond the kernel's limit only as root."""
        try:
            self._socket.setsockopt(socket.SOL_SOCKET, forced, BUFFERED)
        except OSError:
            self._socket.setsockopt(socket.SOL_SOCKET, option, BUFFERED)

    def _drain(self) -> None:
        """Read what has arrived, at most ``AT_ONCE`` datagrams, and send what that caused."""
        receive, room = self._socket.recvmsg_into, [self.buffer.data[:LARGEST]]
        try:
            for _ in range(AT_ONCE):
                length, self._stamps, _, address = receive(room, STAMP_ROOM)
                self._hand_over(length, address[:2])
        except BlockingIOError:
            pass
        finally:
            self.batch.flush()

    def _hand_over(self, length: int, address: Address) -> None:
        first = self.buffer.data[0] if length else 255
        if 128 <= first < 192 and length >= 12:
            self._receiver.handle_srtp(length, address)
        elif 20 <= first < 64:
            self._receiver.handle_dtls(length, address)
        elif first < 4:
            self._receiver.handle_stun(length, address)
        else:
            self._receiver.handle_unknown()
