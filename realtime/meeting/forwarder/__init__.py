"""The forwarder of rencontres (docs/decisions/014): packets in, packets out, nothing is ever decoded."""

from realtime.meeting.forwarder.meeting import Forwarder
from realtime.meeting.forwarder.server import ForwarderSocket

__all__ = ["Forwarder", "ForwarderSocket"]
