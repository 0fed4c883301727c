"""What happens while a session runs: phases begin and end, texts are revealed. The caller holds the room.

Times are those of the score, not of whoever is late: a clock that slept for ten minutes passes on as if it
had been awake, each phase from the planned end of the one before.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from people.models import Person
from rooms import holding, log
from rooms.events import SessionChanged
from rooms.forgetting import forget_topic
from rooms.kinds import Card
from rooms.meetings.models import Meeting
from rooms.meetings.telling import tell as tell_meeting
from rooms.models import Membership, Post, Room
from rooms.sessions import showing
from rooms.sessions.kinds import ShownReveal
from rooms.sessions.models import Passage, Phase, Session
from rooms.sessions.signals import phase_began

SHORTEST, LONGEST = 600, 14_400  # seconds that a rencontre is announced for
ONE_BY_ONE = {Phase.Order.PACED, Phase.Order.LOT}
# The stamp in ``Room.fragments`` of the newest session that is over: pages link to what was done in it.
PAST = "past-session"
CLOCK = [
    *("began_at", "ended_at", "index", "phase_began_at", "phase_ends_at", "added", "paused_at"),
    *("texts", "meeting", "release_at", "due_at", "version", "acted_by"),
]


@dataclass(slots=True)
class Run:
    """A session with its score, in its locked room; ``by``: who acts, None for the clock."""

    room: Room
    session: Session
    phases: list[Phase]
    by: Person | None = None

    @property
    def phase(self) -> Phase:
        """The current phase."""
        return self.phases[self.session.index]

    @property
    def topic(self) -> str:
        """The name of the session in the log."""
        return f"session:{self.session.pk}"

    def pass_to(self, index: int, at: datetime) -> SessionChanged:
        """Begin the phase at ``index``; return the event to log, the next line of the room."""
        of, phase = self.session, self.phases[index]
        of.began_at = of.began_at or at
        of.index, of.phase_began_at, of.added, of.paused_at = index, at, 0, None
        of.phase_ends_at = at + timedelta(seconds=phase.seconds) if phase.seconds else None
        of.texts = self._closed(phase).count() if phase.kind == Phase.Kind.REVEAL else 0
        of.release_at = at if of.texts and phase.order in ONE_BY_ONE else None
        of.meeting = self._meeting(phase, at) if phase.kind == Phase.Kind.MEET else None
        Passage.objects.create(phase=phase, seq=self.room.head + 1, at=at)
        self._let(showing.hush_of(phase), holds=phase.read_first)
        return self.changed()

    def end(self, at: datetime) -> SessionChanged:
        """End the session; return the event to log."""
        self.session.ended_at, self.session.paused_at, self.session.release_at = at, None, None
        self.room.fragments |= {PAST: self.room.head + 1}
        self.room.save(update_fields=["fragments"])
        self._let("", holds=False)
        return self.changed()

    def move(self, by: timedelta) -> None:
        """Move the clock of the session, which stood still, or was the machine's and is set anew."""
        for name in ("phase_began_at", "phase_ends_at", "release_at"):
            if (at := getattr(self.session, name)) is not None:
                setattr(self.session, name, at + by)

    def changed(self) -> SessionChanged:
        """Keep what changed; return the event to log, which is complete: earlier ones lose their words."""
        of = self.session
        of.version, of.acted_by, of.due_at = of.version + 1, self.by, self._due()
        of.save(update_fields=CLOCK)
        forget_topic(self.room.pk, self.topic)
        return SessionChanged(showing.session(of, self.phases))

    def begun(self, at: datetime) -> None:
        """Do what comes with the beginning of a phase, once its line is logged."""
        meeting = self.session.meeting
        if meeting is not None and not meeting.live:
            tell_meeting(self.room, meeting, self.by)
        if self.phase.kind == Phase.Kind.REVEAL and self.phase.order == Phase.Order.TOGETHER:
            self.reveal(at)
        phase_began.send(Session, room=self.room, phase=self.phase, by=self.by, at=at)

    def reveal(self, at: datetime, most: int | None = None) -> int:
        """Reveal the next ``most`` texts, or all; return how many there were."""
        closed = self._closed(self.phase).select_related("author", "phase")
        order = ("?",) if self.phase.order == Phase.Order.LOT else ("created_at", "pk")
        chosen = list(closed.order_by(*order)[:most])
        before = self._open(self.phase).count() if chosen else 0
        cards = [self._card(said, before + number) for number, said in enumerate(chosen, 1)]
        holding.release(self.room, zip(chosen, cards, strict=True), at)
        return len(chosen)

    @property
    def is_paced(self) -> bool:
        """Whether texts appear one by one by themselves now."""
        return self.phase.kind == Phase.Kind.REVEAL and self.phase.order in ONE_BY_ONE

    def set_pace(self, seconds: int, now: datetime) -> None:
        """Change the pace: the next text is due so long after the one that appeared last, or now."""
        of, before = self.session, self.phase.pace
        self.phase.pace = seconds
        self.phase.save(update_fields=["pace"])
        if of.release_at is not None and self._open(self.phase).exists():
            stands_at = of.paused_at or now
            of.release_at = max(of.release_at + timedelta(seconds=seconds - before), stands_at)

    def joined(self, at: datetime) -> None:
        """Let a text that was finished amid its reveal appear at the pace of the others, or with them."""
        of = self.session
        if self.phase.order == Phase.Order.TOGETHER:
            self.reveal(at)
        elif self.is_paced and of.release_at is None:
            of.release_at = at
            of.due_at = self._due()
            of.save(update_fields=["release_at", "due_at"])

    def catch_up(self, now: datetime) -> None:
        """Do all that was due until ``now``, each at its own time."""
        while self.session.due_at is not None and self.session.due_at <= now:
            self._do_next(self.session.due_at)

    def _do_next(self, at: datetime) -> None:
        of = self.session
        if of.release_at == at:
            more = self.reveal(at, 1) and self._closed(self.phase).exists()
            of.release_at = at + timedelta(seconds=self.phase.pace) if more else None
            of.due_at = self._due()
            of.save(update_fields=["release_at", "due_at"])
            return
        self.pass_on(at)

    def pass_on(self, at: datetime) -> None:
        """Begin the next phase, or end after the last; log it. Texts that were left come out before."""
        if self.phase.kind == Phase.Kind.REVEAL:
            self.reveal(at)
        is_last = self.session.index + 1 >= len(self.phases)
        event = self.end(at) if is_last else self.pass_to(self.session.index + 1, at)
        log.append(self.room, event, self.by, topic=self.topic, at=at)
        if not is_last:
            self.begun(at)

    def _let(self, hush: str, *, holds: bool) -> None:
        """Let people do this in the room from now on, and the team read it first if it ``holds``."""
        room = self.room
        if (hush, holds) != (room.hush, room.phase_holds):
            room.hush, room.phase_holds = hush, holds
            room.save(update_fields=["hush", "phase_holds"])

    def _due(self) -> datetime | None:
        of = self.session
        if of.ended_at is not None or of.paused_at is not None:
            return None
        return min((at for at in (of.phase_ends_at, of.release_at) if at is not None), default=None)

    def _closed(self, phase: Phase) -> QuerySet[Post]:
        """Query the finished texts that ``phase`` is to reveal, of nobody who was removed or silenced."""
        waiting = self._texts(phase)
        waiting = waiting.filter(seq=None, held=Post.Held.SILENCE, withdrawn_at=None, hidden_at=None)
        present = Q(removed_at=None) & (Q(quieted_at=None) | Q(quieted_until__lte=timezone.now()))
        away = Membership.objects.filter(room=self.room).exclude(present)
        return waiting.filter(author__is_active=True).exclude(author__in=away.values("person"))

    def _open(self, phase: Phase) -> QuerySet[Post]:
        """Query the texts that were revealed since ``phase`` began."""
        return self._texts(phase).filter(seq__gt=self._passage(phase).seq)

    def _passage(self, phase: Phase) -> Passage:
        """Return where ``phase`` began for the last time: a pause moves its clock, not its beginning."""
        return phase.passages.latest("seq")

    def _texts(self, phase: Phase) -> QuerySet[Post]:
        return Post.objects.filter(phase__session=self.session, phase__position__lt=phase.position)

    def _meeting(self, phase: Phase, at: datetime) -> Meeting:
        """Return the rencontre of a phase: the one that is live, else a new one."""
        live = self.room.meetings.filter(opened_at__isnull=False, ended_at=None, cancelled_at=None).first()
        minutes = min(max((phase.seconds or SHORTEST) // 60, SHORTEST // 60), LONGEST // 60)
        told = {"title": phase.title, "words": phase.words, "host": self.by or self.session.by}
        return live or Meeting.objects.create(room=self.room, starts_at=at, minutes=minutes, **told)

    def _card(self, said: Post, rank: int) -> Card:
        is_late = said.created_at > self._passage(self.phase).at
        return ShownReveal(rank, max(self.session.texts, rank), is_late).card()
