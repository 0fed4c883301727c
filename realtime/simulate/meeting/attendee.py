"""One simulated person in a rencontre: what the house signals to them, and what their media do then."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from realtime.meeting.peer.connection import Connection
from realtime.meeting.peer.source import Source
from realtime.meeting.peer.tunnel import Loss
from realtime.simulate.client import Fact
from realtime.simulate.meeting.canned import HIGH, LOW, pictures, tone
from realtime.simulate.meeting.sending import Camera, Voice

HOUSE = 0  # the peer that is the house itself
LOWEST_HERTZ, HERTZ_APART = 200, 50
SHADES = (0, 90, 180, 250)  # few: each is encoded in every process of the crowd


class Guest(msgspec.Struct, frozen=True):
    """Somebody who will come. ``number`` chooses their tone, their shade and their turn to speak;
    ``person``: their id where it is known before they come; ``pictures``: how many they want to see."""

    name: str
    number: int
    cookie: str = ""
    code: str = ""
    slug: str = ""
    person: int = 0
    camera: bool = False
    high: bool = False
    pictures: int = 9
    host: bool = False


@dataclass
class Moments:
    """When things happened, on the loop's clock; None before."""

    asked: float | None = None
    joined: float | None = None
    offered: float | None = None
    connected: float | None = None
    seen: float | None = None
    latest: float | None = None  # picture of anybody


Say = Callable[[Fact], None]


class Attendee:
    """``say`` sends a command of this person; ``meeting`` is the number of the rencontre."""

    def __init__(self, guest: Guest, meeting: int, say: Say, loss: Loss) -> None:
        self.guest, self.moments = guest, Moments()
        self.me = guest.person
        self.counts: Counter[str] = Counter()
        self.left = ""
        self.mode = self.recording = ""
        self.resume = ""
        self.members: set[int] = set()
        self.voice = Voice("m", _ssrc(guest, 1), tone(hertz(guest.number)))
        self.cameras = _cameras(guest)
        self.connections: dict[str, Connection] = {}
        self._meeting, self._say, self._loss = meeting, say, loss
        self._loop = asyncio.get_running_loop()
        self._slots: dict[str, int | None] = {}
        self.wants_camera = False
        self.wants_voice = False
        self.hand = False
        self._darkest = 0.0

    # What they say.

    def say(self, type_: str, **fields: Any) -> None:
        """Send a command of the meeting."""
        self._say({"type": type_, "meeting": self._meeting, **fields})

    def join(self) -> None:
        """Ask to come in, or back."""
        if self.moments.asked is None:
            self.moments.asked = self._loop.time()
        self.say(
            "meeting.join",
            pictures=self.guest.pictures,
            microphone=self.wants_voice,
            camera=self.wants_camera,
            resume=self.resume,
        )

    def speak(self, on: bool) -> None:
        """Turn the microphone on or off."""
        if on != self.wants_voice:
            self.wants_voice = on
            self.say("meeting.mute", track="microphone", on=on)
            self._switch()

    def show(self, on: bool) -> None:
        """Turn the camera on or off; nothing for who has none."""
        if self.guest.camera and on != self.wants_camera:
            self.wants_camera = on
            self.say("meeting.mute", track="camera", on=on)
            self._switch()

    def raise_hand(self, up: bool) -> None:
        """Ask to speak, or no longer."""
        self.hand = up
        self.say("meeting.hand", up=up)

    def leave(self) -> None:
        """Go out."""
        self.say("meeting.leave")
        self.close()

    def close(self) -> None:
        """End the media."""
        for connection in self.connections.values():
            connection.close()

    # What they hear.

    def hear(self, fact: Fact) -> None:
        """A message of this meeting."""
        match fact["type"]:
            case "meeting.joined":
                self._joined(fact)
            case "meeting.offered" if fact["peer"] == HOUSE:
                self._offered(fact)
            case "meeting.answered" if fact["peer"] == HOUSE:
                self.connections[fact["way"]].take_answer(fact["sdp"])
            case "meeting.slots":
                self._given(fact)
            case "meeting.state":
                self._changed(fact["state"])
            case _:
                self._told(fact)

    def _told(self, fact: Fact) -> None:
        match fact["type"]:
            case "meeting.members":
                self.members |= {member["person"]["id"] for member in fact["members"]}
                self.members -= set(fact["gone"])
            case "meeting.left":
                self.left = fact["reason"]
                self.close()
            case "meeting.refused":
                self.counts[f"refused: {fact['code']}"] += 1

    def _joined(self, fact: Fact) -> None:
        self.me, self.resume, self.left = fact["me"], fact["resume"], ""
        self.members = {member["person"]["id"] for member in fact["members"]}
        if self.moments.joined is None:
            self.moments.joined = self._loop.time()
        self.counts["resumed" if fact["resumed"] else "joined"] += 1
        if not fact["resumed"]:
            self.close()
        self.mode = ""
        self._changed(fact["state"])

    def _changed(self, state: Fact) -> None:
        mode, self.mode = self.mode, state["mode"]
        self.recording = state["recording"]
        if self.mode != mode == "" and self.mode == "janus" and "up" not in self._running():
            self._offer_up()

    def _running(self) -> set[str]:
        return {way for way, connection in self.connections.items() if not connection.tunnel.is_closed}

    def _offer_up(self) -> None:
        connection = self._begin("up", self._sources())
        self.say("meeting.offer", peer=HOUSE, sdp=connection.offer(), way="up")

    def _offered(self, fact: Fact) -> None:
        way = fact["way"]
        if self.moments.offered is None:
            self.moments.offered = self._loop.time()
        connection = self.connections.get(way) if way == "down" else None
        if connection is None or not connection.is_offered(fact["sdp"]):
            if connection is not None:
                self._offer_up()  # the house has begun anew with Janus
            connection = self._begin(way, {} if way == "down" else self._sources())
        self.say("meeting.answer", peer=HOUSE, sdp=connection.answer(fact["sdp"]), way=way)
        connection.give(self._slots)

    def _begin(self, way: str, sources: dict[str, Source]) -> Connection:
        before = self.connections.get(way)
        if before is not None:
            before.close()
            self.counts["rebuilt"] += 1
        connection = Connection(sources, self._connected, self._loss)
        connection.showed = self._showed
        self.connections[way] = connection
        return connection

    def _sources(self) -> dict[str, Source]:
        return {source.mid: source for source in (self.voice, *self.cameras)}

    def _connected(self) -> None:
        if self.moments.connected is None:
            self.moments.connected = self._loop.time()
        self._switch()

    def _showed(self) -> None:
        now = self._loop.time()
        self.moments.seen = self.moments.seen or now
        self._darkest, self.moments.latest = self.dark(now), now

    def dark(self, now: float) -> float:
        """The longest time without a picture of anybody since ``watch``, in seconds; 0 before the first."""
        return max(self._darkest, now - (self.moments.latest or now))

    def watch(self) -> None:
        """Count the dark from the next picture on."""
        self._darkest, self.moments.latest = 0.0, None

    def _switch(self) -> None:
        self.voice.is_on = self.wants_voice
        for camera in self.cameras:
            camera.is_on = self.wants_camera

    def _given(self, fact: Fact) -> None:
        self._slots = {slot["mid"]: slot["person"] for slot in fact["slots"]}
        for connection in self.connections.values():
            connection.give(self._slots)


def hertz(number: int) -> int:
    """The tone of the guest with that number."""
    return LOWEST_HERTZ + HERTZ_APART * (number % 40)


def shade(number: int) -> int:
    """The shade of their pictures."""
    return SHADES[number % len(SHADES)]


def _cameras(guest: Guest) -> list[Camera]:
    if not guest.camera:
        return []
    low = Camera("l", _ssrc(guest, 2), pictures(LOW, shade(guest.number)))
    if not guest.high:
        return [low]
    return [low, Camera("h", _ssrc(guest, 3), pictures(HIGH, shade(guest.number)))]


def _ssrc(guest: Guest, track: int) -> int:
    return 0x1000_0000 + guest.number * 16 + track
