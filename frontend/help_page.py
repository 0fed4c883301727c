"""What pages show of help: where it is asked for, with which details, what the team answered."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from people import guessing
from people.models import Person
from rooms import reading
from rooms.helping import asking, models
from rooms.helping.models import HelpRequest
from rooms.models import Room
from rooms.moderation.regie import MOST_ROOMS
from rooms.transaction import role_of

RECENT = timedelta(hours=2)
AT_DOOR = "help"  # in the session of whoever is not in: the request that they made
_ROOM = re.compile(r"^/f/([-\w]+)/")
_FIRST_PART = re.compile(r"^/[-\w]*")
# What a browser calls itself, those that also bear the name of another first; and what people call it.
_BROWSERS = (
    (re.compile(r"Edg(?:A|iOS)?/(\d+)"), "Edge"),
    (re.compile(r"OPR/(\d+)"), "Opera"),
    (re.compile(r"SamsungBrowser/(\d+)"), "Samsung Internet"),
    (re.compile(r"(?:Firefox|FxiOS)/(\d+)"), "Firefox"),
    (re.compile(r"(?:Chrome|CriOS)/(\d+)"), "Chrome"),
    (re.compile(r"Version/(\d+(?:\.\d+)?).*Safari/"), "Safari"),
)


def from_page(path: str) -> str:
    """Return what may be told of the page at ``path``: elsewhere than in a room, addresses hold secrets."""
    found = _FIRST_PART.match(path)
    if _ROOM.match(path):
        return path.partition("?")[0][: models.LONGEST_PAGE]
    return f"{found[0].rstrip('/')}/"[: models.LONGEST_PAGE] if found else "/"


def page_of(request: HttpRequest | None) -> str:
    """Return what may be told of the page of ``request``: that of a form in a room is the room's own."""
    if request is None:
        return "/"
    room = _ROOM.match(request.path)
    return room[0] if room and request.method == "POST" else from_page(request.path)


def room_of(person: Person, path: str) -> int:
    """Return the room of the page at ``path``, if it is theirs, else the one that stands for the house.

    Raises ``room_unknown``.
    """
    named = _ROOM.match(path)
    room = reading.on_stage(named[1]) if named else None
    if room is not None and role_of(person, reading.membership(person, room)):
        return room.pk
    return asking.house()


def browser_name(agent: str) -> str:
    """Return the name and version of the browser that calls itself ``agent``; empty for an unknown one."""
    for pattern, name in _BROWSERS:
        if found := pattern.search(agent[:500]):
            return f"{name} {found[1][:10]}"
    return ""


@dataclass(frozen=True, slots=True)
class Details:
    """What is sent with one's consent, as it is shown before."""

    page: str
    browser: str
    connected: str
    refusal: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Details":
        """Return the details of the page from which somebody comes."""
        given = request.POST if request.method == "POST" else request.GET
        connected = given.get("ligne", "")
        return cls(
            from_page(given.get("de", "/")),
            browser_name(request.headers.get("User-Agent", "")),
            connected if connected in HelpRequest.Connected.values else "",
            given.get("refus", "")[: models.LONGEST_REFUSAL],
        )

    @property
    def connection(self) -> str:
        """How the page was connected, in words."""
        return str(HelpRequest.Connected(self.connected).label) if self.connected else ""

    def fields(self) -> dict[str, str]:
        """Return them as a request keeps them."""
        names = ("page", "browser", "connected", "refusal")
        return {name: getattr(self, name) for name in names}


def told(request: HttpRequest) -> list[HelpRequest]:
    """Return what whoever reads this page asked of the team, and is not done with."""
    asked = request.session.get(AT_DOOR)
    mine = asking.told_any(request.user) if request.user.is_authenticated else []
    return mine + (list(asking.told_at_door(asked)) if asked else [])


def draw(request: HttpRequest, path: str, requests: Sequence[HelpRequest] | None = None) -> SafeString:
    """Return the part of the page at ``path`` that shows it: empty where nothing was asked."""
    shown = told(request) if requests is None else requests
    context = {"requests": shown, "page": from_page(path)}
    return mark_safe(render_to_string("partials/help_told.html", context))  # noqa: S308 -- our own template


@dataclass(frozen=True, slots=True)
class Helping:
    """What the régie shows the team: who waits for help, what one settled lately, the wings in which to
    hear of it where no rack on the page has them, and how often a code or a card was ``wrong``."""

    waiting: list[HelpRequest]
    settled: list[HelpRequest]
    wings: Room | None
    wrong: int

    @property
    def unanswered(self) -> int:
        """How many wait for an answer."""
        return sum(not each.is_answered for each in self.waiting)


def for_regie(person: Person, rooms: Iterable[Room], now: datetime) -> Helping | None:
    """Return what the régie of ``rooms`` shows ``person``; None for who is not of the team."""
    if not person.is_staff:
        return None
    mine = HelpRequest.objects.filter(settled_by=person, seen_at=None, settled_at__gt=now - RECENT)
    shown = {room.pk for room in rooms}
    wings = Room.objects.filter(stage__kind=Room.Kind.MEZZA).exclude(stage__in=shown).first()
    return Helping(
        list(HelpRequest.objects.waiting()),
        list(mine.select_related("room", "by").order_by("-settled_at")[:4]),
        wings if len(shown) < MOST_ROOMS else None,
        guessing.wrong_lately(),
    )


def name_of(asked: HelpRequest) -> str:
    """Return who asks."""
    return asked.by.name if asked.by else _("Quelqu’un à la porte")
