"""How a viewer is reached: sealed through the socket; or in the clear, into anything that takes packets."""

from pylibsrtp import Error

from realtime.meeting.forwarder.ice import Address
from realtime.meeting.forwarder.outbox import Outbox
from realtime.meeting.forwarder.rewriting import Segment
from realtime.meeting.forwarder.rtp import Packet
from realtime.meeting.forwarder.srtp import LARGEST, Sealer
from realtime.meeting.forwarder.stream import Forward
from realtime.meeting.watching import Sink


class SinkOutlet:
    """A viewer without a socket, as a recorder is one."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._data = memoryview(bytearray(LARGEST))

    def writer(self, segment: Segment) -> Forward:
        """What hands each packet of ``segment`` over."""
        data, send = self._data, self._sink.send

        def forward(packet: Packet) -> None:
            send(bytes(data[: segment.write(packet, data)]))

        return forward

    def send(self, packet: bytes) -> None:
        """One packet."""
        self._sink.send(packet)


class SocketOutlet:
    """A browser, at the address where it has proved itself; ``aim`` again when it moves."""

    def __init__(self, outbox: Outbox, sealer: Sealer, address: Address) -> None:
        self._outbox, self._sealer = outbox, sealer
        self._name = outbox.name(address)

    def aim(self, address: Address) -> None:
        """Send there from now on."""
        self._name = self._outbox.name(address)

    def writer(self, segment: Segment) -> Forward:
        """What seals and posts each packet of ``segment``. This is where the forwarder spends its time."""
        outbox, write, seal = self._outbox, segment.write, self._sealer.seal

        def forward(packet: Packet) -> None:
            tray = outbox.tray
            try:
                length = seal(tray, write(packet, tray.data))
            except Error:
                outbox.counters.unsent += 1  # too old to be sealed again: nobody else waits for it
                return
            outbox.post(self._name, length)

        return forward

    def send(self, packet: bytes) -> None:
        """Seal and post one RTP packet."""
        tray = self._outbox.tray
        tray.data[: len(packet)] = packet
        try:
            length = self._sealer.seal(tray, len(packet))
        except Error:
            self._outbox.counters.unsent += 1
            return
        self._outbox.post(self._name, length)

    def report(self, packet: bytes) -> None:
        """Seal and post a compound RTCP packet."""
        sealed = self._sealer.seal_rtcp(packet)
        self._outbox.tray.data[: len(sealed)] = sealed
        self._outbox.post(self._name, len(sealed))
