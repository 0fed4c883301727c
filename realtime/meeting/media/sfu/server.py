"""The SFU of a process: one UDP socket, one DTLS certificate, and the meetings that share them."""

import asyncio
import logging
import time
from collections.abc import Sequence

from aioice.stun import Message

from realtime.meeting.media.interface import MediaListener
from realtime.meeting.media.sfu.backend import SfuBackend
from realtime.meeting.media.sfu.connection import SfuConnection
from realtime.meeting.media.sfu.counters import SfuCounters
from realtime.meeting.media.sfu.dtls import DtlsCertificate
from realtime.meeting.media.sfu.ice import Address, answer_probe, read_check, ufrags
from realtime.meeting.media.sfu.udp_socket import UdpSocket
from rooms.meetings.ice import UDP_PROBE

logger = logging.getLogger(__name__)

TICK = 0.02


class SfuServer:
    """Routes datagrams to connections: by the user fragment of their checks, then by their address."""

    def __init__(self, host: str, port: int, addresses: Sequence[str]) -> None:
        self.counters, self.certificate = SfuCounters(), DtlsCertificate()
        self._socket = UdpSocket(host, port, self, self.counters)
        self.buffer, self.batch = self._socket.buffer, self._socket.batch
        self.addresses: list[Address] = [(address, self._socket.port) for address in addresses]
        self._meetings: set[SfuBackend] = set()
        self._by_ufrag: dict[str, SfuConnection] = {}
        self._by_address: dict[Address, SfuConnection] = {}
        self._timer: asyncio.TimerHandle | None = None

    @classmethod
    def bind(cls, host: str, port: int, addresses: Sequence[str]) -> "SfuServer":
        """Listen on ``host`` and ``port`` (0: any); ``addresses`` become our ICE candidates.

        Call it on the running loop. Raises ``OSError`` when the port is taken.
        """
        bound = cls(host, port, addresses)
        bound._socket.open()
        bound._tick()
        return bound

    @property
    def port(self) -> int:
        """The UDP port."""
        return self._socket.port

    def meeting(self, meeting: int, listener: MediaListener) -> SfuBackend:
        """Create the backend of one meeting."""
        backend = SfuBackend(meeting, listener, self)
        self._meetings.add(backend)
        return backend

    def close(self) -> None:
        """End all meetings and close the socket."""
        for meeting in list(self._meetings):
            meeting.close()
        if self._timer:
            self._timer.cancel()
        self._socket.close()

    # SharedTransport

    def send(self, datagram: bytes, address: Address) -> None:
        """Send one datagram at once."""
        self._socket.send(datagram, address)

    def register(self, connection: SfuConnection) -> None:
        """Route connectivity checks that name ``connection`` to it."""
        self._by_ufrag[connection.agent.ufrag] = connection
        self.counters.people += 1

    def map_address(self, connection: SfuConnection, address: Address) -> None:
        """Route datagrams from ``address`` to ``connection``."""
        self._by_address[address] = connection

    def unmap_address(self, connection: SfuConnection, address: Address) -> None:
        """Stop routing datagrams from ``address`` to ``connection``."""
        if self._by_address.get(address) is connection:
            del self._by_address[address]

    def forget(self, connection: SfuConnection) -> None:
        """Route nothing to ``connection`` any more."""
        if self._by_ufrag.pop(connection.agent.ufrag, None):
            self.counters.people -= 1
        for address in connection.agent.addresses:
            self.unmap_address(connection, address)

    # DatagramHandler

    def handle_stun(self, length: int, address: Address) -> None:
        """Route a STUN message: a connectivity check, or a page's UDP probe."""
        check = read_check(bytes(self.buffer.data[:length]))
        ufrag = ufrags(check)[0] if check else ""
        if check and ufrag == UDP_PROBE.ufrag:
            self._answer_probe(check, address, length)
        elif check and (connection := self._by_ufrag.get(ufrag)):
            connection.handle_stun(check, address, length)
        else:
            self.counters.strange += 1

    def _answer_probe(self, check: Message, address: Address, size: int) -> None:
        """Answer a page that probes whether UDP reaches us."""
        answer = answer_probe(check, address)
        if answer and len(answer) <= size:
            self.send(answer, address)
        else:
            self.counters.strange += 1

    def handle_dtls(self, length: int, address: Address) -> None:
        """Route a DTLS record."""
        if connection := self._by_address.get(address):
            connection.handle_dtls(bytes(self.buffer.data[:length]), address)
        else:
            self.counters.strange += 1

    def handle_srtp(self, length: int, address: Address) -> None:
        """Route an SRTP or SRTCP packet."""
        if connection := self._by_address.get(address):
            self.counters.packets_in += 1
            self.counters.bytes_in += length
            connection.handle_srtp(length, self._socket.arrived())
        else:
            self.counters.strange += 1

    def handle_unknown(self) -> None:
        """Count a datagram of no known protocol."""
        self.counters.strange += 1

    def _tick(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(TICK, self._tick)
        self._meetings = {meeting for meeting in self._meetings if meeting.is_open}
        for meeting in self._meetings:
            self._run_timers(meeting)
        self.batch.flush()

    @staticmethod
    def _run_timers(meeting: SfuBackend) -> None:
        """Run a meeting's timers; a bug of ours in one meeting must not stop those of the others."""
        try:
            meeting.tick(time.monotonic())
        except Exception:
            logger.exception("the clock of a meeting's media went wrong")
