"""Serialise a session for the wire."""

from rooms.events import ShownPhase, ShownSession
from rooms.log import millis
from rooms.models import Room
from rooms.sessions.models import Phase, Session
from rooms.text import render


def hush_of(phase: Phase) -> str:
    """Return what people may do in ``phase``."""
    if phase.kind == Phase.Kind.SILENCE:
        return Room.Hush.SILENCE
    if phase.kind == Phase.Kind.REVEAL or phase.writers == Phase.Writers.LEADERS:
        return Room.Hush.LED
    return Room.Hush.OPEN


def phase(one: Phase) -> ShownPhase:
    """Return one phase as it is shown."""
    return ShownPhase(
        id=one.pk,
        position=one.position,
        kind=one.kind,
        title=one.title,
        html=render(one.words) if one.words else "",
        seconds=one.seconds,
        hush=hush_of(one),
        until_finished=one.until_finished,
        read_first=one.read_first,
    )


def session(of: Session, phases: list[Phase]) -> ShownSession:
    """Return a session that has begun. Raises ``ValueError`` for another."""
    if of.began_at is None or of.phase_began_at is None:
        raise ValueError(f"session {of.pk} has not begun")
    after = phases[of.index + 1] if of.index + 1 < len(phases) else None
    return ShownSession(
        id=of.pk,
        title=of.title,
        version=of.version,
        phase=phase(phases[of.index]),
        next=phase(after) if after else None,
        count=len(phases),
        began_at=millis(of.began_at),
        phase_began_at=millis(of.phase_began_at),
        ends_at=millis(of.phase_ends_at) if of.phase_ends_at else None,
        added=of.added,
        paused_at=millis(of.paused_at) if of.paused_at else None,
        ended_at=millis(of.ended_at) if of.ended_at else None,
        texts=of.texts,
        meeting=of.meeting_id,
    )
