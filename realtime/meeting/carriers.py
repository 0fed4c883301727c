"""Who carries the sound and the pictures of a meeting, by its mode."""

from typing import Protocol

from realtime.meeting.media import Media, MediaListener
from realtime.meeting.mesh import Mesh
from realtime.wire.meeting import Mode


class Carriers(Protocol):
    """Makes the media of a meeting."""

    def carrier(self, mode: Mode, meeting: int, listener: MediaListener) -> Media:
        """The media of ``meeting`` in ``mode``."""


class HouseCarriers:
    """Few carry their own; for more, the house's forwarder on its one port, or its Janus."""

    def carrier(self, mode: Mode, meeting: int, listener: MediaListener) -> Media:
        """Raises ``NotImplementedError`` for a mode that the house has not."""
        if mode == "mesh":
            return Mesh(meeting, listener)
        raise NotImplementedError(mode)
