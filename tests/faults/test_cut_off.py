"""Who conducts knows who is cut off, in whichever process they were; nobody else is told."""

import asyncio

import pytest

from people.models import Person
from rooms.sessions.models import Participation
from rooms.sessions.phase_plan import PhasePlan
from tests.cast import gather
from tests.faults.test_revocation import press
from tests.machine.hub import Hub
from tests.machine.process import wait_until
from tests.realtime import score
from tests.realtime.visitor import signed_in, visit

pytestmark = pytest.mark.storage


async def test_who_is_cut_off_in_another_process_is_told_to_who_leads_and_to_nobody_else(
    shared_servers: list[Hub],
) -> None:
    here, there = shared_servers[0], shared_servers[-1]
    with here.inside():
        cast = gather()
        score.start(cast, score.compose(cast, [PhasePlan("react", "Se répondre")]))
        cast.fabrique.refresh_from_db()
        people = (cast.judith, cast.awa, cast.nadia, cast.marcel)
        sessions = {person.name: signed_in(person) for person in people}
    place = cast.fabrique.pk, cast.fabrique.epoch
    async with visit(here, sessions["Judith"]) as judith, visit(there, sessions["Awa"]) as awa:
        async with visit(here, sessions["Marcel"]) as marcel:
            for page in (judith, awa, marcel):
                await page.follow(*place)
            async with visit(there, sessions["Nadia"]) as nadia:
                await nadia.follow(*place)
                assert await asyncio.to_thread(wait_until, lambda: _are_noted(here, cast.nadia, cast.marcel))
            for leader in (judith, awa):
                assert [each["name"] for each in (await leader.hear("cut_off", count=1))["people"]] == [
                    "Nadia"
                ]
            await press(there, sessions["Marcel"], "/sortir/")
            await marcel.closed()
            assert not [message for message in marcel.heard if message["type"] == "cut_off"]
        async with visit(here, sessions["Nadia"]) as nadia:
            await nadia.follow(*place)
            for leader in (judith, awa):
                await leader.hear("cut_off", count=0)


def _are_noted(hub: Hub, *people: Person) -> bool:
    with hub.inside():
        return Participation.objects.filter(person__in=people).count() == len(people)
