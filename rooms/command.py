"""Describe a lasting command: its type on the wire, its service, and the forms that send it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints
from uuid import UUID

import msgspec
from msgspec import Meta

from rooms.events import RoomEvent

if TYPE_CHECKING:  # meeting programs import the wire without a database
    from rooms.transaction import Receipt

# The largest whole number that JavaScript holds exactly; databases hold more.
LARGEST_NUMBER = 2**53 - 1
Id = Annotated[int, Meta(ge=1, le=LARGEST_NUMBER)]
Why = Annotated[str, Meta(max_length=500)]
IdOrNone = Annotated[int, Meta(ge=0, le=LARGEST_NUMBER)]  # 0 for none
# The number of a ready word of the house; 0 for none.
Ready = IdOrNone


class Command(msgspec.Struct, frozen=True, tag_field="type", forbid_unknown_fields=True):
    """A frame from browser to service."""


class Lasting(Command, frozen=True, kw_only=True):
    """A command that changes a room: answered by a reply or a refusal that bears its ``ref``."""

    ref: UUID
    room: Id


@dataclass(frozen=True)
class CommandSpec:
    """One lasting command.

    ``service`` takes the actor, the room and the ref, then the command's other fields by name. ``forms`` maps
    the end of a form's address under a room, ``messages/retirer``, to the fields that this address sets; its
    boxes are the rest. Where the first field is an id, it is the number in the address. ``tells``: events
    that are defined beside the service. ``locks_another_room``: it must not share a commit with commands
    of its own room.
    """

    command: type[Lasting]
    service: "Callable[..., Receipt]"
    forms: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    tells: tuple[type[RoomEvent], ...] = ()
    locks_another_room: bool = False

    def boxes(self, address: str) -> dict[str, type[Any]]:
        """Return the fields of the form at ``address``, with their types: ``str``, ``int`` or ``bool``."""
        given = {*self.forms[address], self.subject}
        hints = get_type_hints(self.command)
        return {name: hints[name] for name in self.fields if name not in given}

    @property
    def optional(self) -> set[str]:
        """Return the fields that a form may leave out."""
        columns = msgspec.structs.fields(self.command)
        return {column.name for column in columns if column.default is not msgspec.NODEFAULT}

    @property
    def subject(self) -> str | None:
        """Return the field that is the number in a form's address; None for what is about the room itself."""
        first = self.fields[0]
        return first if get_type_hints(self.command, include_extras=True)[first] == Id else None

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the fields that the service takes by name."""
        return tuple(name for name in self.command.__struct_fields__ if name not in ("ref", "room"))
