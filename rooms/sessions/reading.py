"""Queries: the sessions of a room, the one that runs, what was written in them."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from database.compiled_sql import CompiledQuery
from people import raw_text, written_secret
from people.models import Person
from people.refusals import Refusal
from rooms.events import ShownSession
from rooms.holding import UNDECIDED
from rooms.models import Post, Room, SaidQuerySet
from rooms.sessions import showing
from rooms.sessions.models import Finish, Grace, Passage, Phase, Session

LONGEST_TYPED = 100
# The most that a page of a story holds, in posts and in bytes of them, if its first post is not larger.
STORY_POSTS, STORY_BYTES = 50, 192 * 1024

# Of each session that runs, the phase it is in.
CURRENT = Phase.objects.filter(
    position=F("session__index"), session__began_at__isnull=False, session__ended_at=None
)
_RUNNING = CompiledQuery(Session.objects.filter(began_at__isnull=False, ended_at=None), "room")


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many take part in a phase: who has finished, and who has a text that is not finished."""

    finished: int
    writing: int


@dataclass(frozen=True, slots=True)
class Part:
    """What was published while a phase was current, oldest first."""

    phase: Phase
    at: datetime
    until: int | None
    posts: list[Post]


@dataclass(frozen=True, slots=True)
class Story:
    """A page of what was done in a session. ``after``: what the next one is asked with, None for the last."""

    parts: list[Part]
    after: int | None


def running(room: Room) -> Session | None:
    """Return the session that runs in ``room``."""
    return _RUNNING.first(room.pk)


def standing(room: Room) -> ShownSession | None:
    """Return the running session as screens keep it."""
    found = running(room) if room.hush else None
    if found is None:
        return None
    return showing.session(found, list(found.phases.all()))


def of(room: Room) -> QuerySet[Session]:
    """List the sessions of ``room``: those to come and the running one, then the past ones."""
    return room.sessions.select_related("by").order_by("ended_at", "-created_at")


def over(room: Room) -> QuerySet[Session]:
    """List the sessions of ``room`` that are over, the newest first."""
    return room.sessions.exclude(ended_at=None).order_by("-ended_at")


def find(room: Room, session: int) -> Session:
    """Return a session of ``room``. Raises ``session_unknown``."""
    found = room.sessions.select_related("by", "acted_by").filter(pk=session).first()
    if found is None:
        raise Refusal("session_unknown", _("Cette séance n’existe pas, ou plus."))
    return found


def find_phase(room: Room, phase: int) -> Phase:
    """Return a phase of a session of ``room``. Raises ``session_unknown``."""
    found = Phase.objects.select_related("session").filter(pk=phase, session__room=room).first()
    if found is None:
        raise Refusal("session_unknown", _("Ce temps de la séance n’existe pas, ou plus."))
    return found


def by_wall(secret: str) -> Session:
    """Return the session whose wall has this secret, however it is typed. Raises ``wall_unknown``."""
    plain = "" if raw_text.is_too_long(secret, LONGEST_TYPED) else written_secret.plain(secret)
    found = Session.objects.select_related("room").exclude(wall="").filter(wall=plain).first()
    if found is None:
        raise Refusal("wall_unknown", _("Ce mur est fermé."), "secret")
    return found


def appeared(session: Session) -> SaidQuerySet[Post]:
    """Query the texts that appeared since the current phase began: by its line, as a pause moves its hour."""
    began = Passage.objects.filter(phase__session=session).order_by("-seq").values("seq")[:1]
    return Post.objects.filter(room=session.room_id, phase__session=session, seq__gt=Subquery(began))


def revealed(session: Session) -> list[int]:
    """Return the ids of the texts that the current phase has revealed and people still see, oldest first."""
    return list(appeared(session).visible().order_by("seq").values_list("pk", flat=True))


def unseen(person: Person) -> SaidQuerySet[Post]:
    """Query what ``person`` wrote in silence and nobody else sees yet."""
    silent = (Post.Held.DRAFT, Post.Held.SILENCE)
    return Post.objects.filter(author=person, seq=None, held__in=silent, withdrawn_at=None)


def text_of(person: Person, phase: Phase | int) -> Post | None:
    """Return what ``person`` wrote in a silent phase and nobody else sees yet."""
    return unseen(person).filter(phase=phase).first()


def is_revealed(person: Person, phase: Phase | int) -> bool:
    """Return whether what ``person`` wrote in a silent phase has appeared, or waits for the team."""
    is_out = Q(seq__isnull=False) | Q(held__in=UNDECIDED)
    return Post.objects.filter(is_out, phase=phase, author=person).exists()


def left_over(person: Person, room: Room) -> Post | None:
    """Return the newest text of ``person`` here that no phase will reveal any more."""
    kept = unseen(person).filter(room=room).exclude(phase=None)
    kept = kept.select_related("phase__session").order_by("-pk")
    return next((text for text in kept if text.phase and not text.phase.session.is_running), None)


def has_finished(person: Person, phase: Phase | int) -> bool:
    """Return whether ``person`` has said that they have finished."""
    return Finish.objects.filter(phase=phase, person=person).exists()


def grace_of(person: Person, room: Room) -> datetime | None:
    """Return until when ``person`` alone may go on with their text, in the running session of ``room``."""
    if not room.hush:
        return None
    given = Grace.objects.filter(person=person, phase__session__room=room, phase__session__ended_at=None)
    return given.order_by("-until").values_list("until", flat=True).first()


def tally(phase: Phase | int) -> Headcount:
    """Count who has finished, and who still writes."""
    number = phase if isinstance(phase, int) else phase.pk
    return tallies([number])[number]


def tallies(phases: Collection[int]) -> dict[int, Headcount]:
    """Count the same in each of ``phases``, in two queries."""
    finishes = Finish.objects.filter(phase__in=phases)
    finished = Counter(finishes.values_list("phase", flat=True))
    has_finished = finishes.filter(phase=OuterRef("phase"), person=OuterRef("author"))
    drafts = Post.objects.filter(phase__in=phases, seq=None, held=Post.Held.DRAFT)
    writing = Counter(drafts.exclude(Exists(has_finished)).values_list("phase", flat=True))
    return {phase: Headcount(finished[phase], writing[phase]) for phase in phases}


def story(session: Session, after: int = 0) -> Story:
    """Return the phases that were lived, in their order, with what was published in each: a page of it, from
    what came after line ``after`` on."""
    passages = list(Passage.objects.filter(phase__session=session).select_related("phase"))
    found = list(_said_in(session, passages).filter(seq__gt=after).order_by("seq")[: STORY_POSTS + 1])
    said = _within_bytes(found[:STORY_POSTS])
    last = said[-1].seq if len(said) < len(found) else None
    ends = [*(each.seq for each in passages[1:]), None]
    spans = [
        (each, end)
        for each, end in zip(passages, ends, strict=True)
        if (end is None or end > after) and (last is None or each.seq < last)
    ]
    return Story([_part(said, each, end) for each, end in spans], last)


def _said_in(session: Session, passages: list[Passage]) -> SaidQuerySet[Post]:
    """Query what people see of all that was published while ``session`` ran."""
    said = session.room.posts.visible().filter(seq__gt=passages[0].seq).select_related("author")
    if session.ended_at is None:
        return said
    return said.filter(Q(seq__lt=passages[-1].seq) | Q(created_at__lte=session.ended_at))


def _within_bytes(said: list[Post]) -> list[Post]:
    """Return the first of ``said`` that a page holds: one at least."""
    size = 0
    for number, post in enumerate(said):
        size += len(post.html.encode()) + len(msgspec.json.encode(post.card))
        if size > STORY_BYTES and number:
            return said[:number]
    return said


def _part(said: list[Post], passage: Passage, end: int | None) -> Part:
    posts = [
        post for post in said if (post.seq or 0) > passage.seq and (end is None or (post.seq or 0) < end)
    ]
    return Part(passage.phase, passage.at, end, posts)
