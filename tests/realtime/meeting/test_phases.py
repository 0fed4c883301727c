"""Groups that last as long as a phase of the room's session, or are made by it, on a real server."""

import asyncio
from uuid import uuid4

import pytest

from rooms.log import millis
from rooms.sessions import composing, conducting
from rooms.sessions.models import Session
from rooms.sessions.phase_plan import PhasePlan
from tests.realtime.meeting.evening import MeetingEvening, Participant, enter

pytestmark = pytest.mark.storage
TOGETHER = PhasePlan("meet", "Se voir", seconds=600)
PAIRS = PhasePlan("meet", "Par deux", seconds=600, group_size=2)
TALK = PhasePlan("react", "Se répondre")


def _lives(evening: MeetingEvening, *plans: PhasePlan) -> Session:
    """Begin a session of these phases."""
    judith, room = evening.cast.judith, evening.cast.fabrique.pk
    with evening.hub.inside():
        composing.open_session(judith, room, uuid4(), "Une heure")
        session = Session.objects.get(room=room)
        for plan in plans:
            composing.add(judith, room, uuid4(), session.pk, plan)
        conducting.start(judith, room, uuid4(), session.pk)
    return session


async def test_groups_end_with_their_phase_and_are_prolonged_with_it(evening: MeetingEvening) -> None:
    session, judith_of = _lives(evening, TOGETHER, TALK), (evening.cast.judith, evening.cast.fabrique.pk)
    async with evening.inside("Judith") as judith, evening.inside("Nadia"), evening.inside("Marcel"):
        with evening.hub.inside():
            phase = session.phases.get(position=0).pk
        await judith.say("split", groups=2, minutes=1, phase=phase)
        await _is(judith, groups=2, groups_end_at=_end(evening, session))
        with evening.hub.inside():
            session.refresh_from_db()
            conducting.extend(*judith_of, uuid4(), session.pk, session.version, 120)
        await _is(judith, groups=2, groups_end_at=_end(evening, session))
        with evening.hub.inside():
            session.refresh_from_db()
            conducting.pass_to(*judith_of, uuid4(), session.pk, session.version, 1)
        await _is(judith, groups=0, groups_end_at=None)
    await evening.until(lambda meeting: meeting.groups == 0)


async def test_a_phase_makes_its_pairs_which_outlive_the_process_that_leads_and_end_without_the_artist(
    evening: MeetingEvening,
) -> None:
    judith_of = (evening.cast.judith, evening.cast.fabrique.pk)
    async with evening.inside("Judith") as judith:
        await evening.until(lambda meeting: meeting.opened_at is not None)
        session = _lives(evening, PAIRS, TALK)
        async with evening.inside("Nadia") as nadia, evening.inside("Marcel") as marcel:
            await _is(judith, groups=1, groups_end_at=_end(evening, session))
            with evening.hub.inside():
                phase = session.phases.get(position=0).pk
            await judith.say("read", what="phase", id=phase)
            await _is(nadia, text={"what": "phase", "id": phase, "step": 0, "reader": None})
            await evening.until(
                lambda meeting: (meeting.groups_phase, meeting.text is not None) == (phase, True)
            )
            words = nadia.joined["resume"], marcel.joined["resume"]
            await asyncio.to_thread(evening.hub.meetings.kill)
            await asyncio.to_thread(evening.hub.lead)
            for page in (nadia, marcel):
                await page.hear("left", reason="interrupted")
            nadia = await enter(nadia.visitor, evening.meeting, resume=words[0])
            marcel = await enter(marcel.visitor, evening.meeting, resume=words[1])
            assert nadia.joined["state"]["text"]["id"] == phase
            assert nadia.joined["state"]["groups"] == 1
            assert [marcel.members[each.joined["me"]]["group"] for each in (nadia, marcel)] == [1, 1]
            with evening.hub.inside():
                session.refresh_from_db()
                conducting.pass_to(*judith_of, uuid4(), session.pk, session.version, 1)
            await _is(nadia, groups=0, groups_end_at=None)
    await evening.until(lambda meeting: (meeting.groups, meeting.groups_phase) == (0, None))


def _end(evening: MeetingEvening, session: Session) -> int:
    with evening.hub.inside():
        session.refresh_from_db()
    assert session.phase_ends_at
    return millis(session.phase_ends_at)


async def _is(judith: Participant, **like: object) -> None:
    """Read on until the state of the meeting has the fields ``like``."""
    while True:
        state = (await judith.hear("state"))["state"]
        if all(state[name] == value for name, value in like.items()):
            return
