"""Those who lead see whose words do not get through, until they do; nobody else does, and nothing stays."""

import asyncio
import json
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest

from realtime.fanout.leader_signals import LeaderSignals
from realtime.fanout.process_bus import ProcessBus
from realtime.fanout.unheard import KEPT_FOR, UnheardSignals
from realtime.simulate.seeding import cookie_of
from rooms.events import ShownPerson
from rooms.moderation import limiting
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
    signals.note(ROOM, NADIA, "refused")
    signals.note(ROOM, MARCEL, "unsent")
    clock.now += KEPT_FOR - 1
    signals.note(ROOM, MARCEL, "unsent")
    signals.forget_old()
    assert len(told(signals)) == 2
    clock.now += 2
    signals.forget_old()
    assert told(signals) == [("Marcel", "unsent")]
    signals.gets_through(ROOM, MARCEL.id)
    assert told(signals) == []
    assert not signals._rooms


async def test_somebody_with_two_troubles_is_named_once(signals: UnheardSignals) -> None:
    signals.note(ROOM, NADIA, "refused")
    signals.note(ROOM, NADIA, "unsent")
    assert len(told(signals)) == 1
    signals.end(ROOM, NADIA.id, "unsent")
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


@pytest.mark.storage
async def test_who_sends_without_a_socket_is_among_them_too_until_they_get_through(shared_hub: Hub) -> None:
    with shared_hub.inside():
        cast = gather()
        cast.fabrique.refresh_from_db()
        awa, nadia, marcel = map(signed_in, (cast.awa, cast.nadia, cast.marcel))
    room, epoch, form = cast.fabrique.pk, cast.fabrique.epoch, f"/f/{cast.fabrique.slug}/publier/"
    async with visit(shared_hub, awa) as desk, visit(shared_hub, marcel) as other:
        for each in (desk, other):
            await each.follow(room, epoch)
        assert await posted(shared_hub, nadia, form, {"body": " "}) == 422
        assert await hears(desk) == [("Nadia", "refused")]
        await posted(shared_hub, nadia, form, {"body": "Plus court."})
        assert await hears(desk) == []
        assert await asked(shared_hub, marcel, room, " ") == 422
        assert await hears(desk) == [("Marcel", "refused")]
        assert await asked(shared_hub, marcel, room, "Plus court.") == 200
        assert await hears(desk) == []
        await posted(shared_hub, awa, form, {"body": " "})
        assert await asked(shared_hub, awa, room, " ") == 422
        assert await asked(shared_hub, marcel, room, "Ensuite.") == 200
        await other.hear_line("post.published")
        await desk.send("ping")
        await desk.hear("pong")
        assert [len(signals_of(each)) for each in (desk, other)] == [4, 0]


@pytest.mark.storage
async def test_who_writes_too_soon_is_not_refused(shared_hub: Hub) -> None:
    with shared_hub.inside():
        cast = gather()
        limiting.slow_room(cast.awa, cast.fabrique.pk, None, 60)
        cast.fabrique.refresh_from_db()
        awa, nadia = map(signed_in, (cast.awa, cast.nadia))
    room, epoch, form = cast.fabrique.pk, cast.fabrique.epoch, f"/f/{cast.fabrique.slug}/publier/"
    async with visit(shared_hub, awa) as desk:
        await desk.follow(room, epoch)
        await posted(shared_hub, nadia, form, {"body": "Un mot."})
        assert await posted(shared_hub, nadia, form, {"body": "Encore."}) == 429
        assert await asked(shared_hub, nadia, room, "Encore.") == 422
        await desk.send("ping")
        await desk.hear("pong")
        assert signals_of(desk) == []


async def posted(hub: Hub, session: str, path: str, boxes: dict[str, str]) -> int:
    """Send a form; return the status of the page that it leads to."""
    kind = "application/x-www-form-urlencoded"
    return await asyncio.to_thread(_sent, hub, session, path, urlencode(boxes).encode(), kind)


async def asked(hub: Hub, session: str, room: int, body: str) -> int:
    """Publish over plain HTTP; return the status of the answer."""
    command = {"type": "publish", "ref": str(uuid4()), "room": room, "body": body}
    sent = json.dumps(command).encode()
    return await asyncio.to_thread(_sent, hub, session, "/wire/command", sent, "application/json")


def _sent(hub: Hub, session: str, path: str, body: bytes, kind: str) -> int:
    told = {"Cookie": cookie_of(session), "Origin": hub.url, "Content-Type": kind}
    try:
        with urlopen(Request(f"{hub.url}{path}", body, told)) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code
