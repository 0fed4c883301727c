"""Demultiplexing of one participant's RTP: each packet to its stream, by SSRC, RTX or MID (RFC 8843)."""

from collections.abc import Callable, Iterable

from realtime.meeting.media.sfu.active_speakers import UNTOLD
from realtime.meeting.media.sfu.counters import SfuCounters
from realtime.meeting.media.sfu.incoming_stream import IncomingStream
from realtime.meeting.media.sfu.rtp import (
    HAS_EXTENSIONS,
    HEADER,
    MARKER,
    MalformedPacket,
    RtpPacket,
    extensions,
    payload_bounds,
)
from realtime.meeting.media.sfu.sdp import LEVEL_ID, MID_ID, OPUS, RECEIVED_MIDS, RTX, VP8, ReceivedSection
from realtime.meeting.media.sfu.srtp import PacketBuffer
from realtime.meeting.media.sfu.twcc import TWCC_ID, TwccFeedback

MOST_NEW_SSRCS = 16
SILENCE = 127
read_header = HEADER.unpack_from
OnVoice = Callable[[float, float], None]


class RtpDemuxer:
    """The streams of ``person``, by mid and by SSRC. ``spoke(loudness, now)`` is called for each voice
    packet before it is forwarded, ``stream_started()`` for each new stream."""

    def __init__(
        self,
        person: int,
        buffer: PacketBuffer,
        counters: SfuCounters,
        spoke: OnVoice,
        stream_started: Callable[[], None],
    ) -> None:
        self.by_mid: dict[str, IncomingStream] = {}
        self.held: set[str] = set()
        self.twcc = TwccFeedback()
        self._person, self._data, self._counters = person, buffer.data, counters
        self._on_voice, self._stream_started = spoke, stream_started
        self._by_ssrc: dict[int, IncomingStream] = {}
        self._mid_by_ssrc: dict[int, str] = {}
        self._rtx: dict[int, int] = {}
        self._new_ssrcs: set[int] = set()

    def expect(self, heard: Iterable[ReceivedSection]) -> None:
        """Learn the SSRCs of an answer; the last answer alone counts."""
        self._rtx, self._mid_by_ssrc = {}, {}
        for section in heard:
            self._rtx |= section.rtx
            self._mid_by_ssrc |= {ssrc: section.mid for ssrc in section.ssrcs if ssrc not in section.rtx}

    def begin(self) -> None:
        """Create the streams that the answer names: a key frame may be the very first packet."""
        for ssrc, mid in self._mid_by_ssrc.items():
            if mid not in self.by_mid:
                self._start(ssrc, mid)

    def accepts(self, ssrc: int) -> bool:
        """Whether a packet of this SSRC is worth unprotecting: each new SSRC costs libsrtp memory."""
        if ssrc in self._by_ssrc or ssrc in self._mid_by_ssrc or ssrc in self._rtx or ssrc in self._new_ssrcs:
            return True
        if len(self._new_ssrcs) == MOST_NEW_SSRCS:
            return False
        self._new_ssrcs.add(ssrc)
        return True

    def has(self, ssrc: int) -> bool:
        """Whether there is a stream of this SSRC."""
        return ssrc in self._by_ssrc

    def take(self, length: int, now: float, arrived: float) -> None:
        """Take the RTP packet in the buffer, received at ``arrived``. Raises ``MalformedPacket``."""
        data = self._data
        if data[0] & HAS_EXTENSIONS and data[1] & 0x7F != OPUS:
            self._note_arrival(length, arrived)
        _, second, seq, timestamp, ssrc = read_header(data)
        stream = self._by_ssrc.get(ssrc)
        if stream is None:
            stream = self._by_ssrc.get(self._rtx.get(ssrc, -1))
            if stream is not None:
                self._unwrap_rtx(stream, second, timestamp, length, now)
                return
            stream = self._begin(ssrc, second, length)
            if stream is None:
                return
        if second & 0x7F != (OPUS if stream.mid == "m" else VP8):
            raise MalformedPacket("another codec than was agreed on")
        start, end = payload_bounds(data, length)
        if stream.mid in self.held:
            stream.skip(seq, timestamp, now)
            self._counters.held += 1
            return
        if stream.mid == "m":
            self._on_voice(self._loudness(length), now)
        stream.take(RtpPacket(seq, timestamp, second, bytes(data[start:end])), now)

    def _note_arrival(self, length: int, arrived: float) -> None:
        seq = extensions(self._data, length).get(TWCC_ID)
        if seq and len(seq) == 2:
            self.twcc.note(seq[0] << 8 | seq[1], arrived)

    def _unwrap_rtx(
        self, stream: IncomingStream, second: int, timestamp: int, length: int, now: float
    ) -> None:
        """Recover the original packet from an RTX packet (RFC 4588)."""
        start, end = payload_bounds(self._data, length)
        if second & 0x7F != RTX or end - start <= 2 or stream.mid in self.held:
            return
        seq = self._data[start] << 8 | self._data[start + 1]
        if stream.recall(seq) is None:
            self._counters.recovered += 1
            payload = bytes(self._data[start + 2 : end])
            stream.take(RtpPacket(seq, timestamp, second & MARKER | VP8, payload), now)

    def _begin(self, ssrc: int, second: int, length: int) -> IncomingStream | None:
        """Begin a stream with its first packet, whose mid the answer or the packet names (RFC 8843)."""
        mid = self._mid_by_ssrc.get(ssrc) or extensions(self._data, length).get(MID_ID, b"").decode(
            "ascii", "replace"
        )
        if mid not in RECEIVED_MIDS or second & 0x7F == RTX:
            return None
        return self._start(ssrc, mid)

    def _start(self, ssrc: int, mid: str) -> IncomingStream:
        stream = IncomingStream(self._person, mid, ssrc, self._counters)
        self._by_ssrc[ssrc] = self.by_mid[mid] = stream
        self._stream_started()
        return stream

    def _loudness(self, length: int) -> float:
        """Read the audio level (RFC 6464) as loudness, from 0, silence, to 127."""
        data = self._data
        if not data[0] & HAS_EXTENSIONS:
            return UNTOLD
        if data[16] >> 4 == LEVEL_ID and not data[0] & 0x0F:
            return SILENCE - (data[17] & 0x7F)
        level = extensions(data, length).get(LEVEL_ID)
        return SILENCE - (level[0] & 0x7F) if level else UNTOLD
