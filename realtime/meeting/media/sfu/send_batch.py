"""Batched sending: packets are protected side by side in one memory and sent by one ``sendmmsg(2)``.

A voice of thirty people is thirty datagrams: ``sendto`` would take thirty calls, each parsing its address
anew. Linux only, as the service is.
"""

import socket
from struct import pack
from typing import Any

from cffi import FFI  # type: ignore[import-untyped]

from realtime.meeting.media.sfu.counters import SfuCounters
from realtime.meeting.media.sfu.ice import Address
from realtime.meeting.media.sfu.srtp import PacketBuffer

AT_ONCE = 64

_ffi = FFI()
_ffi.cdef("""
struct iovec { void *iov_base; size_t iov_len; };
struct msghdr {
    void *msg_name; unsigned int msg_namelen; struct iovec *msg_iov; size_t msg_iovlen;
    void *msg_control; size_t msg_controllen; int msg_flags;
};
struct mmsghdr { struct msghdr msg_hdr; unsigned int msg_len; };
int sendmmsg(int fd, struct mmsghdr *messages, unsigned int count, int flags);
""")
_libc: Any = _ffi.dlopen(None)


class SockAddr:
    """A socket address in the kernel's form."""

    __slots__ = ("cdata", "size")

    def __init__(self, family: int, address: Address) -> None:
        host, port = address
        if family == socket.AF_INET6:
            packed = pack("=HHI", family, socket.htons(port), 0) + socket.inet_pton(family, host) + bytes(4)
        else:
            packed = pack("=HH", family, socket.htons(port)) + socket.inet_pton(family, host) + bytes(8)
        self.cdata: Any = _ffi.new("char[]", packed)
        self.size = len(packed)


class SendBatch:
    """The next packet is written and protected in ``buffer``; ``post`` keeps it until ``flush``."""

    def __init__(self, outgoing: socket.socket, counters: SfuCounters) -> None:
        self._fd, self._family, self.counters = outgoing.fileno(), outgoing.family, counters
        self._buffers = [PacketBuffer() for _ in range(AT_ONCE)]
        self._messages: Any = _ffi.new("struct mmsghdr[]", AT_ONCE)
        self._vectors: Any = _ffi.new("struct iovec[]", AT_ONCE)
        self._headers = [self._messages[number].msg_hdr for number in range(AT_ONCE)]
        self._lengths = [self._vectors[number] for number in range(AT_ONCE)]
        for number, buffer in enumerate(self._buffers):
            self._vectors[number].iov_base = buffer.cdata
            self._headers[number].msg_iov = self._vectors + number
            self._headers[number].msg_iovlen = 1
        self._names: list[SockAddr | None] = [None] * AT_ONCE
        self._count = 0
        self.buffer = self._buffers[0]

    def name(self, address: Address) -> SockAddr:
        """Convert ``address`` to post packets to it."""
        return SockAddr(self._family, address)

    def post(self, name: SockAddr, length: int) -> None:
        """Queue the packet in ``buffer``, ``length`` bytes long, for ``name``."""
        count = self._count
        header = self._headers[count]
        self._names[count] = name  # the kernel reads it at the flush, when a viewer may have moved or gone
        header.msg_name, header.msg_namelen = name.cdata, name.size
        self._lengths[count].iov_len = length
        self._count = count = count + 1
        if count == AT_ONCE:
            self.flush()
        else:
            self.buffer = self._buffers[count]

    def flush(self) -> None:
        """Send all. What the kernel cannot take is dropped: receivers NACK what they miss."""
        done, count = 0, self._count
        self._count, self.buffer = 0, self._buffers[0]
        while done < count:
            sent = _libc.sendmmsg(self._fd, self._messages + done, count - done, socket.MSG_DONTWAIT)
            if sent <= 0:
                self.counters.unsent += 1
                sent = 1
            done += sent
