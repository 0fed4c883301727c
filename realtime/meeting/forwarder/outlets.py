"""How a viewer is reached: sealed through the socket; or in the clear, into anything that takes packets."""

from typing import Protocol

from realtime.meeting.forwarder.counters import Counters
from realtime.meeting.forwarder.ice import Agent
from realtime.meeting.forwarder.rewriting import Segment
from realtime.meeting.forwarder.rtp import Packet
from realtime.meeting.forwarder.socket import Send
from realtime.meeting.forwarder.srtp import LARGEST, Sealer, Tray
from realtime.meeting.forwarder.stream import Forward


class Sink(Protocol):
    """Takes RTP packets as a browser would receive them, before they are sealed."""

    def send(self, packet: bytes) -> None:
        """One packet."""


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
    """A browser, wherever ``agent`` has last heard it. Nothing is sent before it has proved itself."""

    def __init__(self, tray: Tray, send: Send, agent: Agent, sealer: Sealer, counters: Counters) -> None:
        self._tray, self._send, self._agent = tray, send, agent
        self._sealer, self._counters = sealer, counters

    def writer(self, segment: Segment) -> Forward:
        """What seals and sends each packet of ``segment``. This is where the forwarder spends its time."""
        data, send, agent, counters = self._tray.data, self._send, self._agent, self._counters
        write, seal = segment.write, self._sealer.seal

        def forward(packet: Packet) -> None:
            try:
                send(seal(write(packet, data)), agent.address)  # type: ignore[arg-type]  # proved by now
            except OSError:
                counters.unsent += 1  # the line is full or down: whoever misses it asks again

        return forward

    def send(self, packet: bytes) -> None:
        """Seal and send one RTP packet."""
        self._tray.data[: len(packet)] = packet
        try:
            self._send(self._sealer.seal(len(packet)), self._agent.address)  # type: ignore[arg-type]
        except OSError:
            self._counters.unsent += 1

    def report(self, packet: bytes) -> None:
        """Send a compound RTCP packet."""
        try:
            self._send(self._sealer.seal_rtcp(packet), self._agent.address)  # type: ignore[arg-type]
        except OSError:
            self._counters.unsent += 1
