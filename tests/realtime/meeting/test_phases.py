"""Groups that last as long as a phase of the room's session, on a real server."""

from uuid import uuid4

import pytest

from rooms.log import millis
from rooms.sessions import composing, conducting
from rooms.sessions.models import Session
from rooms.sessions.phase_plan import PhasePlan
from tests.realtime.meeting.evening import MeetingEvening, Participant

pytestmark = pytest.mark.storage
PLANS = (PhasePlan("meet", "Par deux", seconds=600), PhasePlan("react", "Se répondre"))


def _lives(evening: MeetingEvening) -> Session:
    """Begin a session of two phases."""
    judith, room = evening.cast.judith, evening.cast.fabrique.pk
    with evening.hub.inside():
        composing.open_session(judith, room, uuid4(), "Une heure")
        session = Session.objects.get(room=room)
        for plan in PLANS:
            composing.add(judith, room, uuid4(), session.pk, plan)
        conducting.start(judith, room, uuid4(), session.pk)
    return session


async def test_groups_end_with_their_phase_and_are_prolonged_with_it(evening: MeetingEvening) -> None:
    session, judith_of = _lives(evening), (evening.cast.judith, evening.cast.fabrique.pk)
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
