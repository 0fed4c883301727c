"""Those who lead see whose words do not get through, until they do; nobody else does, and nothing stays."""

from typing import Any

import pytest

from realtime.fanout.leader_signals import LeaderSignals
from realtime.fanout.process_bus import ProcessBus
from realtime.fanout.unheard import KEPT_FOR, UnheardSignals
from rooms.events import ShownPerson
from tests.cast import gather
from tests.machine.hub import Hub
from tests.realtime.clock import Clock
from tests.realtime.visitor import SocketVisitor, signed_in, visit

NADIA, MARCEL = ShownPerson(7, "Nadia", "participant"), ShownPerson(8, "Marcel", "participant")
ROOM = 12


@pytest.fixture
async def signals(clock: Clock) -> UnheardSignals:
    return UnheardSignals(ProcessBus(lambda _message: None), LeaderSignals({}))


def told(signals: UnheardSignals) -> list[tuple[str, str]]:
    return [(each.person.name, each.why) for each in signals.signal(ROOM).people]


async def test_it_is_forgotten_ten_minutes_after_it_was_last_told(
    clock: Clock, signals: UnheardSignals
) -> None:
    signals.note(ROOM, NADIA, "refused", on=True)
    signals.note(ROOM, MARCEL, "unsent", on=True)
    clock.now += KEPT_FOR - 1
    signals.note(ROOM, MARCEL, "unsent", on=True)
    signals.forget_old()
    assert len(told(signals)) == 2
    clock.now += 2
    signals.forget_old()
    assert told(signals) == [("Marcel", "unsent")]
    signals.gets_through(ROOM, MARCEL)
    assert told(signals) == []
    assert not signals._rooms


async def test_somebody_with_two_troubles_is_named_once(signals: UnheardSignals) -> None:
    signals.note(ROOM, NADIA, "refused", on=True)
    signals.note(ROOM, NADIA, "unsent", on=True)
    assert len(told(signals)) == 1
    signals.note(ROOM, NADIA, "unsent", on=False)
    assert told(signals) == [("Nadia", "refused")]


def signals_of(visitor: SocketVisitor) -> list[dict[str, Any]]:
    return [message for message in visitor.heard if message["type"] == "unheard"]


async def hears(leader: SocketVisitor) -> list[tuple[str, str]]:
    return names_in(await leader.hear("unheard"))


def names_in(signal: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["person"]["name"], each["why"]) for each in signal["people"]]


@pytest.mark.storage
async def test_who_leads_hears_of_a_refusal_and_of_what_does_not_leave_until_it_does(shared_hub: Hub) -> None:
    with shared_hub.inside():
        cast = gather()
        cast.fabrique.refresh_from_db()
        awa, nadia, marcel = map(signed_in, (cast.awa, cast.nadia, cast.marcel))
    room, epoch = cast.fabrique.pk, cast.fabrique.epoch
    async with (
        visit(shared_hub, awa) as desk,
        visit(shared_hub, nadia) as phone,
        visit(shared_hub, marcel) as other,
    ):
        for each in (desk, phone, other):
            await each.follow(room, epoch)
        await phone.ask("publish", room=room, body=" ")
        assert await hears(desk) == [("Nadia", "refused")]
        async with visit(shared_hub, awa) as late:
            await late.follow(room, epoch)
            await late.send("ping")
            await late.hear("pong")
            assert [names_in(signal) for signal in signals_of(late)] == [[("Nadia", "refused")]]
        await phone.ask("publish", room=room, body="Plus court.")
        assert await hears(desk) == []
        await phone.send("unsent", room=room, on=True)
        assert await hears(desk) == [("Nadia", "unsent")]
        await phone.send("unsent", room=room, on=False)
        assert await hears(desk) == []
        await desk.send("unsent", room=room, on=True)
        await desk.ask("publish", room=room, body="Ensuite.")
        await other.hear_line("post.published")
        assert [len(signals_of(each)) for each in (desk, other, phone)] == [4, 0, 0]
