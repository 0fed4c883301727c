"""The embedded SFU (docs/decisions/014): selective forwarding of RTP; nothing is ever decoded."""

from realtime.meeting.media.sfu.backend import SfuBackend
from realtime.meeting.media.sfu.server import SfuServer

__all__ = ["SfuBackend", "SfuServer"]
