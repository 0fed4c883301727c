"""What the house knows of one socket."""

from typing import Protocol

from realtime.fanout.frames import Frame
from realtime.fanout.outlet import Outlet
from realtime.fanout.standing import Admitted
from realtime.wire.answers import Message
from realtime.wire.codec import Codec


class Guest(Protocol):
    """One socket of a person. ``follows`` maps a room to what the person may do there."""

    person: int
    session: str
    codec: Codec
    outlet: Outlet
    follows: dict[int, Admitted]

    def frame(self, payload: bytes) -> Frame:
        """``payload`` as one message of this socket's codec."""

    def tell(self, message: Message) -> None:
        """Send one message to this socket alone."""
