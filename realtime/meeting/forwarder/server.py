"""The forwarder of a process: one UDP socket, one certificate, and the meetings that share them."""

import asyncio
import logging
import time
from collections.abc import Sequence

from aioice.stun import Message

from realtime.meeting.forwarder.counters import Counters
from realtime.meeting.forwarder.dtls import Certificate
from realtime.meeting.forwarder.ice import Address, echo, named, read_check
from realtime.meeting.forwarder.meeting import Forwarder
from realtime.meeting.forwarder.person import Connection
from realtime.meeting.forwarder.socket import UdpSocket
from realtime.meeting.media import MediaListener
from rooms.meetings.relaying import KNOCK

logger = logging.getLogger("hub.meeting.forwarder")

TICK = 0.02


class ForwarderSocket:
    """Where all browsers knock, told apart by the user fragment of their checks, then by their address."""

    def __init__(self, host: str, port: int, addresses: Sequence[str]) -> None:
        self.counters, self.certificate = Counters(), Certificate()
        self._socket = UdpSocket(host, port, self, self.counters)
        self.tray, self.outbox = self._socket.tray, self._socket.outbox
        self.addresses: list[Address] = [(address, self._socket.port) for address in addresses]
        self._meetings: set[Forwarder] = set()
        self._by_ufrag: dict[str, Connection] = {}
        self._by_address: dict[Address, Connection] = {}
        self._timer: asyncio.TimerHandle | None = None

    @classmethod
    def bind(cls, host: str, port: int, addresses: Sequence[str]) -> "ForwarderSocket":
        """Listen on ``host`` and ``port`` (0: any); browsers are told to knock at ``addresses``.

        Call it on the running loop. Raises ``OSError`` when the port is taken.
        """
        bound = cls(host, port, addresses)
        bound._socket.open()
        bound._tick()
        return bound

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._socket.port

    def meeting(self, meeting: int, listener: MediaListener) -> Forwarder:
        """The media of one meeting more."""
        forwarder = Forwarder(meeting, listener, self)
        self._meetings.add(forwarder)
        return forwarder

    def close(self) -> None:
        """End all meetings, and the socket."""
        for meeting in list(self._meetings):
            meeting.close()
        if self._timer:
            self._timer.cancel()
        self._socket.close()

    # What the meetings and their connections need

    def send(self, datagram: bytes, address: Address) -> None:
        """Send one datagram at once."""
        self._socket.send(datagram, address)

    def welcome(self, connection: Connection) -> None:
        """Answer the checks that name ``connection``."""
        self._by_ufrag[connection.agent.ufrag] = connection
        self.counters.people += 1

    def reach(self, connection: Connection, address: Address) -> None:
        """What comes from ``address`` is for ``connection`` from now on."""
        self._by_address[address] = connection

    def leave(self, connection: Connection, address: Address) -> None:
        """What comes from ``address`` is for ``connection`` no longer."""
        if self._by_address.get(address) is connection:
            del self._by_address[address]

    def forget(self, connection: Connection) -> None:
        """Nothing comes for ``connection`` any more."""
        if self._by_ufrag.pop(connection.agent.ufrag, None):
            self.counters.people -= 1
        for address in connection.agent.addresses:
            self.leave(connection, address)

    # What the socket brings

    def checked(self, length: int, address: Address) -> None:
        """A STUN message: somebody proves that they may be sent to."""
        check = read_check(bytes(self.tray.data[:length]))
        house = named(check)[0] if check else ""
        if check and house == KNOCK.ufrag:
            self._knocked(check, address, length)
        elif check and (connection := self._by_ufrag.get(house)):
            connection.checked(check, address, length)
        else:
            self.counters.strange += 1

    def _knocked(self, check: Message, address: Address, size: int) -> None:
        """Somebody at a door wants to know whether we hear them."""
        answer = echo(check, address)
        if answer and len(answer) <= size:
            self.send(answer, address)
        else:
            self.counters.strange += 1

    def shaken(self, length: int, address: Address) -> None:
        """A DTLS record."""
        if connection := self._by_address.get(address):
            connection.shaken(bytes(self.tray.data[:length]), address)
        else:
            self.counters.strange += 1

    def media(self, length: int, address: Address) -> None:
        """A protected packet."""
        if connection := self._by_address.get(address):
            self.counters.packets_in += 1
            self.counters.bytes_in += length
            connection.media(length, self._socket.arrived())
        else:
            self.counters.strange += 1

    def strange(self) -> None:
        """Nothing that is known."""
        self.counters.strange += 1

    def _tick(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(TICK, self._tick)
        self._meetings = {meeting for meeting in self._meetings if meeting.is_open}
        for meeting in self._meetings:
            self._tell_time(meeting)
        self.outbox.flush()

    @staticmethod
    def _tell_time(meeting: Forwarder) -> None:
        """A mistake of ours in one meeting must not stop the clock of the others."""
        try:
            meeting.tick(time.monotonic())
        except Exception:
            logger.exception("the clock of a meeting's media went wrong")
