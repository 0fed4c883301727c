"""Open sockets of people whose rights were withdrawn or changed learn of it, in every process."""

import asyncio
from collections.abc import Callable
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from django.contrib.sessions.models import Session

from people.models import Person
from realtime.simulate.seeding import cookie_of
from rooms import joining, moderating
from rooms.moderation import barring
from tests.cast import Cast
from tests.faults.crowd import the_cast
from tests.machine.hub import Hub
from tests.realtime.visitor import visit

pytestmark = pytest.mark.storage


@pytest.fixture
def soon(long: bool) -> float | None:
    """Seconds within which a socket must learn of a revocation by a service: checked in the long run."""
    return 2.0 if long else None


@pytest.fixture
def later(long: bool) -> float | None:
    """Seconds within which it must learn of one that no process was told of, as when Redis is away."""
    return 10.0 if long else None


async def press(hub: Hub, session: str, path: str, **boxes: str) -> None:
    """Send the form at ``path``, with these boxes filled and no other."""
    headers = {"Cookie": cookie_of(session), "Origin": hub.url}
    asked = Request(f"{hub.url}{path}", data=urlencode(boxes).encode(), headers=headers)
    await asyncio.to_thread(lambda: urlopen(asked).close())


async def test_who_goes_out_is_out_on_every_screen_of_that_browser(
    shared_servers: list[Hub], soon: float | None
) -> None:
    here, there = shared_servers[0], shared_servers[-1]
    cast, marcel, _awa = the_cast(here)
    async with visit(here, marcel) as reading, visit(here, marcel) as elsewhere:
        await reading.follow(cast.fabrique.pk, cast.fabrique.epoch)
        await press(there, marcel, "/sortir/")
        async with asyncio.timeout(soon):
            assert [await reading.closed(), await elsewhere.closed()] == [4501, 4501]


async def test_who_is_removed_or_quieted_is_told_wherever_they_are(
    shared_servers: list[Hub], soon: float | None
) -> None:
    here, there = shared_servers[0], shared_servers[-1]
    cast, marcel, awa = the_cast(here)
    place, who = (cast.fabrique.pk, cast.fabrique.epoch), {"room": cast.fabrique.pk, "person": cast.marcel.pk}
    async with visit(here, marcel) as reading, visit(there, awa) as staff:
        await reading.follow(*place)
        await staff.ask("person.quiet", on=True, **who)
        async with asyncio.timeout(soon):
            assert (await reading.hear("standing"))["quieted"] is True
        await staff.ask("person.remove", on=True, **who)
        async with asyncio.timeout(soon):
            assert await reading.closed() == 4503


async def test_who_is_barred_by_the_team_is_out_wherever_they_are(
    shared_servers: list[Hub], soon: float | None
) -> None:
    """Bar somebody through the back office, which has no service of its own for it."""
    here, there = shared_servers[0], shared_servers[-1]
    cast, marcel, awa = the_cast(here)
    with here.inside():
        Person.objects.filter(pk=cast.awa.pk).update(is_superuser=True)
    async with visit(here, marcel) as idle:
        await idle.hear("welcome")
        page = f"/coulisses/admin/people/person/{cast.marcel.pk}/change/"
        await press(there, awa, page, name="Marcel", language="fr")
        async with asyncio.timeout(soon):
            assert await idle.closed() == 4501


def end_session(_cast: Cast, session: str) -> None:
    Session.objects.filter(session_key=session).delete()


def bar(cast: Cast, _session: str) -> None:
    barring.bar(cast.awa, cast.fabrique.pk, None, cast.marcel.pk, True, "Trois insultes.")


def remove(cast: Cast, _session: str) -> None:
    moderating.remove(cast.awa, cast.fabrique.pk, None, cast.marcel.pk, True)


def change_locks(cast: Cast, _session: str) -> None:
    cast.marcel.set_password("douze autres signes")
    cast.marcel.save()


@pytest.mark.parametrize(
    ("deed", "code"), [(end_session, 4501), (bar, 4501), (change_locks, 4501), (remove, 4503)]
)
async def test_what_no_process_was_told_of_is_found_all_the_same(
    shared_hub: Hub, later: float | None, deed: Callable[[Cast, str], None], code: int
) -> None:
    cast, marcel, _awa = the_cast(shared_hub)
    async with visit(shared_hub, marcel) as reading:
        await reading.follow(cast.fabrique.pk, cast.fabrique.epoch)
        with shared_hub.inside():
            deed(cast, marcel)
        async with asyncio.timeout(later):
            assert await reading.closed() == code


async def test_who_is_barred_is_out_even_where_they_follow_no_room(
    shared_hub: Hub, later: float | None
) -> None:
    cast, marcel, _awa = the_cast(shared_hub)
    async with visit(shared_hub, marcel) as idle:
        await idle.hear("welcome")
        with shared_hub.inside():
            bar(cast, marcel)
        async with asyncio.timeout(later):
            assert await idle.closed() == 4501


async def test_who_becomes_an_artist_is_told_though_no_process_was(
    shared_hub: Hub, later: float | None
) -> None:
    cast, marcel, _awa = the_cast(shared_hub)
    async with visit(shared_hub, marcel) as reading:
        await reading.follow(cast.fabrique.pk, cast.fabrique.epoch)
        with shared_hub.inside():
            joining.give_role(cast.marcel, cast.fabrique, "artist")
        async with asyncio.timeout(later):
            assert (await reading.hear("standing"))["role"] == "artist"
