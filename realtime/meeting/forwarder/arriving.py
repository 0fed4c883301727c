"""What arrives from one person, opened: each packet to its stream, however its number was learnt."""

from collections.abc import Callable, Iterable

from realtime.meeting.forwarder.counters import Counters
from realtime.meeting.forwarder.description import HEARD, LEVEL_ID, MID_ID, OPUS, RTX, VP8, Heard
from realtime.meeting.forwarder.journal import JOURNAL_ID, Journal
from realtime.meeting.forwarder.rtp import (
    HAS_EXTENSIONS,
    HEADER,
    MARKER,
    Malformed,
    Packet,
    extensions,
    payload_bounds,
)
from realtime.meeting.forwarder.speakers import UNTOLD
from realtime.meeting.forwarder.srtp import Tray
from realtime.meeting.forwarder.stream import Stream

MOST_LEARNT = 16
SILENCE = 127
read_header = HEADER.unpack_from
Spoke = Callable[[float, float], None]


class Arrivals:
    """The streams of ``person``, by media section and by number. ``spoke(loudness, now)`` hears of each voice
    packet before it is passed on; ``began()`` when a stream is new."""

    def __init__(
        self, person: int, tray: Tray, counters: Counters, spoke: Spoke, began: Callable[[], None]
    ) -> None:
        self.by_mid: dict[str, Stream] = {}
        self.held: set[str] = set()
        self.journal = Journal()
        self._person, self._data, self._counters = person, tray.data, counters
        self._spoke, self._began = spoke, began
        self._by_ssrc: dict[int, Stream] = {}
        self._mids: dict[int, str] = {}
        self._repeats: dict[int, int] = {}
        self._learnt: set[int] = set()

    def expect(self, heard: Iterable[Heard]) -> None:
        """The numbers that an answer names: the last answer alone counts."""
        self._repeats, self._mids = {}, {}
        for section in heard:
            self._repeats |= section.repeats
            self._mids |= {ssrc: section.mid for ssrc in section.ssrcs if ssrc not in section.repeats}

    def begin(self) -> None:
        """Be ready for what the answer names: a key frame may be the very first packet."""
        for ssrc, mid in self._mids.items():
            if mid not in self.by_mid:
                self._start(ssrc, mid)

    def knows(self, ssrc: int) -> bool:
        """Whether a packet of this number is worth opening: each strange number costs memory."""
        if ssrc in self._by_ssrc or ssrc in self._mids or ssrc in self._repeats or ssrc in self._learnt:
            return True
        if len(self._learnt) == MOST_LEARNT:
            return False
        self._learnt.add(ssrc)
        return True

    def has(self, ssrc: int) -> bool:
        """Whether there is a stream of this number."""
        return ssrc in self._by_ssrc

    def take(self, length: int, now: float, arrived: float) -> None:
        """The opened packet on the tray, which the kernel had at ``arrived``. Raises ``Malformed``."""
        data = self._data
        if data[0] & HAS_EXTENSIONS and data[1] & 0x7F != OPUS:
            self._note(length, arrived)
        _, second, seq, timestamp, ssrc = read_header(data)
        stream = self._by_ssrc.get(ssrc)
        if stream is None:
            stream = self._by_ssrc.get(self._repeats.get(ssrc, -1))
            if stream is not None:
                self._recover(stream, second, timestamp, length, now)
                return
            stream = self._begin(ssrc, second, length)
            if stream is None:
                return
        if second & 0x7F != (OPUS if stream.mid == "m" else VP8):
            raise Malformed("another codec than was agreed on")
        start, end = payload_bounds(data, length)
        if stream.mid in self.held:
            stream.skip(seq, timestamp, now)
            self._counters.held += 1
            return
        if stream.mid == "m":
            self._spoke(self._loudness(length), now)
        stream.take(Packet(seq, timestamp, second, bytes(data[start:end])), now)

    def _note(self, length: int, arrived: float) -> None:
        seq = extensions(self._data, length).get(JOURNAL_ID)
        if seq and len(seq) == 2:
            self.journal.note(seq[0] << 8 | seq[1], arrived)

    def _recover(self, stream: Stream, second: int, timestamp: int, length: int, now: float) -> None:
        """A repetition (RFC 4588): the packet it holds, with the number that it had."""
        start, end = payload_bounds(self._data, length)
        if second & 0x7F != RTX or end - start <= 2 or stream.mid in self.held:
            return
        seq = self._data[start] << 8 | self._data[start + 1]
        if stream.recall(seq) is None:
            self._counters.recovered += 1
            payload = bytes(self._data[start + 2 : end])
            stream.take(Packet(seq, timestamp, second & MARKER | VP8, payload), now)

    def _begin(self, ssrc: int, second: int, length: int) -> Stream | None:
        """The first packet of a number: the answer names its section, or the packet itself (RFC 8843)."""
        mid = self._mids.get(ssrc) or extensions(self._data, length).get(MID_ID, b"").decode(
            "ascii", "replace"
        )
        if mid not in HEARD or second & 0x7F == RTX:
            return None
        return self._start(ssrc, mid)

    def _start(self, ssrc: int, mid: str) -> Stream:
        stream = Stream(self._person, mid, ssrc, self._counters)
        self._by_ssrc[ssrc] = self.by_mid[mid] = stream
        self._began()
        return stream

    def _loudness(self, length: int) -> float:
        """The audio level of the packet on the tray (RFC 6464), from 0, silence, to 127."""
        data = self._data
        if not data[0] & HAS_EXTENSIONS:
            return UNTOLD
        if data[16] >> 4 == LEVEL_ID and not data[0] & 0x0F:
            return SILENCE - (data[17] & 0x7F)
        level = extensions(data, length).get(LEVEL_ID)
        return SILENCE - (level[0] & 0x7F) if level else UNTOLD
