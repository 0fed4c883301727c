"""How well the media of one person comes and goes, and when nobody is there any more."""

from realtime.wire.meeting import Quality

SILENT_AFTER = 6.0
# Consent to be sent anything is over when nothing was heard for so long (RFC 7675 section 5.1).
GONE_AFTER = 30.0
POOR, GOOD = 0.08, 0.04


class Health:
    """Shares are 0 to 1; times are seconds of any steady clock."""

    def __init__(self, now: float) -> None:
        self.uplink = self.downlink = 0.0
        self._heard_at = now
        self._quality: Quality = "good"

    def heard(self, now: float) -> None:
        """Something that can only come from this person."""
        self._heard_at = now

    def judge(self, now: float) -> Quality | None:
        """The quality, if it has changed."""
        quality = self._now(now)
        if quality == self._quality:
            return None
        self._quality = quality
        return quality

    def is_gone(self, now: float) -> bool:
        """Whether they have left without a word."""
        return now - self._heard_at > GONE_AFTER

    def _now(self, now: float) -> Quality:
        if now - self._heard_at > SILENT_AFTER:
            return "lost"
        loss = max(self.uplink, self.downlink)
        return "poor" if loss > (GOOD if self._quality == "poor" else POOR) else "good"
