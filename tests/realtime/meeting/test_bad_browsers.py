"""Browsers that send what is malformed, too large or too much: told, closed, and nobody else suffers."""

import time
from typing import Any

import pytest

from tests.realtime.meeting.evening import CANDIDATE, DESCRIPTION, MeetingEvening


@pytest.mark.parametrize(
    "signal",
    [
        {"type_": "meeting.offer", "sdp": "hello"},
        {"type_": "meeting.answer", "sdp": DESCRIPTION.replace("a=fingerprint", "a=footprint")},
        {"type_": "meeting.trickle", "candidate": "candidate:1 1 udp 1 <script> 1 typ host"},
    ],
    ids=["no description", "no fingerprint", "no candidate"],
)
async def test_what_is_malformed_is_told_and_then_closed(
    evening: MeetingEvening, signal: dict[str, Any]
) -> None:
    to: dict[str, Any] = {"meeting": evening.meeting, "peer": evening.cast.judith.pk}
    async with evening.inside("Judith") as judith, evening.inside("Nadia") as nadia:
        for _time in range(2):
            await nadia.visitor.send(**to, **signal)
            refused = await nadia.hear("refused")
            assert refused["code"] == "bad_description"
            assert refused["sentence"]
        await nadia.visitor.send(**to, **signal)
        assert await nadia.visitor.closed() == 4400
        await judith.sees(evening.cast.nadia.pk, away=True)
        assert not [each for each in judith.visitor.heard if each["type"] == "meeting.offered"]


async def test_nobody_signs_for_somebody_else(evening: MeetingEvening) -> None:
    cast = evening.cast
    async with (
        evening.inside("Judith") as judith,
        evening.inside("Nadia") as nadia,
        evening.inside("Marcel") as marcel,
    ):
        await nadia.say("offer", peer=judith.joined["me"], sdp=DESCRIPTION)
        assert (await judith.hear("offered"))["peer"] == cast.nadia.pk
        await nadia.visitor.send("meeting.hand", meeting=evening.meeting, up=True, person=cast.marcel.pk)
        await nadia.visitor.hear("bad")
        await nadia.say("trickle", peer=cast.marcel.pk, candidate=CANDIDATE)
        assert (await marcel.hear("trickled"))["peer"] == cast.nadia.pk
        assert judith.members.get(cast.marcel.pk, {}).get("hand") is None


async def test_a_description_that_is_too_large_is_not_of_this_wire(evening: MeetingEvening) -> None:
    async with evening.inside("Nadia") as nadia:
        await nadia.say("offer", peer=evening.cast.judith.pk, sdp="v=0\n" + "a=x\n" * 13_000)
        await nadia.visitor.hear("bad")
        await nadia.say("offer", peer=evening.cast.judith.pk, sdp="v=0\n" + "a=x\n" * 20_000)
        assert await nadia.visitor.closed() == 1009


async def test_a_flood_is_told_once_then_closed_and_others_are_answered_meanwhile(
    evening: MeetingEvening,
) -> None:
    async with evening.inside("Judith") as judith, evening.inside("Nadia") as nadia:
        for _signal in range(600):
            await nadia.say("hand", up=True)
        began = time.monotonic()
        await judith.say("hand", up=True)
        await judith.sees(judith.joined["me"])
        while judith.members[judith.joined["me"]]["hand"] is None:
            judith._fold(await judith.hear("members"))
        print(f"answered in {1000 * (time.monotonic() - began):.0f} ms")
        assert await nadia.visitor.closed() == 4029
        told = [each for each in nadia.visitor.heard if each.get("code") == "too_fast"]
        assert len(told) == 1
        assert told[0]["retry"] > 0
        await judith.sees(nadia.joined["me"], away=True)
