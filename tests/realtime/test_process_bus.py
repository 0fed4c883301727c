"""The bus between processes: whatever Redis does, this process goes on."""

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest

from realtime.fanout import process_bus as module
from realtime.fanout.connection_registry import ConnectionRegistry
from realtime.fanout.process_bus import ALL_PROCESSES, ProcessBus
from realtime.gateway.subscriptions import follow
from realtime.wire.commands import Subscribe
from tests.realtime.test_subscriptions import EPOCH, ROOM, FakeSubscriber, Past, SlowSender
from tests.realtime.test_subscriptions import past as past

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
    monkeypatch.setattr(module, "TIMEOUT", 0.01)
    bus = ProcessBus(lambda _message: None)
    bus._layer, bus._channel = layer, "ici"
    bus.add_room(7)
    async with asyncio.timeout(10):
        await bus.sync_groups()
    assert bus._joined == set()
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


@dataclass
class RecordingLayer:
    """A channel layer that records its calls; ``heard`` has the messages of other processes."""

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
        """Return how many hints were sent to each group."""
        return Counter(group for group, message in self.sent if message["type"] == "hint")


@pytest.fixture
async def layer(monkeypatch: pytest.MonkeyPatch) -> RecordingLayer:
    """The channel layer of registries made after this."""
    recorder = RecordingLayer()
    monkeypatch.setattr(module, "get_channel_layer", lambda: recorder)
    return recorder


async def crowd(registry: ConnectionRegistry) -> list[FakeSubscriber]:
    """Subscribe so many people to the one room."""
    registry.open()
    people = [FakeSubscriber(person=number, sender=SlowSender(flows=True)) for number in range(PEOPLE)]
    for subscriber in people:
        registry.add(subscriber)
    await asyncio.gather(*(follow(registry, subscriber, Subscribe(ROOM, EPOCH, 10)) for subscriber in people))
    await asyncio.sleep(0)
    return people


async def test_a_crowd_is_one_subscription_of_its_process(layer: RecordingLayer, past: Past) -> None:
    registry = ConnectionRegistry()
    people = await crowd(registry)
    (channel,) = layer.channels
    assert sorted(layer.added) == sorted([(ALL_PROCESSES, channel), (GROUP, channel)])
    for subscriber in people:
        registry.remove(subscriber)
    for _poll_forever in range(2):
        await registry._poll()
    assert layer.discarded == [(GROUP, channel)]


async def test_a_line_is_told_to_other_processes_once(layer: RecordingLayer, past: Past) -> None:
    registry = ConnectionRegistry()
    people = await crowd(registry)
    past.head += 1
    registry.hint(past.entry(past.head))
    await asyncio.sleep(0)
    assert layer.hints() == {GROUP: 1}
    assert [subscriber.numbers for subscriber in people] == [[past.head]] * PEOPLE


async def test_a_line_of_another_process_reaches_the_whole_crowd_from_one_message(
    layer: RecordingLayer, past: Past
) -> None:
    registry = ConnectionRegistry()
    people = await crowd(registry)
    line = past.entry(past.head + 1)
    message = {"type": "hint", "room": ROOM, "seq": line.seq, "removes": line.removes, "json": line.json}
    await layer.heard.put({**message, "from": "another"})
    async with asyncio.timeout(10):
        while not people[-1].numbers:  # noqa: ASYNC110  # the registry listens in a task of its own
            await asyncio.sleep(0)
    assert [subscriber.numbers for subscriber in people] == [[line.seq]] * PEOPLE
    assert not layer.hints()
