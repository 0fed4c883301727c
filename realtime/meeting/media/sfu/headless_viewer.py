"""A headless viewer of the SFU: it has no socket, and nobody sees it."""

from collections.abc import Callable

from realtime.meeting.media.headless import PacketSink
from realtime.meeting.media.sfu.packet_senders import SinkSender
from realtime.meeting.media.sfu.viewer import Viewer


class SfuHeadlessViewer(Viewer):
    """A ``HeadlessViewer``. ``gone`` is called when it detaches."""

    is_connected = True

    def __init__(self, sink: PacketSink, gone: Callable[["SfuHeadlessViewer"], None]) -> None:
        super().__init__(1, SinkSender(sink))
        self.downlink.allowed = self.pictures  # a file has no narrow line
        self._gone = gone

    def detach(self) -> None:
        """Stop receiving. Harmless when it has ended."""
        self._gone(self)
        self.shut()
