"""The client of one simulated person in a meeting: its signalling, and the media connections that follow."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from realtime.meeting.peer.connection import PeerConnection
from realtime.meeting.peer.send_stream import SendStream
from realtime.meeting.peer.transport import SimulatedLoss
from realtime.simulate.meeting.canned_media import HIGH, LOW, pictures, tone
from realtime.simulate.meeting.canned_tracks import CannedCamera, CannedVoice
from realtime.simulate.wire_client import Fact

HOUSE = 0  # the peer number of the media server
LOWEST_HERTZ, HERTZ_APART = 200, 50
SHADES = (0, 90, 180, 250)  # few, since every process encodes each of them


class GuestSpec(msgspec.Struct, frozen=True):
    """A guest to simulate. ``number`` determines their tone, their shade and their turn to speak; ``person``:
    their id where it is known in advance; ``pictures``: how many they want to see; ``high``: sends two
    layers."""

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
class JoinTimes:
    """When each step of joining happened, on the loop's clock; None before it."""

    asked: float | None = None
    joined: float | None = None
    offered: float | None = None
    connected: float | None = None
    seen: float | None = None
    latest: float | None = None  # picture of anybody


Say = Callable[[Fact], None]


class MeetingClient:
    """``say`` sends a command of this person; ``meeting`` is the rencontre's id."""

    def __init__(self, guest: GuestSpec, meeting: int, say: Say, loss: SimulatedLoss) -> None:
        self.guest, self.moments = guest, JoinTimes()
        self.me = guest.person
        self.counts: Counter[str] = Counter()
        self.left = ""
        self.mode = self.recording = ""
        self.resume = ""
        self.members: set[int] = set()
        self.voice = CannedVoice("m", _ssrc(guest, 1), tone(hertz(guest.number)))
        self.cameras = _cameras(guest)
        self.connections: dict[str, PeerConnection] = {}
        self._meeting, self._say, self._loss = meeting, say, loss
        self._loop = asyncio.get_running_loop()
        self._slots: dict[str, int | None] = {}
        self.wants_camera = False
        self.wants_voice = False
        self.hand = False
        self._darkest = 0.0

    # Commands.

    def say(self, type_: str, **fields: Any) -> None:
        """Send a command of the meeting."""
        self._say({"type": type_, "meeting": self._meeting, **fields})

    def join(self) -> None:
        """Ask to join, or to resume."""
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
        """Turn the camera on or off. Does nothing for a guest without one."""
        if self.guest.camera and on != self.wants_camera:
            self.wants_camera = on
            self.say("meeting.mute", track="camera", on=on)
            self._switch()

    def raise_hand(self, up: bool) -> None:
        """Raise or lower the hand."""
        self.hand = up
        self.say("meeting.hand", up=up)

    def leave(self) -> None:
        """Leave the meeting."""
        self.say("meeting.leave")
        self.close()

    def close(self) -> None:
        """Close the media connections."""
        for connection in self.connections.values():
            connection.close()

    # Messages.

    def hear(self, fact: Fact) -> None:
        """Handle a message of this meeting."""
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
        return {way for way, connection in self.connections.items() if not connection.transport.is_closed}

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
                self._offer_up()  # the service has reconnected to Janus
            connection = self._begin(way, {} if way == "down" else self._sources())
        self.say("meeting.answer", peer=HOUSE, sdp=connection.answer(fact["sdp"]), way=way)
        connection.give(self._slots)

    def _begin(self, way: str, sources: dict[str, SendStream]) -> PeerConnection:
        before = self.connections.get(way)
        if before is not None:
            before.close()
            self.counts["rebuilt"] += 1
        connection = PeerConnection(sources, self._connected, self._loss)
        connection.showed = self._showed
        self.connections[way] = connection
        return connection

    def _sources(self) -> dict[str, SendStream]:
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
        """Return the longest time without any picture since ``watch``, in seconds; 0 before the first
        picture."""
        return max(self._darkest, now - (self.moments.latest or now))

    def watch(self) -> None:
        """Restart the measurement of ``dark`` at the next picture."""
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
    """Return the frequency of the guest with that number."""
    return LOWEST_HERTZ + HERTZ_APART * (number % 40)


def shade(number: int) -> int:
    """Return the shade of that guest's pictures."""
    return SHADES[number % len(SHADES)]


def _cameras(guest: GuestSpec) -> list[CannedCamera]:
    if not guest.camera:
        return []
    low = CannedCamera("l", _ssrc(guest, 2), pictures(LOW, shade(guest.number)))
    if not guest.high:
        return [low]
    return [low, CannedCamera("h", _ssrc(guest, 3), pictures(HIGH, shade(guest.number)))]


def _ssrc(guest: GuestSpec, track: int) -> int:
    return 0x1000_0000 + guest.number * 16 + track
