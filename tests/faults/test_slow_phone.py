"""What the house tells all at once comes whole to a phone on a slow line, on the socket that it has."""

import json
from asyncio import StreamReader, sleep
from dataclasses import dataclass
from typing import Any, cast

import pytest

from people.models import Person
from realtime.simulate.seeding import cookie_of
from realtime.simulate.wire_client import JSON
from rooms import joining
from rooms.models import Post
from rooms.sessions.models import Session
from rooms.sessions.phase_plan import PhasePlan
from tests.cast import Cast
from tests.faults.crowd import the_cast
from tests.machine.hub import Hub
from tests.realtime import score
from tests.realtime.raw_websocket import CLOSE, PING, PONG, TEXT, RawClient
from tests.realtime.visitor import signed_in, visit

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("hanging_up")]

TEXT_SIGNS = 5_000
BYTES_PER_SECOND = 2_000_000 // 8
PLANS = [
    PhasePlan("silence", "Écrire", seconds=600),
    PhasePlan("reveal", "Lire", seconds=600, order="together"),
]


@dataclass(frozen=True)
class SlowReader:
    """Reads no faster than a line of 2 Mbit/s brings it."""

    reader: StreamReader

    async def readexactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            data += await self.reader.readexactly(min(count - len(data), 8_192))
            await sleep(min(count, 8_192) / BYTES_PER_SECOND)
        return data


@pytest.fixture
def texts(long: bool) -> int:
    return 120 if long else 20


async def test_a_reveal_of_long_texts_closes_no_phone_on_a_slow_line(shared_hub: Hub, texts: int) -> None:
    cast_, marcel, _awa = the_cast(shared_hub)
    room = cast_.fabrique
    with shared_hub.inside():
        session = silence_with(cast_, texts)
        judith = signed_in(cast_.judith)
        room.refresh_from_db()
    phone = await phone_of(shared_hub, marcel)
    say(phone, type="subscribe", room=room.pk, epoch=room.epoch, since=room.head)
    async with visit(shared_hub, judith) as leading:
        about = {"room": room.pk, "session": session.pk, "version": session.version}
        answer = await leading.ask("session.pass", **about, to=session.index + 1)
        assert answer["type"] == "reply", answer
    shown: list[str] = []
    numbers = [room.head]
    while len(shown) < texts:
        message = await heard(phone)
        if message["type"] == "events":
            fresh = [line for line in message["events"] if line["seq"] > numbers[-1]]
            numbers += [line["seq"] for line in fresh]
            shown += [
                line["event"]["post"]["body"] for line in fresh if line["event"]["kind"] == "post.published"
            ]
    assert numbers == list(range(room.head, numbers[-1] + 1))
    assert sorted(shown) == sorted(text_of(number) for number in range(texts))


def silence_with(cast_: Cast, texts: int) -> Session:
    """Return a session in whose silence so many have written as much as one may."""
    made = score.compose(cast_, PLANS)
    score.start(cast_, made)
    phase = score.phase_of(made, "silence")
    for number in range(texts):
        person = Person.objects.arrive(f"Plume {number}")
        joining.join(person, cast_.fabrique)
        body = text_of(number)
        about = {
            "room": cast_.fabrique,
            "author": person,
            "kind": "silence",
            "phase": phase,
            "held": "silence",
        }
        Post.objects.create(**about, body=body, html=f"<p>{body}</p>")
    made.refresh_from_db()
    return made


def text_of(number: int) -> str:
    return f"{number} ".ljust(TEXT_SIGNS, "🐙")


async def phone_of(hub: Hub, session: str) -> RawClient:
    own = {"Cookie": cookie_of(session), "Sec_WebSocket_Protocol": JSON}
    ours = {"Host": f"127.0.0.1:{hub.port}", "Origin": hub.url}
    phone = await RawClient.open(hub.port, "/wire", receive_buffer=4_096, **own, **ours)
    phone.reader = cast(StreamReader, SlowReader(phone.reader))
    return phone


def say(phone: RawClient, **command: Any) -> None:
    phone.send(TEXT, json.dumps(command).encode())


async def heard(phone: RawClient) -> dict[str, Any]:
    """Return the next message. A browser ends a socket on which nothing comes whole for ten seconds."""
    frame = await phone.receive()
    if frame.opcode == PING:
        phone.send(PONG, frame.payload)
        return await heard(phone)
    assert frame.opcode != CLOSE, frame.code
    assert len(frame.payload) < 128 * 1024
    told: dict[str, Any] = json.loads(frame.payload)
    return told
