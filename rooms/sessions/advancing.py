"""Let the clock act: phases pass and texts appear on time, once, whichever process wakes first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from rooms import log, rules, showing
from rooms.models import Room
from rooms.sessions.models import Finish, Grace
from rooms.sessions.reading import CURRENT
from rooms.sessions.running import Run
from rooms.transaction import held_room

_COLUMNS = (
    *("session", "session__room", "pk", "session__version", "session__due_at"),
    *("until_finished", "session__paused_at"),
)


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
    """List the sessions that run anywhere in the house, in two queries at most."""
    rows = list(CURRENT.values_list(*_COLUMNS))
    finished = _finished([row[2] for row in rows if row[5] and row[6] is None])
    return [
        Awaited(session, room, phase, version, due_at, finished.get(phase))
        for session, room, phase, version, due_at, _waits, _paused_at in rows
    ]


def advance(session: int, room: int, now: datetime | None = None) -> Awaited | None:
    """Do all that is due in ``session``; nothing where another process was first.

    Returns what it waits for then; None when it is over.
    """
    with held_room(room) as held:
        run = _running(held, session)
        if run is None:
            return None
        run.catch_up(now or timezone.now())
        of, phase = run.session, run.phase
        waits = phase.until_finished and of.paused_at is None
        finished = _finished([phase.pk])[phase.pk] if waits else None
        return Awaited(of.pk, room, phase.pk, of.version, of.due_at, finished) if of.is_running else None


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


def move(of: Awaited, by: timedelta) -> bool:
    """Let a session keep its time left where the machine's clock was set ``by`` so much: all its times move.

    Once, whichever process notices first: the others know an older version. Returns whether it was moved. An
    act in the moment before it is noticed wins, and is to be repeated by whoever leads.
    """
    with held_room(of.room) as held:
        run = _running(held, of.session)
        if run is None or run.session.version != of.version:
            return False
        run.move(by)
        if run.session.paused_at is not None:
            run.session.paused_at += by
        Grace.objects.filter(phase__session=run.session).update(until=F("until") + by)
        log.append(held, run.changed(), None, topic=run.topic)
        return True


def _running(room: Room, session: int) -> Run | None:
    found = room.sessions.filter(pk=session, began_at__isnull=False, ended_at=None).first()
    return Run(room, found, list(found.phases.all())) if found else None


def _finished(phases: Collection[int]) -> dict[int, frozenset[int]]:
    """Return who has finished in each of ``phases``."""
    if not phases:
        return {}
    done: dict[int, set[int]] = {phase: set() for phase in phases}
    for phase, person in Finish.objects.filter(phase__in=phases).values_list("phase", "person"):
        done[phase].add(person)
    return {phase: frozenset(people) for phase, people in done.items()}
