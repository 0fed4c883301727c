"""Every command and message of the wire: those of rooms and those of rencontres."""

from realtime.wire.answers import (
    ROOM_MESSAGES,
    CutOff,
    Looking,
    Mark,
    Message,
    OftenCut,
    Presence,
    Standing,
    Tally,
    Typing,
    Unheard,
)
from realtime.wire.commands import ROOM_COMMANDS
from realtime.wire.meeting import MEETING_COMMANDS, MEETING_MESSAGES
from rooms.command import Command

COMMANDS: tuple[type[Command], ...] = (*ROOM_COMMANDS, *MEETING_COMMANDS)
MESSAGES: tuple[type[Message], ...] = (*ROOM_MESSAGES, *MEETING_MESSAGES)

ROOM_SIGNALS: tuple[type[Message], ...] = (
    *(Presence, Typing, Standing, Mark, Tally),
    *(CutOff, OftenCut, Unheard, Looking),
)
ANSWERS = tuple(each for each in ROOM_MESSAGES if each not in ROOM_SIGNALS)
