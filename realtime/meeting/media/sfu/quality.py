"""The quality of one person's media connection, and when they are gone."""

from realtime.wire.meeting import Quality

SILENT_AFTER = 6.0
# ICE consent expires when nothing was heard for so long (RFC 7675 section 5.1).
GONE_AFTER = 30.0
POOR, GOOD = 0.08, 0.04


class QualityMonitor:
    """Judges loss in both directions. Shares are 0 to 1; times are seconds of any steady clock."""

    def __init__(self, now: float) -> None:
        self.uplink = self.downlink = 0.0
        self._heard_at = now
        self._quality: Quality = "good"

    def heard(self, now: float) -> None:
        """Note an authenticated packet of this person."""
        self._heard_at = now

    def judge(self, now: float) -> Quality | None:
        """Return the quality if it has changed."""
        quality = self._now(now)
        if quality == self._quality:
            return None
        self._quality = quality
        return quality

    def is_gone(self, now: float) -> bool:
        """Whether ICE consent has expired."""
        return now - self._heard_at > GONE_AFTER

    def _now(self, now: float) -> Quality:
        if now - self._heard_at > SILENT_AFTER:
            return "lost"
        loss = max(self.uplink, self.downlink)
        return "poor" if loss > (GOOD if self._quality == "poor" else POOR) else "good"
