"""A meeting through the real server: what browsers send, and what the others receive."""

from tests.realtime.meeting.evening import CANDIDATE, DESCRIPTION, MeetingEvening


async def test_who_joins_is_told_who_is_there_and_the_others_hear_of_them(evening: MeetingEvening) -> None:
    nadia_id, judith_id = evening.cast.nadia.pk, evening.cast.judith.pk
    async with evening.inside("Judith") as judith, evening.inside("Nadia", camera=True) as nadia:
        assert list(nadia.members) == [judith_id, nadia_id]
        assert nadia.joined["me"] == nadia_id
        assert nadia.members[judith_id]["host"] is True
        assert (await judith.sees(nadia_id))["camera"] is True
        await nadia.say("leave")
        assert (await nadia.hear("left"))["reason"] == "left"
        await judith.misses(nadia_id)


async def test_two_browsers_signal_to_each_other_in_their_own_names(evening: MeetingEvening) -> None:
    nadia_id, judith_id = evening.cast.nadia.pk, evening.cast.judith.pk
    async with evening.inside("Judith") as judith, evening.inside("Nadia") as nadia:
        await nadia.say("offer", peer=judith_id, sdp=DESCRIPTION)
        offered = await judith.hear("offered")
        assert (offered["peer"], offered["sdp"]) == (nadia_id, DESCRIPTION)
        await judith.say("answer", peer=nadia_id, sdp=DESCRIPTION)
        assert (await nadia.hear("answered"))["peer"] == judith_id
        await nadia.say("trickle", peer=judith_id, candidate=CANDIDATE, mid="0")
        assert (await judith.hear("trickled"))["candidate"] == CANDIDATE
