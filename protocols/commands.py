"""The lasting commands about protocoles, and the table of all commands of a room."""

from protocols import submitting
from protocols.written import Written
from rooms.command import CommandSpec, Id, Lasting
from rooms.commands import COMMANDS as ROOM_COMMANDS


class HandIn(Lasting, frozen=True, tag="protocole.hand_in"):
    """Hand in a protocole made from ``consigne``."""

    consigne: Id
    written: Written


class Revise(Lasting, frozen=True, tag="protocole.revise"):
    """Replace the words of one's own protocole.

    ``since``: the version that was changed; where another came meanwhile, it is kept. Empty: any is replaced.
    """

    protocole: Id
    written: Written
    since: str = ""


COMMANDS: tuple[CommandSpec, ...] = (
    *ROOM_COMMANDS,
    CommandSpec(HandIn, submitting.hand_in),
    CommandSpec(Revise, submitting.revise),
)
