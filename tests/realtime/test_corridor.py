"""The corridor between processes: whatever Redis does, this process goes on."""

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest

from realtime.fanout import corridor as module
from realtime.fanout.corridor import EVERYWHERE, Corridor
from realtime.fanout.house import House
from realtime.gateway.following import follow
from realtime.wire.commands import Subscribe
from tests.realtime.test_following import EPOCH, ROOM, Line, Past, Visitor
from tests.realtime.test_following import past as past

PEOPLE = 30
GROUP = f"room.{ROOM}"


class Away:
    """A channel layer whose Redis does not answer, as an address that nobody has."""

    async def group_add(self, group: str, channel: str) -> None:
        await asyncio.sleep(3600)


class Gone:
    """A channel layer whose Redis refuses."""

    async def group_add(self, group: str, channel: str) -> None:
        raise ConnectionError


@pytest.mark.parametrize("layer", [Away(), Gone()])
async def test_a_redis_that_does_not_answer_holds_nobody_up(
    layer: object, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    corridor = Corridor(lambda _message: None)
    corridor._layer, corridor._channel = layer, "ici"
    corridor.want(7)
    async with asyncio.timeout(10):
        await corridor.settle()
    assert corridor._joined == set()
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


@dataclass
class Recording:
    """A channel layer that notes what is asked of it; ``heard`` is what other processes say."""

    channels: list[str] = field(default_factory=list)
    added: list[tuple[str, str]] = field(default_factory=list)
    discarded: list[tuple[str, str]] = field(default_factory=list)
    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    heard: "asyncio.Queue[dict[str, Any]]" = field(default_factory=asyncio.Queue)

    async def new_channel(self) -> str:
        self.channels.append(f"process.{len(self.channels)}")
        return self.channels[-1]

    async def group_add(self, group: str, channel: str) -> None:
        self.added.append((group, channel))

    async def group_discard(self, group: str, channel: str) -> None:
        self.discarded.append((group, channel))

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        self.sent.append((group, message))

    async def receive(self, _channel: str) -> dict[str, Any]:
        return await self.heard.get()

    def hints(self) -> Counter[str]:
        """How many lines were told to each group."""
        return Counter(group for group, message in self.sent if message["type"] == "hint")


@pytest.fixture
async def layer(monkeypatch: pytest.MonkeyPatch) -> Recording:
    """Between the processes of a house that is made after this."""
    recording = Recording()
    monkeypatch.setattr(module, "get_channel_layer", lambda: recording)
    return recording


async def crowd(house: House) -> list[Visitor]:
    """Sockets of as many people, all in the one room."""
    house.open()
    people = [Visitor(person=number, outlet=Line(flows=True)) for number in range(PEOPLE)]
    for guest in people:
        house.enter(guest)
    await asyncio.gather(*(follow(house, guest, Subscribe(ROOM, EPOCH, 10)) for guest in people))
    await asyncio.sleep(0)
    return people


async def test_a_crowd_is_one_subscription_of_its_process(layer: Recording, past: Past) -> None:
    house = House()
    people = await crowd(house)
    (channel,) = layer.channels
    assert sorted(layer.added) == sorted([(EVERYWHERE, channel), (GROUP, channel)])
    for guest in people:
        house.leave(guest)
    for _look in range(2):
        await house._look_once()
    assert layer.discarded == [(GROUP, channel)]


async def test_a_line_is_told_to_other_processes_once(layer: Recording, past: Past) -> None:
    house = House()
    people = await crowd(house)
    past.head += 1
    house.hint(past.entry(past.head))
    await asyncio.sleep(0)
    assert layer.hints() == {GROUP: 1}
    assert [guest.numbers for guest in people] == [[past.head]] * PEOPLE


async def test_a_line_of_another_process_reaches_the_whole_crowd_from_one_message(
    layer: Recording, past: Past
) -> None:
    house = House()
    people = await crowd(house)
    line = past.entry(past.head + 1)
    message = {"type": "hint", "room": ROOM, "seq": line.seq, "removes": line.removes, "json": line.json}
    await layer.heard.put({**message, "from": "another"})
    async with asyncio.timeout(10):
        while not people[-1].numbers:  # noqa: ASYNC110  # the house listens on its own
            await asyncio.sleep(0)
    assert [guest.numbers for guest in people] == [[line.seq]] * PEOPLE
    assert not layer.hints()
