"""The interface of a connected client, as the fan-out needs it."""

from typing import Protocol

from realtime.fanout.access_rights import Access
from realtime.fanout.frames import PreparedFrame
from realtime.fanout.socket_sender import SocketSender
from realtime.wire.answers import Message
from realtime.wire.codec import Codec


class RoomSubscriber(Protocol):
    """One socket of a person. ``access_by_room``: what they may do in each room that it follows;
    ``close_code``: why it ended, once it has."""

    person: int
    session: str
    codec: Codec
    sender: SocketSender
    access_by_room: dict[int, Access]
    close_code: int

    def frame(self, payload: bytes) -> PreparedFrame:
        """Frame ``payload`` as one message of this socket's codec."""

    def send(self, message: Message) -> None:
        """Send one message to this socket alone."""
