"""Consignes and protocoles as they are shown, and the events about them."""

import msgspec

from rooms.events import RoomEvent, Shown


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question that the artist adds to the form: ``text``, ``long``, ``choice`` or ``number``."""

    key: str
    label: str
    kind: str
    required: bool = False
    choices: list[str] = []
    help: str = ""


class ShownConsigne(Shown, frozen=True):
    """The artist's instruction; ``html`` is its words, ``pinned_at`` milliseconds since 1970."""

    id: int
    room: int
    title: str
    words: str
    html: str
    fields: list[Field]
    pinned_at: int


class ShownAnswer(Shown, frozen=True):
    """One of the artist's questions with what was answered."""

    label: str
    value: str


class ShownProtocole(Shown, frozen=True, tag_field="card", tag="protocole"):
    """A score that someone else could perform: what the feed shows on a post of kind ``protocole``."""

    id: int
    consigne: int
    title: str
    needs: str
    duration: str
    steps: list[str]
    origin: str
    answers: list[ShownAnswer]


class ConsignePinned(RoomEvent, frozen=True, tag="consigne.pinned"):
    """A consigne is new, or was changed; the last one pinned is the one to follow."""

    redraws = ("poster",)
    removes = True

    consigne: ShownConsigne


EVENTS: tuple[type[RoomEvent], ...] = (ConsignePinned,)
