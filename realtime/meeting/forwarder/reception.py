"""What came of one sender's stream and what did not: figures for its reports, and what to ask for again."""

from typing import NamedTuple

from realtime.meeting.forwarder.rtp import SEQ

# A jump larger than this is no loss but another beginning.
LARGEST_GAP = 300
ASKED_AGAIN_AFTER = 0.06
MOST_ASKS = 12


class Report(NamedTuple):
    """A block of a receiver report (RFC 3550 section 6.4.1). ``awaited``, ``missed``: since the last."""

    awaited: int
    missed: int
    lost: int
    highest: int
    jitter: int


class Missing:
    """A packet that has not come: how often it was asked for, and when it may be asked for again."""

    __slots__ = ("asks", "due")

    def __init__(self, due: float) -> None:
        self.asks, self.due = 0, due


class Reception:
    """Counts one stream. ``rate``: its clock in Hz. Times are seconds of any steady clock."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.received = 0
        self.highest = -1
        self.highest_timestamp = 0
        self.highest_at = 0.0
        self.missing: dict[int, Missing] = {}
        self.given_up = 0
        """How many packets will never come."""
        self._first = 0
        self._jitter = 0.0
        self._told_expected = self._told_received = 0

    def take(self, seq: int, timestamp: int, now: float) -> bool:
        """Count the packet ``seq``; whether it is the newest so far."""
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
        """The numbers to ask for now. What was asked for too often is given up."""
        due = [seq for seq, missing in self.missing.items() if missing.due <= now]
        for seq in due:
            missing = self.missing[seq]
            missing.asks += 1
            missing.due = now + ASKED_AGAIN_AFTER
            if missing.asks >= MOST_ASKS:
                del self.missing[seq]
                self.given_up += 1
        return [seq & SEQ for seq in due]

    def report(self) -> Report:
        """The figures since the last report."""
        expected = self.highest - self._first + 1
        awaited, came = expected - self._told_expected, self.received - self._told_received
        self._told_expected, self._told_received = expected, self.received
        lost = max(0, expected - self.received)
        return Report(awaited, max(0, awaited - came), lost, self.highest & 0xFFFF_FFFF, int(self._jitter))

    def number(self, seq: int) -> int:
        """``seq`` without its wrap-around: what counts from the first packet on, never again from zero."""
        behind = (self.highest - seq) & SEQ
        return self.highest - behind if behind < 0x8000 else self.highest + 0x10000 - behind

    def _jump(self, seq: int, step: int, now: float) -> bool:
        """A packet that is not the next one: the first, late, after a gap, or another beginning."""
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
                self.missing[number] = Missing(now)
        self.highest += step
        return True

    def _late(self, number: int) -> None:
        """What comes only because it was asked for was lost on the way: the reports say so."""
        missing = self.missing.pop(number, None)
        if missing is not None and missing.asks:
            self.received -= 1

    def _spread(self, timestamp: int, now: float) -> None:
        """The interarrival jitter in units of the clock (RFC 3550 appendix A.8)."""
        if self.highest_at:
            media = (timestamp - self.highest_timestamp) & 0xFFFF_FFFF
            drift = abs((now - self.highest_at) * self.rate - media)
            if drift < self.rate:
                self._jitter += (drift - self._jitter) / 16
        self.highest_timestamp, self.highest_at = timestamp, now
