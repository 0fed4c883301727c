"""The content of the demo: the schema of its TOML files.

Times are relative to the loading, so that the demo is always current: ``at`` is a negative ISO 8601 duration
(``-P1DT2H``), and a fabrique opens and closes a number of days from it, at an hour of local time.
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


class DemoItem(msgspec.Struct, forbid_unknown_fields=True, eq=False):
    """Base of all items. They are compared by identity: two may hold the same text."""


class DemoPerson(DemoItem):
    """A person. ``role`` is ``participant``, ``artist`` or ``staff``; only staff have an ``email``."""

    name: str
    role: str
    email: str = ""


class RelativeHour(DemoItem):
    """``hour`` of local time, ``days`` from the loading."""

    days: int
    hour: int

    def seen_from(self, now: datetime) -> datetime:
        """Return the absolute time, in the local time zone."""
        day = timezone.localtime(now) + timedelta(days=self.days)
        return day.replace(hour=self.hour, minute=0, second=0, microsecond=0)


class DemoComment(DemoItem):
    """A comment by ``author``."""

    author: str
    at: timedelta
    body: str


class DemoFeedItem(DemoItem, kw_only=True):
    """An item of a room's feed, with its comments; ``reactions`` maps a sign to the people who made it."""

    author: str
    at: timedelta
    comments: list[DemoComment] = msgspec.field(default_factory=list, name="comment")
    reactions: dict[str, list[str]] = {}


class DemoPost(DemoFeedItem, kw_only=True):
    """A post; ``withdrawn`` if its author withdraws it."""

    body: str
    withdrawn: bool = False


class DemoProtocole(DemoFeedItem, kw_only=True):
    """A protocole, made from the consigne with the key ``consigne``."""

    consigne: str
    title: str
    needs: list[str]
    duration: str
    steps: list[str]
    origin: str = ""
    answers: dict[str, str] = {}


class DemoConsigne(DemoItem):
    """A consigne; ``key`` names it within its file."""

    key: str
    title: str
    at: timedelta
    words: str
    fields: list[Field] = msgspec.field(default_factory=list, name="field")


class DemoCaption(DemoItem):
    """A caption that ``author`` wrote in a rencontre, ``after`` its beginning."""

    author: str
    after: timedelta
    text: str


class DemoMeeting(DemoItem, kw_only=True):
    """A rencontre, ``announced`` before the loading. One with ``began`` is over; one without takes place at
    the next quarter of an hour, so that people can enter."""

    title: str
    announced: timedelta
    minutes: int
    words: str = ""
    began: RelativeHour | None = None
    lines: list[DemoCaption] = msgspec.field(default_factory=list, name="line")

    def starts_at(self, now: datetime) -> datetime:
        """Return the absolute time of its beginning."""
        if self.began:
            return self.began.seen_from(now)
        minute = now.replace(second=0, microsecond=0)
        return minute + timedelta(minutes=15 - minute.minute % 15)


class DemoRoom(DemoItem, kw_only=True):
    """A room with all its content; ``image`` names a file in ``pictures``."""

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
    opens: RelativeHour
    closes: RelativeHour | None = None
    consignes: list[DemoConsigne] = msgspec.field(default_factory=list, name="consigne")
    protocoles: list[DemoProtocole] = msgspec.field(default_factory=list, name="protocole")
    posts: list[DemoPost] = msgspec.field(default_factory=list, name="post")
    meetings: list[DemoMeeting] = msgspec.field(default_factory=list, name="meeting")


def people() -> dict[str, DemoPerson]:
    """Return the people by handle. Raises ``msgspec.ValidationError``, as ``place`` does."""
    return msgspec.convert(_read("people.toml"), dict[str, DemoPerson])


def place(name: str) -> DemoRoom:
    """Return the room in the file ``name``."""
    return msgspec.convert(_read(name), DemoRoom)


def picture(name: str) -> Picture:
    """Return a picture of the demo. Each is there as SVG, and as WebP rendered by Chromium."""
    with (HERE / "pictures" / name).open("rb") as file:
        return pictures.read(file)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))
