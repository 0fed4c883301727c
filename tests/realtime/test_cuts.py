"""Those who lead are told who is cut off again and again; nobody else is, and nothing of it stays."""

import pytest

from realtime.fanout.access_rights import Access
from realtime.fanout.connection_registry import ConnectionRegistry
from realtime.fanout.cuts import COUNTED_FOR, TOGETHER
from realtime.gateway.subscriptions import follow
from realtime.wire.close_codes import Close
from realtime.wire.commands import Subscribe
from rooms.events import ShownPerson
from tests.realtime.clock import Clock
from tests.realtime.test_subscriptions import EPOCH, MEMBER, ROOM, FakeSubscriber, Past, SlowSender
from tests.realtime.test_subscriptions import past as past

AWA = Access(ShownPerson(9, "Awa", "staff"), quieted=False)
ABNORMAL, GOING_AWAY = 1006, 1001


class _House:
    """A room with its leader at the régie."""

    def __init__(self, clock: Clock, past: Past) -> None:
        self.clock, self.past, self.registry = clock, past, ConnectionRegistry()

    async def comes(self, access: Access, *, unseen: bool = False) -> FakeSubscriber:
        socket = FakeSubscriber(person=access.person.id, sender=SlowSender(flows=True))
        self.past.access = access
        self.registry.add(socket)
        await follow(self.registry, socket, Subscribe(ROOM, EPOCH, self.past.head, unseen=unseen))
        return socket

    async def is_cut(self, code: int, *, unseen: bool = False, pages: int = 1) -> None:
        """Let Nadia come with so many ``pages``, and lose them all."""
        sockets = [await self.comes(MEMBER, unseen=unseen) for _page in range(pages)]
        for socket in sockets:
            socket.close_code = code
            self.registry.remove(socket)
        self.clock.now += TOGETHER + 1


@pytest.fixture
async def house(clock: Clock, past: Past) -> _House:
    return _House(clock, past)


def told(socket: FakeSubscriber) -> list[list[str]]:
    """Return whom each signal named."""
    signals = [message for message in socket.sender.read if message["type"] == "often_cut"]
    return [[person["name"] for person in signal["people"]] for signal in signals]


@pytest.mark.parametrize("code", [ABNORMAL, Close.SLOW])
async def test_three_cuts_within_ten_minutes_are_told_to_who_leads(house: _House, code: int) -> None:
    awa, marcel = await house.comes(AWA), await house.comes(MEMBER)
    for _time in range(2):
        await house.is_cut(code)
    assert told(awa) == []
    await house.is_cut(code)
    assert told(awa) == [["Nadia"]]
    assert told(marcel) == []
    assert told(await house.comes(AWA)) == [["Nadia"]]


@pytest.mark.parametrize(("code", "unseen"), [(GOING_AWAY, False), (1005, False), (ABNORMAL, True)])
async def test_who_leaves_or_only_lists_the_room_is_not_cut_off(
    house: _House, code: int, unseen: bool
) -> None:
    awa = await house.comes(AWA)
    for _time in range(4):
        await house.is_cut(code, unseen=unseen)
    assert told(awa) == []


async def test_many_pages_lost_at_once_are_one_cut(house: _House) -> None:
    awa = await house.comes(AWA)
    await house.is_cut(ABNORMAL, pages=3)
    assert told(awa) == []


async def test_after_ten_minutes_it_is_forgotten(house: _House) -> None:
    for _time in range(3):
        await house.is_cut(ABNORMAL)
    house.clock.now += COUNTED_FOR
    assert told(await house.comes(AWA)) == []
    assert not house.registry.struggling._cuts._at
