"""Which backend carries the media of a meeting, by its mode."""

import logging
from collections.abc import Sequence
from typing import Protocol

from realtime.meeting.media.interface import MediaBackend, MediaListener
from realtime.meeting.media.janus.connector import JanusConnector
from realtime.meeting.media.mesh import MeshBackend
from realtime.meeting.media.sfu import SfuServer
from realtime.wire.meeting import Mode

logger = logging.getLogger(__name__)

EVERYWHERE, EVERYWHERE_V6 = "0.0.0.0", "::"  # noqa: S104 - browsers of the whole network come to it


class MediaBackends(Protocol):
    """Creates the media backend of a meeting."""

    def can_forward(self) -> bool:
        """Whether the server can carry media itself."""

    def create(self, mode: Mode, meeting: int, listener: MediaListener) -> MediaBackend:
        """Create the backend of ``meeting`` for ``mode``."""


class ConfiguredBackends:
    """The backends that the settings allow: a mesh for few people, the embedded SFU on its one UDP port for
    more; or Janus for all, where it is configured. The SFU's port opens when it is first needed."""

    def __init__(self, port: int, addresses: Sequence[str], janus_url: str, most: int) -> None:
        """Connect to Janus, if there is a URL, on the running loop. ``most``: people in one meeting."""
        self._port, self._addresses = port, addresses
        self._forwarder: SfuServer | None = None
        self._janus = JanusConnector.connect(janus_url, most) if janus_url else None

    def can_forward(self) -> bool:
        """Whether the media port is ours or can be bound now; a taken port is logged and tried again."""
        try:
            self._house()
        except OSError as error:
            logger.error("The media port %s cannot be had: %s", self._port, error)  # noqa: TRY400 - no bug of ours
            return False
        return True

    def create(self, mode: Mode, meeting: int, listener: MediaListener) -> MediaBackend:
        """Create a backend. Raises ``OSError`` when the media port is taken."""
        if mode == "janus" and self._janus is not None:
            return self._janus.meeting(meeting, listener)
        return MeshBackend(meeting, listener) if mode == "mesh" else self._house().meeting(meeting, listener)

    async def close(self) -> None:
        """End all media connections."""
        if self._janus is not None:
            await self._janus.aclose()
        if self._forwarder is not None:
            self._forwarder.close()
            self._forwarder = None

    def _house(self) -> SfuServer:
        if self._forwarder is None:
            host = EVERYWHERE_V6 if any(":" in address for address in self._addresses) else EVERYWHERE
            self._forwarder = SfuServer.bind(host, self._port, self._addresses)
        return self._forwarder
