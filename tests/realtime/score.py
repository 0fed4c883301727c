"""Sessions for tests of the true server: composed and conducted in its database, told from there."""

import time
from collections.abc import Sequence
from typing import Protocol
from uuid import uuid4

from people.models import Person
from rooms.models import Event, Room
from rooms.sessions import composing, conducting
from rooms.sessions.models import Passage, Phase, Session
from rooms.sessions.phase_plan import PhasePlan
from tests.machine.hub import Hub
from tests.machine.process import wait_until


class Led(Protocol):
    """A fabrique and its artist: the cast of a test, or its stage."""

    @property
    def judith(self) -> Person: ...
    @property
    def fabrique(self) -> Room: ...


def compose(cast: Led, plans: Sequence[PhasePlan], room: Room | None = None) -> Session:
    """Return a session of these phases in the fabrique, or in ``room``, composed by Judith."""
    place = room or cast.fabrique
    composing.open_session(cast.judith, place.pk, uuid4(), "Une heure")
    made = Session.objects.filter(room=place).latest("pk")
    for plan in plans:
        composing.add(cast.judith, place.pk, uuid4(), made.pk, plan)
    return made


def start(cast: Led, session: Session) -> None:
    """Begin it, as Judith."""
    conducting.start(cast.judith, session.room_id, uuid4(), session.pk)


def open_wall(cast: Led, session: Session) -> str:
    """Open the wall of a session, as Judith; return its address."""
    composing.open_wall(cast.judith, session.room_id, uuid4(), session.pk, True)
    session.refresh_from_db()
    return f"/mur/{session.wall}/"


def pass_on(cast: Led, session: Session) -> None:
    """Begin the next phase, or end, as Judith."""
    session.refresh_from_db()
    to = session.index + 1
    conducting.pass_to(cast.judith, session.room_id, uuid4(), session.pk, session.version, to)


def phase_of(session: Session, kind: str) -> Phase:
    """Return its phase of that kind."""
    return session.phases.get(kind=kind)


def wait_for(hub: Hub, session: Session, kind: str) -> None:
    """Wait until the house has passed to its phase of that kind: a screen cut off is there before it."""
    with hub.inside():
        begun = Passage.objects.filter(phase=phase_of(session, kind))
        assert wait_until(lambda: _slowly(begun.exists()))


def wait_for_end(hub: Hub, sessions: Sequence[Session]) -> None:
    """Wait until every one of ``sessions`` has ended."""
    pks = [each.pk for each in sessions]
    with hub.inside():
        assert wait_until(lambda: _slowly(not Session.objects.filter(pk__in=pks, ended_at=None).exists()))


def _slowly(found: bool) -> bool:
    if not found:
        time.sleep(0.1)  # the machine is the clock's
    return found


def passed_once(session: Session) -> bool:
    """Return whether each phase began once, in order, and each change has one line in the log."""
    session.refresh_from_db()
    passages = list(Passage.objects.filter(phase__session=session))
    lines = Event.objects.filter(room=session.room_id, topic=f"session:{session.pk}").order_by("seq")
    positions = [each.phase.position for each in passages]
    count = session.phases.count()
    changes = [each.seq for each in passages]
    return (
        positions == list(range(count))
        and [line.seq for line in lines][:count] == changes
        and lines.count() == session.version == count + 1
    )
