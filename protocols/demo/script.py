"""The words of the demo, as its TOML files hold them.

Moments are relative to the loading, so that the demo is always alive: ``at`` is an ISO 8601 duration before
it (``-P1DT2H``), and a fabrique opens and closes so many days from it, at an hour of the house's clock.
"""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from django.utils import timezone

from protocols.events import Field
from rooms import pictures
from rooms.pictures import Picture

HERE = Path(__file__).parent
MEZZA = "mezza.toml"
FABRIQUES = ("attentions-partagees.toml", "prises-de-risque.toml", "lapins.toml")


class Part(msgspec.Struct, forbid_unknown_fields=True, eq=False):
    """Something that the script tells; each is itself, even with the same words as another."""


class Figure(Part):
    """One of the cast. ``role`` is ``participant``, ``artist`` or ``staff``; only staff have an ``email``."""

    name: str
    role: str
    email: str = ""


class Hour(Part):
    """``days`` from the loading, at ``hour`` of the house's clock."""

    days: int
    hour: int

    def seen_from(self, now: datetime) -> datetime:
        """The moment itself, with the time zone of the house."""
        day = timezone.localtime(now) + timedelta(days=self.days)
        return day.replace(hour=self.hour, minute=0, second=0, microsecond=0)


class Answer(Part):
    """What ``author`` answered under something."""

    author: str
    at: timedelta
    body: str


class Placed(Part, kw_only=True):
    """Something in a feed, with what others made of it; ``reactions`` maps a sign to who made it."""

    author: str
    at: timedelta
    comments: list[Answer] = msgspec.field(default_factory=list, name="comment")
    reactions: dict[str, list[str]] = {}


class Words(Placed, kw_only=True):
    """A post; ``withdrawn`` when its author thought better of it."""

    body: str
    withdrawn: bool = False


class Score(Placed, kw_only=True):
    """A protocole, made from the consigne whose key is ``consigne``."""

    consigne: str
    title: str
    needs: list[str]
    duration: str
    steps: list[str]
    origin: str = ""
    answers: dict[str, str] = {}


class Asked(Part):
    """A consigne; ``key`` names it within its file."""

    key: str
    title: str
    at: timedelta
    words: str
    fields: list[Field] = msgspec.field(default_factory=list, name="field")


class Line(Part):
    """What ``author`` wrote down in a rencontre, ``after`` its beginning."""

    author: str
    after: timedelta
    text: str


class Met(Part, kw_only=True):
    """A rencontre, ``announced`` before the loading. Those that ``began`` are over by now; without that, it
    is for the next quarter of an hour, so that its door is open."""

    title: str
    announced: timedelta
    minutes: int
    words: str = ""
    began: Hour | None = None
    lines: list[Line] = msgspec.field(default_factory=list, name="line")

    def starts_at(self, now: datetime) -> datetime:
        """The moment itself."""
        if self.began:
            return self.began.seen_from(now)
        minute = now.replace(second=0, microsecond=0)
        return minute + timedelta(minutes=15 - minute.minute % 15)


class Place(Part, kw_only=True):
    """A room, from its face to the last word said in it; ``image`` names one of the ``pictures`` beside."""

    title: str
    slug: str
    code: str
    led_by: str
    hot: str
    pairing: str
    reactions: list[str]
    presentation: str
    image: str = ""
    image_alt: str = ""
    opens: Hour
    closes: Hour | None = None
    consignes: list[Asked] = msgspec.field(default_factory=list, name="consigne")
    protocoles: list[Score] = msgspec.field(default_factory=list, name="protocole")
    posts: list[Words] = msgspec.field(default_factory=list, name="post")
    meetings: list[Met] = msgspec.field(default_factory=list, name="meeting")


def people() -> dict[str, Figure]:
    """Handle to figure. Raises ``msgspec.ValidationError`` where the file is wrong, as ``place`` does."""
    return msgspec.convert(_read("people.toml"), dict[str, Figure])


def place(name: str) -> Place:
    """The room that the file ``name`` tells."""
    return msgspec.convert(_read(name), Place)


def picture(name: str) -> Picture:
    """One of the pictures drawn for the demo: each in SVG, and in WebP as Chromium shows it."""
    with (HERE / "pictures" / name).open("rb") as file:
        return pictures.read(file)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))
