"""Receive statistics of one RTP stream (RFC 3550), and which packets to NACK."""

from typing import NamedTuple

from realtime.meeting.media.sfu.rtp import SEQ

# A larger jump of sequence numbers is no loss but a restart of the sender.
LARGEST_GAP = 300
ASKED_AGAIN_AFTER = 0.06
MOST_ASKS = 12


class ReportBlock(NamedTuple):
    """A report block (RFC 3550 section 6.4.1). ``awaited``, ``missed``: since the last report."""

    awaited: int
    missed: int
    lost: int
    highest: int
    jitter: int


class _MissingPacket:
    """A packet that has not come: how often it was NACKed, and when it may be NACKed again."""

    __slots__ = ("asks", "due")

    def __init__(self, due: float) -> None:
        self.asks, self.due = 0, due


class ReceiveStatistics:
    """Statistics of one stream. ``rate``: its clock in Hz. Times are seconds of any steady clock."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.received = 0
        self.highest = -1
        self.highest_timestamp = 0
        self.highest_at = 0.0
        self.missing: dict[int, _MissingPacket] = {}
        self.given_up = 0
        """How many packets will never come."""
        self._first = 0
        self._jitter = 0.0
        self._reported_expected = self._reported_received = 0

    def take(self, seq: int, timestamp: int, now: float) -> bool:
        """Count the packet ``seq``; return whether it is the newest so far."""
        self.received += 1
        step = (seq - self.highest) & SEQ
        if step == 1 and self.highest >= 0:
            self.highest += 1
        elif not self._jump(seq, step, now):
            return False
        if timestamp != self.highest_timestamp:
            self._spread(timestamp, now)
        return True

    def ask(self, now: float) -> list[int]:
        """Return the numbers to NACK now. What was asked for too often is given up."""
        due = [seq for seq, missing in self.missing.items() if missing.due <= now]
        for seq in due:
            missing = self.missing[seq]
            missing.asks += 1
            missing.due = now + ASKED_AGAIN_AFTER
            if missing.asks >= MOST_ASKS:
                del self.missing[seq]
                self.given_up += 1
        return [seq & SEQ for seq in due]

    def report(self) -> ReportBlock:
        """Return the figures since the last report."""
        expected = self.highest - self._first + 1
        awaited, came = expected - self._reported_expected, self.received - self._reported_received
        self._reported_expected, self._reported_received = expected, self.received
        lost = max(0, expected - self.received)
        return ReportBlock(
            awaited, max(0, awaited - came), lost, self.highest & 0xFFFF_FFFF, int(self._jitter)
        )

    def number(self, seq: int) -> int:
        """Unwrap ``seq``: counted on past 65,535, near the highest number so far."""
        behind = (self.highest - seq) & SEQ
        return self.highest - behind if behind < 0x8000 else self.highest + 0x10000 - behind

    def _jump(self, seq: int, step: int, now: float) -> bool:
        """Take a packet that is not the next one: the first, late, after a gap, or after a restart."""
        if self.highest < 0:
            self.highest = self._first = seq
            return True
        if step == 0 or step >= 0x8000:
            self._late(self.highest + step - 0x10000)
            return False
        if step > LARGEST_GAP or len(self.missing) > LARGEST_GAP:
            self.missing.clear()
            self._first += step - 1
        else:
            for number in range(self.highest + 1, self.highest + step):
                self.missing[number] = _MissingPacket(now)
        self.highest += step
        return True

    def _late(self, number: int) -> None:
        """Take a late packet. One that came only after a NACK counts as lost in our reports."""
        missing = self.missing.pop(number, None)
        if missing is not None and missing.asks:
            self.received -= 1

    def _spread(self, timestamp: int, now: float) -> None:
        """Update the interarrival jitter, in units of the clock (RFC 3550 appendix A.8)."""
        if self.highest_at:
            media = (timestamp - self.highest_timestamp) & 0xFFFF_FFFF
            drift = abs((now - self.highest_at) * self.rate - media)
            if drift < self.rate:
                self._jitter += (drift - self._jitter) / 16
        self.highest_timestamp, self.highest_at = timestamp, now
