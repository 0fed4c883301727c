"""What a session puts into the room's page for one reader: their own silent text, when to look again."""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from frontend.forms import Form
from frontend.visits import Visit
from frontend.words import counted
from rooms.events import ShownPhase, ShownSession
from rooms.log import millis
from rooms.models import Post
from rooms.sessions import reading
from rooms.sessions.reading import Headcount
from rooms.sessions.running import PAST
from rooms.text import digest

SILENCE = "silence"
SOONEST, LATEST = 2, 30  # seconds
NOBODY = Headcount(0, 0)
# Where one may be writing, a page that refreshed itself would lose the words.
WRITES = {"writing", "left", "over"}


@dataclass(frozen=True, slots=True)
class OwnText:
    """The reader's part of a session. ``state``:

    - ``writing``, ``finished``: in a silent phase; ``said``: in one that came again, after the text appeared;
    - ``doing``, ``done``: in one that ends when all have finished;
    - ``left``, ``waiting``: the phase has passed, and the text was not finished, or waits to be revealed;
    - ``over``: the session is over, and nothing will reveal the text any more;
    - empty: there is nothing to do.
    """

    state: str = ""
    phase: int = 0
    body: str = ""
    tally: Headcount = NOBODY

    @property
    def crowd(self) -> str:
        """How many have finished and how many write, as the modules tell it; empty where nobody does."""
        finished, writing = self.tally.finished, self.tally.writing
        if not finished + writing:
            return ""
        return f"{counted('tally_finished', finished)}, {counted('tally_writing', writing)}"

    @property
    def since(self) -> str:
        """What a form that changes this text tells: it is refused where the text is another by then."""
        return digest(self.body)


BLANK = OwnText("none")


def of(visit: Visit, session: ShownSession | None) -> OwnText:
    """Return the part of this reader in ``session``, or in those that are over here."""
    if visit.shut:
        return OwnText()
    if session is None:
        return _left_over(visit) if PAST in visit.room.fragments else OwnText()
    return _current(visit, session.phase) or _earlier(visit, session) or OwnText()


def draw(visit: Visit, own: OwnText, form: Form | None = None) -> SafeString:
    """Return the box of ``own`` as HTML, with what was typed in ``form`` if it was refused."""
    if form is not None and not own.state:
        own = OwnText("over", form.number("phase"))
    if not own.state:
        return mark_safe("")
    context: dict[str, Any] = {"room": visit.room, "own": own, "typed": own.body}
    if form is not None:
        typed = form.get("body")
        context |= {"is_unkept": True, "typed": typed, "wrong": " ".join(form.wrong.values())}
        context["other"] = own.body if own.body != typed.strip() else ""
    return mark_safe(render_to_string("partials/silent_box.html", context))  # noqa: S308 -- our own template


def refresh(visit: Visit, session: ShownSession | None, own: OwnText) -> SafeString:
    """Return the element with which a page without JavaScript loads anew when the phase changes, except where
    one writes."""
    if session is None or own.state in WRITES or (session.phase.hush == "open" and not visit.shut):
        return mark_safe("")
    left = LATEST if session.ends_at is None else (session.ends_at - millis(visit.now)) // 1000 + 1
    seconds = max(SOONEST, min(left, LATEST))
    # With its address: at one with a fragment, a browser would only look for the place again.
    address = reverse("room", args=[visit.room.slug])
    return format_html('<meta http-equiv="refresh" content="{}; url={}">', seconds, address)


def _current(visit: Visit, phase: ShownPhase) -> OwnText | None:
    if phase.kind != SILENCE and not phase.until_finished:
        return None
    is_done, tally = reading.has_finished(visit.person, phase.id), reading.tally(phase.id)
    if phase.kind != SILENCE:
        return OwnText("done" if is_done else "doing", phase.id, tally=tally)
    text = reading.text_of(visit.person, phase.id)
    if text is None and reading.is_revealed(visit.person, phase.id):
        return OwnText("said", phase.id)
    return OwnText("finished" if is_done else "writing", phase.id, text.body if text else "", tally)


def _earlier(visit: Visit, session: ShownSession) -> OwnText | None:
    """Return the newest text that this person wrote in an earlier phase, and that was not revealed yet."""
    kept = reading.unseen(visit.person)
    text = kept.filter(phase__session=session.id).exclude(phase=session.phase.id).order_by("-pk").first()
    return _held(text, "left") if text else None


def _left_over(visit: Visit) -> OwnText:
    text = reading.left_over(visit.person, visit.room)
    return _held(text, "over") if text else OwnText()


def _held(text: Post, draft: str) -> OwnText:
    is_waiting = text.held == Post.Held.SILENCE and draft == "left"
    return OwnText("waiting" if is_waiting else draft, text.phase_id or 0, text.body)
