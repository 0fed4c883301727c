"""Let the clock act: phases pass and texts appear on time, once, whichever process wakes first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from rooms import rules, showing
from rooms.models import Room
from rooms.sessions.models import Finish, Phase, Session
from rooms.sessions.running import Run
from rooms.transaction import held_room


@dataclass(frozen=True, slots=True)
class Awaited:
    """A running session as its clock needs it: ``due_at``, and who has finished where that ends the phase."""

    session: int
    room: int
    phase: int
    version: int
    due_at: datetime | None
    finished: frozenset[int] | None


def awaited() -> list[Awaited]:
    """List the sessions that run anywhere in the house."""
    running = Session.objects.filter(began_at__isnull=False, ended_at=None)
    phases = {(each.session_id, each.position): each for each in Phase.objects.filter(session__in=running)}
    return [_awaited(each, phases[each.pk, each.index]) for each in running]


def advance(session: int, room: int, now: datetime | None = None) -> None:
    """Do all that is due in ``session``; nothing where another process was first."""
    with held_room(room) as held:
        if run := _running(held, session):
            run.catch_up(now or timezone.now())


def pass_when_finished(of: Awaited, present: Collection[int]) -> bool:
    """End the current phase if it ends with the last who finishes, and all who are ``present`` have.

    Those who lead are not waited for. Returns whether it was passed.
    """
    with held_room(of.room) as held:
        run = _running(held, of.session)
        if run is None or run.session.version != of.version or run.session.paused_at is not None:
            return False
        roles = showing.roles_in(held)
        here = roles if held.rehearses_id else present  # simulated people have no page open
        waited_for = {person for person in here if roles.get(person) not in rules.LEADERS}
        done = set(Finish.objects.filter(phase=run.phase).values_list("person", flat=True))
        if not run.phase.until_finished or not waited_for or not waited_for <= done:
            return False
        run.pass_on(timezone.now())
        return True


def _running(room: Room, session: int) -> Run | None:
    found = room.sessions.filter(pk=session, began_at__isnull=False, ended_at=None).first()
    return Run(room, found, list(found.phases.all())) if found else None


def _awaited(of: Session, phase: Phase) -> Awaited:
    finished = None
    if phase.until_finished and of.paused_at is None:
        finished = frozenset(Finish.objects.filter(phase=phase).values_list("person", flat=True))
    return Awaited(of.pk, of.room_id, phase.pk, of.version, of.due_at, finished)
