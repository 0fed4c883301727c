"""How packets reach a viewer: protected, through the UDP socket; or in the clear, into a sink."""

from pylibsrtp import Error

from realtime.meeting.media.headless import PacketSink
from realtime.meeting.media.sfu.ice import Address
from realtime.meeting.media.sfu.incoming_stream import Forward
from realtime.meeting.media.sfu.rtp import RtpPacket
from realtime.meeting.media.sfu.send_batch import SendBatch
from realtime.meeting.media.sfu.srtp import LARGEST, Protector
from realtime.meeting.media.sfu.stream_rewriter import StreamRewriter


class SinkSender:
    """Sends to a sink, such as a recorder."""

    def __init__(self, sink: PacketSink) -> None:
        self._sink = sink
        self._data = memoryview(bytearray(LARGEST))

    def writer(self, rewriter: StreamRewriter) -> Forward:
        """Return the function that hands over each packet of ``rewriter``."""
        data, send = self._data, self._sink.send

        def forward(packet: RtpPacket) -> None:
            send(bytes(data[: rewriter.write(packet, data)]))

        return forward

    def send(self, packet: bytes) -> None:
        """Hand over one packet."""
        self._sink.send(packet)


class SrtpSender:
    """Sends to a browser at its ICE address; ``set_address`` again when it moves."""

    def __init__(self, batch: SendBatch, protector: Protector, address: Address) -> None:
        self._batch, self._protector = batch, protector
        self._name = batch.name(address)

    def set_address(self, address: Address) -> None:
        """Send there from now on."""
        self._name = self._batch.name(address)

    def writer(self, rewriter: StreamRewriter) -> Forward:
        """Return the function that protects and queues each packet of ``rewriter``: the SFU's hot path."""
        batch, write, protect = self._batch, rewriter.write, self._protector.protect

        def forward(packet: RtpPacket) -> None:
            buffer = batch.buffer
            try:
                length = protect(buffer, write(packet, buffer.data))
            except Error:
                batch.counters.unsent += (
                    1  # too old for libsrtp's replay window: nobody waits for it any more
                )
                return
            batch.post(self._name, length)

        return forward

    def send(self, packet: bytes) -> None:
        """Protect and queue one RTP packet."""
        buffer = self._batch.buffer
        buffer.data[: len(packet)] = packet
        try:
            length = self._protector.protect(buffer, len(packet))
        except Error:
            self._batch.counters.unsent += 1
            return
        self._batch.post(self._name, length)

    def report(self, packet: bytes) -> None:
        """Protect and queue a compound RTCP packet."""
        protected = self._protector.protect_rtcp(packet)
        self._batch.buffer.data[: len(protected)] = protected
        self._batch.post(self._name, len(protected))
