"""Messages from service to browser: answers to its commands, events of its rooms, and signals."""

from typing import Any, Literal
from uuid import UUID

import msgspec

from rooms.events import ShownPerson


class Message(msgspec.Struct, frozen=True, tag_field="type", forbid_unknown_fields=True):
    """A frame from service to browser."""


class Welcome(Message, frozen=True, tag="welcome"):
    """The first frame: who you are to the service, and which build of the pages it serves."""

    person: int
    name: str
    build: str


class Subscribed(Message, frozen=True, tag="subscribed"):
    """You follow ``room``, and have what you missed up to ``seq``. Yours are ``role``, ``quieted``, ``grace``
    (until when you alone may go on with your silent text, in milliseconds), ``waiting``, which grows with
    each thing that becomes of your words that wait for the team: ask for them again; and ``spoke``, when you
    last wrote while the room was slowed. ``quiet_until``: when you are quieted no longer, by itself."""

    room: int
    epoch: str
    seq: int
    role: str
    quieted: bool
    grace: int | None = None
    waiting: int = 0
    spoke: int | None = None
    quiet_until: int | None = None


class Reset(Message, frozen=True, tag="reset"):
    """Load the page of ``room`` again: the log cannot be continued from your number. ``reason`` is ``epoch``
    (a backup was restored), ``ahead`` (you know more than the log) or ``far`` (you missed too much)."""

    room: int
    reason: str


class Reply(Message, frozen=True, tag="reply"):
    """The command ``ref`` is done and saved; its event has number ``seq`` (without one, the room's last) of
    ``room``: another than the command's where the team is to read first what was written."""

    ref: UUID
    room: int
    seq: int
    post: int | None = None
    comment: int | None = None


class Refused(Message, frozen=True, tag="refused"):
    """A rule refused the command for good: ``sentence`` is for the person, ``fields`` says which field is
    wrong and why.

    ``ref`` is null if the refused command had none. ``retry``: when it was only too much at once, or too soon
    (``slow``), try again after so many seconds."""

    code: str
    sentence: str
    ref: UUID | None = None
    room: int | None = None
    fields: dict[str, str] = {}
    retry: float | None = None


class Failed(Message, frozen=True, tag="failed"):
    """The service failed on the command ``ref`` and changed nothing. Its log has ``reference``; try again."""

    reference: str
    ref: UUID | None = None


class BadMessage(Message, frozen=True, tag="bad"):
    """Your frame is invalid. This is said once; the second time, the socket is closed."""

    detail: str


class Pong(Message, frozen=True, tag="pong"):
    """The answer to a ping. ``at``: the service's clock, in milliseconds since 1970."""

    at: int


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of a room's log: its number, when, by whom, and the event itself."""

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
    """Signal to one person: what you may do in ``room`` has changed, as ``Subscribed`` has it."""

    room: int
    role: str
    quieted: bool
    grace: int | None = None
    waiting: int = 0
    spoke: int | None = None
    quiet_until: int | None = None


class Mark(Message, frozen=True, tag="mark"):
    """Signal to one person's other sockets: you have read ``room`` up to ``seq``."""

    room: int
    seq: int


class Tally(Message, frozen=True, tag="tally"):
    """Signal: how many have finished in the current ``phase`` of a session, and how many still write."""

    room: int
    phase: int
    finished: int
    writing: int


class CutOff(Message, frozen=True, tag="cut_off"):
    """Signal to those who lead: how many were there while the session ran and have no connection now, and the
    first of them by name. Who signed out or was removed is not among them."""

    room: int
    count: int
    people: list[ShownPerson]


class OftenCut(Message, frozen=True, tag="often_cut"):
    """Signal to those who lead: who lost their connection three times within ten minutes."""

    room: int
    people: list[ShownPerson]


class UnheardPerson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose words do not get through, ``since`` when, in milliseconds. ``why``: ``refused`` by a rule, or
    ``unsent``: still on their device."""

    person: ShownPerson
    why: Literal["refused", "unsent"]
    since: int


class Unheard(Message, frozen=True, tag="unheard"):
    """Signal to those who lead: whose words do not get through, until they do, or for some minutes."""

    room: int
    people: list[UnheardPerson]


class Looking(Message, frozen=True, tag="looking"):
    """Signal to those who lead: which piece of the régie another of them has in hand; empty for none."""

    room: int
    person: ShownPerson
    piece: str


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
    Tally,
    CutOff,
    OftenCut,
    Unheard,
    Looking,
)
