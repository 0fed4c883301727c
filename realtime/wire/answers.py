"""What the service tells a browser: answers to its commands, events of its rooms, passing signals."""

from typing import Any
from uuid import UUID

import msgspec

from rooms.events import ShownPerson


class Message(msgspec.Struct, frozen=True, tag_field="type", forbid_unknown_fields=True):
    """A frame from service to browser."""


class Welcome(Message, frozen=True, tag="welcome"):
    """First frame: who the service takes you for, and which build of the pages it serves."""

    person: int
    name: str
    build: str


class Subscribed(Message, frozen=True, tag="subscribed"):
    """``room`` is followed, and what was missed up to ``seq`` is sent. ``role`` and ``quieted`` are yours."""

    room: int
    epoch: str
    seq: int
    role: str
    quieted: bool


class Reset(Message, frozen=True, tag="reset"):
    """What you know of ``room`` does not lead to here: load its page afresh. ``reason`` is ``epoch``
    (a backup was restored), ``ahead`` (you know more than we) or ``far`` (too much was missed)."""

    room: int
    reason: str


class Reply(Message, frozen=True, tag="reply"):
    """The command ``ref`` is done and kept; its event has number ``seq`` (else the room's last number)."""

    ref: UUID
    room: int
    seq: int
    post: int | None = None
    comment: int | None = None


class Refused(Message, frozen=True, tag="refused"):
    """A rule said no, for good: ``sentence`` is for the person, ``fields`` says which box is wrong and why.

    ``ref`` is null when what was refused bore none; ``retry`` seconds are to be waited when it was only
    too much at once."""

    code: str
    sentence: str
    ref: UUID | None = None
    room: int | None = None
    fields: dict[str, str] = {}
    retry: float | None = None


class Failed(Message, frozen=True, tag="failed"):
    """We broke on the command ``ref``; nothing was changed. ``reference`` finds it in our log; try again."""

    reference: str
    ref: UUID | None = None


class BadMessage(Message, frozen=True, tag="bad"):
    """Your frame is not of this wire: said once, and the socket closed the second time."""

    detail: str


class Pong(Message, frozen=True, tag="pong"):
    """Somebody is there. ``at``: the service's clock, milliseconds since 1970."""

    at: int


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of a room's log: its number, when, whose doing, and the event itself."""

    seq: int
    at: int
    by: int | None
    event: dict[str, Any]


class Events(Message, frozen=True, tag="events"):
    """Lines of ``room`` in order. Apply the one after your last; ignore those you know; subscribe again
    from your last when there is a gap."""

    room: int
    events: list[Line]


class Presence(Message, frozen=True, tag="presence"):
    """Signal: how many people are in ``room`` now, and the first of them by name."""

    room: int
    count: int
    people: list[ShownPerson]


class Typing(Message, frozen=True, tag="typing"):
    """Signal: who is writing in ``room`` now; empty when nobody is."""

    room: int
    people: list[ShownPerson]


class Standing(Message, frozen=True, tag="standing"):
    """Signal to one person: what you may do in ``room`` has changed."""

    room: int
    role: str
    quieted: bool


class Mark(Message, frozen=True, tag="mark"):
    """Signal to one person's other sockets: you have read ``room`` up to ``seq``."""

    room: int
    seq: int


ROOM_MESSAGES: tuple[type[Message], ...] = (
    Welcome,
    Subscribed,
    Reset,
    Reply,
    Refused,
    Failed,
    BadMessage,
    Pong,
    Events,
    Presence,
    Typing,
    Standing,
    Mark,
)
