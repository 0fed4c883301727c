"""What the wall of a session shows at a moment: a function of the session and the time.

Nothing of it is for some eyes only: the wall stands in a room that anybody may walk through.
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import blake2b

import msgspec

from frontend.time_rule import TimeRule
from rooms.events import ShownPhase, ShownSession
from rooms.log import millis
from rooms.models import Post
from rooms.sessions import reading, showing
from rooms.sessions.models import Phase, Session

MOST_CARDS = 40
SIZES = (60, 140, 280, 600)  # signs up to which words are set in the first, second… size without a script


@dataclass(frozen=True, slots=True)
class WallText:
    """The text that fills the wall: the ``rank``th of ``of``."""

    post: int
    author: str
    html: str
    signs: int
    rank: int
    of: int


@dataclass(frozen=True, slots=True)
class WallFace:
    """``mode``: ``before``, ``clock``, ``reveal`` or ``over``. Times in milliseconds; ``ends_at`` None: it
    lasts until somebody passes on. ``finished`` people have, ``writing`` others write. ``closed``: how many
    texts are to come."""

    mode: str
    title: str
    phase: ShownPhase | None = None
    next: ShownPhase | None = None
    began_at: int = 0
    ends_at: int | None = None
    added: int = 0
    paused_at: int | None = None
    finished: int = 0
    writing: int = 0
    closed: int = 0
    text: WallText | None = None

    @property
    def key(self) -> str:
        """Return what changes when the face does, in a few signs."""
        return blake2b(msgspec.json.encode(asdict(self)), digest_size=9).hexdigest()

    @property
    def size(self) -> int:
        """Return the size of its longest words, the largest being 1."""
        signs = self.text.signs if self.text else len(self.phase.html) if self.phase else 0
        return 1 + sum(signs > most for most in SIZES)

    @property
    def cards(self) -> list[str]:
        """Return the pile: cards that are ``open``, the one of ``now``, those still ``closed``."""
        if self.text is None:
            return ["closed"] * min(self.closed, MOST_CARDS)
        others = self.text.of - self.text.rank
        pile = ["open"] * (self.text.rank - 1) + ["now"] + ["closed"] * others
        return pile if len(pile) <= MOST_CARDS else []

    def rule(self, now: int) -> TimeRule | None:
        """Return the steel rule of the phase as it stands at ``now``; None without an end."""
        if self.ends_at is None:
            return None
        left = self.ends_at - (self.paused_at or now)
        return TimeRule((self.ends_at - self.began_at) / 1000, max(left, 0) / 1000, self.added)


def face_of(session: Session, at: datetime) -> WallFace:
    """Return what the wall shows ``at`` a time."""
    if session.began_at is None:
        return WallFace("before", session.title)
    if session.ended_at is not None:
        return WallFace("over", session.title)
    phases = list(session.phases.all())
    shown = showing.session(session, phases)
    phase = phases[session.index]
    match phase.kind:
        case Phase.Kind.SILENCE:
            told = reading.tally(phase)
            return replace(_clock(shown), finished=told.finished, writing=told.writing)
        case Phase.Kind.REVEAL:
            return _reveal(_clock(shown), session, phase, at)
    return _clock(shown)


def face_after(face: WallFace) -> WallFace | None:
    """Return what comes when the phase of ``face`` ends by itself, for a wall that is cut off by then."""
    if face.ends_at is None or face.next is None or face.paused_at is not None:
        return None
    seconds = face.next.seconds
    ends_at = face.ends_at + 1000 * seconds if seconds else None
    return WallFace("clock", face.title, face.next, None, began_at=face.ends_at, ends_at=ends_at)


def _clock(shown: ShownSession) -> WallFace:
    return WallFace(
        "clock",
        shown.title,
        shown.phase,
        shown.next,
        began_at=shown.phase_began_at,
        ends_at=shown.ends_at,
        added=shown.added,
        paused_at=shown.paused_at,
    )


def _reveal(face: WallFace, session: Session, phase: Phase, at: datetime) -> WallFace:
    texts = reading.revealed(session)
    if not texts:
        return replace(face, closed=session.texts)
    number = _turn(session, phase, at, len(texts)) if phase.order == Phase.Order.TOGETHER else len(texts) - 1
    of = max(session.texts, len(texts))
    said = Post.objects.select_related("author").get(pk=texts[number])
    return replace(face, mode="reveal", text=_text(said, number + 1, of))


def _turn(session: Session, phase: Phase, at: datetime, count: int) -> int:
    """Return whose turn it is where all texts are there at once: each fills the wall for a while."""
    since = millis(session.paused_at or at) - millis(session.phase_began_at or at)
    return since // (1000 * phase.pace) % count


def _text(said: Post, rank: int, of: int) -> WallText:
    return WallText(said.pk, said.author.name, said.html, len(said.body), rank, of)
