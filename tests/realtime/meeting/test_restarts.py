"""Servers and the process that leads the meetings are restarted in the middle of one: everybody is back."""

import asyncio

import pytest

from realtime.meeting.state import leaving
from rooms.meetings.models import Meeting
from tests.realtime.meeting.evening import CANDIDATE, MeetingEvening, ask, enter
from tests.realtime.visitor import visit


async def test_the_server_restarts_and_people_come_back_as_they_were(evening: MeetingEvening) -> None:
    async with evening.inside("Judith") as judith, evening.inside("Nadia", microphone=True) as nadia:
        words = {"Judith": judith.joined["resume"], "Nadia": nadia.joined["resume"]}
        await judith.say("silence", person=nadia.joined["me"])
        await nadia.sees(nadia.joined["me"], silenced=True)
        evening.hub.stop_server()
        assert await nadia.visitor.closed() == 4001
    evening.hub.start()
    async with (
        evening.inside("Judith", resume=words["Judith"]) as judith,
        evening.inside("Nadia", resume=words["Nadia"], microphone=True) as nadia,
    ):
        assert nadia.joined["resume"] == words["Nadia"]
        assert nadia.members[nadia.joined["me"]]["silenced"] is True
        assert nadia.members[nadia.joined["me"]]["microphone"] is False
        await judith.sees(nadia.joined["me"], away=False)
        assert nadia.joined["state"]["mode"] == "forwarder", "who is silenced is not left to a mesh"


async def test_a_server_that_takes_longer_than_people_are_waited_for_finds_them_in_their_places(
    evening: MeetingEvening,
) -> None:
    async with evening.inside("Judith"), evening.inside("Nadia") as nadia:
        word = nadia.joined["resume"]
        evening.hub.stop_server()
    await asyncio.sleep(leaving.AWAY / 1000 + 2)
    evening.hub.start()
    async with evening.inside("Nadia", resume=word) as nadia:
        assert nadia.joined["resume"] == word
        assert len(nadia.members) == 2


async def test_the_server_is_killed_and_a_mesh_goes_on(evening: MeetingEvening) -> None:
    async with evening.inside("Judith") as judith, evening.inside("Nadia") as nadia:
        words = judith.joined["resume"], nadia.joined["resume"]
        evening.hub.kill()
    evening.hub.start()
    async with (
        evening.inside("Judith", resume=words[0]) as judith,
        evening.inside("Nadia", resume=words[1]) as nadia,
    ):
        assert [each.joined["resumed"] for each in (judith, nadia)] == [True, True]
        await nadia.say("trickle", peer=evening.cast.judith.pk, candidate=CANDIDATE)
        assert (await judith.hear("trickled"))["peer"] == evening.cast.nadia.pk


def _is_silenced(meeting: Meeting, who: int) -> bool:
    return meeting.attendances.filter(person=who, silenced=True).exists()


@pytest.mark.storage
@pytest.mark.parametrize("end", ["stop", "kill"])
async def test_the_leader_restarts_and_people_are_told_to_join_again(
    evening: MeetingEvening, end: str
) -> None:
    judith_id, nadia_id = evening.cast.judith.pk, evening.cast.nadia.pk
    async with evening.inside("Judith") as judith, evening.inside("Nadia") as nadia:
        await judith.say("lobby", on=True)
        await nadia.hear("state")
        await judith.say("hand_over", person=nadia_id)
        await judith.sees(nadia_id, host=True)
        await judith.say("silence", person=judith_id)
        await judith.sees(judith_id, silenced=True)
        await evening.until(lambda meeting: meeting.lobby and _is_silenced(meeting, judith_id))
        await asyncio.to_thread(getattr(evening.hub.meetings, end))
        for page in (nadia, judith):
            await page.hear("refused", code="no_answer", retry=2)
        await asyncio.to_thread(evening.hub.lead)
        for page in (nadia, judith):
            left = await page.hear("left")
            assert (left["reason"], left["again"]) == ("interrupted", True)
        nadia = await enter(nadia.visitor, evening.meeting, resume=nadia.joined["resume"])
        judith = await enter(judith.visitor, evening.meeting, resume=judith.joined["resume"])
        assert judith.joined["resumed"] is False
        assert judith.joined["state"]["lobby"] is True
        assert judith.members[judith_id]["silenced"] is True
        assert nadia.members[nadia_id]["host"] is True
        await nadia.sees(judith_id)
        for page in (nadia, judith):  # who is silenced is not left to a mesh
            assert (await page.hear("offered"))["peer"] == 0


@pytest.mark.storage
@pytest.mark.parametrize("end", ["stop", "kill"])
async def test_the_leader_restarts_and_who_handed_the_role_over_is_not_given_it_back(
    evening: MeetingEvening, end: str
) -> None:
    judith_id, nadia_id = evening.cast.judith.pk, evening.cast.nadia.pk
    async with evening.inside("Judith") as judith, evening.inside("Nadia") as nadia:
        await judith.say("hand_over", person=nadia_id)
        await judith.sees(nadia_id, host=True)
        await judith.say("lead", on=False)
        await nadia.sees(judith_id, host=False, stood_down=True)
        await evening.until(
            lambda meeting: meeting.attendances.filter(person=judith_id, stood_down=True).exists()
        )
        await asyncio.to_thread(getattr(evening.hub.meetings, end))
        await asyncio.to_thread(evening.hub.lead)
        for page in (judith, nadia):
            await page.hear("left", reason="interrupted")
        judith = await enter(judith.visitor, evening.meeting, resume=judith.joined["resume"])
        nadia = await enter(nadia.visitor, evening.meeting, resume=nadia.joined["resume"])
        assert judith.members[judith_id]["host"] is False
        assert judith.members[judith_id]["stood_down"] is True
        assert nadia.members[nadia_id]["host"] is True
        await judith.say("lock", on=True)
        assert (await judith.hear("refused"))["code"] == "not_host"
        await judith.say("lead", on=True)
        await nadia.sees(judith_id, host=True, stood_down=False)


async def test_while_nobody_leads_one_is_told_so_and_the_room_goes_on(evening: MeetingEvening) -> None:
    evening.hub.meetings.stop()
    async with visit(evening.hub, evening.sessions["Nadia"]) as nadia:
        await nadia.send("meeting.join", meeting=evening.meeting)
        refused = await nadia.hear("meeting.refused")
        assert (refused["code"], refused["retry"]) == ("no_answer", 2.0)
        assert "ne répond pas" in refused["sentence"]
        reply = await nadia.ask("publish", room=evening.cast.fabrique.pk, body="Vous m’entendez ?")
        assert reply["type"] == "reply"
        await asyncio.to_thread(evening.hub.lead)
        assert (await ask(nadia, evening.meeting))["type"] == "meeting.joined"
