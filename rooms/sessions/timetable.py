"""The timetable of a score: when each phase is to begin, as far as one knows. Pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rooms.sessions.models import Phase, Session


@dataclass(frozen=True, slots=True)
class ScoreSlot:
    """A phase in its place. ``state``: ``past``, ``current`` or ``coming``. ``after``: the seconds of the
    score before it, phases without an end left out. ``at``: when it begins, in a running session; None where
    that depends on whoever leads."""

    phase: Phase
    state: str
    after: int
    at: datetime | None


def timetable(session: Session, phases: Sequence[Phase]) -> list[ScoreSlot]:
    """Return the slots of ``phases``, the whole score of ``session``."""
    at = session.phase_began_at if session.is_running else None
    slots: list[ScoreSlot] = []
    after = 0
    for phase in phases:
        state = _state(session, phase)
        slots.append(ScoreSlot(phase, state, after, None if state == "past" else at))
        after += phase.seconds or 0
        at = _end(session, phase, at) if state != "past" else at
    return slots


def total(phases: Sequence[Phase]) -> int:
    """Return how many seconds a score lasts, phases without an end left out."""
    return sum(phase.seconds or 0 for phase in phases)


def _state(session: Session, phase: Phase) -> str:
    if session.ended_at is not None or (session.is_running and phase.position < session.index):
        return "past"
    return "current" if session.is_running and phase.position == session.index else "coming"


def _end(session: Session, phase: Phase, at: datetime | None) -> datetime | None:
    if phase.position == session.index and session.is_running:
        return session.phase_ends_at
    return at + timedelta(seconds=phase.seconds) if at and phase.seconds else None
