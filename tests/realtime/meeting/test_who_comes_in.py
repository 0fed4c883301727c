"""Who enters a meeting of the real server, who does not, and who is put out."""

import asyncio
from datetime import timedelta

import pytest
from django.utils import timezone

from rooms import moderating
from rooms.meetings.models import Attendance, Caption, Meeting
from rooms.moderation import barring
from tests.realtime.meeting.evening import MeetingEvening, ask, enter
from tests.realtime.visitor import PATIENCE

pytestmark = pytest.mark.storage


async def test_a_stranger_does_not_come_in(evening: MeetingEvening) -> None:
    async with evening.at_the_door("Ousmane") as ousmane:
        left = await ask(ousmane, evening.meeting)
        assert (left["type"], left["reason"], left["again"]) == ("meeting.left", "not_allowed", False)
        assert left["sentence"]
        await ousmane.send("meeting.end", meeting=evening.meeting)
        unknown = await ask(ousmane, 999)
        assert (unknown["reason"], unknown["again"]) == ("not_allowed", False)


async def test_who_was_removed_from_the_room_does_not_come_in(evening: MeetingEvening) -> None:
    with evening.hub.inside():
        moderating.remove(evening.cast.awa, evening.cast.fabrique.pk, None, evening.cast.marcel.pk, True)
    async with evening.at_the_door("Marcel") as marcel:
        assert (await ask(marcel, evening.meeting))["reason"] == "removed"


async def test_who_is_removed_from_the_room_while_inside_is_out(evening: MeetingEvening) -> None:
    async with evening.inside("Judith") as judith, evening.inside("Marcel") as marcel:
        with evening.hub.inside():
            moderating.remove(evening.cast.awa, evening.cast.fabrique.pk, None, evening.cast.marcel.pk, True)
        left = await marcel.hear("left")
        assert (left["reason"], left["again"]) == ("removed", False)
        await judith.misses(evening.cast.marcel.pk)


async def test_who_is_barred_from_the_house_while_inside_is_out(evening: MeetingEvening) -> None:
    cast = evening.cast
    async with evening.inside("Judith") as judith, evening.inside("Marcel") as marcel:
        with evening.hub.inside():
            barring.bar(cast.awa, cast.fabrique.pk, None, cast.marcel.pk, True, "Trois insultes.")
        assert await marcel.visitor.closed() == 4501
        await judith.misses(cast.marcel.pk)


async def test_who_is_quieted_in_the_room_while_inside_writes_no_captions_any_more(
    evening: MeetingEvening,
) -> None:
    cast = evening.cast
    async with evening.inside("Marcel") as marcel:

        async def writes() -> str:
            await asyncio.sleep(0.1)  # who sends without a pause is not answered each time
            await marcel.say("caption", text="Encore un mot.", final=False)
            answer = await marcel.hear("captioned", "refused")
            return str(answer.get("code", "written"))

        assert await writes() == "written"
        with evening.hub.inside():
            moderating.quiet(cast.awa, cast.fabrique.pk, None, cast.marcel.pk, True)
        async with asyncio.timeout(PATIENCE):
            while await writes() != "quieted":
                pass


async def test_who_is_deactivated_is_out_and_a_cancelled_meeting_is_over(evening: MeetingEvening) -> None:
    async with evening.inside("Judith") as judith, evening.inside("Nadia") as nadia:
        with evening.hub.inside():
            evening.cast.nadia.is_active = False
            evening.cast.nadia.save()
        assert await nadia.visitor.closed() == 4501
        await judith.misses(evening.cast.nadia.pk)
        with evening.hub.inside():
            Meeting.objects.filter(pk=evening.meeting).update(cancelled_at=timezone.now())
        assert (await judith.hear("left"))["reason"] == "ended"


async def test_too_early_one_is_told_to_come_later_unless_one_leads(evening: MeetingEvening) -> None:
    with evening.hub.inside():
        tomorrow = timezone.now() + timedelta(days=1)
        Meeting.objects.filter(pk=evening.meeting).update(starts_at=tomorrow)
    async with evening.at_the_door("Nadia") as nadia:
        left = await ask(nadia, evening.meeting)
        assert (left["reason"], left["again"]) == ("not_allowed", True)
        assert "quart d’heure" in left["sentence"]
        async with evening.inside("Judith") as judith:
            await evening.until(lambda meeting: meeting.live)
            assert (await ask(nadia, evening.meeting))["type"] == "meeting.joined"
            await judith.sees(evening.cast.nadia.pk)


async def test_who_was_put_out_cannot_come_back_even_to_another_process(evening: MeetingEvening) -> None:
    marcel_id = evening.cast.marcel.pk
    async with evening.at_the_door("Marcel") as visitor:
        async with evening.inside("Judith") as judith:
            marcel = await enter(visitor, evening.meeting)
            await judith.sees(marcel_id)
            await judith.say("remove", person=marcel_id)
            left = await marcel.hear("left")
            assert (left["reason"], left["again"]) == ("removed", False)
            assert (await ask(visitor, evening.meeting, resume=marcel.joined["resume"]))[
                "reason"
            ] == "removed"
        await asyncio.to_thread(evening.hub.meetings.stop)
        await asyncio.to_thread(evening.hub.lead)
        left = await ask(visitor, evening.meeting, resume=marcel.joined["resume"])
        assert (left["reason"], left["again"]) == ("removed", False)


async def test_one_knocks_is_admitted_and_does_not_knock_again(evening: MeetingEvening) -> None:
    nadia_id = evening.cast.nadia.pk
    async with evening.inside("Judith") as judith, evening.at_the_door("Nadia") as visitor:
        await judith.say("lobby", on=True)
        await judith.hear("state")
        waiting = await ask(visitor, evening.meeting)
        assert (waiting["type"], waiting["hosted"]) == ("meeting.waiting", True)
        assert [who["id"] for who in (await judith.hear("knocking"))["people"]] == [nadia_id]
        await judith.say("admit", person=nadia_id)
        joined = await visitor.hear("meeting.joined")
        assert joined["state"]["lobby"] is True
        await visitor.send("meeting.leave", meeting=evening.meeting)
        await visitor.hear("meeting.left")
        assert (await ask(visitor, evening.meeting))["type"] == "meeting.joined"


async def test_a_locked_meeting_is_locked_in_the_next_process_too(evening: MeetingEvening) -> None:
    async with evening.inside("Judith") as judith, evening.at_the_door("Nadia") as nadia:
        await judith.say("lock", on=True)
        await judith.hear("state")
        assert (await ask(nadia, evening.meeting))["reason"] == "locked"
        await asyncio.to_thread(evening.hub.meetings.stop)
        await asyncio.to_thread(evening.hub.lead)
        assert (await ask(nadia, evening.meeting))["reason"] == "locked"


async def test_only_hosts_lead_and_others_are_told_so_in_their_language(evening: MeetingEvening) -> None:
    with evening.hub.inside():
        evening.cast.nadia.language = "en"
        evening.cast.nadia.save()
    async with evening.inside("Judith") as judith, evening.inside("Nadia") as nadia:
        await nadia.say("end")
        refused = await nadia.hear("refused")
        assert refused["code"] == "not_host"
        assert refused["sentence"] == "Only those who lead the meeting can do that."
        await judith.say("spotlight", person=999)
        assert (await judith.hear("refused"))["code"] == "not_here"


async def test_two_pages_of_one_person_are_one_member(evening: MeetingEvening) -> None:
    async with evening.inside("Judith") as judith, evening.inside("Nadia") as first:
        async with evening.inside("Nadia") as second:
            left = await first.hear("left")
            assert (left["reason"], left["again"]) == ("elsewhere", True)
            assert len(second.members) == 2
        assert (await judith.sees(evening.cast.nadia.pk, away=True))["away"] is True


async def test_a_word_that_was_overheard_opens_nothing_for_somebody_else(evening: MeetingEvening) -> None:
    async with evening.inside("Judith") as judith, evening.at_the_door("Ousmane") as ousmane:
        left = await ask(ousmane, evening.meeting, resume=judith.joined["resume"])
        assert (left["type"], left["reason"]) == ("meeting.left", "not_allowed")


async def test_what_is_said_at_the_end_is_kept_and_everybody_is_out(evening: MeetingEvening) -> None:
    async with evening.inside("Judith") as judith, evening.inside("Nadia") as nadia:
        await nadia.say("caption", text="On s’est bien vus.", final=True)
        assert (await judith.hear("captioned"))["text"] == "On s’est bien vus."
        await judith.say("end")
        assert (await nadia.hear("left"))["reason"] == "ended"
        assert (await judith.hear("left"))["again"] is False
        assert (await ask(judith.visitor, evening.meeting))["reason"] == "ended"
    evening.hub.meetings.stop()
    with evening.hub.inside():
        held = Meeting.objects.get(pk=evening.meeting)
        assert held.opened_at is not None
        assert held.ended_at is not None
        assert [caption.text for caption in Caption.objects.filter(meeting=held)] == ["On s’est bien vus."]
        assert Attendance.objects.filter(meeting=held, left_at__isnull=False).count() == 2
