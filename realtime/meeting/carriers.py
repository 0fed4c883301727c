"""Who carries the sound and the pictures of a meeting, by its mode."""

import logging
from collections.abc import Sequence
from typing import Protocol

from realtime.meeting.forwarder import ForwarderSocket
from realtime.meeting.janus.server import JanusServer
from realtime.meeting.media import Media, MediaListener
from realtime.meeting.mesh import Mesh
from realtime.wire.meeting import Mode

logger = logging.getLogger(__name__)

EVERYWHERE, EVERYWHERE_V6 = "0.0.0.0", "::"  # noqa: S104 - browsers of the whole network come to it


class Carriers(Protocol):
    """Makes the media of a meeting."""

    def forwards(self) -> bool:
        """Whether the house can carry media itself."""

    def carrier(self, mode: Mode, meeting: int, listener: MediaListener) -> Media:
        """The media of ``meeting`` in ``mode``."""


class HouseCarriers:
    """Few carry their own; for more, the house's forwarder on its one port, opened when first needed. Where
    there is a Janus, it carries all."""

    def __init__(self, port: int, addresses: Sequence[str], janus_url: str, most: int) -> None:
        """On the running loop. ``most``: people in one meeting."""
        self._port, self._addresses = port, addresses
        self._forwarder: ForwarderSocket | None = None
        self._janus = JanusServer.connect(janus_url, most) if janus_url else None

    def forwards(self) -> bool:
        """Whether the media port is ours, or can be had now; a port taken is logged, and asked for again."""
        try:
            self._house()
        except OSError as error:
            logger.error("The media port %s cannot be had: %s", self._port, error)  # noqa: TRY400 - no bug of ours
            return False
        return True

    def carrier(self, mode: Mode, meeting: int, listener: MediaListener) -> Media:
        """Raises ``OSError`` when the media port is taken."""
        if mode == "janus" and self._janus is not None:
            return self._janus.meeting(meeting, listener)
        return Mesh(meeting, listener) if mode == "mesh" else self._house().meeting(meeting, listener)

    async def close(self) -> None:
        """End all connections with the house."""
        if self._janus is not None:
            await self._janus.aclose()
        if self._forwarder is not None:
            self._forwarder.close()
            self._forwarder = None

    def _house(self) -> ForwarderSocket:
        if self._forwarder is None:
            host = EVERYWHERE_V6 if any(":" in address for address in self._addresses) else EVERYWHERE
            self._forwarder = ForwarderSocket.bind(host, self._port, self._addresses)
        return self._forwarder
