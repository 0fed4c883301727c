"""A viewer without a socket, whom nobody sees."""

from collections.abc import Callable

from realtime.meeting.forwarder.outlets import SinkOutlet
from realtime.meeting.forwarder.viewer import Viewer
from realtime.meeting.watching import Sink


class Unseen(Viewer):
    """``Watch`` of realtime/meeting/watching.py. ``gone`` is called when it watches no more."""

    hears = True

    def __init__(self, sink: Sink, gone: Callable[["Unseen"], None]) -> None:
        super().__init__(1, SinkOutlet(sink))
        self.downlink.allowed = self.pictures  # a file is no narrow line
        self._gone = gone

    def detach(self) -> None:
        """No more. Harmless when it has ended."""
        self._gone(self)
        self.shut()
