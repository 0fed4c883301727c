"""A meeting of the cast on a real server: Judith leads, Nadia and Marcel join as pages do."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from rooms.meetings.models import Meeting
from tests.cast import Cast, gather
from tests.machine.hub import Hub
from tests.realtime.visitor import PATIENCE, SocketVisitor, signed_in, visit

Fact = dict[str, Any]

DESCRIPTION = (
    "v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
    "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:abcd\r\n"
    "a=ice-pwd:0123456789abcdef01234567\r\na=fingerprint:sha-256 " + ":".join(["AB"] * 32) + "\r\n"
    "a=setup:actpass\r\na=mid:0\r\na=sendrecv\r\na=rtpmap:111 opus/48000/2\r\n"
)
CANDIDATE = "candidate:1 1 udp 2113937151 192.0.2.7 51472 typ host"


@dataclass
class Participant:
    """One page of somebody in a meeting; ``members`` is kept up to date from its messages."""

    visitor: SocketVisitor
    meeting: int
    joined: Fact
    members: dict[int, Fact]

    async def say(self, verb: str, **fields: Any) -> None:
        """Send one command of the meeting."""
        await self.visitor.send(f"meeting.{verb}", meeting=self.meeting, **fields)

    async def hear(self, *verbs: str, **like: Any) -> Fact:
        """Return the next message of one of ``verbs`` that has the fields ``like``."""
        types = [f"meeting.{verb}" for verb in verbs]
        return await self.visitor.hear(*types, meeting=self.meeting, **like)

    async def sees(self, who: int, **like: Any) -> Fact:
        """Read on until a member has the fields ``like``; return the member."""
        while not self._is_like(who, like):
            self._fold(await self.hear("members"))
        return self.members[who]

    async def misses(self, who: int) -> None:
        """Read on until somebody is gone."""
        while who in self.members:
            self._fold(await self.hear("members"))

    def _is_like(self, who: int, like: Fact) -> bool:
        return who in self.members and all(self.members[who][name] == value for name, value in like.items())

    def _fold(self, told: Fact) -> None:
        self.members |= {member["person"]["id"]: member for member in told["members"]}
        for who in told["gone"]:
            self.members.pop(who, None)


@dataclass(frozen=True)
class MeetingEvening:
    """A hub, the cast, their sessions by name, and a meeting whose door is open."""

    hub: Hub
    cast: Cast
    sessions: dict[str, str]
    meeting: int

    async def until(self, is_kept: Callable[[Meeting], bool]) -> None:
        """Return once the database agrees: meetings write in the background."""
        async with asyncio.timeout(PATIENCE):
            while not self._says(is_kept):  # noqa: ASYNC110 - another process writes it
                await asyncio.sleep(0.05)

    def _says(self, is_kept: Callable[[Meeting], bool]) -> bool:
        with self.hub.inside():
            return is_kept(Meeting.objects.get(pk=self.meeting))

    @asynccontextmanager
    async def at_the_door(self, name: str) -> AsyncIterator[SocketVisitor]:
        """Open a socket of somebody."""
        async with visit(self.hub, self.sessions[name]) as visitor:
            yield visitor

    @asynccontextmanager
    async def inside(self, name: str, **join: Any) -> AsyncIterator[Participant]:
        """Let somebody join."""
        async with self.at_the_door(name) as visitor:
            yield await enter(visitor, self.meeting, **join)


async def ask(visitor: SocketVisitor, meeting: int, **fields: Any) -> Fact:
    """Ask to join as a page does, again while nobody leads; return the answer."""
    for _try in range(int(PATIENCE)):
        await visitor.send("meeting.join", meeting=meeting, **fields)
        answer = await visitor.hear(
            "meeting.joined", "meeting.waiting", "meeting.left", "meeting.refused", meeting=meeting
        )
        if answer.get("code") != "no_answer":
            return answer
    raise TimeoutError


async def enter(visitor: SocketVisitor, meeting: int, **fields: Any) -> Participant:
    """Join, and assert being inside."""
    joined = await ask(visitor, meeting, **fields)
    assert joined["type"] == "meeting.joined", joined
    return Participant(visitor, meeting, joined, {each["person"]["id"]: each for each in joined["members"]})


def prepare(hub: Hub, **meeting: Any) -> MeetingEvening:
    """Create the cast, and a meeting that began five minutes ago, in the database of ``hub``."""
    hub.lead()
    with hub.inside():
        cast = gather()
        people = (cast.judith, cast.nadia, cast.marcel, cast.awa, cast.ousmane)
        held = {"room": cast.fabrique, "title": "Le soir", "host": cast.judith, **meeting}
        starts_at = timezone.now() - timedelta(minutes=5)
        made = Meeting.objects.create(starts_at=starts_at, **held)
        return MeetingEvening(hub, cast, {who.name: signed_in(who) for who in people}, made.pk)
