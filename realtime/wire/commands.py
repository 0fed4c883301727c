"""Commands from browser to service. A lasting one carries ``ref``, a UUID made by the client: sent again, it
is done once and answered alike."""

from typing import Annotated

from msgspec import Meta

from protocols.commands import COMMANDS
from rooms.command import LARGEST_NUMBER, Command, Id, Lasting

Seq = Annotated[int, Meta(ge=0, le=LARGEST_NUMBER)]
LASTING: tuple[type[Lasting], ...] = tuple(spec.command for spec in COMMANDS)


class Subscribe(Command, frozen=True, tag="subscribe"):
    """Follow ``room`` from number ``since`` of ``epoch``: what was missed comes first, then new events.

    ``unseen``: the others do not see you there, as from a list of rooms.
    """

    room: Id
    epoch: str
    since: Seq
    unseen: bool = False


class Unsubscribe(Command, frozen=True, tag="unsubscribe"):
    """Stop following ``room`` on this socket."""

    room: Id


class Read(Command, frozen=True, tag="read"):
    """Move your read mark to ``seq``. Not answered."""

    room: Id
    seq: Seq


class Type(Command, frozen=True, tag="typing"):
    """Say that you are writing in ``room``. Not answered; forgotten after some seconds."""

    room: Id


class Look(Command, frozen=True, tag="look"):
    """Artist, staff: tell who leads ``room`` which piece of the régie you have in hand. Not answered."""

    room: Id
    piece: Annotated[str, Meta(max_length=24)]


class Unsent(Command, frozen=True, tag="unsent"):
    """Tell whether something you wrote in ``room`` has not left your device for a while. Not answered."""

    room: Id
    on: bool


class Ping(Command, frozen=True, tag="ping"):
    """Ask for a pong: browsers cannot see the WebSocket's own."""


ROOM_COMMANDS: tuple[type[Command], ...] = (Subscribe, Unsubscribe, *LASTING, Read, Type, Look, Unsent, Ping)
